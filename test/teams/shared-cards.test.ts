// Cards that several people see: the same for all, brought up to date by one edit for each press (decision 16).
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Card } from '../../src/chat/card.ts';
import type { Json } from '../../src/chat/contract.ts';
import { allTemplates } from '../../src/chat/template.ts';
import '../../src/features.ts';
import { teamsCard } from '../../src/teams/cards.ts';
import { aPartnership, codeFor, saysOnPage, type World } from '../contract/world.ts';
import { type Around, startAround } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import type { FakeTeamsClient } from '../support/teams-client.ts';

const folder = new URL('../../cards/', import.meta.url);
const names = readdirSync(folder).flatMap((name) => (name.endsWith('.sample.json') ? [name.slice(0, -12)] : []));
const templates = new Map(allTemplates().map((made) => [made.name, made]));

test('no card asks clients to fetch views of their own', () => {
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) {
    const make = templates.get(name) as unknown as (data: Json) => Card;
    const sample = JSON.parse(readFileSync(new URL(`${name}.sample.json`, folder), 'utf8')) as Json;
    const shown = { copyId: 1, name, card: make(sample), token: 't', isConfidential: false };
    expect(Object.keys(teamsCard(shown, 'Thank you.')), name).not.toContain('refresh');
    expect(JSON.stringify(teamsCard(shown)), name).not.toMatch(/"refresh"\s*:|userIds/);
  }
});

const { prisma, connection } = await testDatabase();
let around: Around;
let world: World;
beforeAll(async () => {
  world = await aPartnership(prisma);
  around = await startAround({ database: connection.database, now: '2026-11-23T10:00:00Z', paceMs: 0 });
});
afterAll(async () => {
  await around.close();
  expect(around.teams.connector.complaints).toEqual([]);
});

async function joined(name: string): Promise<FakeTeamsClient> {
  const client = around.teamsPerson(name);
  await client.says(`join ${await codeFor(around, world.clerk.id, name)}`);
  return client;
}

test('whatever a board’s clerk asks in its group chat, the card that all see is one message, edited when it changes', async () => {
  const clerk = await joined('Miriam Stein');
  await world.governor('Grace Adeyemi');
  const grace = await joined('Grace Adeyemi');
  const group = around.teams.group({ name: 'Marsh Lane', tenant: clerk.person.tenant });
  await clerk.says('board channel here for Marsh Lane', { in: group });
  await clerk.says('board show Marsh Lane', { in: group });
  const card = await eventually('the board’s card', () => grace.lastCard(group));
  const before = grace.reads(card);
  expect([clerk.reads(card), card.onlyFor]).toEqual([before, undefined]);
  await clerk.says('meeting add Marsh Lane on 7 December at 17:00 in the library');
  await eventually('the newer state', () => grace.reads(card) !== before);
  expect(clerk.reads(card)).toBe(grace.reads(card));
  expect(around.teams.connector.edits(group.id)).toHaveLength(1);
  const cards = grace.messages(group).filter((message) => message.activity.attachments?.length);
  expect(cards.filter((one) => grace.reads(one) === grace.reads(card))).toHaveLength(1);
});

test('what is asked of the bot in the group, by its name or from the menu behind /, is told to nobody else', async () => {
  const [clerk, grace] = [await joined('Miriam Stein'), await joined('Grace Adeyemi')];
  await saysOnPage(around, world.clerk.id, 'action add Mend the roof owner Grace Adeyemi by 11 December');
  await prisma.roleHeld.create({
    data: { personId: world.clerk.id, role: 'PROGRAMME_DIRECTOR', fromOn: new Date('2026-09-01') },
  });
  const group = around.teams.group({ name: 'Another', tenant: clerk.person.tenant });
  const words = (client: FakeTeamsClient) =>
    client.messages(group).map((message) => message.activity.text ?? client.reads(message));
  const others = () => words(grace);

  await clerk.says('status', { in: group });
  expect(others()).toEqual(['I have sent you the answer in our own chat.']);
  await clerk.says('/status', { in: group, slash: true });
  expect(others()).toHaveLength(1);
  await eventually('the status', async () => words(clerk).some((text) => text.includes('Marlowe partnership')));
  expect(others().join(' ')).not.toContain('Marlowe');

  await grace.says('/home', { in: group, slash: true });
  const home = grace.lastCard(group)!;
  expect(grace.reads(home)).toContain('Mend the roof');
  const posts = around.teams.connector.posts(group.id).length;
  await grace.presses(home, grace.buttons(home)[0]!);
  await eventually('what the button shows', () => words(grace).some((text) => text !== grace.reads(home)));
  expect(words(clerk).join(' ')).not.toContain('Mend the roof');
  expect(around.teams.connector.posts(group.id)).toHaveLength(posts);
});
