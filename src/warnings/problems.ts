// What keeps Convenor from doing its work, made of what was read.
import { today as dayIn, sayDate, timeOfDay } from '../calendar/index.ts';
import type { BeatContext, PlatformName } from '../chat/contract.ts';
import { type Late, lateJobs } from '../clock/index.ts';
import type { Facts, Unreachable } from './records.ts';
import type { Problem } from './rules.ts';

/** Messages go out within seconds; after so long something is wrong. */
export const WAITING_FOR_MS = 15 * 60_000;

type Look = Pick<BeatContext, 'now' | 'today' | 'partnership' | 'jobs' | 'troubles'> & { movedAt: Date | undefined };

/** Find every problem there is now. */
export function findProblems(facts: Facts, look: Look): Problem[] {
  const { troubles, today, now, partnership } = look;
  const platforms = troubles.map(({ platform, reason }) => ({
    key: `platform:${platform}`,
    items: [today],
    detail: asSentence(reason),
  }));
  const { since } = facts.due;
  const isStuck = since !== null && now.getTime() - Date.parse(since) > WAITING_FOR_MS && platforms.length === 0;
  const when = { now, timeZone: partnership.timeZone, calendar: partnership.calendar, movedAt: look.movedAt };
  const of = (state: string) => facts.messages.filter((one) => one.state === state).map(({ id }) => String(id));
  return [
    ...platforms,
    ...(isStuck ? [{ key: 'waiting', items: [today], detail: since }] : []),
    ...lateJobs(look.jobs, facts.runs, when).map((late) => problemOf(late, partnership.timeZone)),
    ...some('uncertain', of('uncertain')),
    ...some('failed', of('failed')),
    ...some('unreachable', facts.unreachable.map(placeOf)),
  ];
}

const some = (key: string, items: string[]): Problem[] => (items.length === 0 ? [] : [{ key, items, detail: '' }]);

const placeOf = ({ personId, conversationId }: Unreachable) =>
  personId === null ? `conversation:${conversationId}` : `person:${personId}`;

function problemOf({ job, slot, dueAt, doneAt, faults }: Late, zone: string): Problem {
  const at = (instant: Date) => `${sayDate(dayIn(instant, zone))} at ${timeOfDay(instant, zone)}`;
  const last = doneAt ? `It was last done on ${at(doneAt)}.` : 'It has never been done.';
  const tries = faults > 0 ? ' It has been tried since, and failed.' : '';
  return {
    key: `job:${job.name}`,
    items: [slot],
    detail: `“${job.title}” should have been done on ${at(dueAt)}. ${last}${tries}`,
  };
}

const NAMES: Record<PlatformName, string> = { teams: 'Teams', slack: 'Slack', mail: 'E-mail', web: 'The local page' };

/** What a platform is called: "Slack". */
export function platformName(key: string): string {
  return NAMES[key.split(':')[1] as PlatformName] ?? 'A platform';
}

/** The job that a problem is about. */
export const jobIn = (key: string) => key.split(':')[1]!;

/** A reason as a sentence of its own, whether or not it was one. */
export function asSentence(reason: string): string {
  const words = reason.trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`;
}
