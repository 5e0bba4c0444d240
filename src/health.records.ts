import { HEARTBEAT } from './clock/index.ts';
import { askJson, type Sql, sql, type Tx } from './store/database.ts';

export interface HealthFacts {
  /** Messages that are still to be said or could not be, by state. */
  outbox: Record<string, number> | null;
  /** Seconds since the oldest message that is due became so. */
  oldestDueSeconds: number | null;
  /** Card copies that show less than what is true. */
  behind: number;
  jobs: { job: string; doneAt: string | null; faults: number }[] | null;
  /** Problems of which the programme directors are warned or about to be, by kind. */
  warnings: Record<string, number> | null;
}

/** What administrators watch, in one statement; every part reads a small index, however many messages there have been. */
export async function readHealth(tx: Tx, now: Date): Promise<HealthFacts> {
  const facts = await askJson<HealthFacts>(
    tx,
    sql`json_build_object(
      'outbox', (select json_object_agg(state, n) from (
        select state, count(*) as n from "Outbox" where state in ('waiting', 'taken', 'sending') group by state
        union all
        select state, count(*) from "Outbox" where state in ('failed', 'uncertain', 'unreachable') group by state) s),
      'oldestDueSeconds', (${oldestDue(now)}),
      'behind', (select count(*) from "CardCopy" where wanted > shown and state <> 'gone' and "messageId" is not null),
      'jobs', (select json_agg(json_build_object('job', job, 'doneAt', "doneAt", 'faults', faults) order by job) from "JobRun"),
      'warnings', (select json_object_agg(kind, n) from (
        select split_part(p.key, ':', 1) as kind, count(*) as n from "Setting" s, jsonb_each(s.value::jsonb -> 'problems') p
        where s.key = 'warnings' and p.value ->> 'overAt' is null group by 1) w))`,
  );
  return facts!;
}

export interface ReadyFacts {
  /** Seconds since the oldest message that is due became so, and since the last that was sent. */
  oldestDueSeconds: number | null;
  lastSentSeconds: number | null;
  /** Seconds since the clock last woke the house; null before it ever did. */
  beatSeconds: number | null;
}

/** Whether the database answers, and with what: do messages go out, does the clock tick. */
export async function readReadiness(tx: Tx, now: Date): Promise<ReadyFacts> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const facts = await askJson<ReadyFacts>(
    tx,
    sql`json_build_object(
      'oldestDueSeconds', (${oldestDue(now)}),
      'lastSentSeconds', (select extract(epoch from ${at} - max("sentAt")) from (
        select "sentAt" from "Outbox" order by id desc limit 500) newest),
      'beatSeconds', (select extract(epoch from ${at} - "startedAt") from "JobRun" where job = ${HEARTBEAT}))`,
  );
  return facts!;
}

function oldestDue(now: Date): Sql {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`select extract(epoch from ${at} - min("notBefore")) from "Outbox"
    where state in ('waiting', 'taken', 'sending') and "notBefore" <= ${at}`;
}
