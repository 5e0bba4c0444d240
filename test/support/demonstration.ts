// The program as a newcomer starts it: the demonstration with its story, on a database of the test's own.
import { afterAll } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readSettings } from '../../src/config.ts';
import { noLog } from '../../src/log.ts';
import { setClock } from './app.ts';
import { addressOf, testDatabase } from './database.ts';

/** Start the demonstration on a day and wait until its cards are there. Call it at the top of a file. */
export async function aDemonstration(now = '2026-11-25T09:40:00Z'): Promise<App> {
  const { connection } = await testDatabase();
  await setClock(connection.database, now);
  const settings = readSettings({
    MODE: 'demo',
    PORT: '0',
    DATABASE_URL: addressOf(connection),
    SECRET_KEY: 'a key for tests only, thirty-two characters',
  });
  const app = await startApp(settings, noLog);
  afterAll(() => app.stop());
  await app.house.runDueJobs();
  await app.house.delivery.drain();
  return app;
}
