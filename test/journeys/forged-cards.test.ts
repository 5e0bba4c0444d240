// Cards that were stolen, guessed, moved or kept too long. They are answered with a sentence, and decide nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageSurface, type Surface, slackSurface, teamsSurface, until } from '../contract/surfaces.ts';
import { aCirculatedText, aPartnership, bindToPage, saysOnPage, type World } from '../contract/world.ts';
import { type Around, startAround } from '../support/app.ts';
import { actionsOf } from '../support/check-activity.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { hashOfRows } from '../support/rows.ts';
import type { FakeSlackUser } from '../support/slack-client.ts';
import type { FakeTeamsClient } from '../support/teams-client.ts';
import { pressInSlack, pressInTeams, pressOnPage, slackToken, tokenOf } from './forging.ts';
import { join } from './partnership.ts';

const { prisma, connection } = await testDatabase();
const TEXT = 'Only for those who were there.';
let around: Around;
let world: World;
let ref: string;
let grace: FakeTeamsClient;
let owen: FakeSlackUser;
let luca: { id: number; surface: Surface };
let outsider: FakeTeamsClient;
let stranger: FakeTeamsClient;
let before: string;
const faults: unknown[] = [];
const log = { debug() {}, info() {}, warn() {}, error: (fields: object) => void faults.push(fields) };

beforeAll(async () => {
  world = await aPartnership(prisma);
  around = await startAround({ database: connection.database, paceMs: 0, log });
  for (const name of ['Grace Adeyemi', 'Owen Clarke']) await world.governor(name);
  const person = await world.governor('Luca Ferri');
  await bindToPage(prisma, person);
  luca = { id: person.id, surface: pageSurface(around, person.id) };
  await prisma.person.create({ data: { partnershipId: world.partnershipId, name: 'Zora Quist' } });
  grace = around.teamsPerson('Grace');
  owen = around.slackPerson('owen');
  outsider = around.teamsPerson('Zora');
  stranger = around.teamsPerson('Nobody knows');
  await join(around, world.clerk.id, teamsSurface(around, 'Grace', grace), 'Grace Adeyemi');
  await join(around, world.clerk.id, slackSurface(around, 'owen', owen), 'Owen Clarke');
  await join(around, world.clerk.id, teamsSurface(around, 'Zora', outsider), 'Zora Quist');
  ref = await aCirculatedText(around, world, TEXT);
  await owen.sawLast((message) => JSON.stringify(message.blocks).includes(TEXT));
  await until(luca.surface, new RegExp(TEXT));
  await eventually('Grace’s card', () => graceCard() !== undefined);
  await quiet();
  before = await hashOfRows(prisma);
});

afterAll(async () => {
  await around.close();
  expect(faults).toEqual([]);
  expect(around.slack.violations).toEqual([]);
});

const graceCard = () => grace.messages().findLast((one) => JSON.stringify(one.activity).includes(TEXT))!;
const owenCard = () => owen.sawLast((message) => JSON.stringify(message.blocks).includes(TEXT));
const graceToken = () => tokenOf(grace.cardOf(graceCard()));
const quiet = () =>
  eventually(
    'silence',
    async () => (await prisma.outbox.count({ where: { state: { in: ['waiting', 'taken', 'sending'] } } })) === 0,
  );
const nothingDecided = async () => {
  await quiet();
  expect(await hashOfRows(prisma)).toBe(before);
};

describe('a card that is somebody else’s', () => {
  it('cannot be pressed by another governor, an outsider or a stranger, in Teams', async () => {
    for (const client of [outsider, stranger]) {
      const said = await pressInTeams(around, client, { act: 'approve', t: graceToken() });
      expect(said).toMatch(/belongs to another conversation|I do not know you yet/);
      expect(said).not.toContain(TEXT);
      // Even in the chat where it stands.
      const there = await pressInTeams(
        around,
        client,
        { act: 'approve', t: graceToken() },
        { conversation: { id: grace.chatId, conversationType: 'personal', tenantId: client.person.tenant } },
      );
      expect(there).not.toContain(TEXT);
    }
    await nothingDecided();
  });

  it('cannot be pressed in Slack or on the page', async () => {
    const card = await owenCard();
    await pressInSlack(owen, card, { value: JSON.stringify({ act: 'approve', t: graceToken() }) });
    const said = await pressOnPage(around, luca.id, 'approve', graceToken());
    expect(said).toEqual({ status: 200, said: expect.stringMatching(/another conversation/) });
    expect(
      (await pressOnPage(around, luca.id, 'approve', graceToken(), { in: 'person-1' })).status,
    ).toBeGreaterThanOrEqual(400);
    await nothingDecided();
  });

  it('nor can the number of somebody’s minutes, chat or message be used instead', async () => {
    const zora = await prisma.person.findFirstOrThrow({ where: { name: 'Zora Quist' } });
    for (const words of [
      `minutes approve ${ref}`,
      `minutes approve ${ref} r1`,
      `minutes decline ${ref} r1 no`,
      `minutes show ${ref}`,
      `minutes write ${ref} Mine now`,
      `minutes circulate ${ref}`,
    ]) {
      const said = await saysOnPage(around, zora.id, words);
      expect(said).toMatch(/Only .* can do that\./);
    }
    const theirs = await fetch(`${around.url}/api/local/messages?as=${zora.id}&in=person-${luca.id}`);
    expect(theirs.status).toBe(403);
    const chat = await prisma.conversation.findFirstOrThrow({ where: { platform: 'web', personId: luca.id } });
    const message = await prisma.webMessage.findFirstOrThrow({ where: { conversationId: chat.id } });
    expect(
      (await pressOnPage(around, zora.id, 'approve', 'x'.repeat(43), { messageId: Number(message.id) })).status,
    ).toBe(404);
    await nothingDecided();
  });
});

describe('a token or button that nobody gave out', () => {
  const tokens = ['x', 'A'.repeat(43), '\u0000', "' or 1=1 --", '{}', '../../etc', '__proto__', '𝕏'.repeat(20)];
  it.each(tokens)('%j means nothing anywhere', async (token) => {
    expect(await pressInTeams(around, grace, { act: 'approve', t: token })).toMatch(
      /do not know this card|could not read/,
    );
    await pressInSlack(owen, await owenCard(), { value: token });
    await pressInSlack(owen, await owenCard(), { value: JSON.stringify({ act: 'approve', t: token }) });
    expect((await pressOnPage(around, luca.id, 'approve', token)).said).toMatch(/do not know this card/);
    await nothingDecided();
  });

  it.each(['__proto__', 'constructor', 'toString', 'minutes.circulate', 'explode', 'approve\u0000'])(
    'the button %j is not on the card',
    async (act) => {
      expect(await pressInTeams(around, grace, { act, t: graceToken() })).toMatch(/no longer in use/);
      const t = slackToken(await owenCard());
      await pressInSlack(owen, await owenCard(), { value: JSON.stringify({ act, t }), action_id: act });
      await nothingDecided();
    },
  );

  it.each([null, [], 'approve', 7, { act: {}, t: [] }, { t: 1 }, { act: 'approve' }, { msteams: {} }])(
    '%j for data is not understood',
    async (data) => {
      expect(await pressInTeams(around, grace, data)).toMatch(/could not read that button/);
      await nothingDecided();
    },
  );
});

describe('a card that is one’s own', () => {
  it('cannot be used in another conversation', async () => {
    const room = around.teams.channel({ tenant: grace.person.tenant });
    const there = grace.message('', { in: room });
    const said = await pressInTeams(
      around,
      grace,
      { act: 'approve', t: graceToken() },
      { conversation: there.conversation, channelData: there.channelData },
    );
    expect(said).toMatch(/belongs to another conversation/);
    await nothingDecided();
  });

  it('decides about what it shows, whatever else is sent with it', async () => {
    const smuggled = {
      minutesId: 999,
      revision: 7,
      personId: world.clerk.id,
      boardId: 5,
      command: 'minutes.circulate',
      __proto__: { personId: 1 },
    };
    await pressInTeams(around, grace, { act: 'approve', t: graceToken(), ...smuggled });
    const approvals = await prisma.minutesApproval.findMany({ include: { person: true } });
    expect(approvals.map(({ person, revision, decision }) => [person.name, revision, decision])).toEqual([
      ['Grace Adeyemi', 1, 'approved'],
    ]);
  });

  it('that was kept while the text changed is refused, and so is one of somebody who has left', async () => {
    const old = tokenOf((await pageCard())!.adaptive);
    await world.clerkSays(around, `minutes write ${ref} Another text.`);
    await until(luca.surface, /Another text/);
    await quiet();
    before = await hashOfRows(prisma);
    expect((await pressOnPage(around, luca.id, 'approve', old)).said).toMatch(
      /have changed since this card was posted/,
    );
    await nothingDecided();

    await prisma.roleHeld.create({
      data: { personId: world.clerk.id, role: 'BUSINESS_SUPPORT_OFFICER', fromOn: new Date('2026-01-01') },
    });
    const newest = tokenOf((await pageCard())!.adaptive);
    await world.clerkSays(around, 'person left Luca Ferri');
    await quiet();
    before = await hashOfRows(prisma);
    expect((await pressOnPage(around, luca.id, 'approve', newest)).said).toMatch(
      /I do not know you yet|has the number/,
    );
    await nothingDecided();
  });
});

async function pageCard() {
  const response = await fetch(`${around.url}/api/local/messages?as=${luca.id}&in=person-${luca.id}`);
  const { messages } = (await response.json()) as {
    messages: { card: { adaptive: Record<string, unknown> } | null }[];
  };
  return messages.findLast(
    (one) => one.card && actionsOf(one.card.adaptive).some((action) => action.title === 'Approve'),
  )?.card;
}
