import path from 'node:path';
import pg from 'pg';
import { type Connection, inUtc } from './connection.ts';
import { startEmbedded } from './embedded.ts';

/** Which database: that at `databaseUrl`, or else one of the bot's own in the data folder. */
export interface Whereabouts {
  databaseUrl?: string | undefined;
  dataDir: string;
}

export interface Reached {
  connection: Connection;
  isEmbedded: boolean;
  /** The folder above the files of a server of our own. */
  folder?: string | undefined;
  /** Leave the server to others, or stop our own if there are none. */
  leave(): Promise<void>;
}

/** Reach the bot's database as it is; a server of our own is joined, or started. Throws an error with the remedy. */
export async function reach(options: Whereabouts & { log?: (line: string) => void }): Promise<Reached> {
  const { databaseUrl, dataDir, log = () => undefined } = options;
  if (databaseUrl) return { connection: databaseUrl, isEmbedded: false, leave: async () => undefined };
  const server = await startEmbedded({ dataDir, log });
  return {
    connection: server.connection(),
    isEmbedded: true,
    folder: path.dirname(server.folder),
    leave: () => server.stop(),
  };
}

/** Open one connection to a database. Throws one sentence when it does not answer; never its password. */
export async function connect(connection: Connection): Promise<pg.Client> {
  try {
    const client = new pg.Client({ ...inUtc(connection), connectionTimeoutMillis: 30_000 });
    // A server that ends is noticed by whatever is asked next.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  } catch (cause) {
    const { message, code } = cause as NodeJS.ErrnoException;
    throw new Error(
      `The database cannot be reached (${message || code}). Check the address, name, user and password in DATABASE_URL, and ` +
        'that the server runs.',
      { cause },
    );
  }
}
