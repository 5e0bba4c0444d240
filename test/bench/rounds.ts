// Interleaved rounds: each subject is measured in turn, again and again, so that whatever else the machine does meets all alike.

/** The middle of several figures. */
export function median(figures: number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Measure each subject once a round; gives, for each, the median of every figure that it reported. */
export async function interleave<T extends Record<string, number>>(
  rounds: number,
  subjects: (() => Promise<T>)[],
): Promise<Record<keyof T, number>[]> {
  const found: T[][] = subjects.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, measure] of subjects.entries()) found[index]!.push(await measure());
  return found.map((figures) => {
    const names = Object.keys(figures[0]!) as (keyof T)[];
    return Object.fromEntries(names.map((name) => [name, median(figures.map((one) => one[name]!))])) as Record<
      keyof T,
      number
    >;
  });
}
