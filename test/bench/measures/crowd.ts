// Twenty thousand messages to the 2,400 people of two hundred boards: first all at once, then one after another, and how long each
// waited from the moment at which it was written until the platform had it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { PrismaClient } from '../../../src/store/generated/client.ts';
import type { Places } from '../places.ts';
import { type Line, number } from '../report.ts';
import { aTakingHouse } from './taking.ts';

const BOARDS = 200;
const AT_EACH = 12;
const MESSAGES = 20_000;
/** The pace of the second part: as many a second, so many at a time. */
const A_SECOND = 400;
const AT_A_TIME = 20;

export async function measureCrowd(places: Places): Promise<Line[]> {
  const { prisma, taking, delivery, stop } = await aTakingHouse(places, 'crowd', { schools: BOARDS, actionsEach: 10 });
  await seatMembers(prisma);

  await write(prisma, 0, MESSAGES);
  const from = performance.now();
  await delivery.drain();
  const perSecond = MESSAGES / ((performance.now() - from) / 1000);
  taking.check(MESSAGES);

  const writtenAt = new Map<number, number>();
  const waited: number[] = [];
  taking.onPost = (key) => {
    const at = writtenAt.get(key);
    if (at !== undefined) waited.push(performance.now() - at);
  };
  taking.keys.clear();
  delivery.start();
  const began = performance.now();
  for (let written = 0; written < MESSAGES; written += AT_A_TIME) {
    await sleep(Math.max(0, began + (written * 1000) / A_SECOND - performance.now()));
    // Before it is committed, so that nothing can be on its way earlier.
    for (let key = MESSAGES + written; key < MESSAGES + written + AT_A_TIME; key++)
      writtenAt.set(key, performance.now());
    await write(prisma, MESSAGES + written, AT_A_TIME);
    delivery.wake();
  }
  while (waited.length < MESSAGES) await sleep(20);
  const seconds = (performance.now() - began) / 1000;
  await stop();
  taking.check(MESSAGES);
  waited.sort((a, b) => a - b);
  const at = (share: number) => waited[Math.floor(waited.length * share)]!;
  return [
    {
      measure: `outbox, ${number(MESSAGES)} messages at once to ${number(BOARDS * AT_EACH)} people at ${BOARDS} boards`,
      found: `${number(perSecond)} a second`,
      target: 'at least 400 a second',
      isMet: perSecond >= 400,
      figures: `all out after ${number(MESSAGES / perSecond, 1)} s`,
    },
    {
      measure: `the same, ${A_SECOND} a second for ${MESSAGES / A_SECOND} s: how long 99 of 100 waited`,
      found: `${number(at(0.99))} ms`,
      target: 'under 250 ms',
      isMet: at(0.99) < 250,
      figures: `half ${number(at(0.5))} ms, the longest ${number(waited.at(-1)!)} ms; ${number(MESSAGES / seconds)} a second came out`,
    },
  ];
}

/** Twelve governors at each board, each with a chat of their own. */
async function seatMembers(prisma: PrismaClient): Promise<void> {
  await prisma.$executeRaw`
    with members as (
      insert into "Person" ("partnershipId", name)
      select 1, 'Member ' || n || ' of ' || b from generate_series(1, ${BOARDS}::int) b, generate_series(1, ${AT_EACH}::int) n
      returning id, split_part(name, ' of ', 2)::int as school
    ), held as (
      insert into "RoleHeld" ("personId", role, "schoolId", "fromOn") select id, 'GOVERNOR', school, '2020-01-01' from members
    ), seated as (
      insert into "Seat" ("boardId", "schoolId", "personId", role, "fromOn")
      select school + 1, school, id, 'GOVERNOR', current_date - 200 from members
    )
    insert into "Conversation" (platform, tenant, "externalId", kind, "personId", address)
    select 'teams', 'bench', 'member-' || id, 'personal', id, '{}' from members`;
}

/** Each to the next member of the next board, about one of its actions. */
async function write(prisma: PrismaClient, first: number, count: number): Promise<void> {
  await prisma.$executeRaw`
    with chats as materialized (
      select c.id as chat, s."personId" as person, s."boardId" as board, row_number() over (partition by s."boardId" order by s.id) - 1 as at
      from "Seat" s join "Conversation" c on c."personId" = s."personId" and c."externalId" like 'member-%'
    ), actions as materialized (
      select id, "boardId" as board, row_number() over (partition by "boardId" order by id) - 1 as at from "Action"
    )
    insert into "Outbox" (key, "conversationId", "personId", card, subject, "notBefore", "requestId", "createdAt")
    select 'crowd:' || g, k.chat, k.person, 'action', 'action:ACT-' || a.id, now() - interval '1 minute', 'bench', now()
    from generate_series(${first}::int, ${first + count - 1}::int) g
      join chats k on k.board = 2 + g % ${BOARDS}::int and k.at = (g / ${BOARDS}::int) % ${AT_EACH}::int
      join actions a on a.board = k.board and a.at = g % 10
    order by g`;
}
