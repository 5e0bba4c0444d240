// What a platform room tells of those who call its address: whom it refused and why, and who was vouched for.
import type { Log } from '../log.ts';

/** Why a request was refused before it was anybody's: the labels of a figure, so they are few and fixed. */
export const REFUSALS = {
  token: 'without a token that counts',
  signature: 'without a signature that counts',
  mismatch: 'other than what its token vouches for',
  elsewhere: 'from another app, tenant or workspace',
  size: 'too large',
  shape: 'not what the platform sends',
  source: 'from an address that was refused too often',
} as const;
export type RefusalReason = keyof typeof REFUSALS;

export interface RefusedCall {
  platform: string;
  reason: RefusalReason;
  status: number;
  /** Where it came from; missing when the connection has gone. */
  address: string | undefined;
  /** For whoever sets it up: one of the room's own fixed sentences. */
  why: string;
}

export interface Callers {
  /** A request was refused. It is counted and, now and then, logged. */
  refused(call: RefusedCall): void;
  /** The platform's own token or signature came from this address: it is not stopped for what others send from there. */
  vouched(address: string | undefined): void;
}

/** Callers of a room that stands alone: each refusal is a line in the log. */
export function callersOf(log: Log): Callers {
  return {
    refused: ({ platform, status, reason, why }) =>
      log.warn({ platform, status, reason, why }, 'request refused at the gate'),
    vouched() {},
  };
}
