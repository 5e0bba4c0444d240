// Who comes, who sent apologies, who has not answered; and afterwards who was there.
import { listSeatHolders, type SeatHolder } from '../boards/index.ts';
import type { Reading } from '../chat/contract.ts';
import { listInWords } from '../chat/permission.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { dayOf } from '../store/days.ts';
import { type Answer, listAttendance, type Presence, saidIn } from './attendance.records.ts';
import { type Quorum, quorumInWords, quorumOf, standingInWords, wasMetInWords } from './quorum.ts';
import type { Meeting, WithAgenda } from './records.ts';

export interface Attendee extends SeatHolder {
  answer: Answer | Presence | undefined;
}

export interface Attendance {
  /** Everybody with a seat, the chair first. */
  members: Attendee[];
  coming: Attendee[];
  apologies: Attendee[];
  absent: Attendee[];
  waiting: Attendee[];
  quorum: Quorum;
  quorumWords: string;
  /** The board's rule is only a default of ours: the sources set no quorum (RES-38). */
  isDefault: boolean;
  /** Whom the board needs, for somebody who does not know its rule. */
  quorumRule: string;
}

/** Read who answered what; of a meeting whose day is over, by the seats as they were that day. */
export async function attendanceOf(
  { tx, today, partnership }: Reading,
  meeting: Meeting & { attendances?: WithAgenda['attendances'] },
): Promise<Attendance> {
  const heldOn = dayOf(meeting.heldOn);
  const holders = await listSeatHolders(tx, meeting.boardId, heldOn < today ? heldOn : today);
  const said = meeting.attendances ? saidIn(meeting.attendances) : await listAttendance(tx, meeting.id);
  const known = new Map(said.map((one) => [one.personId, one.answer]));
  const members = holders.map((holder) => ({ ...holder, answer: known.get(holder.personId) }));
  const of = (...answers: Attendee['answer'][]) => members.filter(({ answer }) => answers.includes(answer));
  const template = boardTemplate(partnership.framework, meeting.board.template);
  const voices = members.map(({ role, isChair, isClerk, answer }) => ({
    role,
    isChair,
    isClerk,
    comes: comes(answer),
  }));
  const quorum = quorumOf(template, voices);
  return {
    members,
    coming: of('coming', 'present'),
    apologies: of('apologies'),
    absent: of('absent'),
    waiting: of(undefined),
    quorum,
    quorumWords: meeting.state === 'held' ? wasMetInWords(quorum) : standingInWords(quorum),
    isDefault: template.quorum.basis !== 'SOURCE',
    quorumRule: quorumInWords(template, voices),
  };
}

function comes(answer: Attendee['answer']): boolean | undefined {
  return answer === undefined ? undefined : answer === 'coming' || answer === 'present';
}

/** "Ada Okafor and Ben Hughes", or "nobody". */
export function namesOfAll(people: { name: string }[]): string {
  return people.length === 0 ? 'nobody' : listInWords(people.map(({ name }) => name));
}

/** On a board of thirty the names would push the agenda off the screen. */
export const NAMED = 8;

/** "Coming: 2 of 5 (Ada Okafor and Ben Hughes). Apologies: 1 (Dev Patel). No answer yet: 2." */
export function comingInWords({ members, coming, apologies, waiting }: Attendance): string {
  const list = (people: Attendee[]) => (people.length === 0 || people.length > NAMED ? '' : ` (${namesOfAll(people)})`);
  return `Coming: ${coming.length} of ${members.length}${list(coming)}. Apologies: ${apologies.length}${list(apologies)}. No answer yet: ${waiting.length}.`;
}

/** "There: Ada Okafor and Ben Hughes. Apologies: Dev Patel. Not there: Grace Lim." Nothing while nobody has recorded it. */
export function thereInWords({ coming, apologies, absent }: Attendance): string {
  const part = (title: string, people: Attendee[]) => (people.length === 0 ? [] : [`${title}: ${namesOfAll(people)}.`]);
  return [...part('There', coming), ...part('Apologies', apologies), ...part('Not there', absent)].join(' ');
}
