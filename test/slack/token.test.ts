// One workspace by its token: a new token after the app was removed lets go what waited.
import { expect, test } from 'vitest';
import { ACCESS_REASONS, ACCOUNT_INACTIVE } from '../../src/slack/failures.ts';
import { aRoom } from './a-room.ts';

test('as soon as Slack accepts the token, what waited for one goes out; that is said once', async () => {
  const { room, slack, door } = await aRoom();
  slack.fail('auth.test', { error: 'token_revoked' });
  expect(await room.platform.trouble()).toContain('set SLACK_BOT_TOKEN');
  expect(door.events).toEqual([]);
  const next = await aRoom({ in: slack });
  expect(await next.room.platform.trouble()).toBeUndefined();
  expect(next.door.events).toEqual([
    {
      kind: 'granted',
      platform: 'slack',
      tenants: ['TLEWISHAM1'],
      reasons: [...ACCESS_REASONS, ACCOUNT_INACTIVE],
    },
  ]);
});
