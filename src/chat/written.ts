// What people typed, as it is kept: without characters that nobody sees, which hide words and which databases refuse.
import type { Deed } from './contract.ts';
import { seen } from './literal.ts';

// What a form can hold is flat; whatever is deeper was never asked for.
const DEEPEST = 4;

/** A deed whose words are clean: typed text and inputs, not the token or the button's id. */
export function cleanDeed(deed: Deed): Deed {
  switch (deed.kind) {
    case 'typed':
      return { ...deed, text: seen(deed.text) };
    case 'press':
    case 'command':
      return { ...deed, input: clean(deed.input, 0) as Record<string, unknown> };
    case 'open':
      return deed;
  }
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return seen(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth >= DEEPEST) return null;
  if (Array.isArray(value)) return value.map((one) => clean(one, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, clean(one, depth + 1)]));
}
