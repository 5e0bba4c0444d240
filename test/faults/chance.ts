// Chance that can be had again: the same seed gives the same choices.

export interface Chance {
  seed: number;
  /** From 0 to below 1. */
  next(): number;
  /** A whole number from the first to the last. */
  between(first: number, last: number): number;
  /** So often in a hundred. */
  percent(often: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** Begin with a seed; `mulberry32`, which is small and even enough for choosing. */
export function openChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (first: number, last: number) => first + Math.floor(next() * (last - first + 1));
  return {
    seed,
    next,
    between,
    percent: (often) => next() * 100 < often,
    pick: (from) => from[between(0, from.length - 1)]!,
  };
}
