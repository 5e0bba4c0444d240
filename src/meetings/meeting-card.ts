// A meeting for those who run it: before it who comes, on the morning after whether it was held, then who was there and what
// was agreed. One card, which goes through these by itself.
import { z } from 'zod';
import { agreedPaper } from '../actions/index.ts';
import { countOf } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import type { CardKind, ShowContext, Showing } from '../chat/contract.ts';
import { idIn, refOf } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { dayOf } from '../store/days.ts';
import { type Attendance, attendanceOf, NAMED } from './attendance.ts';
import { listEvents } from './history.records.ts';
import { calledOff, firstPublishedOn } from './history.ts';
import { answersOf, quorumFact, thereOf } from './meeting-facts.ts';
import { draftDueOn } from './notice.ts';
import { publishedBy } from './publishing.ts';
import { findMinutes, getMeeting, listItems, type Meeting } from './records.ts';
import { Common, commonOf, Fact, Paper, type Viewing, viewing, whenOf } from './shown.ts';

const Base = { ...Common, facts: z.array(Fact).min(1), fallback: z.string(), meetingId: z.number() };

const planned = template(
  'meeting',
  z.strictObject({ ...Base, canPublish: z.boolean(), canAdd: z.boolean(), canRun: z.boolean() }),
);
const question = template(
  'meeting-question',
  z.strictObject({ ...Base, startsAt: z.string(), canRun: z.boolean(), isOthers: z.boolean() }),
);
const held = template(
  'meeting-held',
  z.strictObject({
    ...Base,
    boardId: z.number(),
    papers: z.array(Paper),
    next: z.string(),
    hasNext: z.boolean(),
    canCorrect: z.boolean(),
    canBegin: z.boolean(),
    canGoOn: z.boolean(),
    canGive: z.boolean(),
    canTakeBack: z.boolean(),
    minutesId: z.number(),
  }),
);
const off = template(
  'meeting-off',
  z.strictObject({ ...Common, title: z.string(), outcome: z.string(), fallback: z.string() }),
);

export const meetingKind: CardKind = {
  name: 'meeting',
  async show(subject, context) {
    const meeting = await getMeeting(context.tx, idIn(subject));
    const who = await viewing(context, meeting);
    // Who has not answered is between a board and those who ask for it: nothing of it stands in a channel.
    if (who.viewer === undefined || !who.maySee) return undefined;
    if (meeting.state === 'cancelled') return showOff(context, meeting);
    const attendance = await attendanceOf(context, meeting);
    if (meeting.state === 'held') return showHeld(context, meeting, attendance, who);
    const isOver = dayOf(meeting.heldOn) < context.today;
    return isOver ? askWhetherHeld(meeting, attendance, who) : showPlanned(context, meeting, attendance, who);
  },
};

async function showPlanned(
  context: ShowContext,
  meeting: Meeting,
  attendance: Attendance,
  { runs, viewer }: Viewing,
): Promise<Showing> {
  const sits = viewer?.seats.some((seat) => seat.boardId === meeting.boardId) ?? false;
  const card = planned({
    ...commonOf(meeting),
    facts: [
      { title: 'Agenda', value: await agendaInWords(context, meeting) },
      ...answersOf(attendance, 'Coming', 'Not answered'),
      quorumFact(attendance),
      { title: 'A quorum needs', value: attendance.quorumRule },
    ],
    fallback: fallbackOf('Meeting', meeting),
    meetingId: meeting.id,
    canPublish: runs && meeting.agendaRevision === 0,
    canAdd: runs || sits,
    canRun: runs,
  });
  return { card, revision: meeting.version };
}

async function agendaInWords(context: ShowContext, meeting: Meeting): Promise<string> {
  const items = countOf((await listItems(context.tx, meeting.id)).length, 'item');
  if (meeting.agendaRevision > 0) {
    const on = firstPublishedOn(await listEvents(context.tx, meeting.id), context.partnership.timeZone);
    return `${items}, sent to everybody${on === undefined ? '' : ` on ${sayDate(on)}`}`;
  }
  const on = publishedBy(context, meeting);
  return `${items}, goes out by itself ${on > context.today ? `on ${sayDate(on)}` : 'on the next working day'}`;
}

function askWhetherHeld(meeting: Meeting, attendance: Attendance, { runs }: Viewing): Showing {
  const card = question({
    ...commonOf(meeting),
    facts: answersOf(attendance, 'Said yes', 'No answer', NAMED),
    fallback: `Was the meeting held? ${meeting.board.name}, ${whenOf(meeting)}`.slice(0, 300),
    meetingId: meeting.id,
    startsAt: meeting.startsAt,
    canRun: runs,
    isOthers: !runs,
  });
  return { card, revision: meeting.version, isSettled: !runs };
}

async function showHeld(
  context: ShowContext,
  meeting: Meeting,
  attendance: Attendance,
  { runs, writes }: Viewing,
): Promise<Showing> {
  const { tx, partnership } = context;
  const minutes = await findMinutes(tx, meeting.id);
  const isOpen = minutes === undefined || minutes.state === 'draft';
  const due = draftDueOn(
    dayOf(meeting.heldOn),
    boardTemplate(partnership.framework, meeting.board.template),
    partnership.calendar,
  );
  const next = writes && isOpen ? `The draft minutes are due by ${sayDate(due)}. ${howTo(meeting, minutes?.id)}` : '';
  const card = held({
    ...commonOf(meeting),
    facts: [...thereOf(attendance), quorumFact(attendance), { title: 'Minutes', value: minutesInWords(minutes) }],
    papers: await agreedPaper(context, meeting.id),
    next,
    hasNext: next !== '',
    canCorrect: runs && isOpen,
    canBegin: writes && minutes === undefined,
    canGoOn: writes && minutes?.state === 'draft',
    canGive: runs && isOpen,
    canTakeBack: runs && minutes === undefined,
    fallback: fallbackOf('The meeting was held', meeting),
    meetingId: meeting.id,
    boardId: meeting.boardId,
    minutesId: minutes?.id ?? 0,
  });
  return { card, revision: meeting.version, isSettled: !isOpen };
}

function howTo(meeting: Meeting, minutesId: number | undefined): string {
  const ref = minutesId === undefined ? refOf('MTG', meeting.id) : refOf('MIN', minutesId);
  return `Write or paste them in the form, or type “minutes write ${ref}” and the text behind it.`;
}

function minutesInWords(minutes: { id: number; state: string } | undefined): string {
  if (minutes === undefined) return 'Not written yet';
  const state: Record<string, string> = {
    draft: 'a draft, not circulated yet',
    circulated: 'circulated for approval',
    agreed: 'agreed; the next meeting confirms them',
  };
  return `${refOf('MIN', minutes.id)}, ${state[minutes.state] ?? 'confirmed at the meeting after it'}`;
}

async function showOff({ tx, partnership }: ShowContext, meeting: Meeting): Promise<Showing> {
  const why = calledOff(await listEvents(tx, meeting.id), partnership.timeZone);
  const isLater = why !== undefined && why.on > dayOf(meeting.heldOn);
  const title = isLater ? 'The meeting did not take place' : 'The meeting is called off';
  const outcome = why ? `Why: ${why.reason}` : 'Nothing more is needed.';
  const card = off({ ...commonOf(meeting), title, outcome, fallback: fallbackOf(title, meeting) });
  return { card, revision: meeting.version, isSettled: true };
}

function fallbackOf(title: string, meeting: Meeting): string {
  return `${title}: ${meeting.board.name}, ${whenOf(meeting)}`.slice(0, 300);
}
