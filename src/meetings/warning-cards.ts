// What whoever runs a board hears before a meeting: that its agenda will go out, and that too few say they come.
import { z } from 'zod';
import { countOf, listSeatHolders } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import type { CardKind, Reading } from '../chat/contract.ts';
import { idIn } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { dayOf } from '../store/days.ts';
import { type Attendance, attendanceOf, NAMED, namesOfAll } from './attendance.ts';
import { andChannel, publishedBy } from './publishing.ts';
import { getMeeting, listItems, type Meeting } from './records.ts';
import { Common, commonOf, viewing, whenOf } from './shown.ts';

const Warning = { ...Common, title: z.string(), said: z.string(), fallback: z.string() };

const toPublish = template(
  'agenda-to-publish',
  z.strictObject({ ...Warning, items: z.string(), isOpen: z.boolean(), meetingId: z.number() }),
);
const quorumAtRisk = template(
  'quorum-at-risk',
  z.strictObject({
    ...Warning,
    waiting: z.string(),
    hasWaiting: z.boolean(),
    apologies: z.string(),
    hasApologies: z.boolean(),
    isOpen: z.boolean(),
    canAnswer: z.boolean(),
    meetingId: z.number(),
  }),
);

const DEFAULT = ' This quorum is a default: your framework sets none.';

/** Tell the clerk when an agenda goes out by itself, while it can still be looked at and added to. */
const toPublishKind: CardKind = {
  name: 'agenda-to-publish',
  async show(subject, context) {
    const meeting = await getMeeting(context.tx, idIn(subject));
    if (!(await viewing(context, meeting)).runs) return undefined;
    const base = { ...commonOf(meeting), meetingId: meeting.id };
    const over = overInWords(meeting, context);
    const done = over ?? (meeting.agendaRevision > 0 ? 'The agenda has gone out to everybody.' : undefined);
    if (done !== undefined) {
      const title = over ?? 'The agenda is published';
      const card = toPublish({
        ...base,
        title,
        said: over === undefined ? done : 'Nothing more is needed here.',
        items: '',
        isOpen: false,
        fallback: nameIt(title, meeting),
      });
      return { card, revision: meeting.version, isSettled: true };
    }
    const template = boardTemplate(context.partnership.framework, meeting.board.template);
    const people = (await listSeatHolders(context.tx, meeting.boardId, context.today)).length;
    const on = publishedBy(context, meeting);
    const notice = countOf(template.agendaNoticeWorkingDays, 'working day');
    const title = 'An agenda goes out soon';
    const when = on > context.today ? `On ${sayDate(on)}, ${notice} before the meeting,` : 'On the next working day';
    const card = toPublish({
      ...base,
      title,
      said: `${when} I send it to ${countOf(people, 'person', 'people')}${andChannel(meeting)}, unless you do so before.`,
      items: `It has ${countOf((await listItems(context.tx, meeting.id)).length, 'item')} so far.`,
      isOpen: true,
      fallback: nameIt(title, meeting),
    });
    return { card, revision: meeting.version };
  },
};

/** Tell the clerk and the chair that by the answers so far a meeting will have no quorum. */
const quorumKind: CardKind = {
  name: 'quorum-at-risk',
  async show(subject, context) {
    const meeting = await getMeeting(context.tx, idIn(subject));
    if (!(await viewing(context, meeting)).runs) return undefined;
    const { quorum, quorumWords, isDefault, members, waiting, apologies } = await attendanceOf(context, meeting);
    const base = {
      ...commonOf(meeting),
      meetingId: meeting.id,
      waiting: firstNames(waiting),
      hasWaiting: waiting.length > 0,
      apologies: namesOfAll(apologies),
      hasApologies: apologies.length > 0,
    };
    const over = overInWords(meeting, context);
    const isMet = quorum.state === 'met';
    const title = over ?? (isMet ? 'There will be a quorum' : 'There may be no quorum');
    const said =
      over !== undefined
        ? 'Nothing more is needed here.'
        : isMet
          ? 'By the answers so far the quorum would be met now.'
          : `By the answers so far the quorum ${quorumWords}.${isDefault ? DEFAULT : ''} ${adviceOn(waiting.length)}`;
    const isOpen = over === undefined && !isMet;
    const shown = isOpen ? {} : { hasWaiting: false, hasApologies: false };
    const mine = members.find((one) => one.personId === context.viewerId);
    const canAnswer = isOpen && mine !== undefined && mine.answer === undefined;
    const card = quorumAtRisk({ ...base, ...shown, title, said, isOpen, canAnswer, fallback: nameIt(title, meeting) });
    return { card, revision: meeting.version, isSettled: !isOpen };
  },
};

function adviceOn(waiting: number): string {
  return waiting === 0
    ? 'Please move the meeting, or call it off.'
    : 'Please ask those who have not answered, or move the meeting.';
}

/** "Ada Okafor, Ben Hughes and 23 more": the meeting's own card names all of a large board. */
function firstNames(people: Attendance['members']): string {
  if (people.length <= NAMED) return namesOfAll(people);
  return namesOfAll([...people.slice(0, NAMED), { name: `${people.length - NAMED} more` }]);
}

/** Why nothing is asked about a meeting any more. */
function overInWords(meeting: Meeting, { today }: Reading): string | undefined {
  if (meeting.state === 'cancelled') return 'The meeting is called off';
  return meeting.state === 'held' || dayOf(meeting.heldOn) < today ? 'The meeting is over' : undefined;
}

function nameIt(title: string, meeting: Meeting): string {
  return `${title}: ${meeting.board.name}, ${whenOf(meeting)}`.slice(0, 300);
}

export const warningCards: CardKind[] = [toPublishKind, quorumKind];
