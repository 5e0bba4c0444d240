// The agenda as everybody with a seat and the board's channel have it: one card a meeting, kept up to date.
import { z } from 'zod';
import { countOf } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import type { CardKind, Feature, ShowContext } from '../chat/contract.ts';
import { idIn } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { dayOf } from '../store/days.ts';
import { agendaLines } from './agenda-items.ts';
import { type Attendance, attendanceOf, comingInWords, NAMED, namesOfAll, thereInWords } from './attendance.ts';
import { contributedPapers } from './contributed.ts';
import { listEvents, type MeetingEvent } from './history.records.ts';
import { calledOff, calledOn, changesIn, movedFrom } from './history.ts';
import { publishedBy, shortNotice } from './publishing.ts';
import { getWithAgenda, type Meeting } from './records.ts';
import { Common, commonOf, Paper, viewing, whenOf } from './shown.ts';

const Agenda = {
  ...Common,
  items: z.array(z.strictObject({ number: z.string(), title: z.string(), lead: z.string() })),
  hasItems: z.boolean(),
  isEmpty: z.boolean(),
  fallback: z.string(),
};

const open = template(
  'agenda',
  z.strictObject({
    ...Agenda,
    notices: z.array(z.strictObject({ text: z.string() })),
    papers: z.array(Paper),
    coming: z.string(),
    waiting: z.string(),
    hasWaiting: z.boolean(),
    yours: z.string(),
    hasYours: z.boolean(),
    canPublish: z.boolean(),
    canRun: z.boolean(),
    meetingId: z.number(),
    boardId: z.number(),
  }),
);

const settled = template('agenda-settled', z.strictObject({ ...Agenda, outcome: z.string() }));

export const agendaKind = (contributors: () => Feature[]): CardKind => ({
  name: 'agenda',
  async show(subject, context) {
    const { tx, today, viewerId } = context;
    const meeting = await getWithAgenda(tx, idIn(subject));
    const { maySee, runs } = await viewing(context, meeting);
    if (!maySee) return undefined;
    const attendance = await attendanceOf(context, meeting);
    const events = await listEvents(tx, meeting.id);
    const items = await agendaLines(context, meeting, { contributors: contributors(), holders: attendance.members });
    const agenda = {
      ...commonOf(meeting),
      items,
      hasItems: items.length > 0,
      isEmpty: items.length === 0,
      fallback: `Agenda: ${meeting.board.name}, ${whenOf(meeting)}`.slice(0, 300),
    };
    const revision = meeting.agendaRevision;
    if (meeting.state !== 'planned' || dayOf(meeting.heldOn) < today) {
      const outcome = outcomeOf(context, meeting, attendance, events);
      return { card: settled({ ...agenda, outcome }), revision, isSettled: true };
    }
    const mine = attendance.members.find((one) => one.personId === viewerId)?.answer;
    const waiting = runs ? waitingInWords(attendance) : '';
    const card = open({
      ...agenda,
      notices: noticesOf(context, meeting, events).map((text) => ({ text })),
      papers: await contributedPapers(contributors(), context, meeting.boardId),
      coming: comingInWords(attendance),
      waiting,
      hasWaiting: waiting !== '',
      yours:
        mine === undefined ? '' : mine === 'coming' ? 'You said that you will be there.' : 'You sent your apologies.',
      hasYours: mine !== undefined,
      canPublish: runs && revision === 0,
      canRun: runs,
      meetingId: meeting.id,
      boardId: meeting.boardId,
    });
    return { card, revision };
  },
});

/** What has to be known about an agenda before it is read. */
function noticesOf(context: ShowContext, meeting: Meeting, events: MeetingEvent[]): string[] {
  const { today, partnership } = context;
  if (meeting.agendaRevision === 0) {
    const on = publishedBy(context, meeting);
    const goesOut = on > today ? `on ${sayDate(on)}` : 'on the next working day';
    return [`Not published yet: nobody has been sent it. It goes out by itself ${goesOut}.`];
  }
  const from = movedFrom(events);
  const isElsewhen = from && (from.heldOn !== dayOf(meeting.heldOn) || from.startsAt !== meeting.startsAt);
  const before = from && (isElsewhen ? `it was to be on ${sayDate(from.heldOn)}, ${from.startsAt}` : placeBefore(from));
  const moved = before ? [`Moved: ${before}.${isElsewhen ? ' Please say again whether you will be there.' : ''}`] : [];
  const short = shortNotice(context, meeting, calledOn(events, partnership.timeZone)).trim();
  return [
    ...moved,
    ...(short === '' ? [] : [short]),
    ...(hasChanged(events) ? ['Changed since it was first sent.'] : []),
  ];
}

const placeBefore = ({ place }: { place: string }) =>
  place === '' ? 'no place was named' : `it was to be in ${place}`;

function hasChanged(events: MeetingEvent[]): boolean {
  const revisions = new Set(events.map(({ after }) => (after as { revision?: number } | null)?.revision ?? 0));
  return [...revisions].some((revision) => {
    if (revision === 0) return false;
    const { added, removed, moved } = changesIn(events, revision);
    return added.length + removed.length + moved.length > 0;
  });
}

/** Who has not answered, and whether there would be a quorum: for those who run the board, who can ask. */
function waitingInWords({ waiting, quorumWords }: Attendance): string {
  const who = waiting.length === 0 || waiting.length > NAMED ? '' : `Not answered: ${namesOfAll(waiting)}. `;
  return `${who}The quorum ${quorumWords}.`;
}

function outcomeOf(
  { partnership }: ShowContext,
  meeting: Meeting,
  attendance: Attendance,
  events: MeetingEvent[],
): string {
  if (meeting.state === 'cancelled') {
    const off = calledOff(events, partnership.timeZone);
    const what = off && off.on > dayOf(meeting.heldOn) ? 'did not take place' : 'was called off';
    return `This meeting ${what}${off ? `: ${off.reason}` : '.'}`;
  }
  if (meeting.state === 'held') return `This meeting was held. ${thereInWords(attendance)}`.trim();
  const { length } = attendance.coming;
  const said = `${length === 0 ? 'Nobody' : countOf(length, 'person', 'people')} had said they would come.`;
  return `The day of this meeting is over. ${said}`;
}
