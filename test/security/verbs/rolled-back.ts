// A database in which whatever is tried is taken back, so that thousands of tries begin from the same rows without making them
// anew: one transaction for all, a savepoint for each try and for each transaction that the program opens in it.
import type { PrismaClient } from '../../../src/store/generated/client.ts';
import { writesThatCount } from '../../support/rows.ts';

type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

export interface Tried {
  /** The database as the program sees it. */
  prisma: PrismaClient;
  /** Do something, look at what came of it, and take it back. */
  takenBack<T>(work: () => Promise<T>): Promise<T>;
  /** What was done outside of `takenBack` until now is there for all that is tried from now on. */
  keep(): void;
  /** How many rows that count were written so far, taken back or not. */
  writes(): Promise<number>;
}

/** Give a database whose changes all end with `work`. */
export async function rolledBack(prisma: PrismaClient, work: (tried: Tried) => Promise<void>): Promise<void> {
  const over = new Error('all is taken back');
  await prisma
    .$transaction(
      async (tx) => {
        let count = 0;
        let depth = 0;
        let isMarked = false;
        const nested = async <T>(inner: (tx: Tx) => Promise<T>): Promise<T> => {
          const name = `s${++count}`;
          await tx.$executeRawUnsafe(`savepoint ${name}`);
          try {
            const result = await inner(client as unknown as Tx);
            await tx.$executeRawUnsafe(`release savepoint ${name}`);
            return result;
          } catch (error) {
            await tx.$executeRawUnsafe(`rollback to savepoint ${name}`);
            throw error;
          }
        };
        const client = new Proxy(tx, {
          get: (of, key) => (key === '$transaction' ? nested : Reflect.get(of, key)),
        }) as unknown as PrismaClient;
        await work({
          prisma: client,
          async takenBack(inner) {
            depth += 1;
            // The outermost stays until something is to be kept: whatever is tried next goes back to it.
            if (depth > 1 || !isMarked) await tx.$executeRawUnsafe(`savepoint taken${depth}`);
            isMarked = true;
            try {
              return await inner();
            } finally {
              await tx.$executeRawUnsafe(`rollback to savepoint taken${depth}`);
              depth -= 1;
            }
          },
          keep() {
            isMarked = false;
          },
          writes: await writesThatCount(client),
        });
        throw over;
      },
      { timeout: 600_000, maxWait: 10_000 },
    )
    .catch((error: unknown) => {
      if (error !== over) throw error;
    });
}
