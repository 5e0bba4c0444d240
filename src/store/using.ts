// Who uses a database. Every connection through which the bot or one of its commands works holds one lock, shared; a restore
// takes it alone. The lock belongs to the connection itself and not to one beside it: a copy that lost its connections, because
// the server was started again, has no other way back to the database than through the lock. So it waits while a restore is
// under way, whoever comes first, and the same holds on a server of our own, on one at DATABASE_URL, and on several machines.

import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

const lock = [0x636f6e76, 3] as const;

/** Say that this connection uses the database, for as long as it lives. Waits while a restore is under way. */
export async function useDatabase(client: pg.ClientBase): Promise<void> {
  await client.query('select pg_advisory_lock_shared($1, $2)', [...lock]);
}

/** Have the database to itself for as long as this connection lives. Throws while anybody else uses it. */
export async function haveAlone(client: pg.ClientBase): Promise<void> {
  // The server may need a moment to see that a copy which was just stopped is gone.
  for (let tries = 0; tries < 20; tries++) {
    const { rows } = await client.query('select pg_try_advisory_lock($1, $2) as alone', [...lock]);
    if (rows[0].alone) return;
    await sleep(50);
  }
  throw new Error(
    `Convenor, or one of its commands, is using this database${await whence(client)}. Stop every copy of it, and try again.`,
  );
}

async function whence(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ address: string }>(
    `select distinct host(a.client_addr) as address from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and l.classid::bigint = $1 and l.objid::bigint = $2 and a.client_addr is not null
       and l.database = (select oid from pg_database where datname = current_database())`,
    [...lock],
  );
  return rows.length === 0 ? '' : ` from ${rows.map(({ address }) => address).join(' and ')}`;
}
