import { readSettings } from '../src/config.ts';
import { readEnvironment } from '../src/environment.ts';
import { openStore, type Store, type Tx } from '../src/store/database.ts';

/** How long a script's transaction may wait and take: it can read every row there is. */
export const LONG = { maxWait: 10_000, timeout: 600_000 };

/** Do a script's work with the store that the settings name, and close it whatever happens. */
export async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir } = readSettings(readEnvironment());
  const store = await openStore({ databaseUrl, dataDir });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Do something in a transaction and say what came of it; a dry run takes it back. */
export async function inTransaction<T>({ prisma }: Store, isDryRun: boolean, work: (tx: Tx) => Promise<T>): Promise<T> {
  const undone = new Error('a dry run');
  const done: T[] = [];
  await prisma
    .$transaction(async (tx) => {
      done.push(await work(tx));
      if (isDryRun) throw undone;
    }, LONG)
    .catch((error: unknown) => {
      if (error !== undone) throw error;
    });
  return done[0]!;
}
