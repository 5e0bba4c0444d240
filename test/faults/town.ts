// A large partnership, the whole program that serves it, and platforms that take everything at once and count what they were given.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect } from 'vitest';
import { inUtc } from '../../src/store/connection.ts';
import { SLACK_TEAM, TEAMS_TENANT } from '../bench/cast.ts';
import { seed } from '../bench/seed.ts';
import { convenorSettings } from '../bench/subjects.ts';
import { addressOf, type TestDatabase } from '../support/database.ts';
import { bodyOf, openLocalServer } from '../support/local-server.ts';
import { type Program, startProgram } from '../support/process.ts';

export interface Town {
  program: Program;
  serviceUrl: string;
  /** Cards that the Connector was sent, the oldest first. */
  cards: Record<string, unknown>[];
  /** Let the heads hear of so many of their actions, one after another. */
  write(messages: number): Promise<void>;
  /** Let the director be sent the week's digest, one more time; the director must have spoken in Teams. */
  writeDigest(): Promise<void>;
  /** Where Slack takes what is to be shown after an answer. */
  responseUrl: string;
  /** How many messages have not come to an end yet. */
  underWay(): Promise<number>;
  /** Wait until what the start set off is over: the day's own work, and what it had to say. */
  quiet(): Promise<void>;
  /** One figure of `/metrics`, added up over all labels, or those with this one. */
  figure(name: string, label?: string): Promise<number>;
  /** Every message that was written came out once, in whose chat it belongs, and nothing else did. */
  expectAllOnce(): Promise<void>;
  close(): Promise<void>;
}

/** Whoever speaks in the benchmarks has a chat by speaking; everybody after them is only told. */
const FIRST_TOLD = 18;
const MOST_CARDS = 200;

/** Open a town with a database of the test file's. */
export async function openTown(
  { prisma, connection }: TestDatabase,
  size: { schools: number; actionsEach: number },
): Promise<Town> {
  const client = new pg.Client(inUtc(connection));
  await client.connect();
  await seed(client, size);
  await client.end();
  const cards: Record<string, unknown>[] = [];
  /** How often each chat was sent something. */
  const taken = new Map<string, number>();
  const platforms = await openPlatforms((chat, body) => {
    taken.set(chat, (taken.get(chat) ?? 0) + 1);
    if (body.includes('"attachments"') && cards.length < MOST_CARDS) cards.push(JSON.parse(body));
  });
  const serviceUrl = `${platforms.url}/teams/`;
  await prisma.$executeRaw`
    insert into "Conversation" (platform, tenant, "externalId", kind, "personId", address)
    select 'slack', ${SLACK_TEAM}, 'U' || lpad(id::text, 8, '0'), 'personal', id, '{}'::jsonb from "Person"
    where id >= ${FIRST_TOLD} and id % 4 = 0
    union all
    select 'teams', ${TEAMS_TENANT}, 'a:told-' || id, 'personal', id, jsonb_build_object('serviceUrl', ${serviceUrl}::text,
      'channelId', 'msteams', 'tenantId', ${TEAMS_TENANT}::text, 'botId', '28:bench-bot', 'conversationId', 'a:told-' || id)
    from "Person" where id >= ${FIRST_TOLD} and id % 4 = 2`;
  const settings = convenorSettings({
    databaseUrl: addressOf(connection),
    slackApiUrl: `${platforms.url}/api/`,
  });
  // As `npm start` starts it.
  const program = await startProgram({ ...settings, NODE_OPTIONS: '--max-semi-space-size=2' });
  const underWay = () => prisma.outbox.count({ where: { state: { in: ['waiting', 'taken', 'sending'] } } });
  let written = 0;
  let digests = 0;
  return {
    program,
    serviceUrl,
    responseUrl: `${platforms.url}/response/1`,
    cards,
    async write(messages) {
      await prisma.$executeRaw`
        with told as (
          select a.id, a."ownerId", c.id as chat, row_number() over (order by a.id % ${size.actionsEach}::int, a.id) - 1 as turn,
            count(*) over () as n
          from "Action" a join "Conversation" c on c."personId" = a."ownerId" and c.kind = 'personal'
          where a."ownerId" >= ${FIRST_TOLD})
        insert into "Outbox" (key, "conversationId", "personId", card, subject, "notBefore", "requestId", "createdAt")
        select 'town:' || g, chat, "ownerId", 'action', 'action:ACT-' || t.id, now() - interval '1 second', 'town', now()
        from generate_series(${written}::int, ${written + messages - 1}::int) g join told t on t.turn = g % t.n order by g`;
      written += messages;
    },
    async quiet() {
      for (let seconds = 0; seconds < 2; ) {
        await sleep(1000);
        seconds = (await underWay()) === 0 ? seconds + 1 : 0;
      }
    },
    underWay,
    async writeDigest() {
      digests += 1;
      const { id } = await prisma.conversation.findFirstOrThrow({ where: { platform: 'teams', personId: 1 } });
      await prisma.$executeRaw`
        insert into "Outbox" (key, "conversationId", "personId", card, subject, "notBefore", "requestId", "createdAt")
        select 'town-digest:' || ${digests}::int, ${id}::int, 1, 'digest', 'digest:' || date_trunc('week', now())::date,
          now() - interval '1 second', 'digest', now()`;
    },
    async figure(name, label = '') {
      const text = await (await fetch(`${program.url}/metrics`)).text();
      const found = [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*${label}[^}]*\\})? (\\S+)$`, 'gm'))];
      expect(found.length, `${name} is among the figures`).toBeGreaterThan(0);
      return found.reduce((sum, [, value]) => sum + Number(value), 0);
    },
    async expectAllOnce() {
      const rows = await prisma.outbox.findMany({ select: { requestId: true, state: true, conversation: true } });
      const ours = rows.filter(({ requestId }) => requestId === 'town');
      expect(ours).toHaveLength(written);
      expect(new Set(ours.map(({ state }) => state))).toEqual(new Set(['sent']));
      // The day's own work, such as reminders, is said in the same chats.
      const due = new Map<string, number>();
      for (const { state, conversation } of rows)
        if (conversation && state === 'sent')
          due.set(conversation.externalId, (due.get(conversation.externalId) ?? 0) + 1);
      const told = await prisma.conversation.findMany({ where: { personId: { gte: FIRST_TOLD } } });
      const inChats = (counts: Map<string, number>) =>
        told.map(({ externalId }) => [externalId, counts.get(externalId) ?? 0]);
      expect(inChats(taken)).toEqual(inChats(due));
    },
    close: platforms.close,
  };
}

/** Slack's `chat.postMessage` and the Connector's activities; everything else is answered and not counted. */
function openPlatforms(take: (chat: string, body: string) => void) {
  let ids = 0;
  return openLocalServer(async (request, response) => {
    const body = await bodyOf(request);
    const path = request.url ?? '';
    const inTeams = /\/v3\/conversations\/([^/]+)\/activities/.exec(path)?.[1];
    if (request.method === 'POST' && inTeams) take(decodeURIComponent(inTeams), body);
    if (path.endsWith('/chat.postMessage')) take(new URLSearchParams(body).get('channel') ?? '', body);
    response.setHeader('content-type', 'application/json');
    const isSlack = path.startsWith('/api/');
    response.end(
      isSlack
        ? `{"ok":true,"ts":"${++ids}.0","channel":"D1","user_id":"UBOT","team_id":"${SLACK_TEAM}"}`
        : `{"id":"m-${++ids}"}`,
    );
  });
}
