import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import type { ServerConnection } from '../../src/store/embedded.ts';

export interface TestDatabase extends Database {
  connection: ServerConnection;
}

/** Give the test file a migrated database of its own, until its last test. Call it at the top of the file. */
export async function testDatabase(): Promise<TestDatabase> {
  const connection = await makeDatabase(inject('server').database);
  const database = openDatabase({ connection });
  afterAll(async () => {
    await database.close();
    await dropDatabase(connection);
  });
  return { ...database, connection };
}

/** Make a database without any tables, until the file's last test. Call it at the top of the file. */
export async function emptyDatabase(): Promise<ServerConnection> {
  const connection = await makeDatabase('template0');
  afterAll(() => dropDatabase(connection));
  return connection;
}

/** Run one statement on a database over a connection of its own. */
export async function ask(
  connection: pg.ClientConfig,
  sql: string,
  values: unknown[] = [],
): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** The address of a test database, as DATABASE_URL has it. */
export function addressOf({ host, port, user, password, database }: ServerConnection): string {
  const query = new URLSearchParams({ host });
  return `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@localhost:${port}/${database}?${query}`;
}

async function makeDatabase(template: string): Promise<ServerConnection> {
  const server = inject('server');
  const database = `test_${randomBytes(6).toString('hex')}`;
  await ask({ ...server, database: 'postgres' }, `create database ${database} template ${template}`);
  return { ...server, database };
}

async function dropDatabase({ database, ...server }: ServerConnection): Promise<void> {
  await ask({ ...server, database: 'postgres' }, `drop database ${database} with (force)`);
}
