import type pg from 'pg';
import { today } from '../calendar/index.ts';

/**
 * Take today's turn of every job after a restore: between the backup and its restore they may have run. `movedBy` names the
 * setting by which the demonstration's clock is moved on. Returns the day, or undefined when there is no partnership.
 */
export async function takeToday(
  client: pg.ClientBase,
  jobs: string[],
  { now, movedBy }: { now: Date; movedBy: string | undefined },
): Promise<string | undefined> {
  const { rows } = await client.query<{ timeZone: string; moved: unknown }>(
    `select "timeZone", (select value from "Setting" where key = $1) as moved from "Partnership" order by id limit 1`,
    [movedBy ?? null],
  );
  if (!rows[0]) return undefined;
  const { timeZone, moved } = rows[0];
  const slot = today(new Date(now.getTime() + (typeof moved === 'number' ? moved : 0)), timeZone);
  await client.query(
    `insert into "JobSlot" (job, slot, "takenAt") select job, $2, $3 from unnest($1::text[]) job on conflict do nothing`,
    [jobs, slot, now],
  );
  return slot;
}
