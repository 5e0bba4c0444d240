// Who sits where, a line a seat, and which seats are vacant. Pure.
import { listInWords } from '../chat/permission.ts';
import type { Invitation } from './answers.ts';
import { answerOf } from './answers-words.ts';
import { COUNCIL } from './proposal.ts';
import type { Board } from './records.ts';
import type { Seating, SeatRow } from './rules.ts';
import { countOf, upper } from './words.ts';

export interface Names {
  schools: Map<number, string>;
  label(role: string): string;
}

interface Asked {
  invitations: Invitation[];
  /** Who declined, by the row that is kept for somebody else; those of seats that several may hold have none. */
  declined: { byRow: Map<number, Invitation>; others: Invitation[] };
}

/** A line a seat; on a board over schools a line a member, since thirty seats do not fit on a phone. */
export function seatLines(names: Names, board: Board, seats: Seating, { invitations, declined }: Asked) {
  const isShort = board.schoolId === null;
  const named = (row: SeatRow | undefined) => {
    if (!row?.person) {
      const by = row && declined.byRow.get(row.id);
      return by ? `vacant (${by.name} declined)` : 'vacant';
    }
    const own = invitations.find((one) => one.seatId === row.id);
    // Thirty times "accepted" is a wall: a board over schools says how many in sum.
    const answer = own && !isShort ? answerOf(own) : '';
    return [row.person.name, ...(row.isChair ? ['in the chair'] : []), ...(answer === '' ? [] : [answer])].join(', ');
  };
  const others = seats.others.map((row) => ({ title: upper(names.label(row.role)), value: named(row) }));
  const gone = declined.others.map((one) => ({ title: upper(names.label(one.role)), value: `${one.name} declined` }));
  if (!isShort)
    return [
      ...seats.places.map(({ place, row }) => ({
        title: upper(names.label(row?.role ?? place.template.role)),
        value: named(row),
      })),
      ...others,
      ...gone,
    ];
  const members = Map.groupBy(seats.places, ({ place }) => place.schoolId);
  const lines = [...members].map(([schoolId, places]) => ({
    title: memberName(names, schoolId),
    value: places.map(({ place, row }) => `${names.label(row?.role ?? place.template.role)}: ${named(row)}`).join('; '),
  }));
  return [...lines, ...others, ...gone].slice(0, 60);
}

/** Which seats are vacant, and whether somebody chairs the board (F-26). */
export function vacanciesInWords(names: Names, seats: Seating): string {
  const { vacant } = seats;
  const chair = chairOf(seats) ? '' : ' Nobody chairs the board yet.';
  if (vacant.length === 0) return `No seat is vacant.${chair}`;
  const words = vacant.map(({ place }) => {
    const title = names.label(place.template.role);
    return place.memberId === null ? title : `${title} (${memberName(names, place.schoolId)})`;
  });
  return `${countOf(vacant.length, 'seat is', 'seats are')} vacant: ${listInWords(words)}.${chair}`;
}

/** The row of whoever chairs the board. */
export function chairOf({ places, others }: Seating): SeatRow | undefined {
  return [...places.map(({ row }) => row), ...others].find((row) => row?.isChair && row.person !== null);
}

const memberName = ({ schools }: Names, schoolId: number | null) =>
  schoolId === null ? COUNCIL : (schools.get(schoolId) ?? 'A school that has closed');
