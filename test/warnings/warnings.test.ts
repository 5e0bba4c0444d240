// The programme director is warned of what cannot be delivered or was not done, once, and hears when it is over.
import { beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import type { Job } from '../../src/chat/contract.ts';
import { features } from '../../src/features.ts';
import { asDay } from '../../src/store/days.ts';
import { forgetAudit } from '../support/audit.ts';
import { aHouse, type Person, titlesOf } from '../support/house.ts';
import { notices } from '../support/notices.ts';
import { fateOf, post, waitOver } from '../support/posting.ts';

let isFaulty = false;
const daily: Job = {
  name: 'tidyUp',
  title: 'Tidying up',
  at: '08:30',
  on: 'WEEKDAYS',
  async run() {
    if (isFaulty) throw new Error('not today');
  },
};
const house = await aHouse({ now: '2026-11-23T09:00:00Z', features: [...features, notices([daily])] });
const { prisma } = house;
const web = house.platform('web');
const ada = await house.person('Ada Okafor');
let director: Person;

/** Each test has the same Monday again, and a director of its own. */
beforeEach(async () => {
  web.fails = undefined;
  isFaulty = false;
  for (const platform of Object.values(house.platforms)) platform.troubled = undefined;
  await prisma.outbox.deleteMany();
  await prisma.jobSlot.deleteMany();
  await prisma.jobRun.deleteMany();
  await forgetAudit(prisma);
  await prisma.setting.deleteMany({ where: { key: 'warnings' } });
  await prisma.roleHeld.deleteMany({ where: { role: 'PROGRAMME_DIRECTOR' } });
  director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
  house.clock.moveTo(at('09:00'));
  await house.runJobs();
  await waitOver(house);
});

/** Monday 23 November 2026, or so many days later. */
function at(time: string, later = 0): string {
  return `2026-11-${23 + later}T${time}:00Z`;
}

async function beatAt(...times: string[]) {
  for (const time of times) {
    house.clock.moveTo(at(time));
    await house.beat();
  }
}

const warnings = () => house.chatOf(director).filter(({ shown }) => shown.name === 'warning');
const newest = () => textOf(warnings().at(-1)!.card);

/** Something said to Ada of which nobody knows whether she has it. */
async function anUncertain(key: string) {
  web.fails = (_, message) => (message.key === key ? { kind: 'uncertain', reason: 'Teams took too long' } : undefined);
  await post(house, { key, to: { personId: ada.id } });
  await house.deliver();
  web.fails = undefined;
  await waitOver(house);
  return fateOf(house, key);
}

describe('a message that may not have arrived', () => {
  it('is told to the director with the person, since when, and what to do', async () => {
    const { id } = await anUncertain('a1');
    await beatAt('09:01');
    expect(warnings()).toEqual([]);
    await beatAt('09:02', '09:03', '10:00');
    expect(warnings()).toHaveLength(1);
    expect(newest()).toBe(
      [
        'Something needs you',
        '1 message may not have arrived',
        `MSG-${id} for Ada Okafor: notice, today at 09:00. Teams took too long.`,
        'Nobody knows whether it was delivered, so it was not sent twice. Ask them, then press what is true.',
      ].join('\n'),
    );
    expect(titlesOf(warnings()[0]!.card)).toEqual([`Say MSG-${id} again`, `MSG-${id} did arrive`, `Leave MSG-${id}`]);
    expect(warnings()[0]!.summary).toBe('Convenor has a confidential notice; open it.');
  });

  it('is said again once, however often and by whomever it is asked', async () => {
    const { id } = await anUncertain('b1');
    const other = await house.person('Hope Standards', { role: 'HEAD_OF_STANDARDS' });
    await beatAt('09:01', '09:02');
    const [card] = warnings();
    const answers = await Promise.all([
      house.pressesOn(director, card!, `Say MSG-${id} again`),
      house.says(other, `message again MSG-${id}`),
    ]);
    const said = answers.map((answer) => answer.said).sort();
    expect(said[0]).toMatch(/^MSG-\d+ (has been delivered to|is on its way to) Ada Okafor/);
    expect(said[1]).toBe(`MSG-${id}, notice for Ada Okafor, is being sent again.`);
    expect(house.chatOf(ada).filter(({ text }) => text === 'b1')).toHaveLength(1);
    expect(await fateOf(house, 'b1')).toMatchObject({ state: 'sent', attempts: 1, reason: null });
    expect(await prisma.auditEvent.count({ where: { subject: `message:MSG-${id}`, event: 'message.saidAgain' } })).toBe(
      1,
    );
    // The card says at once that nothing is left to do, and the next look writes it down.
    expect(newest()).toBe('Nothing more to do\nEvery message that may not have arrived is decided.');
    await beatAt('09:03', '09:04');
    expect(warnings()).toHaveLength(1);
    expect((await house.pressesOn(director, card!, `Say MSG-${id} again`)).said).toBe(
      `MSG-${id} has been delivered to Ada Okafor. Nothing more is needed.`,
    );
  });

  it('is recorded as arrived, or left; the report’s parts still add up', async () => {
    const [first, second] = [await anUncertain('c1'), await anUncertain('c2')];
    expect((await house.says(director, `message arrived ${first.id}`)).said).toContain('is recorded as arrived');
    expect(await fateOf(house, 'c1')).toMatchObject({ state: 'sent', reason: 'it arrived, as Dee Director was told' });
    expect((await house.says(director, `message leave msg ${second.id}`)).said).toContain('is left');
    expect(await fateOf(house, 'c2')).toMatchObject({ state: 'skipped' });
    for (const [how, event] of [
      ['arrived', 'message.arrived'],
      ['leave', 'message.left'],
    ] as const) {
      const { id } = how === 'arrived' ? first : second;
      expect((await house.says(director, `message ${how} ${id}`)).said).toMatch(
        /has been delivered|is closed: left by Dee/,
      );
      const audits = await prisma.auditEvent.findMany({ where: { subject: `message:MSG-${id}`, event } });
      expect(audits).toHaveLength(1);
      expect(audits[0]).toMatchObject({
        actorId: director.id,
        before: { state: 'uncertain', reason: 'Teams took too long' },
      });
    }
    const report = textOf((await house.says(director, 'status')).card!.card);
    const [total, ...parts] =
      /Messages: (\d+) in 7 days: (\d+) sent, (\d+) waiting, (\d+) failed, (\d+) uncertain, (\d+) unreachable, (\d+) no longer needed/
        .exec(report)!
        .slice(1)
        .map(Number);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
  });

  it('is decided for all of them at once, each with its own row of the audit', async () => {
    for (const key of ['d1', 'd2', 'd3', 'd4']) await anUncertain(key);
    await beatAt('09:01', '09:02');
    expect(newest()).toContain('4 messages may not have arrived');
    expect(newest()).toContain('“message again all”');
    expect(titlesOf(warnings().at(-1)!.card)).toHaveLength(6);
    const audits = await prisma.auditEvent.count({ where: { event: 'message.saidAgain' } });
    expect((await house.says(director, 'message again all')).said).toBe('4 messages are being sent again.');
    expect((await house.says(director, 'message again all')).said).toBe('No message waits for that.');
    expect(await prisma.auditEvent.count({ where: { event: 'message.saidAgain' } })).toBe(audits + 4);
    expect(house.chatOf(ada).filter(({ text }) => /^d\d$/.test(text))).toHaveLength(4);
  });

  it('is not said again when it is too late, or to somebody who cannot be reached', async () => {
    const { id } = await anUncertain('e1');
    await prisma.outbox.update({ where: { key: 'e1' }, data: { validUntil: new Date(at('09:00')) } });
    expect((await house.says(director, `message again ${id}`)).said).toMatch(
      /^It is too late for MSG-\d+: it was meant for Monday/,
    );
    await prisma.outbox.update({ where: { key: 'e1' }, data: { validUntil: null } });
    await prisma.conversation.updateMany({
      where: { personId: ada.id },
      data: { unreachableReason: 'blocked the bot' },
    });
    expect((await house.says(director, `message again ${id}`)).said).toContain(
      'It goes out by itself when they can be.',
    );
    expect(await fateOf(house, 'e1')).toMatchObject({ state: 'unreachable', reason: 'blocked the bot' });
    await house.says(ada, 'who am i');
    expect(await fateOf(house, 'e1')).toMatchObject({ state: 'sent' });
  });

  it('that did not reach somebody in one chat is said again where they can be reached now', async () => {
    await prisma.conversation.updateMany({
      where: { personId: ada.id },
      data: { unreachableReason: 'blocked the bot' },
    });
    await post(house, { key: 'r1', to: { personId: ada.id } });
    const { id } = await fateOf(house, 'r1');
    expect((await house.says(director, `message again ${id}`)).said).toBe(
      `Ada Okafor cannot be reached: blocked the bot. MSG-${id} goes out by itself when they can be.`,
    );
    expect(await prisma.auditEvent.count({ where: { subject: `message:MSG-${id}` } })).toBe(0);
    const own = {
      platform: 'slack',
      tenant: 'local',
      externalId: `person-${ada.id}`,
      kind: 'personal',
      personId: ada.id,
    };
    const other = await prisma.conversation.create({ data: own });
    await beatAt('09:01', '09:02');
    expect(newest()).toContain(`MSG-${id} for Ada Okafor: notice, today at 09:00. Blocked the bot.`);
    await house.presses(director, `Say MSG-${id} again`);
    expect(await fateOf(house, 'r1')).toMatchObject({ state: 'sent', conversationId: other.id });
    await prisma.outbox.deleteMany();
    await prisma.cardToken.deleteMany({ where: { copy: { conversationId: other.id } } });
    await prisma.cardCopy.deleteMany({ where: { conversationId: other.id } });
    await prisma.conversation.delete({ where: { id: other.id } });
    await prisma.conversation.updateMany({ where: { personId: ada.id }, data: { unreachableReason: null } });
  });

  it('is not for others to decide, and one that there is not is refused', async () => {
    const { id } = await anUncertain('f1');
    for (const words of [`message again ${id}`, `message leave ${id}`, `message arrived ${id}`, 'message list'])
      expect((await house.says(ada, words)).said).toMatch(/^Only the programme director, the clerk, .* can do that\.$/);
    expect((await house.says(director, 'message again 987654')).said).toBe(
      'There is no message MSG-987654. Type “message list” to see which there are.',
    );
    expect((await house.says(director, 'message leave tomorrow')).said).toMatch(/^Give its number, for example MSG-12/);
    const elsewhere = await prisma.partnership.create({
      data: { name: 'Theirs', laCode: '1', frameworkId: 'lewisham-2015' },
    });
    await prisma.person.update({ where: { id: ada.id }, data: { partnershipId: elsewhere.id } });
    expect((await house.says(director, `message leave ${id}`)).said).toContain('There is no message');
    await beatAt('09:01', '09:02');
    expect(warnings()).toEqual([]);
    await prisma.person.update({ where: { id: ada.id }, data: { partnershipId: house.partnershipId } });
    await prisma.partnership.delete({ where: { id: elsewhere.id } });
  });

  it('that failed certainly did not arrive; it is said again or left', async () => {
    web.fails = (_, message) =>
      message.key === 'g1' ? { kind: 'refused', reason: 'the card is too long' } : undefined;
    await post(house, { key: 'g1', to: { personId: ada.id } });
    await house.deliver();
    web.fails = undefined;
    await beatAt('09:01', '09:02');
    const { id } = await fateOf(house, 'g1');
    expect(newest()).toContain('1 message could not be sent\n');
    expect(titlesOf(warnings().at(-1)!.card)).toEqual([`Say MSG-${id} again`, `Leave MSG-${id}`]);
    expect((await house.says(director, `message arrived ${id}`)).said).toContain(
      'certainly did not arrive: the card is too long',
    );
    await house.presses(director, `Say MSG-${id} again`);
    expect(await fateOf(house, 'g1')).toMatchObject({ state: 'sent' });
  });
});

describe('people who cannot be reached', () => {
  it('are told with names and what to do, once; when they have joined the card says so', async () => {
    const ben = await prisma.person.create({ data: { partnershipId: house.partnershipId, name: 'Ben Hall' } });
    await prisma.conversation.updateMany({
      where: { personId: ada.id },
      data: { unreachableReason: 'blocked the bot' },
    });
    await post(house, { key: 'h1', to: { personId: ben.id } }, { key: 'h2', to: { personId: ada.id } });
    await beatAt('09:01', '09:02');
    expect(newest()).toBe(
      [
        'Something needs you',
        '2 people cannot be reached',
        'Ada Okafor: Blocked the bot. Ask them to write to Convenor once.',
        'Not joined yet: Ben Hall. Give each a code: type “invite Ben Hall”, or “invite Ben Hall by e-mail”. For many, type “setup codes”.',
        'What is to be said to them waits, and goes out by itself when they can be reached.',
      ].join('\n'),
    );
    const more = await prisma.person.create({ data: { partnershipId: house.partnershipId, name: 'Cara Lind' } });
    await post(house, { key: 'h3', to: { personId: more.id } });
    await beatAt('09:03', '09:04');
    expect(warnings()).toHaveLength(1);
    expect(newest()).toContain('3 people cannot be reached');

    const code = /this code, and nobody else: (\S+)\./.exec((await house.says(director, 'invite Ben Hall')).said!)![1];
    await house.does(ben, { kind: 'typed', text: `join ${code}` });
    await house.says(ada, 'who am i');
    await prisma.person.update({ where: { id: more.id }, data: { leftOn: asDay('2026-11-23') } });
    expect(await fateOf(house, 'h1')).toMatchObject({ state: 'sent' });
    await beatAt('09:10');
    expect(newest()).toBe('Nothing more to do\nEverybody can be reached.');
  });

  it('are told again on another day only when there is somebody new among them', async () => {
    const people = ['Dev Marchetti', 'Eve Two'].map((name) => ({ partnershipId: house.partnershipId, name }));
    const [dev, eve] = await Promise.all(people.map((data) => prisma.person.create({ data })));
    await post(house, { key: 'i1', to: { personId: dev!.id } });
    await beatAt('09:01', '09:02');
    house.clock.moveTo(at('09:00', 1));
    await post(house, { key: 'i2', to: { personId: dev!.id } });
    await house.beat();
    expect(warnings()).toHaveLength(1);
    await post(house, { key: 'i3', to: { personId: eve!.id } });
    house.clock.moveTo(at('09:10', 1));
    await house.beat();
    expect(warnings()).toHaveLength(2);
    expect(textOf(warnings()[0]!.card)).toContain(
      'Who cannot be reached: I told you again later; see the newest card.',
    );
    await prisma.person.updateMany({
      where: { id: { in: [dev!.id, eve!.id] } },
      data: { leftOn: asDay('2020-01-01') },
    });
  });

  it('do not include the director: a warning that cannot be delivered makes no other', async () => {
    await prisma.conversation.updateMany({
      where: { personId: director.id },
      data: { unreachableReason: 'blocked the bot' },
    });
    await anUncertain('j1');
    await beatAt('09:01', '09:02', '09:03');
    const rows = await prisma.outbox.findMany({ where: { card: 'warning' } });
    expect(rows.map(({ state }) => state)).toEqual(['unreachable']);
    await house.says(director, 'who am i');
    expect(newest()).toContain('1 message may not have arrived');
    expect(newest()).not.toContain('cannot be reached');
  });
});

describe('daily work', () => {
  it('that was not done is told with when it was due and last done, and that it is done after all', async () => {
    isFaulty = true;
    house.clock.moveTo(at('08:31', 1));
    await house.runJobs();
    for (const time of ['08:40', '08:41', '08:45', '08:46']) {
      house.clock.moveTo(at(time, 1));
      await house.runJobs();
      await house.beat();
    }
    expect(warnings()).toHaveLength(1);
    expect(newest()).toMatch(
      /^Something needs you\nDaily work was not done\n“Tidying up” should have been done on Tuesday .* at 08:30\. It was last done on Monday .* at 09:00\. It has been tried since, and failed\.\nTell whoever runs Convenor: its log says more, under “job” and tidyUp\./,
    );
    const status = async () => textOf((await house.says(director, 'status')).card!.card);
    expect(await status()).toMatch(/Needs attention: “Tidying up” should have been done on Tuesday/);
    expect(await status()).toMatch(/Daily work last ran: .*today at 08:31/);
    isFaulty = false;
    house.clock.moveTo(at('08:50', 1));
    await house.runJobs();
    await house.beat();
    expect(newest()).toBe('Nothing more to do\nThe daily work that was late is done since today at 08:50.');
    expect(await status()).not.toContain('Needs attention');
  });
});

describe('a platform in trouble', () => {
  it('for some minutes is told, and that it can be used again; its messages are not told beside it', async () => {
    const slack = house.platform('slack');
    slack.troubled = 'Slack does not accept SLACK_BOT_TOKEN';
    await beatAt('09:01', '09:04');
    expect(warnings()).toEqual([]);
    await post(house, { key: 'k1', to: { personId: ada.id }, notBefore: new Date(at('08:00')) });
    await beatAt('09:06', '09:07');
    expect(newest()).toBe(
      [
        'Something needs you',
        'Slack cannot be used',
        'Slack does not accept SLACK_BOT_TOKEN. It has been so since today at 09:01.',
        'Tell whoever runs Convenor. What is to be said there waits, and goes out by itself.',
      ].join('\n'),
    );
    expect(textOf((await house.says(director, 'status')).card!.card)).toContain(
      'Needs attention: Slack cannot be used since today at 09:01. Slack does not accept SLACK_BOT_TOKEN.',
    );
    slack.troubled = undefined;
    await beatAt('09:08', '09:12');
    expect(newest()).toBe('Nothing more to do\nSlack can be used again since today at 09:12.');
    expect(warnings()).toHaveLength(1);
  });
});

describe('messages that do not go out', () => {
  it('are told when the first of them has waited for a quarter of an hour', async () => {
    web.fails = (to) => (to.personId === ada.id ? { kind: 'later', reason: 'busy', afterMs: 3_600_000 } : undefined);
    await post(house, { key: 'l1', to: { personId: ada.id } }, { key: 'l2', to: { personId: ada.id } });
    await house.deliver();
    await beatAt('09:10', '09:15');
    expect(warnings()).toEqual([]);
    await beatAt('09:16', '09:20', '09:21');
    expect(newest()).toContain('2 messages do not go out\nThe first of them has been due since today at 09:00.');
    web.fails = undefined;
    await waitOver(house);
    await house.deliver();
    await beatAt('09:30');
    expect(newest()).toBe('Nothing more to do\nMessages go out again since today at 09:30.');
  });
});

describe('a warning', () => {
  it('waits for the morning of a working day', async () => {
    await anUncertain('m1');
    for (const [time, later] of [
      ['20:00', 4],
      ['09:00', 5],
      ['09:00', 6],
      ['07:59', 7],
    ] as const) {
      house.clock.moveTo(at(time, later));
      await house.beat();
      expect(warnings()).toEqual([]);
    }
    // The night's work of this Monday was done.
    await house.runJobs();
    house.clock.moveTo(at('08:00', 7));
    await house.beat();
    expect(newest()).toContain('1 message may not have arrived');
  });

  it('goes to somebody else of the office where there is no director', async () => {
    await prisma.roleHeld.deleteMany({ where: { role: { in: ['PROGRAMME_DIRECTOR', 'HEAD_OF_STANDARDS'] } } });
    const clerk = await house.person('Cleo Clerk', { role: 'CLERK' });
    await anUncertain('n1');
    await beatAt('09:01', '09:02');
    expect(textOf(house.cardOf(clerk, 'warning').card)).toContain('may not have arrived');
    expect(warnings()).toEqual([]);
    await prisma.roleHeld.deleteMany({ where: { role: 'CLERK' } });
  });

  it('is said once by two copies of the bot that wake together', async () => {
    const two = await aHouse({
      features: [...features, notices([daily])],
      database: prisma,
      platforms: house.platforms,
    });
    await anUncertain('o1');
    for (const time of ['09:01', '09:02', '09:03']) {
      house.clock.moveTo(at(time));
      two.clock.moveTo(at(time));
      await Promise.all([house.beat(), two.beat()]);
    }
    expect(warnings()).toHaveLength(1);
    expect(await prisma.auditEvent.count({ where: { event: 'warning.given', subject: 'warning:2026-11-23:1' } })).toBe(
      1,
    );
  });

  it('shows nothing to somebody who is no longer of the office', async () => {
    await anUncertain('p1');
    await beatAt('09:01');
    await prisma.roleHeld.updateMany({ where: { personId: director.id }, data: { untilOn: asDay('2026-11-20') } });
    await beatAt('09:02');
    expect(warnings()).toEqual([]);
  });
});

describe('what was not delivered', () => {
  it('is listed for the office, in home and by a button of status, and nobody else is named to others', async () => {
    const { id } = await anUncertain('q1');
    expect(textOf((await house.says(director, 'home')).card!.card)).toContain(
      '1 message that did not arrive needs a decision',
    );
    const hope = await house.person('Eve Executive', { role: 'EXECUTIVE_DIRECTOR' });
    expect(textOf((await house.says(hope, 'status')).card!.card)).not.toContain('Ada Okafor');
    expect(textOf((await house.says(director, 'status')).card!.card)).toContain('Ada Okafor: Teams took too long');
    await house.presses(director, 'See what can be done');
    expect(textOf(house.cardOf(director, 'undelivered').card)).toContain(`MSG-${id} for Ada Okafor`);
    await house.presses(director, `Leave MSG-${id}`);
    expect(textOf(house.cardOf(director, 'undelivered').card)).toBe(
      'All messages have been delivered\nEverybody can be reached, and no message waits for a decision.',
    );
  });
});
