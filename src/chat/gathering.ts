/**
 * Let many that come at about the same time be written together: what comes while a write is under way waits for the next.
 * Nothing waits when nothing is under way. When a write fails, its items are written one by one, so that one that cannot be
 * written takes no other with it.
 */
export function openGathering<T, R>(write: (items: T[]) => Promise<R[]>): (item: T) => Promise<R> {
  interface Waiting {
    item: T;
    resolve(result: R): void;
    reject(fault: unknown): void;
  }
  const waiting: Waiting[] = [];
  let isWriting = false;

  const settle = async (batch: Waiting[]) => {
    try {
      const results = await write(batch.map(({ item }) => item));
      for (const [index, one] of batch.entries()) one.resolve(results[index]!);
    } catch (fault) {
      if (batch.length === 1) batch[0]!.reject(fault);
      else for (const one of batch) await settle([one]);
    }
  };
  const writeAll = async () => {
    isWriting = true;
    while (waiting.length > 0) await settle(waiting.splice(0));
    isWriting = false;
  };
  return (item) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // After what else is ready now.
      if (!isWriting) queueMicrotask(() => isWriting || void writeAll());
    });
}
