// S7 through the house: a word that stands nowhere else in each confidential text. Whatever anybody types, it reaches no channel
// that is not private, nobody who may not see it, no notification, no log line and no figure.
import { afterAll, describe, expect, it } from 'vitest';
import type { Answer, Command, Deed } from '../../src/chat/contract.ts';
import { kindOf } from '../../src/chat/show.ts';
import { features } from '../../src/features.ts';
import { readHealth } from '../../src/health.records.ts';
import type { Log } from '../../src/log.ts';
import { openMetrics } from '../../src/metrics.ts';
import { asDay } from '../../src/store/days.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import { testDatabase } from '../support/database.ts';
import { aHouse } from '../support/house.ts';
import { CONFIDENTIAL, OPEN } from './confidential-fields.ts';
import { BEFORE, inputOf } from './verbs/inputs.ts';
import { newestMessage, type Rendered, renderedAnswer, renderedOutbox } from './verbs/rendered.ts';
import { rolledBack } from './verbs/rolled-back.ts';
import { openTrying } from './verbs/trying.ts';
import { ACTORS, aWorld } from './verbs/world.ts';

const { prisma } = await testDatabase();
const house = await aHouse({ now: '2026-11-23T09:00:00Z', database: prisma });
const world = await aWorld(house);
const logged: string[] = [];
const keep = (fields: object, words: string) => void logged.push(JSON.stringify([words, fields]));
const log: Log = { debug: keep, info: keep, warn: keep, error: keep };
// The figures of the very requests that are tried here.
const figures = openMetrics(features.flatMap(({ jobs = [] }) => jobs.map(({ name }) => name)));
const { does, personOf, holderOf } = openTrying(house, world, { log, onHandled: figures.onHandled });
const commands = features.flatMap((feature) => feature.commands);

const CANARY = 'kingfisher';
const canaryOf = (field: string) => `${CANARY} ${field.replace('.', ' ')}`;
/** The confidential texts that stand in a text. */
function secretsIn(sent: unknown): string[] {
  const text = typeof sent === 'string' ? sent : JSON.stringify(sent);
  return Object.keys(CONFIDENTIAL).filter((field) => text.includes(canaryOf(field)));
}

/** Put its canary in each confidential text, in every row that has one. */
async function plant(db: PrismaClient): Promise<string[]> {
  const planted: string[] = [];
  for (const field of Object.keys(CONFIDENTIAL)) {
    const [table, column] = field.split('.') as [string, string];
    if (/Hash$|^nonce$|^salt$/.test(column) || table === 'AuditEvent') continue;
    // Two rows may not be the same: their key stands behind.
    const value = column === 'importKey' ? `'${canaryOf(field)} ' || id` : `'${canaryOf(field)}'`;
    const count = await db.$executeRawUnsafe(`update "${table}" set "${column}" = ${value}`);
    if (count > 0) planted.push(field);
  }
  return planted;
}

/** Let each confidential text have a row: a grade with evidence, a correction, an approval, and for questions a draft. */
async function ripen(db: PrismaClient, command: Command): Promise<void> {
  const at = house.clock.now();
  const { evaluationId, minutesId, categoryId } = world.own;
  const grade = { selfEvaluationId: evaluationId, aspect: 'TEACHING', grade: 'GOOD', evidence: 'x', gradedAt: at };
  await db.selfEvaluationGrade.createMany({
    data: [{ ...grade, gradedById: world.people.head.id }],
    skipDuplicates: true,
  });
  await db.categoryDecision.update({ where: { id: categoryId }, data: { effectiveOn: asDay('2026-11-16') } });
  if ((await db.minutes.count({ where: { id: minutesId } })) > 0) {
    const words = { minutesId, revision: 1, personId: world.people.cog.id, decision: 'corrected', words: 'x' };
    await db.minutesCorrection.create({ data: { ...words, madeAt: at } });
    await db.minutesApproval.create({ data: { ...words, hash: 'hash', decidedAt: at, platform: 'web' } });
  }
  if (!command.isQuestion) return;
  await db.minutes.update({ where: { id: minutesId }, data: { state: 'draft' } });
  await db.selfEvaluation.update({ where: { id: evaluationId }, data: { state: 'submitted', submittedAt: at } });
}

it('every text of the database is in one of the two lists', async () => {
  const columns = await prisma.$queryRaw<{ field: string }[]>`
    select table_name || '.' || column_name as field from information_schema.columns
    where table_schema = 'public' and data_type = 'text' and table_name <> '_prisma_migrations'`;
  const unknown = columns
    .map(({ field }) => field)
    .filter((field) => !(field in CONFIDENTIAL) && !OPEN.includes(field));
  expect(
    unknown,
    'Nobody has said whether these texts are confidential (test/security/confidential-fields.ts).',
  ).toEqual([]);
  const known = new Set(columns.map(({ field }) => field));
  expect([...Object.keys(CONFIDENTIAL), ...OPEN].filter((field) => !known.has(field))).toEqual([]);
});

const seen = new Set<string>();
let answers = 0;

/** What of the confidential texts is where it must not be. */
function leaks(what: string, { rendered, isOpenPlace }: { rendered: Rendered[]; isOpenPlace: boolean }): string[] {
  return rendered.flatMap((one) => {
    for (const field of secretsIn([one.teams, one.slack])) seen.add(field);
    const isThere = isOpenPlace && !one.isPrivate ? secretsIn([one.teams, one.slack]) : [];
    // A confidential card stands outside of itself with one sentence only.
    const isOutside = one.isConfidential ? secretsIn(one.previews) : [];
    return [
      ...isThere.map((field) => `${what}: ${one.what} shows ${field} to a channel`),
      ...isOutside.map((field) => `${what}: ${one.what} shows ${field} in a notification`),
    ];
  });
}

describe.each(commands.map((command) => [command.name, command] as const))('%s', (_name, command) => {
  it('tells no secret to a channel, to those who may not see it, in a notification or in the log', async () => {
    const faults: string[] = [];
    await rolledBack(prisma, async (database) => {
      const who = await holderOf(database, command);
      const db = database.prisma;
      const deed: Deed = { kind: 'command', name: command.name, input: inputOf(command, world.own, world) };
      await db.conversation.update({ where: { id: world.channel.id }, data: { isPrivate: false } });
      const { externalId } = await db.conversation.findUniqueOrThrow({ where: { id: world.channel.id } });
      const channel = { platform: 'web', tenant: 'local', externalId, kind: 'channel' } as const;
      await BEFORE[command.name]?.(db, world.own, world);
      await ripen(db, command);
      await plant(db);
      const watched = await figures.write(await readHealth(db, house.clock.now()), new Map(), true);
      if (watched.includes(CANARY)) faults.push('a figure is named after a secret');
      database.keep();
      for (const actor of ACTORS)
        for (const place of [undefined, channel])
          await database.takenBack(async () => {
            const they = await personOf(command, actor, who);
            const since = await newestMessage(db);
            const where = place ? { place: { ...place, tenant: they.from.tenant } } : {};
            const answer: Answer = await does(db, they, deed, where);
            answers += 1;
            const what = `${actor}${place ? ' in a channel' : ''}`;
            const rendered = renderedAnswer(answer);
            faults.push(...leaks(what, { rendered, isOpenPlace: place !== undefined }));
            const posted = await renderedOutbox(db, since, house.clock.now());
            faults.push(...leaks(`${what}, to others`, { rendered: posted, isOpenPlace: true }));
            if (!maySee(command, actor))
              for (const field of secretsIn(JSON.stringify(rendered))) faults.push(`${what}: was shown ${field}`);
            for (const field of ['Person.email', 'Person.importKey', 'CardCopy.lastError'])
              if (secretsIn(JSON.stringify(rendered)).includes(field))
                faults.push(`${what}: ${field} was said in chat`);
          });
    });
    expect(faults).toEqual([]);
  });
});

/** Those who hold nothing at the board; members and whoever may are told what their office allows. */
function maySee(command: Command, actor: (typeof ACTORS)[number]): boolean {
  return (
    actor === 'one who may' || actor === 'a member of the board without that office' || command.forStrangers === true
  );
}

afterAll(async () => {
  console.info(
    `${Object.keys(CONFIDENTIAL).length} confidential texts, ${OPEN.length} others; ${answers} answers and ${logged.length} log lines; shown to those who may: ${[...seen].sort().join(', ')}`,
  );
  // What those who may are shown proves that the canaries were there to be found.
  expect([...seen]).toEqual(
    expect.arrayContaining(['CategoryDecision.reason', 'MinutesRevision.text', 'SelfEvaluationGrade.evidence']),
  );
  expect(logged.length).toBeGreaterThan(500);
  expect(logged.filter((line) => line.includes(CANARY))).toEqual([]);
  const written = await figures.write(undefined, new Map(), true);
  const counted = [...written.matchAll(/^convenor_requests_total\{.*\} (\d+)$/gm)].map(([, count]) => Number(count));
  expect(counted.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(answers);
  expect(written).not.toContain(CANARY);
});

it('cards that have secrets are marked as confidential, or are shown to one person alone', () => {
  for (const name of [
    'evaluation',
    'evaluation-grades',
    'category-recommendation',
    'at-risk-alert',
    'at-risk',
    'status',
  ])
    expect(kindOf({ features }, name).isConfidential, name).toBe(true);
});
