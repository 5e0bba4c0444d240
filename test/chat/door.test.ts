import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../src/log.ts';
import { people } from '../../src/people/index.ts';
import { aHouse, type Person } from '../support/house.ts';
import { letConflict, notices, readNotice, writeNotice } from '../support/notices.ts';

const logged: { level: string; fields: Record<string, unknown>; message: string }[] = [];
const keep = (level: string) => (fields: object, message: string) =>
  void logged.push({ level, fields: { ...fields }, message });
const log: Log = { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };

const house = await aHouse({ features: [people, notices()], log });
let ada: Person;

beforeAll(async () => {
  ada = await house.person('Ada Okafor', { role: 'CLERK' });
});
beforeEach(async () => {
  logged.length = 0;
  for (const name of ['fair', 'broken']) await house.prisma.setting.deleteMany({ where: { key: `notice:${name}` } });
});

const revision = async (name = 'fair') => (await readNotice(house.prisma, name)).revision;

describe('a request that is delivered again', () => {
  it('gets its first answer, and the work is done once', async () => {
    const first = await house.says(ada, 'notice count fair', { key: 'k1' });
    await house.says(ada, 'notice count fair', { key: 'k2' });
    const again = await house.says(ada, 'notice count fair', { key: 'k1' });
    expect(first).toMatchObject({ outcome: 'done', said: 'fair is at 2.' });
    expect(again).toMatchObject({ outcome: 'done', said: 'fair is at 2.', isRepeated: true });
    expect(again.card?.name).toBe('notice');
    expect(await revision()).toBe(3);
    expect(await house.prisma.auditEvent.count({ where: { requestId: again.requestId } })).toBe(0);
  });

  it('is done once when both deliveries arrive at the same instant', async () => {
    const both = await Promise.all([1, 2, 3].map(() => house.says(ada, 'notice count fair', { key: 'instant' })));
    expect(both.map((answer) => answer.said)).toEqual(Array(3).fill('fair is at 2.'));
    expect(both.filter((answer) => answer.isRepeated)).toHaveLength(2);
    expect(await revision()).toBe(2);
  });

  it('is refused again in the same words, though it would be allowed now', async () => {
    const first = await house.says(ada, 'notice refuse fair', { key: 'refused' });
    await writeNotice(house.prisma, 'fair', { revision: 70 });
    const again = await house.says(ada, 'notice refuse fair', { key: 'refused' });
    expect([first.said, again.said]).toEqual(['No, not at 2.', 'No, not at 2.']);
    expect(again).toMatchObject({ outcome: 'refused', isRepeated: true });
  });

  it('keeps what was decided when its card cannot be shown, and says so', async () => {
    await writeNotice(house.prisma, 'fair', { isBroken: true });
    const answer = await house.says(ada, 'notice count fair', { key: 'unshown' });
    expect(answer).toMatchObject({
      outcome: 'done',
      said: `fair is at 2. Sorry, I cannot show its card just now (reference ${answer.requestId}).`,
    });
    expect(logged).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: 'answer cannot be shown',
        fields: expect.objectContaining({ request: answer.requestId }),
      }),
    );
    await writeNotice(house.prisma, 'fair', { isBroken: false });
    const again = await house.says(ada, 'notice count fair', { key: 'unshown' });
    expect(again).toMatchObject({ outcome: 'done', said: 'fair is at 2.', isRepeated: true, card: { name: 'notice' } });
    expect(await revision()).toBe(2);
  });

  it('is not somebody else’s request with the same key', async () => {
    const ben = await house.person('Ben Hall');
    await house.says(ada, 'notice count fair', { key: 'shared' });
    const other = await house.says(ben, 'notice count fair', { key: 'shared' });
    expect(other.isRepeated).toBeUndefined();
    expect(await revision()).toBe(3);
  });

  it('asks a question anew: nothing was kept of it', async () => {
    await house.says(ada, 'notice secret fair', { key: 'question' });
    expect(await house.prisma.receipt.count({ where: { key: { endsWith: 'question' } } })).toBe(0);
  });
});

describe('a refusal', () => {
  it('undoes what was written before it, and is kept', async () => {
    const answer = await house.says(ada, 'notice refuse fair');
    expect(answer).toMatchObject({ outcome: 'refused', said: 'No, not at 2.', isPrivate: true });
    expect(await revision()).toBe(1);
    expect(await house.prisma.receipt.findFirst({ where: { requestId: answer.requestId } })).toMatchObject({
      outcome: 'refused',
    });
  });

  it('of missing words gives an example, and says nothing that only programmers read', async () => {
    expect((await house.says(ada, 'notice count')).said).toBe('Say which notice. For example: notice count fair');
    const forged = await house.does(ada, { kind: 'command', name: 'notice.count', input: { name: 7 } });
    expect(forged.said).toBe('That does not fit here. For example: notice count fair');
    const empty = await house.does(ada, { kind: 'command', name: 'notice.count', input: {} });
    expect(empty.said).toBe('Something is missing. For example: notice count fair');
  });
});

describe('a fault', () => {
  it('changes nothing, is logged once and answered with an apology that carries its number', async () => {
    const answer = await house.says(ada, 'notice break my very private words');
    expect(answer.outcome).toBe('fault');
    expect(answer.said).toContain(`the reference ${answer.requestId}.`);
    expect(answer.said).not.toMatch(/private words|Prisma|at .*\.ts|error/i);
    expect((await readNotice(house.prisma, 'fair')).title).toBe('fair');
    expect(await house.prisma.outbox.count({ where: { key: 'broken' } })).toBe(0);
    expect(await house.prisma.receipt.count({ where: { requestId: answer.requestId } })).toBe(0);
    const errors = logged.filter((line) => line.level === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]!.fields).toMatchObject({ request: answer.requestId, platform: 'web' });
    expect(JSON.stringify(logged)).not.toContain('private words');
  });

  it('leaves the request free to be tried again', async () => {
    await house.says(ada, 'notice break x', { key: 'once more' });
    const again = await house.says(ada, 'notice break x', { key: 'once more' });
    expect(again).toMatchObject({ outcome: 'fault' });
    expect(again.isRepeated).toBeUndefined();
  });
});

describe('two people at the same instant', () => {
  it('are both served when one was faster: the other’s command runs again on what is there now', async () => {
    letConflict(2);
    expect(await house.says(ada, 'notice race fair')).toMatchObject({ outcome: 'done', said: 'fair is at 2.' });
    expect(logged.filter((line) => line.message === 'handled')).toHaveLength(1);
  });

  it('do not wait for ever: after ten tries it is a fault', async () => {
    letConflict(10);
    expect(await house.says(ada, 'notice race fair')).toMatchObject({ outcome: 'fault' });
    letConflict(0);
    expect(await revision()).toBe(1);
  });

  it('may both be heard for the first time in a new channel', async () => {
    const channel = { externalId: 'new-channel' };
    const answers = await Promise.all([1, 2, 3].map(() => house.says(ada, 'who am I', { channel })));
    expect(answers.map((answer) => answer.outcome)).toEqual(['done', 'done', 'done']);
  });
});

it('what happened is kept with old and new values, by whom, where and for which request', async () => {
  const answer = await house.says(ada, 'notice count fair');
  const event = await house.prisma.auditEvent.findFirstOrThrow({ where: { requestId: answer.requestId } });
  expect(event).toMatchObject({
    actorId: ada.id,
    event: 'notice.counted',
    subject: 'notice:fair',
    before: { title: 'fair', revision: 1 },
    after: { title: 'fair', revision: 2 },
    platform: 'web',
    place: `person-${ada.id}`,
  });
});

it('one line in the log tells of a request, without its words', async () => {
  const answer = await house.says(ada, 'notice count secretly');
  expect(logged.filter((line) => line.message === 'handled').map((line) => line.fields)).toEqual([
    expect.objectContaining({ request: answer.requestId, command: 'notice.count', platform: 'web', outcome: 'done' }),
  ]);
  expect(JSON.stringify(logged)).not.toContain('secretly');
});
