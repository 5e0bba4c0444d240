// A connection can die without a word: a firewall forgets it, or the other machine is gone. Whoever then waits for an answer would
// wait for a quarter of an hour, and delivery with it. So, when nothing has come for a while although something was asked, the
// server is asked over another connection whether it is still at work on it; if it is not, the silent connection is ended, and
// what waited there fails as with any other connection that ends.
import type { Socket } from 'node:net';
import pg from 'pg';
import { type Connection, inUtc } from './connection.ts';

/** How long nothing has come before the server is asked, in milliseconds; and how long that may take. */
const SILENT_MS = 8000;
const ASKING_MS = 4000;

/** What `pg` knows of a client and its types do not say. */
interface Inside {
  readyForQuery: boolean;
  processID: number | null;
  connection: { stream: Socket };
}

/** End this connection when it has died without a word. It is watched for as long as it lives. */
export function watchSilence(client: pg.ClientBase, connection: Connection): void {
  const inside = client as pg.ClientBase & Inside;
  const { stream } = inside.connection;
  const look = async () => {
    const isBusy = !inside.readyForQuery;
    if (isBusy && !(await isAtWork(connection, inside.processID)))
      stream.destroy(new Error('The database connection had died without a word'));
    // The time starts anew with whatever is said next; while something is asked, it has to be started here.
    else if (isBusy) stream.setTimeout(SILENT_MS);
  };
  stream.on('timeout', () => void look());
  stream.setTimeout(SILENT_MS);
}

/** Say whether the server still works on what was asked of the process with this number, or waits for a lock for it. */
async function isAtWork(connection: Connection, processId: number | null): Promise<boolean> {
  const client = new pg.Client({
    ...inUtc(connection),
    connectionTimeoutMillis: ASKING_MS,
    query_timeout: ASKING_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query(
      `select 1 from pg_stat_activity where pid = $1 and coalesce(state, '') not like 'idle%'`,
      [processId],
    );
    return rowCount === 1;
  } catch {
    return false;
  } finally {
    // A connection over which nothing comes would not let itself be ended in good order.
    void client.end().catch(() => undefined);
  }
}
