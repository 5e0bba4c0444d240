import type { Actor, Reading } from './contract.ts';

/** Finds what a command's input names. */
type Finding<I extends object, T> = (input: I, reading: Reading, actor: Actor) => Promise<T>;

/**
 * Let a command look up what its input names once: what `about` found to judge whether somebody may, `run` gets too. Each
 * request has an input of its own, so nothing outlives it.
 */
export function once<I extends object, T>(find: Finding<I, T>): Finding<I, T> {
  const found = new WeakMap<I, Promise<T>>();
  return (input, reading, actor) => {
    const finding = found.get(input) ?? find(input, reading, actor);
    found.set(input, finding);
    return finding;
  };
}
