// What is remembered of a message that may have been sent, while the platform is asked whether it has it.
import { z } from 'zod';

const Instant = z.iso.datetime({ offset: true });

/** Of tries whose outcome nobody knows. Instants are of the machine's own time, as the platform's are. */
export const Doubt = z.strictObject({
  /** When the first such try began and the last one ended. */
  from: Instant,
  to: Instant,
  /** What went wrong. */
  reason: z.string(),
  /** How often in a row the platform did not have it. */
  looks: z.number().int(),
  /** How often in a row the platform could not be asked. */
  failed: z.number().int(),
  /** It has been sent a second time: there is no third. */
  isAgain: z.boolean(),
});
export type Doubt = z.infer<typeof Doubt>;

/**
 * How long to wait before each look, in milliseconds. What a platform has taken may show up later, so that only the last of
 * several looks says that it is not there.
 */
const BEFORE_LOOKS_MS = [2000, 10_000, 60_000] as const;

/** A try has ended without an answer: it is to be looked for. */
export function doubtAfter(
  before: Doubt | null,
  { began, ended, reason }: { began: Date; ended: Date; reason: string },
): Doubt {
  return {
    from: before?.from ?? began.toISOString(),
    to: ended.toISOString(),
    reason,
    looks: 0,
    failed: 0,
    isAgain: before !== null,
  };
}

/** It was looked for once more and is not there. */
export function notSeen(doubt: Doubt): Doubt {
  return { ...doubt, looks: doubt.looks + 1, failed: 0 };
}

/** Whether the looks so far say that it is not there. */
export function isSurelyNotThere({ looks }: Doubt): boolean {
  return looks >= BEFORE_LOOKS_MS.length;
}

/** How long to wait before the next look, in milliseconds. */
export function waitBeforeLook({ looks }: Doubt): number {
  return BEFORE_LOOKS_MS[Math.min(looks, BEFORE_LOOKS_MS.length - 1)]!;
}

/** It is sent again now; should that be put off, it is looked for once more before. */
export function oneLookBack(doubt: Doubt): Doubt {
  return { ...doubt, looks: BEFORE_LOOKS_MS.length - 1 };
}
