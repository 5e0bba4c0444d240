// Who is reminded of what today: the ladder of rungs, each told once for a deadline. Pure.
import { daysBetween, LAST_RUNG, type LocalDate, type Rung, rungAt } from '../calendar/index.ts';
import type { Duty } from '../chat/contract.ts';
import type { Counting } from './counting.ts';

export type Deadline = Pick<Duty, 'dueOn' | 'since'>;

/**
 * Beyond these days before a deadline nothing is said, and beyond these after it every rung is true: the summer holidays
 * lie within both. What lies farther off is not counted, since its term dates may not be known yet or any more.
 */
const FAR_DAYS = 70;
const LONG_AGO_DAYS = 150;

/**
 * The highest rung that is true on a day for a deadline, or undefined before the first one. Whether there is school on that
 * day is for whoever asks: a count needs no school on the day itself.
 */
export function rungReached(dueOn: LocalDate, day: LocalDate, counting: Counting): Rung | undefined {
  const days = daysBetween(dueOn, day);
  if (days < -FAR_DAYS) return undefined;
  return days > LONG_AGO_DAYS ? LAST_RUNG : rungAt(counting.between(dueOn, day));
}

/**
 * The rung that somebody is told of today; undefined when there is none. Only the highest that is true is said, so one that
 * was missed is overtaken; never one that was reached when the person was told of the deadline; and never one as high as
 * what was `told` before.
 */
export function rungToSay(
  { dueOn, since }: Deadline,
  told: number | undefined,
  today: LocalDate,
  counting: Counting,
): Rung | undefined {
  const rung = rungReached(dueOn, today, counting);
  if (rung === undefined || rung <= (told ?? Number.NEGATIVE_INFINITY)) return undefined;
  const atFirst = rungReached(dueOn, since, counting);
  return atFirst === undefined || rung > atFirst ? rung : undefined;
}

/** A deadline without a number of its own is known by a day: a day written as a number. */
export function dayAsRevision(day: LocalDate): number {
  return Number(day.replaceAll('-', ''));
}
