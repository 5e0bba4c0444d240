// What is to be said after a restore. Between the backup and its restore, what waited then may have been sent: nobody knows.

import type pg from 'pg';
import { SWITCHED_OFF } from './delivery.records.ts';

// A message for a platform that was switched off goes out by itself once the platform is connected, so it waits too.
const WAITS = `(state in ('waiting', 'taken', 'sending') or (state = 'unreachable' and reason = '${SWITCHED_OFF}'))`;

const REASON = 'it was waiting when the backup that was restored was made, and may have been sent since';

/** Send nothing that waited when the backup was made: mark it uncertain, with the reason. Returns how many. */
export async function holdBack(client: pg.ClientBase): Promise<number> {
  const { rowCount } = await client.query(
    `update "Outbox" set state = 'uncertain', reason = $1, doubt = null, "takenBy" = null, "takenUntil" = null where ${WAITS}`,
    [REASON],
  );
  return rowCount ?? 0;
}

/** Count what waits and will go out. */
export async function countWaiting(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query(`select count(*)::int as waiting from "Outbox" where ${WAITS}`);
  return rows[0].waiting;
}
