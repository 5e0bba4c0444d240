// Inviting by e-mail: who gets a link, and what is said of those who do not.
import { beforeEach, describe, expect, test } from 'vitest';
import { people } from '../../src/people/index.ts';
import { type Invited, inviteAllByMail } from '../../src/people/invitations.ts';
import { readPartnership } from '../../src/people/partnership.ts';
import { aHouse, type Person } from '../support/house.ts';
import { notices } from '../support/notices.ts';
import { fateOf, post, waitOver } from '../support/posting.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z', features: [people, notices()] });
const school = await house.school('Marsh Lane School');
const office = await house.person('Priya Nair', { role: 'CLERK' });
let count = 0;

async function aGovernor(name: string, email: string | null): Promise<Person> {
  const person = await house.person(name, { role: 'GOVERNOR', school });
  await house.prisma.person.update({ where: { id: person.id }, data: { email } });
  return person;
}

async function invite(whom: Invited) {
  const now = house.clock.now();
  const told = await house.prisma.$transaction(async (tx) => {
    const { partnership, today } = (await readPartnership(tx, house.partnershipId, now))!;
    return inviteAllByMail(tx, whom, { partnership, today, now });
  });
  await house.deliver();
  return told;
}

/** What the link in the invitation does. */
async function accept(address: string) {
  const at = { platform: 'mail', tenant: 'mail', externalId: address, kind: 'personal' } as const;
  const from = { platform: 'mail', tenant: 'mail', userId: address } as const;
  const deed = { kind: 'command', name: 'people.accept', input: {} } as const;
  const answer = await house.house.door.handle({ key: `accept-${++count}`, from, place: at, personal: at, deed });
  expect(answer).toMatchObject({ outcome: 'done' });
  await waitOver(house);
  await house.deliver();
}

/** Somebody who is reached by e-mail and nowhere else. */
async function aReader(name: string, address: string): Promise<Person> {
  const person = await aGovernor(name, address);
  await house.prisma.conversation.deleteMany({ where: { personId: person.id } });
  await invite({ name });
  await accept(address);
  return person;
}

const sentTo = (address: string) => house.platform('mail').seen.filter(({ place }) => place === address);

beforeEach(() => {
  house.platform('mail').seen.length = 0;
});

describe('to invite by e-mail', () => {
  test('everybody of a role, each gets a link, and who has no address is named', async () => {
    await aGovernor('Ada Okafor', 'Ada@Governors.example');
    await aGovernor('Ben Hall', null);
    await aGovernor('Cleo Marsh', 'ask the office');
    expect(await invite({ role: 'GOVERNOR' })).toEqual([
      { name: 'Ada Okafor', sent: 'a joining link goes to ada@governors.example' },
      { name: 'Ben Hall', sent: expect.stringMatching(/^not invited\. There is no e-mail address for Ben Hall\./) },
      { name: 'Cleo Marsh', sent: expect.stringMatching(/^not invited\. “ask the office” is no e-mail address\./) },
    ]);
    expect(sentTo('ada@governors.example')).toHaveLength(1);
    expect(house.platform('mail').seen).toHaveLength(1);
    const written = await house.prisma.auditEvent.findMany({ where: { event: 'person.invited' } });
    expect(written.map(({ place }) => place)).toEqual(['npm run invite']);
  });

  test('one by name without an address is refused', async () => {
    await aGovernor('Dora Finch', '');
    await expect(invite({ name: 'Dora Finch' })).rejects.toThrow('There is no e-mail address for Dora Finch.');
  });

  test.each(['by e-mail', 'by email', 'By E-mail.', 'via e-mail'])(
    '“%s” is understood, and sent once',
    async (words) => {
      const address = `gus-${++count}@governors.example`;
      const person = await aGovernor(`Gus Hill ${'ABCDE'[count]}`, address);
      const key = `key-${count}`;
      for (const _ of [1, 2]) {
        const { said } = await house.says(office, `invite ${person.name} ${words}`, { key });
        expect(said).toContain(person.name);
      }
      expect(sentTo(address)).toHaveLength(1);
      expect(JSON.stringify(await house.prisma.receipt.findMany())).not.toContain(address);
    },
  );

  test('by a governor is not allowed', async () => {
    const governor = await aGovernor('Hana Brook', 'hana@governors.example');
    expect(await house.says(governor, 'invite Hana Brook by e-mail')).toMatchObject({ outcome: 'refused' });
    expect(sentTo('hana@governors.example')).toEqual([]);
  });

  test('is accepted nowhere but by its link, and is over for somebody who has left', async () => {
    const person = await aGovernor('Ivo Lane', 'ivo@governors.example');
    await invite({ name: 'Ivo Lane' });
    const deed = { kind: 'command', name: 'people.accept', input: {} } as const;
    expect(await house.does(person, deed, { platform: 'web' })).toMatchObject({
      outcome: 'refused',
      said: 'This is done with the link in the e-mail.',
    });
    await house.says(office, 'person left Ivo Lane');
    const at = { platform: 'mail', tenant: 'mail', externalId: 'ivo@governors.example', kind: 'personal' } as const;
    const from = { platform: 'mail', tenant: 'mail', userId: at.externalId } as const;
    const accepted = await house.house.door.handle({ key: 'late', from, place: at, personal: at, deed });
    expect(accepted).toMatchObject({ outcome: 'refused', said: expect.stringMatching(/no longer open/) });
    expect(await house.prisma.identity.count({ where: { platform: 'mail' } })).toBe(0);
  });
});

describe('to be invited again', () => {
  test('at the same address, because nothing came there, brings all that had not come', async () => {
    const jo = await aReader('Jo Marsh', 'jo@governors.example');
    const reason = 'the mail server says that this e-mail address does not work';
    house.platform('mail').fails = () => ({ kind: 'refused', unreachable: true, reason });
    await post(house, { key: 'for Jo', to: { personId: jo.id } }, { key: 'and this', to: { personId: jo.id } });
    await waitOver(house);
    await house.deliver();
    house.platform('mail').fails = undefined;
    expect(await fateOf(house, 'for Jo')).toMatchObject({ state: 'unreachable', reason });

    await invite({ name: 'Jo Marsh' });
    await waitOver(house);
    await house.deliver();
    const words = sentTo('jo@governors.example').map(({ text }) => text);
    expect(words.filter((text) => text === 'for Jo' || text === 'and this')).toEqual(['for Jo', 'and this']);
  });

  test('at another address brings there what was still to be said at the old one', async () => {
    const kit = await aReader('Kit Lane', 'kit@old.example');
    house.platform('mail').fails = () => ({ kind: 'later', reason: 'the mail server could not be used' });
    await post(house, { key: 'for Kit', to: { personId: kit.id } });
    await house.deliver();
    await house.prisma.person.update({ where: { id: kit.id }, data: { email: 'kit@new.example' } });
    house.platform('mail').fails = undefined;
    await invite({ name: 'Kit Lane' });
    await house.prisma.conversation.updateMany({ data: { nextSendAt: new Date(Date.now() + 60_000) } });
    await accept('kit@new.example');
    expect(sentTo('kit@old.example').map(({ text }) => text)).not.toContain('for Kit');
    expect(sentTo('kit@new.example').map(({ text }) => text)).toContain('for Kit');
  });
});
