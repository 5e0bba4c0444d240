// Somebody else who changes the store all the time, so that nothing can be answered from memory for long.
import pg from 'pg';
import { inUtc } from '../../src/store/connection.ts';

export const CHANGES_A_SECOND = 50;

const CHANGE = `insert into "Setting" (key, value) values ('bench', '1') on conflict (key) do update set value = '2'`;

/** Commit something in the database again and again while work goes on. */
export async function whileChanging<T>(connection: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client(inUtc(connection));
  await client.connect();
  let change: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    change = change.then(() => client.query(CHANGE));
  }, 1000 / CHANGES_A_SECOND);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await change;
    await client.end();
  }
}
