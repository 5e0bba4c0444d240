// `/status` over partnerships of four sizes, asked of the house in this process after something has changed each time, so that no
// answer can be given again; and the same question as somebody would write it in SQL by hand, each line of the card a query.
import pg from 'pg';
import { systemClock } from '../../../src/chat/clock.ts';
import { features } from '../../../src/features.ts';
import { buildHouse } from '../../../src/house.ts';
import { noLog } from '../../../src/log.ts';
import { inUtc } from '../../../src/store/connection.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { DIRECTOR, SLACK_TEAM } from '../cast.ts';
import type { Places } from '../places.ts';
import { type Line, number } from '../report.ts';
import { interleave } from '../rounds.ts';

const SIZES = [14, 150, 3000, 24000];

export async function measureStatus(places: Places, { rounds }: { rounds: number }): Promise<Line[]> {
  const sizes = [];
  for (const schools of SIZES) sizes.push(await open(places, schools));
  const ms = await interleave(
    rounds,
    sizes.map((size) => async () => ({
      changed: await each(size.tries, size.ask, size.change),
      unchanged: await each(size.tries, size.ask),
      raw: await each(size.tries, size.raw),
    })),
  );
  for (const size of sizes) await size.close();
  const [smallest, , large, largest] = ms as [(typeof ms)[0], (typeof ms)[0], (typeof ms)[0], (typeof ms)[0]];
  const figures = SIZES.map(
    (schools, at) =>
      `${number(schools)} schools ${number(ms[at]!.changed, 2)} ms, nothing changed ${number(ms[at]!.unchanged, 2)} ms, raw SQL ${number(ms[at]!.raw, 2)} ms`,
  ).join('; ');
  const toRaw = largest.changed / largest.raw;
  const toSmallest = large.changed / smallest.changed;
  return [
    {
      measure: '`/status`, 24,000 schools with 10 actions each, against the same question in raw SQL',
      found: `${number(toRaw, 2)} times its time`,
      target: 'at most 1.5 times',
      isMet: toRaw <= 1.5,
      figures,
    },
    {
      measure: '`/status`, 3,000 schools against 14',
      found: `${number(toSmallest, 1)} times its time`,
      target: 'at most 3 times',
      isMet: toSmallest <= 3,
      figures: `${number(large.changed, 2)} against ${number(smallest.changed, 2)} ms; when nothing has changed ${number(large.unchanged / smallest.unchanged, 1)} times`,
    },
  ];
}

async function open(places: Places, schools: number) {
  const connection = await places.database(`status${schools}`, { schools, actionsEach: 10 });
  const { prisma, close } = openDatabase({ connection });
  const platform = { name: 'slack' as const, paceMs: 0, trouble: async () => undefined, stop: async () => undefined };
  const sent = async () => ({ kind: 'sent' as const, messageId: 'm' });
  const house = await buildHouse({
    prisma,
    features,
    clock: systemClock,
    log: noLog,
    secretKey: 'a key for benchmarks only, thirty-two characters',
    openPlatforms: () => [{ ...platform, post: sent, edit: sent }],
  });
  const client = new pg.Client(inUtc(connection));
  await client.connect();
  const from = { platform: 'slack' as const, tenant: SLACK_TEAM, userId: DIRECTOR.slack };
  const place = {
    platform: 'slack' as const,
    tenant: SLACK_TEAM,
    externalId: DIRECTOR.slack,
    kind: 'personal' as const,
  };
  let key = 0;
  return {
    tries: schools > 1000 ? 10 : 100,
    async ask() {
      const deed = { kind: 'typed' as const, text: 'status' };
      const { card } = await house.door.handle({ key: `status-${++key}`, from, place, personal: place, deed });
      if (card?.name !== 'status') throw new Error('Convenor did not answer with a status');
    },
    async change() {
      await client.query(
        `insert into "Setting" (key, value) values ('bench', '1') on conflict (key) do update set value = '2'`,
      );
    },
    async raw() {
      for (const question of RAW) await client.query({ ...question });
    },
    async close() {
      await client.end();
      await house.stop();
      await close();
    },
  };
}

/** The middle of several tries, in milliseconds; what comes before each is not counted. */
async function each(tries: number, work: () => Promise<void>, before?: () => Promise<void>): Promise<number> {
  const took: number[] = [];
  for (let at = 0; at < tries + 5; at++) {
    await before?.();
    const from = performance.now();
    await work();
    if (at >= 5) took.push(performance.now() - from);
  }
  return took.sort((a, b) => a - b)[took.length >> 1]!;
}

const RAW = [
  `select category, count(*) from "School" where "partnershipId" = 1 and status <> 'Closed' group by category`,
  `select name from "School" where "partnershipId" = 1 and status <> 'Closed' and category in ('AMBER', 'RED') order by name`,
  `select count(*) from "Board" where "partnershipId" = 1 and "closedOn" is null`,
  `select count(*), count(s."personId") from "Seat" s join "Board" b on b.id = s."boardId" where b."schoolId" is null and s."untilOn" is null`,
  `select b.name from "Board" b where b.template = 'RAB' and b."closedOn" is null and b."openedOn" < current_date - 90
     and not exists (select 1 from "Meeting" m where m."boardId" = b.id and m.state = 'held' and m."heldOn" between current_date - 45 and current_date - 34)
     order by b.name limit 10`,
  `select b.name, m."heldOn", m."startsAt", count(*) over () from "Meeting" m join "Board" b on b.id = m."boardId"
     where m.state = 'planned' and m."heldOn" >= current_date and b."closedOn" is null order by m."heldOn", m."startsAt", m.id limit 3`,
  `select count(*), count(*) filter (where a."dueOn" < current_date) from "Action" a join "Board" b on b.id = a."boardId"
     where a.state = 'open' and b."closedOn" is null and b."partnershipId" = 1`,
  `select count(distinct m.id), count(*) from "Minutes" m join "MinutesApprover" r on r."minutesId" = m.id
     where m.state = 'circulated' and not exists (select 1 from "MinutesApproval" a
       where a."minutesId" = m.id and a.revision = m.revision and a."personId" = r."personId")`,
  `select state, count(*) from "SelfEvaluation" where "roundId" = 1 group by state`,
  `select state, count(*) from "Outbox" where "createdAt" >= now() - interval '7 days' group by state`,
  `select job, "startedAt", outcome from "JobRun" order by job`,
].map((text, at) => ({ name: `raw${at}`, text }));
