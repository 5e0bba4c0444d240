// Who may chair a board and who sits at it. Pure: people and their roles in, seats or a Refusal out.
import type { HeldRole } from '../chat/contract.ts';
import { listInWords, roleLabel } from '../chat/permission.ts';
import { Refusal } from '../chat/refusal.ts';
import { type BoardTemplate, type Framework, LA_OFFICERS, type SeatTemplate } from '../frameworks/index.ts';

export interface Candidate {
  id: number;
  name: string;
  roles: HeldRole[];
}

const COUNCIL = new Set<string>(LA_OFFICERS);

/**
 * Refuse a chair whom the board's template does not allow (RES-25). A council officer is one wherever the role is held;
 * a headteacher elsewhere may chair the board of the school that they govern.
 */
export function checkChair(
  framework: Framework,
  template: BoardTemplate,
  person: Candidate,
  schoolId: number | null,
): void {
  const isHere = (held: HeldRole) => held.schoolId === null || held.schoolId === schoolId;
  const { must, mustNot } = template.chairRule;
  const bar = person.roles.find(
    ({ role, ...held }) => mustNot.includes(role) && (COUNCIL.has(role) || isHere({ role, ...held })),
  );
  if (bar)
    throw new Refusal(
      `${person.name} is ${roleLabel(framework, bar.role)} and cannot chair this board. A governor chairs it, who is neither the headteacher nor one of the local authority’s officers. Choose another governor.`,
      {
        fieldErrors: {
          chair: 'Choose a governor who is neither the headteacher nor one of the local authority’s officers.',
        },
      },
    );
  if (must.length > 0 && !person.roles.some((held) => must.includes(held.role) && held.schoolId === schoolId))
    throw new Refusal(
      `${person.name} is not a governor of this school, and one of its governors has to chair this board. Choose a governor.`,
      { fieldErrors: { chair: 'Choose one of the school’s governors.' } },
    );
}

/** Whether somebody may chair; for lists of choices. */
export function canChair(
  framework: Framework,
  template: BoardTemplate,
  person: Candidate,
  schoolId: number | null,
): boolean {
  try {
    checkChair(framework, template, person, schoolId);
    return true;
  } catch (refusal) {
    if (refusal instanceof Refusal) return false;
    throw refusal;
  }
}

export interface Member {
  /** The row of a board over schools; null on a school's own board. */
  memberId: number | null;
  schoolId: number | null;
}

/** A seat that a board has by its template, for the board or for one of its members. */
export interface Place extends Member {
  template: SeatTemplate;
  roles: string[];
}

/** Every seat that the board must have: shared seats once, the others once for each member of their kind. */
export function placesOf(template: BoardTemplate, members: Member[], schoolId: number | null): Place[] {
  return template.seats
    .filter((seat) => seat.required)
    .flatMap((seat) => {
      const roles = [seat.role, ...seat.otherRoles];
      if (!seat.perMember) return [{ template: seat, roles, memberId: null, schoolId }];
      return members
        .filter((member) => (seat.perMember === 'SCHOOL') === (member.schoolId !== null))
        .map((member) => ({ template: seat, roles, ...member }));
    });
}

export interface SeatRow {
  id: number;
  memberId: number | null;
  schoolId: number | null;
  role: string;
  person: { id: number; name: string } | null;
  /** Kept for nobody: a vacancy, and not the seat of somebody who has left. */
  isEmpty: boolean;
  isChair: boolean;
  isClerk: boolean;
}

export interface SeatedPlace {
  place: Place;
  /** The row that fills or keeps the place; missing after somebody left without a word. */
  row: SeatRow | undefined;
}

export interface Seating {
  places: SeatedPlace[];
  /** Seats besides those that the template demands: governors, the clerk, the diocese. */
  others: SeatRow[];
  total: number;
  filled: number;
  vacant: SeatedPlace[];
}

/** Lay the rows held today over the seats that the board must have: what no person fills is a vacancy (F-26). */
export function seating(template: BoardTemplate, members: Member[], rows: SeatRow[], schoolId: number | null): Seating {
  const left = [...rows].sort((a, b) => Number(b.person !== null) - Number(a.person !== null) || a.id - b.id);
  const places = placesOf(template, members, schoolId).map((place) => {
    const index = left.findIndex(
      (row) => place.roles.includes(row.role) && row.memberId === place.memberId && !row.isClerk,
    );
    return { place, row: index < 0 ? undefined : left.splice(index, 1)[0] };
  });
  const vacant = places.filter(({ row }) => !row?.person);
  return { places, others: left, total: places.length, filled: places.length - vacant.length, vacant };
}

/** Refuse a person who sits at the board already. */
export function checkNotSeated(
  rows: SeatRow[],
  person: { id: number; name: string },
  label: (role: string) => string,
): void {
  const sits = rows.find((row) => row.person?.id === person.id);
  if (sits)
    throw new Refusal(`${person.name} already sits on this board, as ${label(sits.role)}. One person holds one seat.`);
}

/** The places that a typed role can mean, for one school when one is named. */
export function placesFor(places: SeatedPlace[], role: string, schoolId: number | undefined): SeatedPlace[] {
  return places.filter(
    ({ place }) =>
      place.roles.includes(role) && (schoolId === undefined || place.schoolId === schoolId || place.memberId === null),
  );
}

/** Refuse to fill seats that are all held: says by whom. */
export function duplicateSeat(held: SeatedPlace[], title: string): Refusal {
  const names = held.flatMap(({ row }) => row?.person?.name ?? []);
  return new Refusal(
    `The seat “${title}” is taken by ${listInWords(names)}, and a member has only one of each. Type “board unseat ${names[0]}” first.`,
  );
}
