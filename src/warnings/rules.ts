// When a problem is told, to whom it is new, and when it is over.
import { addDays, type LocalDate, weekday } from '../calendar/index.ts';
import type { Known, State } from './state.ts';

/** The kinds of problem, the most urgent first. */
export const KINDS = ['platform', 'waiting', 'job', 'uncertain', 'failed', 'unreachable'] as const;
export type Kind = (typeof KINDS)[number];

/** Something that keeps Convenor from doing its work, as it is seen now. */
export interface Problem {
  /** `uncertain`, `platform:slack`, `job:remindPeople` */
  key: string;
  /** What it is about: messages, people, a job's day. Told again only when there is something new among them. */
  items: string[];
  /** One sentence about it, for kinds whose cards do not read more. */
  detail: string;
}

export function kindOf(key: string): Kind {
  return key.split(':')[0] as Kind;
}

const MINUTE = 60_000;

/** For so long a problem has to last before it is told: much is over by itself. */
const PATIENCE: Record<Kind, number> = {
  platform: 5 * MINUTE,
  waiting: 5 * MINUTE,
  job: 5 * MINUTE,
  uncertain: MINUTE,
  failed: MINUTE,
  unreachable: MINUTE,
};

// One copy of the bot may reach a platform that another does not: it is well again when none has complained for a while.
const UNSEEN_FOR = 3 * MINUTE;

/** What a look at the house changed. */
export interface Change {
  /** The problems that a new card is to tell, together. */
  tell: string[];
  /** What older cards have to say: that a problem is over, is back, or is told again on a newer card. */
  news: { batch: string; key: string; now: 'over' | 'back' | 'again' }[];
  /** The cards of problems that are not as they were. */
  changed: string[];
}

interface Look {
  now: Date;
  today: LocalDate;
  /** Whether this is a time at which people are told. */
  mayTell: boolean;
  /** The new card's subject, if there is one. */
  batch: string;
}

/** Compare what is seen with what was known: at most one telling a problem and day. Changes nothing it is given. */
export function compare(
  before: State['problems'],
  seen: Problem[],
  look: Look,
): Change & { problems: State['problems'] } {
  const change: Change = { tell: [], news: [], changed: [] };
  const problems: State['problems'] = {};
  for (const problem of seen) problems[problem.key] = seenAgain(before[problem.key], problem, look, change);
  for (const [key, known] of Object.entries(before)) {
    if (problems[key]) continue;
    const left = notSeen(key, known, look, change);
    if (left) problems[key] = left;
  }
  if (look.mayTell)
    for (const [key, known] of Object.entries(problems)) {
      if (!isToBeTold(key, known, look)) continue;
      if (known.batch !== null) change.news.push({ batch: known.batch, key, now: 'again' });
      problems[key] = { ...known, told: known.items, toldOn: look.today, batch: look.batch };
      change.tell.push(key);
    }
  return { ...change, problems };
}

function seenAgain(known: Known | undefined, { key, items, detail }: Problem, look: Look, change: Change): Known {
  const now = look.now.toISOString();
  const fresh = { since: now, told: [], toldOn: null, batch: null };
  const isOld = known !== undefined && (known.overAt === null || known.toldOn === look.today);
  const { since, told, toldOn, batch } = isOld ? known : fresh;
  const isBack = isOld && known.overAt !== null;
  if (isBack && batch !== null) change.news.push({ batch, key, now: 'back' });
  const isSame = isOld && known.detail === detail && String(known.items) === String(items);
  if (!isSame && batch !== null) change.changed.push(batch);
  return { since: isBack ? now : since, seenAt: now, overAt: null, items, detail, told, toldOn, batch };
}

/** A problem that is not seen: over now, or forgotten when there is nothing more to say about it today. */
function notSeen(key: string, known: Known, look: Look, change: Change): Known | undefined {
  if (known.overAt !== null) return known.toldOn === look.today ? known : undefined;
  if (kindOf(key) === 'platform' && look.now.getTime() - Date.parse(known.seenAt) < UNSEEN_FOR) return known;
  if (known.batch === null) return undefined;
  change.news.push({ batch: known.batch, key, now: 'over' });
  return { ...known, overAt: look.now.toISOString() };
}

function isToBeTold(key: string, known: Known, { now, today }: Look): boolean {
  if (known.overAt !== null || known.toldOn === today) return false;
  if (now.getTime() - Date.parse(known.since) < PATIENCE[kindOf(key)]) return false;
  // What nobody has done anything about is said again in another week.
  if (known.toldOn === null || mondayOf(known.toldOn) !== mondayOf(today)) return true;
  return known.items.some((item) => !known.told.includes(item));
}

const mondayOf = (day: LocalDate) => addDays(day, 1 - weekday(day));
