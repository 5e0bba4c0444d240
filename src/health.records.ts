import { askJson, sql, type Tx } from './store/database.ts';

export interface HealthFacts {
  /** Messages that are still to be said or could not be, by state. */
  outbox: Record<string, number> | null;
  /** Seconds since the oldest message that is due became so. */
  oldestDueSeconds: number | null;
  /** Card copies that show less than what is true. */
  behind: number;
  jobs: { job: string; doneAt: string | null; faults: number }[] | null;
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
      'oldestDueSeconds', (select extract(epoch from ${now.toISOString()}::timestamptz - min("notBefore")) from "Outbox"
        where state in ('waiting', 'taken', 'sending') and "notBefore" <= ${now.toISOString()}::timestamptz),
      'behind', (select count(*) from "CardCopy" where wanted > shown and state <> 'gone' and "messageId" is not null),
      'jobs', (select json_agg(json_build_object('job', job, 'doneAt', "doneAt", 'faults', faults) order by job) from "JobRun"))`,
  );
  return facts!;
}

/** Whether the database answers at all. */
export async function isAnswering(tx: Tx): Promise<boolean> {
  return (await askJson<boolean>(tx, sql`to_json(true)`)) === true;
}
