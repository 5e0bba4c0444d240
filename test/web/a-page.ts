// The local page over a real database, with a scripted door behind it.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll } from 'vitest';
import { instantAt } from '../../src/calendar/index.ts';
import type { Address, Message, Request, ShownCard } from '../../src/chat/contract.ts';
import { noLog } from '../../src/log.ts';
import type { PageMessage } from '../../src/page/messages.ts';
import { toBlocks } from '../../src/slack/blocks.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import { type Channel, openWeb, type Persona, type ToTry, type WebRoom } from '../../src/web/index.ts';
import { testDatabase } from '../support/database.ts';
import { scriptedDoor } from './scripted-door.ts';

export interface Page {
  url: string;
  prisma: PrismaClient;
  people: Persona[];
  channel: Channel;
  room: WebRoom;
  requests: Request[];
  shown: { copyId: number; messageId: string }[];
  ranDue: string[];
  /** What there is to try; a test may let it end. */
  toTry: ToTry[];
  /** What becomes due at an instant of the clock. */
  becomesDue: Map<string, () => Promise<unknown>>;
  /** The fault that asking for the next school day or half-term ends in. */
  asksForDays: { fault: Error | undefined };
  /** Post a card to somebody's chat or the channel as delivery does. */
  posts(to: Persona | Channel, card: ShownCard, key?: string): Promise<string>;
  edits(to: Persona | Channel, messageId: string, card: ShownCard): Promise<void>;
  get(path: string, headers?: Record<string, string>): Promise<{ status: number; body: Body }>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<{ status: number; body: Body }>;
}

/** What the interface answers; each path has a part of it. */
export interface Body {
  error: string;
  outcome: string;
  requestId: string;
  said: string;
  fieldErrors: Record<string, string>;
  isRepeated: boolean;
  messages: PageMessage[];
  latestChange: number;
  people: (Persona & { in: string })[];
  toTry: ToTry[];
  moved: { words: string; told: { in: string; name: string; messages: number }[] };
  channels: { in: string; name: string; description: string }[];
  clock: { date: string };
  date: string;
  words: string;
  time: string;
}

const PEOPLE = [
  ['Ama Mensah', 'Headteacher, Marsh Lane School', 'School', 'Type status to see how your own school stands.'],
  [
    'Callum Reid',
    'Chair of governors, Marsh Lane School',
    'Governors',
    'Approve the minutes of the last board on the card.',
  ],
  ['Edith Brown', 'Governor, Marsh Lane School', 'Governors', 'Approve the minutes with a correction and say why.'],
  ['Farah Iqbal', 'School improvement officer', 'Council', 'Recommend a category for Marsh Lane School.'],
  ['Grace Okoro', 'Head of Standards', 'Council', 'Confirm the category that the officer recommended.'],
  ['Hugh Tanner', 'Programme director', 'Programme', 'Type status for every school at a glance.'],
] as const;

/** Open the page. Call it at the top of a test file. */
export async function aPage(options: { mode?: 'demo' | 'production' } = {}): Promise<Page> {
  const { prisma } = await testDatabase();
  const people = await makePeople(prisma);
  const channel = await makeChannel(prisma);
  let now = instantAt('2026-11-24', '08:30');
  const requests: Request[] = [];
  const shown: Page['shown'] = [];
  const ranDue: string[] = [];
  const toTry: ToTry[] = [];
  const becomesDue: Page['becomesDue'] = new Map();
  const asksForDays: Page['asksForDays'] = { fault: undefined };
  const dayUnlessFault = async (day: string) => {
    if (asksForDays.fault) throw asksForDays.fault;
    return instantAt(day, '08:00');
  };

  const room: WebRoom = openWeb({
    settings: { mode: options.mode ?? 'demo' },
    door: scriptedDoor(requests, shown),
    prisma,
    log: noLog,
    clock: {
      now: () => now,
      async moveTo(instant) {
        now = instant;
      },
    },
    demo: {
      greeting: { title: 'Welcome. Who would you like to be?', words: ['Everybody here is made up.'] },
      toTry: async () => toTry,
      personas: async () => people,
      channels: async () => [channel],
      nextSchoolDay: () => dayUnlessFault('2026-11-25'),
      nextHalfTerm: () => dayUnlessFault('2027-01-04'),
      async runDue() {
        ranDue.push(now.toISOString());
        await becomesDue.get(now.toISOString())?.();
      },
    },
    asSlack: toBlocks,
  });

  const app = express();
  room.mount(app);
  const server: Server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  afterAll(async () => {
    await room.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const addressOf = async (to: Persona | Channel): Promise<Address> => {
    if ('conversationId' in to)
      return { ...ADDRESS, conversationId: to.conversationId, externalId: to.externalId, kind: 'channel' };
    const externalId = `person-${to.personId}`;
    const where = { platform_tenant_externalId: { platform: 'web', tenant: 'local', externalId } };
    const row = await prisma.conversation.findUniqueOrThrow({ where });
    return { ...ADDRESS, conversationId: row.id, externalId, kind: 'personal', personId: to.personId };
  };
  const message = (card: ShownCard, key: string): Message => ({ summary: card.card.fallbackText, card, key });
  const asked = async (path: string, init: RequestInit) => {
    const response = await fetch(`${url}/api/local/${path}`, init);
    return { status: response.status, body: (await response.json()) as Body };
  };

  return {
    url,
    prisma,
    people,
    channel,
    room,
    requests,
    shown,
    ranDue,
    toTry,
    becomesDue,
    asksForDays,
    async posts(to, card, key = randomUUID()) {
      const outcome = await room.platform.post(await addressOf(to), message(card, key));
      if (outcome.kind !== 'sent') throw new Error(outcome.reason);
      return outcome.messageId;
    },
    async edits(to, messageId, card) {
      const outcome = await room.platform.edit(await addressOf(to), messageId, message(card, 'edit'));
      if (outcome.kind !== 'sent') throw new Error(outcome.reason);
    },
    get: (path, headers = {}) => asked(path, { headers }),
    post: (path, body, headers = {}) =>
      asked(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

const ADDRESS = { tenant: 'local', address: {} };

async function makePeople(prisma: PrismaClient): Promise<Persona[]> {
  const partnership = await prisma.partnership.create({
    data: { name: 'Marlowe partnership', laCode: '999', frameworkId: 'lewisham-2015' },
  });
  const people: Persona[] = [];
  for (const [name, roles, group, tryThis] of PEOPLE) {
    const { id } = await prisma.person.create({ data: { partnershipId: partnership.id, name } });
    await prisma.conversation.create({
      data: { platform: 'web', tenant: 'local', externalId: `person-${id}`, kind: 'personal', personId: id },
    });
    people.push({ personId: id, name, roles, group, tryThis });
  }
  return people;
}

async function makeChannel(prisma: PrismaClient): Promise<Channel> {
  const row = await prisma.conversation.create({
    data: {
      platform: 'web',
      tenant: 'local',
      externalId: 'challenge-board',
      kind: 'channel',
      name: 'Challenge Board',
      isPrivate: true,
    },
  });
  return {
    conversationId: row.id,
    externalId: row.externalId,
    name: 'Challenge Board',
    description: 'Head teachers and officers of every school',
  };
}
