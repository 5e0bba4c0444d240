import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { channels, loadDemonstration, personas } from '../../prisma/demonstration.ts';
import type { Answer, Deed } from '../../src/chat/contract.ts';
import { features } from '../../src/features.ts';
import { buildHouse } from '../../src/house.ts';
import { noLog } from '../../src/log.ts';
import type { Persona } from '../../src/web/demo.ts';
import { testDatabase } from '../support/database.ts';
import { KeptPlatform } from '../support/house.ts';

const { prisma } = await testDatabase();
const now = new Date('2026-11-22T12:00Z');
await loadDemonstration(prisma, now);
const page = new KeptPlatform('web');
const house = await buildHouse({
  prisma,
  features,
  clock: { now: () => now },
  log: noLog,
  secretKey: 'a key for tests only, thirty-two characters',
  openPlatforms: () => [page],
});
const people = await personas(prisma);

function does(person: Persona, deed: Deed): Promise<Answer> {
  const place = {
    platform: 'web',
    tenant: 'local',
    externalId: `person-${person.personId}`,
    kind: 'personal',
  } as const;
  const from = { platform: 'web', tenant: 'local', userId: `person-${person.personId}` } as const;
  return house.door.handle({ key: randomUUID(), from, place, deed });
}

const says = (person: Persona, text: string) => does(person, { kind: 'typed', text });
const seenBy = (person: Persona) => page.seen.filter(({ place }) => place === `person-${person.personId}`);
const personFor = (roles: string) => people.find((one) => one.roles === roles)!;

describe('the demonstration’s story', () => {
  it('delivers every card that was waiting, but for the one of which nobody knows', async () => {
    await house.delivery.drain();
    const states = await prisma.outbox.groupBy({ by: ['state', 'reason'], _count: true });
    expect(states.map(({ state, reason, _count }) => (state === 'sent' ? reason : [reason, _count])).sort()).toEqual([
      ['Convenor stopped while it was being sent', 1],
      null,
    ]);
    expect(seenBy(personFor('Governor, Quillgate School')).map(({ shown }) => shown.name)).toContain(
      'minutes-approval',
    );
  });

  it.each(people.map((person) => [`${person.name}, ${person.roles}`, person] as const))(
    '%s can ask what is waiting and what there is to say',
    async (_, person) => {
      for (const words of ['home', 'help']) expect(await says(person, words), words).toMatchObject({ outcome: 'done' });
    },
  );

  it.each(
    people.flatMap((person) =>
      [...person.tryThis.matchAll(/“([a-z][^”]*)”/g)].map(
        (match) => [`${person.name}: ${match[1]}`, person, match[1]!] as const,
      ),
    ),
  )('what the page proposes works: %s', async (_, person, words) => {
    const answer = await says(person, words);
    expect(answer.outcome, answer.said).toBe('done');
    await house.delivery.drain();
  });

  it('pings the Challenge Board once the Head of Standards has confirmed amber', async () => {
    await house.delivery.drain();
    const [board] = await channels(prisma);
    const seen = page.seen.filter(({ place }) => place === board!.externalId);
    expect(seen.map(({ text }) => text).join('\n')).toContain('Mallow Street School');
  });
});
