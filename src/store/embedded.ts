import { rmdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { attach, type ServerConnection } from './attach.ts';
import { findBinaries } from './binaries.ts';
import { makeCluster, owner, stopServer } from './cluster.ts';
import { findPlace } from './place.ts';

export type { ServerConnection } from './attach.ts';

export interface EmbeddedServer {
  /** How to connect to one of its databases. An object, since a socket's path may hold characters that a URL cannot. */
  connection(database?: string): ServerConnection;
  /** The folder of the database's files. */
  folder: string;
  /** Another copy of the bot, or one that was killed, had started this server. */
  joined: boolean;
  /** Leave the server, and stop it unless another copy is on it. Never throws. */
  stop(): Promise<void>;
}

/**
 * Start a PostgreSQL server of our own on a data folder, or join the one that runs there already. Started again if it
 * dies. Throws an error with the remedy when the folder, its owner or its version does not allow it.
 */
export async function startEmbedded(options: {
  dataDir: string;
  log?: (line: string) => void;
}): Promise<EmbeddedServer> {
  const { dataDir, log = () => undefined } = options;
  const place = await findPlace(path.resolve(dataDir), log);
  const binaries = await findBinaries(place.account);
  await makeCluster(place, binaries);

  const ending = new AbortController();
  let returning = Promise.resolve();
  let here = await attach(place, binaries, { lost, signal: ending.signal });
  await createDatabase(here.presence.client);

  function lost(): void {
    if (ending.signal.aborted) return;
    log('The connection to the database server was lost.');
    returning = comeBack();
  }

  async function comeBack(): Promise<void> {
    const options = { lost, signal: ending.signal, lastPort: here.connection.port };
    while (!ending.signal.aborted) {
      try {
        here = await attach(place, binaries, options);
        log(here.joined ? 'The database server is back.' : 'The database server was started again.');
        return;
      } catch (error) {
        if (ending.signal.aborted) return;
        log(`The database server could not be started again: ${(error as Error).message}`);
        await sleep(5_000, undefined, { signal: ending.signal }).catch(() => undefined);
      }
    }
  }

  return {
    connection: (database = owner) => ({ ...here.connection, database }),
    folder: place.cluster,
    joined: here.joined,
    async stop() {
      if (ending.signal.aborted) return;
      ending.abort();
      await returning;
      if (await here.presence.isLast().catch(() => false)) {
        await stopServer(place, binaries);
        // A socket's folder outside the database's goes too.
        await rmdir(here.connection.host).catch(() => undefined);
      }
      await here.presence.leave();
    },
  };
}

async function createDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [owner]);
  if (rowCount) return;
  await client.query(`create database ${owner}`).catch((error: pg.DatabaseError) => {
    // Another copy was first.
    if (!['42P04', '23505'].includes(error.code ?? '')) throw error;
  });
}
