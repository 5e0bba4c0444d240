// What meetings do by themselves on the mornings of working days. Each key is said once, so a day that was missed is made up
// for on the next, and a copy that runs twice changes nothing.
import { listSeatHolders, type SeatHolder } from '../boards/index.ts';
import { addDays, instantAt } from '../calendar/index.ts';
import type { Job, JobContext } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { dayOf } from '../store/days.ts';
import { attendanceOf } from './attendance.ts';
import { morning, warnOn, workingDay, worryOn } from './notice.ts';
import { publish, publishedBy } from './publishing.ts';
import { getMeetingLocked, listPlanned, listUnrecorded, type Meeting } from './records.ts';
import { runnersOf } from './telling.ts';

/** Send out the agendas that are due and that nobody has published (F-03); two working days before, tell the clerk. */
const publishAgendas = morning('publishAgendas', 'Agendas that go out', async (context) => {
  const { tx, today, partnership } = context;
  for (const meeting of await listPlanned(tx, { partnershipId: partnership.id, today, isPublished: false })) {
    if (publishedBy(context, meeting) <= today) await publishOnce(context, meeting.id);
    else if (warnOn(dayOf(meeting.heldOn), templateOf(context, meeting), partnership.calendar) <= today)
      await warnClerk(context, meeting);
  }
});

/** Whoever publishes, moves or calls off a meeting at this moment was first, or sees that its agenda is out. */
async function publishOnce(context: JobContext, meetingId: number): Promise<void> {
  const meeting = await getMeetingLocked(context.tx, meetingId);
  const isDue = publishedBy(context, meeting) <= context.today;
  if (meeting.state === 'planned' && meeting.agendaRevision === 0 && isDue) await publish(context, meeting);
}

async function warnClerk(context: JobContext, meeting: Meeting): Promise<void> {
  const holders = await listSeatHolders(context.tx, meeting.boardId, context.today);
  await postTo(context, meeting, runnersOf(holders), {
    card: 'agenda-to-publish',
    // On that day it says nothing new any more.
    validUntil: instantAt(publishedBy(context, meeting), '08:00', context.partnership.timeZone),
  });
}

/** Tell the clerk and the chair once when, two working days before a meeting, too few say that they come. */
const checkQuorums = morning('checkQuorums', 'Who is coming', async (context) => {
  const { tx, today, partnership } = context;
  for (const meeting of await listPlanned(tx, { partnershipId: partnership.id, today, isPublished: true })) {
    if (worryOn(dayOf(meeting.heldOn), partnership.calendar) > today) continue;
    const { quorum, members } = await attendanceOf(context, meeting);
    if (quorum.state === 'met') continue;
    const told = members.filter((one) => one.isClerk || one.isChair);
    await postTo(context, meeting, told, {
      card: 'quorum-at-risk',
      validUntil: instantAt(dayOf(meeting.heldOn), meeting.startsAt, partnership.timeZone),
    });
  }
});

// Whoever is heard from later finds the question at home.
const ASKING_DAYS = 30;

/** Ask the clerk, on the first working day after it, whether a meeting was held. */
const askWhetherHeld = morning('askWhetherHeld', 'Meetings that were held', async (context) => {
  const { tx, today, partnership, outbox } = context;
  for (const meeting of await listUnrecorded(tx, { partnershipId: partnership.id, today })) {
    // Whoever could answer the agenda until yesterday no longer can.
    if (workingDay(dayOf(meeting.heldOn), 1, partnership.calendar) === today)
      await outbox.refresh(subjectOf('MTG', meeting.id));
    const holders = await listSeatHolders(tx, meeting.boardId, today);
    await postTo(context, meeting, runnersOf(holders), {
      card: 'meeting',
      validUntil: instantAt(addDays(today, ASKING_DAYS), '08:00', partnership.timeZone),
    });
  }
});

const KEY = {
  'agenda-to-publish': 'agenda-to-publish',
  'quorum-at-risk': 'quorum-at-risk',
  meeting: 'meeting-held',
} as const;

/** Post a card about a meeting to some people, once for each day on which it was to be. */
async function postTo(
  { outbox }: JobContext,
  meeting: Meeting,
  people: SeatHolder[],
  { card, validUntil }: { card: keyof typeof KEY; validUntil: Date },
): Promise<void> {
  for (const personId of new Set(people.map((one) => one.personId)))
    await outbox.post({
      key: `${KEY[card]}:${refOf('MTG', meeting.id)}:${dayOf(meeting.heldOn)}:${personId}`,
      card,
      subject: subjectOf('MTG', meeting.id),
      to: { personId },
      validUntil,
    });
}

function templateOf({ partnership }: JobContext, meeting: Meeting) {
  return boardTemplate(partnership.framework, meeting.board.template);
}

export const meetingJobs: Job[] = [publishAgendas, checkQuorums, askWhetherHeld];
