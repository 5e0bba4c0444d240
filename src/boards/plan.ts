// Who is put on a board's seats when it is set up (App F of the framework; RES-05, RES-25). Pure.
import type { BoardTemplate, SeatTemplate } from '../frameworks/index.ts';
import { type Member, placesOf } from './rules.ts';

export interface Holder {
  id: number;
  role: string;
  schoolId: number | null;
}

export interface PlannedSeat extends Member {
  personId: number | null;
  role: string;
  isChair: boolean;
  isClerk: boolean;
}

/** Roles of people who belong to a school; everybody else serves the whole partnership. */
const SCHOOL_ROLES = new Set([
  'HEADTEACHER',
  'EXEC_HEADTEACHER',
  'CHAIR_OF_GOVERNORS',
  'ACADEMY_SPONSOR',
  'SIO',
  'GOVERNOR',
  'RAB_CHAIR',
]);

/** The seats of a new board with the people who hold the roles today; nobody sits twice, and what stays empty is a vacancy. */
export function planSeats(
  template: BoardTemplate,
  board: { schoolId: number | null; phase?: string; isChurchSchool?: boolean; members: Member[] },
  holders: Holder[],
  chosen: { chair?: { id: number; role: string }; clerkId?: number },
): PlannedSeat[] {
  const seated = new Set<number>();
  // The chair's own seat is looked for first: a chair of governors who chairs sits there, any other governor in an extra one.
  const seats = placesOf(template, board.members, board.schoolId).map((place): PlannedSeat => {
    const roles = rolesInOrder(place.template, board.phase);
    const fits = (holder: Holder) =>
      !seated.has(holder.id) && holder.schoolId === (SCHOOL_ROLES.has(holder.role) ? place.schoolId : null);
    const found = roles.flatMap((role) => holders.filter((holder) => holder.role === role && fits(holder)))[0];
    const { memberId, schoolId } = place;
    const none = { personId: null, role: place.template.role, memberId, schoolId, isChair: false, isClerk: false };
    if (!found) return none;
    seated.add(found.id);
    return { ...none, personId: found.id, role: found.role, isChair: found.id === chosen.chair?.id };
  });
  const extra = { memberId: null, schoolId: board.schoolId };
  if (chosen.chair && !seated.has(chosen.chair.id))
    seats.push({ ...extra, personId: chosen.chair.id, role: chosen.chair.role, isChair: true, isClerk: false });
  const isFree = chosen.clerkId !== undefined && !seated.has(chosen.clerkId) && chosen.clerkId !== chosen.chair?.id;
  const clerkId = isFree ? chosen.clerkId! : null;
  seats.push({ ...extra, personId: clerkId, role: 'CLERK', isChair: false, isClerk: true });
  const diocese = template.seats.find((seat) => seat.role === 'DIOCESE_REP');
  if (diocese && board.isChurchSchool) {
    const person = holders.find((holder) => holder.role === diocese.role && !seated.has(holder.id));
    seats.push({ ...extra, personId: person?.id ?? null, role: diocese.role, isChair: false, isClerk: false });
  }
  return seats;
}

/** The school's own strategic lead comes before the Head of Standards, and no other phase's lead comes at all (App F). */
function rolesInOrder(seat: SeatTemplate, phase: string | undefined): string[] {
  const roles = [seat.role, ...seat.otherRoles];
  if (phase === undefined || !roles.some((role) => role.startsWith('STRATEGIC_LEAD_'))) return roles;
  const own = LEAD_OF[phase];
  return [...roles.filter((role) => role === own), ...roles.filter((role) => !role.startsWith('STRATEGIC_LEAD_'))];
}

const LEAD_OF: Readonly<Record<string, string>> = {
  NURSERY: 'STRATEGIC_LEAD_PRIMARY',
  PRIMARY: 'STRATEGIC_LEAD_PRIMARY',
  MIDDLE_DEEMED_PRIMARY: 'STRATEGIC_LEAD_PRIMARY',
  SECONDARY: 'STRATEGIC_LEAD_SECONDARY',
  MIDDLE_DEEMED_SECONDARY: 'STRATEGIC_LEAD_SECONDARY',
  ALL_THROUGH: 'STRATEGIC_LEAD_SECONDARY',
  SIXTEEN_PLUS: 'STRATEGIC_LEAD_14_19',
};
