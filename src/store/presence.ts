// Each copy of the bot on an embedded server keeps one connection that holds a shared lock. Whoever can take the lock alone is the
// last, and may stop the server; a copy that arrives in that moment waits for the lock, loses its connection and starts the
// server again. Counting connections instead would end a copy whose pool happens to be empty.

import pg from 'pg';

const lock = [0x636f6e76, 1] as const;

export interface Presence {
  client: pg.Client;
  /** Say whether no other copy is here. The lock is kept, so that nobody arrives before the server has stopped. */
  isLast(): Promise<boolean>;
  leave(): Promise<void>;
}

/** Be present on a server until `leave`. Throws when the server does not take the connection. `gone` is called if it ends. */
export async function arrive(connection: pg.ClientConfig, gone: () => void): Promise<Presence> {
  const client = new pg.Client({
    ...connection,
    database: 'postgres',
    application_name: 'convenor presence',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1, $2)', [...lock]);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  client.on('end', gone);

  return {
    client,
    async isLast() {
      await client.query('select pg_advisory_unlock_shared($1, $2)', [...lock]);
      const { rows } = await client.query('select pg_try_advisory_lock($1, $2) as alone', [...lock]);
      return rows[0].alone;
    },
    leave: () => client.end().catch(() => undefined),
  };
}
