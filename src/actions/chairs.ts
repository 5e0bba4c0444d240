// When the chair hears of an action that is late. Pure.
import type { LocalDate } from '../calendar/index.ts';
import type { Reading } from '../chat/contract.ts';
import type { Counting } from '../reminders/index.ts';
import type { Late } from './duties.records.ts';
import { dayOfInstant } from './telling.ts';

export interface Watched {
  dueOn: LocalDate;
  /** The day on which the owner was warned that it is late, or got it when it was late already; null for not yet. */
  warnedOn: LocalDate | null;
  /** Nobody warns somebody who has left or who waits for an answer: then the chair need not wait. */
  hasOwnerLeft: boolean;
  isWaiting: boolean;
}

/**
 * The day on which the chair hears of it, if nothing happens: three school days after the deadline at the earliest, and no
 * sooner than two after the owner was warned. Undefined while the owner has not been.
 */
export function chairHearsOn(
  { dueOn, warnedOn, hasOwnerLeft, isWaiting }: Watched,
  counting: Counting,
): LocalDate | undefined {
  const late = counting.after(dueOn, 3);
  if (hasOwnerLeft || isWaiting) return late;
  if (warnedOn === null) return undefined;
  const heard = counting.after(warnedOn, 2);
  return late > heard ? late : heard;
}

/** The day on which the owner was warned: reminded, or given the action when it was late already. */
export function warnedOn({ dueOn, warnedOn, toldAt }: Late, reading: Pick<Reading, 'partnership'>): string | null {
  const toldOn = dayOfInstant(toldAt, reading);
  return warnedOn ?? (toldOn > dueOn ? toldOn : null);
}
