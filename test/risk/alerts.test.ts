import { beforeEach, describe, expect, test } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import type { PlatformName } from '../../src/chat/contract.ts';
import { asDay } from '../../src/store/days.ts';
import { aHouse, type Person, type TestHouse, titlesOf } from '../support/house.ts';

const house: TestHouse = await aHouse({ now: '2026-11-23T09:00:00Z' });
const director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
const hope = await house.person('Hope Standards', { role: 'HEAD_OF_STANDARDS' });
const lead = await house.person('Lee Strong', { role: 'STRATEGIC_LEAD_SECONDARY' });
const officer = await house.person('Sam Ellis');
let count = 0;

interface Scene {
  school: { id: number; name: string };
  head: Person;
  chair: Person;
  board: { id: number };
  channel: { id: number; externalId: string; platform: PlatformName };
}

let scene: Scene;
beforeEach(async () => {
  scene = await aScene();
  house.platform().fails = undefined;
});

/** A member school with a head, a chair of governors, and a Challenge Board of its own with a private channel. */
async function aScene(more: Record<string, unknown> = {}): Promise<Scene> {
  const name = `School ${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[count++]}field`;
  const school = await house.school(name, more);
  const head = await house.person(`Head of ${name}`, { role: 'HEADTEACHER', school });
  const chair = await house.person(`Chair of ${name}`, { role: 'CHAIR_OF_GOVERNORS', school });
  const board = await house.board(`Challenge Board of ${name}`, { template: 'CHALLENGE' });
  const channel = await house.channel(`board-${count}`);
  await house.prisma.board.update({ where: { id: board.id }, data: { channelConversationId: channel.id } });
  await house.prisma.boardMember.create({
    data: { boardId: board.id, schoolId: school.id, fromOn: asDay('2026-09-01') },
  });
  await house.seat(board.id, head, { role: 'HEADTEACHER', schoolId: school.id });
  return { school, head, chair, board, channel };
}

async function recommendation(value = 'AMBER', schoolId = scene.school.id) {
  const row = await house.prisma.categoryDecision.create({
    data: {
      ...{ schoolId, schoolYear: '2026/27', state: 'recommended', value, nextStep: 'A board from January.' },
      ...{
        reason: 'Progress fell.',
        evidence: 'Two visits.',
        recommendedById: officer.id,
        recommendedAt: house.clock.now(),
      },
    },
  });
  return `CAT-${row.id}`;
}

async function confirms(value?: string, by = hope) {
  return house.says(by, `category confirm ${await recommendation(value)}`);
}

const alerts = () => house.prisma.alert.findMany({ where: { schoolId: scene.school.id } });
const pings = () => house.seenIn(scene.channel).filter((one) => one.shown.name === 'at-risk-alert');
const unreach = (...people: Person[]) =>
  house.prisma.conversation.updateMany({
    where: { personId: { in: people.map((one) => one.id) } },
    data: { unreachableReason: 'the bot is blocked' },
  });
const questions = () =>
  house.chatOf(director).filter((one) => one.shown.name === 'risk-question' && one.text.includes(scene.school.name));

describe('a school at risk', () => {
  test('hears its category before the board does, and the board is told so', async () => {
    const order: string[] = [];
    house.platform().fails = (to, message, verb) => {
      if (verb === 'post') order.push(`${message.card.name} ${to.externalId}`);
      return undefined;
    };
    await confirms('AMBER');
    const notices = [scene.head, scene.chair].map((one) => `category-notice person-${one.id}`);
    expect(order.slice(0, 2).sort()).toEqual(notices.sort());
    expect(order.slice(2)).toContain(`at-risk-alert ${scene.channel.externalId}`);

    expect(house.cardOf(scene.chair, 'category-notice').text).toContain(
      'Amber (challenge and possible intervention required)',
    );
    const [ping] = pings();
    expect(ping!.text).toContain('The headteacher has been told. The chair of governors has been told.');
    expect(ping!.text).toContain('Since: Monday 23 November 2026');
    expect(ping!.summary).toBe('Convenor has a confidential notice; open it.');
    expect(questions()).toEqual([]);
  });

  test('is named to the board although one of its leaders cannot be reached, and the card says so', async () => {
    await unreach(scene.chair);
    await confirms('RED');
    expect(pings()[0]!.text).toContain('The headteacher has been told. The chair of governors could not be reached.');
  });

  test('waits while a notice is on its way, and says that one is uncertain', async () => {
    let isDown = true;
    house.platform().fails = (to) => {
      if (to.personId !== scene.head.id) return undefined;
      return isDown
        ? { kind: 'later', afterMs: 3_600_000, reason: 'the platform is busy' }
        : { kind: 'uncertain', reason: 'timed out' };
    };
    await confirms('AMBER');
    expect(pings()).toEqual([]);
    isDown = false;
    await house.prisma.conversation.updateMany({ data: { nextSendAt: null } });
    await house.deliver();
    expect(pings()).toHaveLength(1);
    expect(pings()[0]!.text).toContain('it is not certain that it arrived');
  });

  test('with nobody reachable, the director is asked and the board hears only after that', async () => {
    await unreach(scene.head, scene.chair);
    await confirms('AMBER');
    expect(pings()).toEqual([]);
    const [question] = questions();
    expect(question!.text).toContain(
      'The headteacher could not be reached. The chair of governors could not be reached.',
    );
    expect(
      (await house.does(hope, { kind: 'command', name: 'risk.send', input: { alertId: (await alerts())[0]!.id } }))
        .said,
    ).toMatch(/^Only/);
    await house.pressesOn(director, question!, 'Send the alert anyway');
    expect(pings()).toHaveLength(1);
    expect(pings()[0]!.text).toContain('could not be reached');
    expect(titlesOf(questions()[0]!.card)).toEqual([]);
    expect((await house.pressesOn(director, question!, 'Send the alert anyway')).said).toContain('already');
    expect(pings()).toHaveLength(1);
  });

  test('that both notices fail at the last moment is found out too', async () => {
    house.platform().fails = (to) =>
      to.personId === scene.head.id || to.personId === scene.chair.id
        ? { kind: 'refused', reason: 'the chat is gone', unreachable: true }
        : undefined;
    await confirms('AMBER');
    expect(pings()).toEqual([]);
    expect(questions()).toHaveLength(1);
  });

  test('a channel that turns out not to be private is told nothing: the director is asked, and tells each alone', async () => {
    house.platform().fails = async (to, message) => {
      if (to.externalId !== scene.channel.externalId || !message.card.isConfidential) return undefined;
      // What a platform's room does when it has asked.
      const place = { platform: scene.channel.platform, tenant: 'local', externalId: to.externalId } as const;
      await house.house.door.placeChanged({ kind: 'changed', place: { ...place, kind: 'channel', isPrivate: false } });
      return { kind: 'refused', reason: 'It is confidential and was not sent. The channel is public.' };
    };
    await confirms();
    expect(pings()).toEqual([]);
    expect(textOf(house.cardOf(director, 'risk-question').card)).toContain('is not known to be private');
    await house.presses(director, 'Tell each member');
    expect(house.cardOf(scene.head, 'at-risk-alert').edits).toBe(0);
    expect(textOf((await house.says(director, 'status')).card!.card)).toContain('The channel is public.');
  });

  test('without a private channel the director is asked, and can tell each member alone', async () => {
    await house.prisma.conversation.update({ where: { id: scene.channel.id }, data: { isPrivate: false } });
    await confirms('AMBER');
    expect(pings()).toEqual([]);
    expect(questions()[0]!.text).toContain('is not known to be private');
    await house.pressesOn(director, questions()[0]!, 'Tell each member');
    expect(house.cardOf(scene.head, 'at-risk-alert').text).toContain(scene.school.name);
    expect(pings()).toEqual([]);
  });

  test('is named once for a reason within seven days, even when two confirm at once', async () => {
    const [first, second] = [await recommendation(), await recommendation()];
    await Promise.all([house.says(hope, `category confirm ${first}`), house.says(lead, `category confirm ${second}`)]);
    expect(await alerts()).toHaveLength(1);
    expect(pings()).toHaveLength(1);
    await confirms('RED');
    expect(await alerts()).toHaveLength(2);
    house.clock.moveTo('2026-11-30T08:59:59Z');
    await confirms('AMBER');
    expect(await alerts()).toHaveLength(2);
    house.clock.moveTo('2026-11-30T09:00:00Z');
    await confirms('AMBER');
    expect(await alerts()).toHaveLength(3);
    house.clock.moveTo('2026-11-23T09:00:00Z');
  });

  test.each([
    ['a special school', { phase: 'OTHER', governance: 'maintained' }],
    ['a pupil referral unit', { phase: 'OTHER', governance: 'other' }],
    ['an independent school', { phase: 'SECONDARY', governance: 'independent' }],
  ])('is not named when it is %s, though its leaders hear', async (_, more) => {
    scene = await aScene(more);
    await confirms('RED');
    expect(await alerts()).toEqual([]);
    expect(house.cardOf(scene.head, 'category-notice').text).toContain('Red');
    expect(house.cardOf(scene.head, 'category-notice').text).not.toContain('told next');
  });

  test('is not named when it is no member, or not at risk', async () => {
    await confirms('YELLOW');
    expect(await alerts()).toEqual([]);
    await house.prisma.boardMember.updateMany({
      where: { schoolId: scene.school.id },
      data: { untilOn: asDay('2026-11-01') },
    });
    await confirms('RED');
    expect(await alerts()).toEqual([]);
  });

  test('is acknowledged once, by name, by a member of the board', async () => {
    const second = await house.person('Second Member');
    await house.seat(scene.board.id, second, { role: 'CHAIR_OF_GOVERNORS' });
    await confirms('AMBER');
    const [ping] = pings();
    const channel = scene.channel;
    expect((await house.pressesOn(hope, ping!, 'Acknowledge', {}, { channel })).said).toMatch(
      /^Only a member of this board/,
    );
    expect((await house.says(second, 'home')).card && textOf(house.cardOf(second, 'home').card)).toContain(
      scene.school.name,
    );
    await house.pressesOn(scene.head, ping!, 'Acknowledge', {}, { channel });
    expect(pings()[0]!.text).toContain(`Acknowledged by ${scene.head.name} on Monday 23 November 2026.`);
    expect(titlesOf(pings()[0]!.card)).toEqual([]);
    const again = await house.pressesOn(second, ping!, 'Acknowledge', {}, { channel });
    expect(again).toMatchObject({ outcome: 'refused' });
    expect(again.said).toContain(`${scene.head.name} has acknowledged`);
    expect(await alerts()).toMatchObject([{ state: 'acknowledged', acknowledgedById: scene.head.id }]);
  });

  test('is on the list of those who may see it, and of nobody else', async () => {
    await confirms('AMBER');
    expect(textOf((await house.says(director, 'atrisk list')).card!.card)).toContain(scene.school.name);
    const other = await aScene();
    const seen = await house.says(scene.head, 'atrisk list', { channel: scene.channel });
    expect(seen.isPrivate).toBe(true);
    expect(textOf(seen.card!.card)).toContain('1 school is at risk.');
    expect(textOf((await house.says(other.head, 'atrisk list')).card!.card)).toContain('No school is at risk.');
    expect((await house.says(scene.chair, 'atrisk list')).outcome).toBe('refused');
  });

  test('that could not be delivered to the board is visible in status', async () => {
    house.platform().fails = (to) =>
      to.externalId === scene.channel.externalId ? { kind: 'refused', reason: 'the channel was deleted' } : undefined;
    await confirms('AMBER');
    expect(textOf((await house.says(director, 'status')).card!.card)).toContain('the channel was deleted');
  });
});

describe('a school that is not at risk any more', () => {
  test('settles the alert that nobody acknowledged, and home asks about it no more', async () => {
    await confirms('AMBER');
    expect(titlesOf(pings()[0]!.card)).toContain('Acknowledge');
    const home = async () => textOf((await house.says(scene.head, 'home')).card!.card);
    expect(await home()).toContain('is at risk');
    house.clock.moveTo('2026-11-24T09:00:00Z');
    await confirms('YELLOW');
    expect(pings()).toHaveLength(1);
    expect(pings()[0]!.text).toContain('confirmed on Tuesday 24 November 2026.');
    expect(pings()[0]!.text).toContain('Since then: Yellow');
    expect(titlesOf(pings()[0]!.card)).toEqual([]);
    expect(await home()).not.toContain('is at risk');
    house.clock.moveTo('2026-11-23T09:00:00Z');
  });

  test('that is a risk still is said on the alert that is open, which keeps what it was told and what was before', async () => {
    await confirms('AMBER');
    await confirms('RED');
    const [first, second] = pings();
    expect(first!.text).toContain('Before: none on record\nNow: Red');
    expect(titlesOf(first!.card)).toContain('Acknowledge');
    expect(second!.text).toContain('Before: Amber');
    expect(second!.text).not.toContain('Now:');
    // Amber again within the seven days: no new alert, and the red one does not stand as if it were true.
    await confirms('AMBER');
    expect(pings()).toHaveLength(2);
    expect(pings()[1]!.text).toContain('Before: Amber\nNow: Amber');
    expect(pings()[0]!.text).not.toContain('Now:');
  });

  test('is said to be told to those who are on record, and to nobody else', async () => {
    expect((await confirms('AMBER')).said).toContain('The headteacher and the chair of governors are being told.');
    await house.prisma.roleHeld.deleteMany({ where: { personId: scene.chair.id } });
    expect((await confirms('RED')).said).toContain(
      'The headteacher is being told; no chair of governors is on record.',
    );
    expect(house.cardOf(scene.head, 'category-notice').text).toContain(
      'The headteacher is told first; no chair of governors is on record.',
    );
    await house.prisma.roleHeld.deleteMany({ where: { personId: scene.head.id } });
    expect((await confirms('AMBER')).said).toContain('Nobody at the school can be told');
  });
});
