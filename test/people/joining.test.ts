import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/chat/contract.ts';
import { people } from '../../src/people/index.ts';
import { makeJoinCode } from '../../src/people/joining.ts';
import { aHouse, type Person } from '../support/house.ts';
import { notices } from '../support/notices.ts';
import { fateOf, post } from '../support/posting.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z', features: [people, notices()] });
let users = 0;

/** Somebody on a platform whom nobody knows yet. */
function aUser(platform: 'teams' | 'slack' = 'teams', tenant = 'council') {
  const userId = `u${++users}`;
  const personal = { platform, tenant, externalId: `dm-${userId}`, kind: 'personal' } as const;
  const from = { platform, tenant, userId };
  let keys = 0;
  const says = (
    text: string,
    place: Parameters<typeof house.house.door.handle>[0]['place'] = personal,
  ): Promise<Answer> =>
    house.house.door.handle({ key: `${userId}-${++keys}`, from, place, personal, deed: { kind: 'typed', text } });
  return {
    says,
    from,
    seen: () =>
      house
        .platform(platform)
        .seen.filter((one) => one.place === personal.externalId)
        .map((one) => one.text),
  };
}

/** Somebody in the books who has not joined anywhere. */
async function anInvited(name = 'Ada Okafor'): Promise<Person & { code: string }> {
  const person = await house.prisma.person.create({ data: { partnershipId: house.partnershipId, name } });
  return { ...person, code: await codeFor(person) };
}

async function codeFor(person: { id: number }): Promise<string> {
  return (await makeJoinCode(house.prisma, person.id, house.clock.now())).code;
}

beforeEach(() => house.clock.moveTo('2026-11-23T09:00:00Z'));

describe('a join code', () => {
  it('says who somebody is, however it is typed', async () => {
    const { code } = await anInvited();
    const user = aUser();
    expect((await user.says(`/JOIN ${code.toLowerCase().replaceAll('-', ' – ')}`)).said).toMatch(
      /^Welcome, Ada\. I know you now as Ada Okafor\./,
    );
    expect((await user.says('who am I')).said).toMatch(/^You are Ada Okafor\./);
  });

  it('works once', async () => {
    const { code } = await anInvited();
    expect((await aUser().says(`join ${code}`)).outcome).toBe('done');
    expect(await aUser().says(`join ${code}`)).toMatchObject({
      outcome: 'refused',
      said: expect.stringContaining('That code does not work'),
    });
  });

  it('works once when two type it at the same instant', async () => {
    const { code, id } = await anInvited();
    const answers = await Promise.all([aUser(), aUser(), aUser()].map((user) => user.says(`join ${code}`)));
    expect(answers.map((answer) => answer.outcome).sort()).toEqual(['done', 'refused', 'refused']);
    expect(await house.prisma.identity.count({ where: { personId: id } })).toBe(1);
  });

  it('works for 14 days', async () => {
    const [last, late] = [await anInvited(), await anInvited()];
    house.clock.moveTo('2026-12-07T08:59:59Z');
    expect((await aUser().says(`join ${last.code}`)).outcome).toBe('done');
    house.clock.moveTo('2026-12-07T09:00:00Z');
    expect((await aUser().says(`join ${late.code}`)).said).toContain('more than 14 days old');
  });

  it('is void when a new one is given', async () => {
    const person = await anInvited();
    const newer = await codeFor(person);
    expect((await aUser().says(`join ${person.code}`)).outcome).toBe('refused');
    expect((await aUser().says(`join ${newer}`)).outcome).toBe('done');
  });

  it('is void when its person has left', async () => {
    const person = await anInvited();
    await house.prisma.person.update({ where: { id: person.id }, data: { leftOn: new Date('2026-11-22') } });
    expect((await aUser().says(`join ${person.code}`)).said).toContain('That code does not work');
  });

  it('is not stored, nor written down when it is typed', async () => {
    const { code } = await anInvited();
    await aUser().says(`join ${code}`);
    const rows = [
      await house.prisma.joinCode.findMany(),
      await house.prisma.receipt.findMany(),
      await house.prisma.auditEvent.findMany(),
    ];
    const text = JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(text).not.toContain(code);
  });
});

describe('somebody else’s code', () => {
  it('does not turn a person into another one, stays good, and counts as a try', async () => {
    const [ruth, ada] = [await anInvited('Ruth Abernethy'), await anInvited()];
    const user = aUser();
    await user.says(`join ${ruth.code}`);
    expect(await user.says(`join ${ada.code}`)).toMatchObject({
      outcome: 'refused',
      said: 'You are Ruth Abernethy here. This code is for somebody else; pass it on to them alone.',
    });
    expect((await user.says('who am I')).said).toMatch(/^You are Ruth Abernethy\./);
    expect(await house.prisma.joinAttempt.count({ where: { userId: user.from.userId } })).toBe(2);
    expect((await aUser().says(`join ${ada.code}`)).said).toMatch(/^Welcome, Ada\./);
  });

  it('is no matter for a new code of one’s own, nor after the person before has left', async () => {
    const [ruth, ada] = [await anInvited('Ruth Abernethy'), await anInvited()];
    const user = aUser();
    await user.says(`join ${ruth.code}`);
    expect((await user.says(`join ${await codeFor(ruth)}`)).outcome).toBe('done');
    await house.prisma.person.update({ where: { id: ruth.id }, data: { leftOn: new Date('2026-11-22') } });
    expect((await user.says(`join ${ada.code}`)).said).toMatch(/^Welcome, Ada\./);
  });
});

describe('guessing', () => {
  it('ends after five tries in a quarter of an hour, a right code included', async () => {
    const { code } = await anInvited();
    const user = aUser();
    for (let i = 0; i < 5; i++) expect((await user.says('join BCD-234-FGH')).said).toContain('That code does not work');
    expect((await user.says(`join ${code}`)).said).toContain('There were too many tries.');
    house.clock.moveTo('2026-11-23T09:15:01Z');
    expect((await user.says(`join ${code}`)).outcome).toBe('done');
  });

  it('ends after five tries also when they come all at once', async () => {
    const user = aUser();
    const answers = await Promise.all(Array.from({ length: 8 }, () => user.says('join BCD-234-FGH')));
    expect(answers.filter((answer) => answer.said!.includes('does not work'))).toHaveLength(5);
    expect(answers.filter((answer) => answer.said!.includes('too many tries'))).toHaveLength(3);
  });

  it('by one person does not keep others out', async () => {
    const { code } = await anInvited();
    const guesser = aUser();
    for (let i = 0; i < 6; i++) await guesser.says('join BCD-234-FGH');
    expect((await aUser().says(`join ${code}`)).outcome).toBe('done');
  });
});

describe('joining', () => {
  it('makes the tenant known, and what waited for the person goes out', async () => {
    const person = await anInvited();
    await post(house, { key: `waits:${person.id}`, to: { personId: person.id } });
    await house.deliver();
    expect(await fateOf(house, `waits:${person.id}`)).toMatchObject({
      state: 'unreachable',
      reason: 'has not joined yet',
    });
    const user = aUser('slack', 'T-NEW');
    await user.says(`join ${person.code}`);
    await house.deliver();
    expect(user.seen()).toEqual([`waits:${person.id}`]);
    expect(await house.prisma.knownTenant.findFirst({ where: { tenant: 'T-NEW' } })).toMatchObject({
      partnershipId: house.partnershipId,
    });
  });

  it('in a channel, too, lets what waited go out to the person alone', async () => {
    const person = await anInvited();
    await post(house, { key: `waits:${person.id}`, to: { personId: person.id } });
    const user = aUser('slack');
    const answer = await user.says(`join ${person.code}`, {
      platform: 'slack',
      tenant: 'council',
      externalId: 'C1',
      kind: 'channel',
    });
    expect(answer).toMatchObject({ outcome: 'done', isPrivate: true });
    await house.deliver();
    expect(user.seen()).toEqual([`waits:${person.id}`]);
  });

  it('on a second platform leads to being told once, where they were heard last', async () => {
    const person = await anInvited();
    const [teams, slack] = [aUser('teams'), aUser('slack')];
    await teams.says(`join ${person.code}`);
    house.clock.moveTo('2026-11-23T10:00:00Z');
    await slack.says(`join ${await codeFor(person)}`);
    await post(house, { key: `first:${person.id}`, to: { personId: person.id } });
    house.clock.moveTo('2026-11-23T11:00:00Z');
    await teams.says('who am I');
    await post(house, { key: `second:${person.id}`, to: { personId: person.id } });
    await house.deliver();
    expect([slack.seen(), teams.seen()]).toEqual([[`first:${person.id}`], [`second:${person.id}`]]);
  });
});
