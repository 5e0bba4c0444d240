import { describe, expect, test } from 'vitest';
import type { Sender } from '../../src/chat/contract.ts';
import { openLimits } from '../../src/chat/limits.ts';
import { features } from '../../src/features.ts';
import { aHouse } from '../support/house.ts';

const from = (userId: string, tenant = 'T1', platform: Sender['platform'] = 'slack'): Sender => ({
  platform,
  tenant,
  userId,
});
const times = (count: number, work: () => string | undefined) => Array.from({ length: count }, work);

describe('what may be asked in a minute', () => {
  test('twenty things by one person, and a clear sentence for the next', () => {
    const limit = openLimits({ perPerson: 20, perTenant: 300 }, () => 0);
    expect(times(20, () => limit(from('U1'))).every((said) => said === undefined)).toBe(true);
    expect(limit(from('U1'))).toBe(
      'That was more than 20 requests in a minute, so I did not do this one and nothing was changed. Please wait a minute and try again.',
    );
    // The same id elsewhere is somebody else.
    for (const other of [from('U2'), from('U1', 'T2'), from('U1', 'T1', 'teams')]) expect(limit(other)).toBeUndefined();
  });

  test('one more every three seconds, and twenty after a minute', () => {
    let now = 0;
    const limit = openLimits({ perPerson: 20, perTenant: 0 }, () => now);
    times(20, () => limit(from('U1')));
    now = 2999;
    expect(limit(from('U1'))).toMatch(/more than 20/);
    now = 6001;
    expect(times(3, () => limit(from('U1'))).map((said) => said === undefined)).toEqual([true, true, false]);
    now = 66_001;
    expect(times(21, () => limit(from('U1'))).filter((said) => said === undefined)).toHaveLength(20);
  });

  test('300 things by one organisation, whoever asks, and none of them by somebody who is stopped', () => {
    const limit = openLimits({ perPerson: 20, perTenant: 300 }, () => 0);
    times(500, () => limit(from('U0')));
    const heard = Array.from({ length: 400 }, (_, at) => limit(from(`U${1 + (at % 40)}`)));
    expect(heard.filter((said) => said === undefined)).toHaveLength(280);
    expect(heard.at(-1)).toMatch(/Your organisation has asked for more than 300 things in a minute/);
    expect(limit(from('U1', 'T2'))).toBeUndefined();
  });

  test('anything, where there is no limit', () => {
    const limit = openLimits({ perPerson: 0, perTenant: 0 }, () => 0);
    expect(times(2000, () => limit(from('U1'))).every((said) => said === undefined)).toBe(true);
  });
});

test('somebody who types without end is told to wait, privately, and nothing of it is done', async () => {
  const house = await aHouse({ features, limits: { perPerson: 3, perTenant: 0 } });
  const clerk = await house.person('Clara Clerk', { role: 'CLERK' });
  const other = await house.person('Carl Clerk', { role: 'CLERK' });
  for (let count = 0; count < 3; count += 1) expect((await house.says(clerk, 'help')).outcome).toBe('done');
  const receipts = await house.prisma.receipt.count();
  const answer = await house.says(clerk, 'board list');
  expect(answer).toMatchObject({ outcome: 'refused', isPrivate: true, said: expect.stringMatching(/wait a minute/) });
  expect(await house.prisma.receipt.count()).toBe(receipts);
  expect((await house.says(other, 'help')).outcome).toBe('done');
});
