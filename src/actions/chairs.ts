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
  /** Nobody warns somebody who has left: then the chair need not wait. */
  hasOwnerLeft: boolean;
  /** The day on which the owner asked the chair for another date or owner; null when nothing waits for an answer. */
  askedOn: LocalDate | null;
}

/**
 * The day on which the chair hears of it, if nothing happens: three school days after the deadline at the earliest, and no
 * sooner than two after the owner was warned, or asked for another date or owner: the chair has that question already.
 * Undefined while the owner has not been warned and asks nothing.
 */
export function chairHearsOn(
  { dueOn, warnedOn, hasOwnerLeft, askedOn }: Watched,
  counting: Counting,
): LocalDate | undefined {
  const late = counting.after(dueOn, 3);
  if (hasOwnerLeft) return late;
  const since = askedOn ?? warnedOn;
  if (since === null) return undefined;
  const heard = counting.after(since, 2);
  return late > heard ? late : heard;
}

/** What is watched of an action that is late. `asOf` stands in where the owner has not been warned yet. */
export function watchedOf(late: Late, reading: Pick<Reading, 'partnership'>, asOf: LocalDate | null = null): Watched {
  const askedOn = late.askedAt === null ? null : dayOfInstant(late.askedAt, reading);
  return { ...late, askedOn, warnedOn: warnedOn(late, reading) ?? asOf };
}

/** The day on which the owner was warned: reminded, or given the action when it was late already. */
function warnedOn({ dueOn, warnedOn, toldAt }: Late, reading: Pick<Reading, 'partnership'>): string | null {
  const toldOn = dayOfInstant(toldAt, reading);
  return warnedOn ?? (toldOn > dueOn ? toldOn : null);
}
