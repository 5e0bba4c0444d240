// The look at the house: what is wrong is told to the programme directors, once a problem and day, and what is over too.
import { addDays, instantAt, isWorkingDay, MissingBankHolidays, timeOfDay, weekday } from '../calendar/index.ts';
import type { BeatContext } from '../chat/contract.ts';
import { listHolders, OFFICE } from '../people/index.ts';
import { findProblems } from './problems.ts';
import { GIVEN, NEWS, readFacts, readState, saveState, WARNING } from './records.ts';
import { type Change, compare } from './rules.ts';
import type { State } from './state.ts';

/** The list of what was not delivered: it is shown anew when that changes. */
export const UNDELIVERED = 'undelivered:all';

const MOVED_MS = 5 * 60_000;

/** Look whether all is well, tell what is not, and keep what was seen for the next look. */
export async function look(context: BeatContext): Promise<void> {
  const { tx, now, today, partnership } = context;
  const before = await readState(tx);
  const clock = clockAfter(before.clock, context);
  const facts = await readFacts(tx, { partnershipId: partnership.id, now, today });
  const movedAt = clock.movedAt === null ? undefined : new Date(clock.movedAt);
  const seen = findProblems(facts, { ...context, movedAt });
  const count = before.batches?.day === today ? before.batches.count + 1 : 1;
  const batch = `warning:${today}:${count}`;
  const mayTell = isTimeToTell(context);
  const { problems, ...change } = compare(before.problems, seen, { now, today, mayTell, batch });
  const batches = change.tell.length > 0 ? { day: today, count } : before.batches;
  await saveState(tx, { problems, batches, clock });
  await tellOf(change, batch, context);
}

async function tellOf({ tell, news, changed }: Change, batch: string, context: BeatContext): Promise<void> {
  const { outbox, happened, today, partnership } = context;
  for (const { batch: subject, key, now } of news) await happened({ event: NEWS, subject, after: { key, now } });
  for (const subject of new Set([...changed, ...news.map((one) => one.batch)])) await outbox.refresh(subject);
  if (changed.length + news.length + tell.length > 0) await outbox.refresh(UNDELIVERED);
  if (tell.length === 0) return;
  await happened({ event: GIVEN, subject: batch, after: { problems: tell } });
  const validUntil = instantAt(addDays(today, 1), '00:00', partnership.timeZone);
  for (const personId of await listWarned(context))
    await outbox.post({
      key: `${batch}:PER-${personId}`,
      card: WARNING,
      subject: batch,
      to: { personId },
      validUntil,
      // It shows what is true now: twice does no harm.
      onUncertain: 'repeat',
    });
}

/** The programme directors; where there is none, the first of the office who is there. */
async function listWarned({ tx, partnership, today }: BeatContext): Promise<number[]> {
  for (const role of OFFICE) {
    const holders = await listHolders(tx, { partnershipId: partnership.id, roles: [role], today });
    const inOffice = holders.filter(({ schoolId }) => schoolId === null).map(({ id }) => id);
    if (inOffice.length > 0) return [...new Set(inOffice)];
  }
  return [];
}

/** Working days from eight to eight: nobody at the office can do anything about it at night. */
function isTimeToTell({ now, today, partnership }: BeatContext): boolean {
  const time = timeOfDay(now, partnership.timeZone);
  if (time < '08:00' || time >= '20:00') return false;
  try {
    return isWorkingDay(today, partnership.calendar);
  } catch (error) {
    if (error instanceof MissingBankHolidays) return weekday(today) <= 5;
    throw error;
  }
}

/** Note the times of this look, and when the house's clock ran ahead of the machine's since the last. */
function clockAfter(before: State['clock'], { now, realNow }: BeatContext): NonNullable<State['clock']> {
  const times = { now: now.toISOString(), realNow: realNow.toISOString() };
  if (!before) return { ...times, movedAt: null };
  const passed = now.getTime() - Date.parse(before.now);
  const reallyPassed = realNow.getTime() - Date.parse(before.realNow);
  return { ...times, movedAt: Math.abs(passed - reallyPassed) > MOVED_MS ? times.now : before.movedAt };
}
