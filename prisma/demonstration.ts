// The demonstration: a borough that does not exist, in the middle of a half-term, with one school in red, two in amber, a
// board that let a half-term go by, minutes that two governors have not read, a head half-way through the grades, an action
// two days late, another whose owner needs longer, and a message of which nobody knows whether it arrived.
import { today as todayIn } from '../src/calendar/index.ts';
import type { Clock } from '../src/chat/clock.ts';
import { json } from '../src/chat/records.ts';
import { refOf } from '../src/chat/refs.ts';
import type { PrismaClient } from '../src/store/generated/client.ts';
import { loadActions } from './demonstration/actions.ts';
import { loadAlerts } from './demonstration/alerts.ts';
import { loadAsk } from './demonstration/asks.ts';
import { loadBoards, loadMeetings } from './demonstration/boards.ts';
import { VERRALL_GREEN } from './demonstration/borough.ts';
import { daysAround, startOfStory } from './demonstration/days.ts';
import { loadCategories, loadRound } from './demonstration/judgements.ts';
import { loadMinutes } from './demonstration/minutes.ts';
import { loadPeople } from './demonstration/people.ts';
import { saveStory } from './demonstration/story.ts';
import { OWN_YEARS } from './demonstration/terms.ts';
import { leaveUncertain } from './demonstration/uncertain.ts';
import { postWaiting } from './demonstration/waiting.ts';

export { channels, personas } from './demonstration/personas.ts';
export { GREETING } from './demonstration/things.ts';
export { toTry } from './demonstration/to-try.ts';

/**
 * Begin the demonstration, once: in the holidays, at a weekend and at either end of a half-term its clock is moved on to
 * the next school day in the middle of one, since there the story is true. If the program ends between the two, the next
 * start finds the clock moved and loads the story.
 */
export async function beginDemonstration(
  prisma: PrismaClient,
  clock: Clock & { moveTo(instant: Date): Promise<void> },
): Promise<void> {
  if ((await prisma.partnership.count()) > 0) return;
  const start = startOfStory(clock.now());
  if (start > clock.now()) await clock.moveTo(start);
  await loadDemonstration(prisma, clock.now());
}

/**
 * Load the demonstration partnership, its history counted back from `now`. Does nothing when there is a partnership
 * already, so that two copies of the bot may start at once and a real partnership is never mixed with invented schools.
 */
export async function loadDemonstration(prisma: PrismaClient, now: Date): Promise<void> {
  if ((await prisma.partnership.count()) > 0) return;
  await prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('convenor-demonstration'))`;
      if ((await tx.partnership.count()) > 0) return;
      const today = todayIn(now);
      const days = daysAround(today);
      const cast = await loadPeople(tx, now, today);
      await tx.termYear.createMany({
        data: OWN_YEARS.map((dates) => ({
          partnershipId: cast.partnershipId,
          schoolYear: dates.schoolYear,
          dates: json(dates),
          changedAt: now,
        })),
      });
      const boards = await loadBoards(tx, cast, days);
      const meetings = await loadMeetings(tx, cast, boards, days);
      const minutes = await loadMinutes(tx, cast, boards, meetings, days);
      const actions = await loadActions(tx, cast, boards, meetings, days);
      const ask = await loadAsk(tx, cast, actions, days);
      const { recommendationId, atRisk } = await loadCategories(tx, cast, days);
      await loadAlerts(tx, cast, { boardId: boards.challenge, atRisk }, days);
      const { open } = await loadRound(tx, cast, days);
      await postWaiting(tx, cast, { minutes, actions, ask, evaluations: open, recommendationId }, now, today);
      const uncertain = await leaveUncertain(tx, cast, days);
      await saveStory(tx, {
        late: refOf('ACT', actions[0]!.id),
        asked: refOf('ACT', ask.actionId),
        uncertain: refOf('MSG', uncertain),
        circulated: refOf('MIN', minutes.circulated),
        draft: refOf('MIN', minutes.draft),
        recommendation: refOf('CAT', recommendationId),
        grades: refOf('EVA', open.find(({ urn }) => urn === VERRALL_GREEN)!.id),
      });
      await tx.auditEvent.create({
        data: {
          at: now,
          event: 'demonstration.loaded',
          subject: `partnership:${cast.partnershipId}`,
          after: json({ schools: cast.schools.size, people: cast.people.size }),
          platform: 'clock',
          place: 'start',
          requestId: 'demonstration',
        },
      });
    },
    { maxWait: 60_000, timeout: 120_000 },
  );
}
