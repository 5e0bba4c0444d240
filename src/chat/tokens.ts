import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';

/** Signs what the bot hands out, with a key that is not in the database. */
export interface Tokens {
  /** The opaque token of one revision of one card copy: 32 bytes, the same each time that it is asked for. */
  forCopy(nonce: string, revision: number): string;
}

export function openTokens(secretKey: string): Tokens {
  return {
    forCopy: (nonce, revision) =>
      createHmac('sha256', secretKey).update(`card:${nonce}:${revision}`).digest('base64url'),
  };
}

/** What is stored of a token or code: whoever reads the database cannot press a button with it. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function newNonce(): string {
  return randomBytes(16).toString('base64url');
}

// No 0/O, 1/I/L, no vowels that could make words: codes are read aloud and typed on phones.
const LETTERS = 'BCDFGHJKMNPQRSTVWXYZ';
const DIGITS = '23456789';

/** A join code such as `KDR-724-FWM`: about 35 bits, single use, rate limited. */
export function newJoinCode(): string {
  const pick = (from: string, n: number) => Array.from({ length: n }, () => from[randomInt(from.length)]).join('');
  return `${pick(LETTERS, 3)}-${pick(DIGITS, 3)}-${pick(LETTERS, 3)}`;
}

/** How a typed code is compared: without case, spaces or the kind of dash. */
export function plainCode(code: string): string {
  return code.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** An id for people to quote and logs to find: `K7-4Q2M`. */
export function newRequestId(): string {
  const pick = (n: number) => Array.from({ length: n }, () => (LETTERS + DIGITS)[randomInt(28)]).join('');
  return `${pick(4)}-${pick(4)}`;
}
