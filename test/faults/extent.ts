// How much is tried: a little with every change, the whole with `npm run test:faults`.

const isWhole = process.env['FAULTS'] === 'whole';

/** How often: in the quick form, and in the whole one. */
export function times(quick: number, whole: number): number {
  return isWhole ? whole : quick;
}

/** How long a test may take, in milliseconds: in the quick form, and in the whole one. */
export const within = times;

/** Say what was found, for the table in docs/reliability.md. */
export function found(goal: string, figure: string): void {
  process.stdout.write(`\n${goal}: ${figure}\n`);
}
