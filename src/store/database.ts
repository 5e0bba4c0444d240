import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { askDirectly } from './ask.ts';
import { type Connection, inUtc } from './connection.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { migrate } from './migrate.ts';
import { reach } from './reach.ts';
import { watchRoom } from './room.ts';
import { watchSilence } from './silence.ts';
import { statementNames } from './statements.ts';
import { useDatabase } from './using.ts';

export { askJson, joinSql, noSql, runSql, SNAPSHOT, type Sql, sql } from './ask.ts';
export { type Kept, keepAnswers } from './kept.ts';

/** What is done inside one transaction. */
export type Tx = Prisma.TransactionClient;

export interface Database {
  prisma: PrismaClient;
  /** Why nothing can be written now, in words for an administrator; undefined when there is room. */
  noRoom(): string | undefined;
  close(): Promise<void>;
}

export interface Store extends Database {
  connection: Connection;
  /** The bot runs the server itself. */
  embedded: boolean;
}

type Log = (line: string) => void;

/** Open a migrated database. It lives through restarts of the server: only what was under way fails. */
export function openDatabase(options: {
  connection: Connection;
  poolSize?: number;
  /** Where the files of a database of our own are. */
  folder?: string | undefined;
  log?: Log;
}): Database {
  const { connection, poolSize = 10, folder, log = () => undefined } = options;
  // One connection stays open, so that others see that the database is in use.
  const pool = new pg.Pool({
    ...inUtc(connection),
    max: poolSize,
    min: 1,
    // A machine that is gone does not even refuse.
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    async onConnect(client) {
      // The pool listens only while nobody uses it, and what takes it from the pool may not listen yet: an error that comes in
      // between would end the process. Whoever asks over it hears of it all the same.
      client.on('error', () => undefined);
      watchSilence(client, connection);
      await useDatabase(client);
    },
  });
  // Without a listener, a connection that ends while nobody uses it would end the process.
  pool.on('error', (error) => log(`An idle database connection ended: ${error.message}`));
  const room = watchRoom({ pool, folder, log });
  const nameOf = statementNames();
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: (query) => nameOf(query.sql) as string }),
  });
  askDirectly(prisma, pool, nameOf);

  return {
    prisma,
    noRoom: room.missing,
    async close() {
      room.stop();
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/**
 * Open the bot's store: the database at `databaseUrl`, or else a server of our own in the data folder, brought up to date.
 * Throws an error with the remedy when that cannot be done. Closing it leaves the server to other copies of the bot.
 */
export async function openStore(options: {
  databaseUrl?: string | undefined;
  dataDir: string;
  poolSize?: number;
  log?: Log;
}): Promise<Store> {
  const { databaseUrl, dataDir, log = () => undefined, ...rest } = options;
  const { connection, isEmbedded, folder, leave } = await reach({ databaseUrl, dataDir, log });
  try {
    for (const name of await migrate(connection)) log(`The database has had the migration ${name}.`);
    const database = openDatabase({ connection, folder, log, ...rest });
    return {
      prisma: database.prisma,
      noRoom: database.noRoom,
      connection,
      embedded: isEmbedded,
      async close() {
        await database.close();
        await leave();
      },
    };
  } catch (error) {
    await leave();
    throw error;
  }
}
