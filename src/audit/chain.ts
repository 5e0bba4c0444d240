// The chain of the audit: each entry's hash is over the one before, its position and what it says. Pure.
import { createHash } from 'node:crypto';

/** Where a chain stands: how many entries it has had, and the hash of the last. Before the first, nothing. */
export interface Link {
  position: number;
  hash: string;
}

export const START: Link = { position: 0, hash: '' };

/** The link after another, for an entry with this content. */
export function linkAfter(before: Link, content: string): Link {
  const position = before.position + 1;
  const hash = createHash('sha256').update(`${before.hash} ${position} ${content}`).digest('hex');
  return { position, hash };
}

/** A link as people write it down: "1234:9f2c…" */
export function sayLink({ position, hash }: Link): string {
  return `${position}:${hash}`;
}

/** Read a link that was written down; undefined when it is none. */
export function readLink(text: string): Link | undefined {
  const [, position, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  return position && hash ? { position: Number(position), hash } : undefined;
}
