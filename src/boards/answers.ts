// Where somebody stands with the seat that they were asked to take. Pure.
import { Refusal } from '../chat/refusal.ts';
import type { BoardTemplate } from '../frameworks/index.ts';
import type { Board } from './records.ts';
import type { Seating, SeatRow } from './rules.ts';

export type Answer = 'accepted' | 'declined';

/** A seat as the person who was given it knows it. */
export interface Invitation {
  seatId: number;
  version: number;
  board: Board;
  personId: number;
  name: string;
  role: string;
  memberId: number | null;
  schoolId: number | null;
  isChair: boolean;
  isClerk: boolean;
  answer: Answer | null;
  answeredAt: Date | null;
  /** The last day on which the seat was theirs, once it is over. */
  endedOn: string | null;
  /** Whether the board has met since the seat was given: then there is nothing to answer any more. */
  hasMet: boolean;
}

/**
 * `asked`, `accepted` and `declined` can be answered, until the board first meets; of the others the person is only told:
 * `met`, that the board has met since; `filled`, that somebody else has the seat that they declined; `elsewhere`, that they
 * sit on another seat of the board; `lost`, that the seat was taken back; `closed`, that there is no such board any more.
 */
export type Standing = 'asked' | 'accepted' | 'declined' | 'met' | 'filled' | 'elsewhere' | 'lost' | 'closed';

/** Say where somebody stands with a seat, by who sits at the board today. */
export function standingOf(invitation: Invitation, seats: Seating, template: BoardTemplate): Standing {
  const { board, answer, endedOn, hasMet } = invitation;
  if (board.closedOn !== null) return 'closed';
  if (endedOn === null) return hasMet ? 'met' : (answer ?? 'asked');
  if (sitsElsewhere(invitation, seats)) return 'elsewhere';
  if (answer !== 'declined') return 'lost';
  if (findSuccessor(invitation, seats, template)) return 'filled';
  return hasMet ? 'met' : 'declined';
}

export const canAnswer = (standing: Standing): boolean => ['asked', 'accepted', 'declined'].includes(standing);

/** The row that keeps a declined seat for somebody else; missing where several may hold such a seat. */
export function findVacancy(invitation: Invitation, seats: Seating, template: BoardTemplate): SeatRow | undefined {
  const row = rowOfPlace(invitation, seats, template);
  return row?.isEmpty ? row : undefined;
}

/** Whoever has the seat that somebody declined. */
export function findSuccessor(
  invitation: Invitation,
  seats: Seating,
  template: BoardTemplate,
): { id: number; name: string } | undefined {
  return rowOfPlace(invitation, seats, template)?.person ?? undefined;
}

function rowOfPlace({ isClerk, memberId, role }: Invitation, seats: Seating, template: BoardTemplate) {
  if (isClerk) return seats.others.find((row) => row.isClerk);
  const found = seats.places.find(({ place }) => place.memberId === memberId && place.roles.includes(role));
  if (found) return found.row;
  const isMany = template.seats.some((seat) => seat.many && [seat.role, ...seat.otherRoles].includes(role));
  return isMany ? undefined : seats.others.find((row) => row.role === role && !row.isClerk);
}

function sitsElsewhere({ personId, seatId }: Invitation, { places, others }: Seating): boolean {
  return [...places.map(({ row }) => row), ...others].some((row) => row?.person?.id === personId && row.id !== seatId);
}

/** Who declined a seat that nobody else has yet, the last one for each seat. */
export function declinedOpen(invitations: Invitation[], seats: Seating, template: BoardTemplate): Invitation[] {
  const isOpen = (one: Invitation) => {
    const standing = standingOf(one, seats, template);
    // Of seats that several may hold none is missing once the board works without it.
    return standing === 'declined' || (standing === 'met' && findVacancy(one, seats, template) !== undefined);
  };
  const place = (one: Invitation) => rowOfPlace(one, seats, template)?.id ?? `of ${one.personId}`;
  const open = invitations.filter((one) => one.answer === 'declined' && one.endedOn !== null && isOpen(one));
  open.sort((a, b) => (a.answeredAt?.getTime() ?? 0) - (b.answeredAt?.getTime() ?? 0));
  return [...new Map(open.map((one) => [place(one), one])).values()];
}

/** The same by the row that is kept for somebody else; of seats that several may hold there is none. */
export function declinedByRow(declined: Invitation[], seats: Seating, template: BoardTemplate) {
  const byRow = new Map<number, Invitation>();
  const others: Invitation[] = [];
  for (const one of declined) {
    const row = rowOfPlace(one, seats, template);
    if (row) byRow.set(row.id, one);
    else others.push(one);
  }
  return { byRow, others };
}

/** Refuse an answer that can no longer be given, in the words of what has happened since. */
export function checkCanAnswer(standing: Standing, board: string, clerk: string): void {
  if (!canAnswer(standing)) throw new Refusal(`${sinceInWords(standing, board)} ${whomToAsk(standing, clerk)}`.trim());
}

/** What has happened to a seat that can no longer be answered. */
export function sinceInWords(standing: Standing, board: string, successor?: string): string {
  switch (standing) {
    case 'met':
      return 'The board has met since you were asked, so there is nothing to answer any more.';
    case 'filled':
      return `${successor ?? 'Somebody else'} has taken the seat since.`;
    case 'elsewhere':
      return `You have another seat on ${board} now.`;
    case 'lost':
      return `You no longer have this seat on ${board}.`;
    case 'closed':
      return `${board} is closed.`;
    default:
      return '';
  }
}

function whomToAsk(standing: Standing, clerk: string): string {
  if (standing === 'met') return `If you cannot carry on, tell ${clerk}, who can give the seat to somebody else.`;
  if (standing === 'filled' || standing === 'lost') return `If that is wrong, tell ${clerk}.`;
  return '';
}
