// Who would sit on a board, in words, before anybody sets it up (F-01, F-26).
import type { Reading } from '../chat/contract.ts';
import { listInWords, roleLabel } from '../chat/permission.ts';
import { type BoardTemplate, boardTemplate, type Framework } from '../frameworks/index.ts';
import { namesOf } from '../people/index.ts';
import type { School } from '../schools/records.ts';
import type { PlannedSeat } from './plan.ts';
import { planChallengeBoard, planSchoolBoard } from './planning.ts';
import { countOf, upper } from './words.ts';

export interface Fact {
  title: string;
  value: string;
}

/** Who would sit on a board: a line a seat (on a board over schools a line a member), and what to do about empty seats. */
export interface Proposal {
  members: Fact[];
  /** Empty when somebody is known for every seat. */
  gaps: string;
}

/** Say who would sit on a school's own board (F-01; App F). */
export async function proposeSchoolBoard(
  reading: Reading,
  school: School,
  actorId: number | undefined,
  canBeChaired: boolean,
): Promise<Proposal> {
  const { framework } = reading.partnership;
  const plan = await planSchoolBoard(reading, school, actorId);
  const names = await namesOf(reading.tx, seated(plan));
  const template = boardTemplate(framework, 'RAB');
  const members = plan.map((seat) => ({
    title: titleOf(template, seat.role),
    value: seat.personId === null ? NOBODY : nameWithRole(framework, template, seat.role, names.get(seat.personId)!),
  }));
  const empty = plan.filter((seat) => seat.personId === null).map((seat) => roleLabel(framework, seat.role));
  const chair = { title: 'In the chair', value: canBeChaired ? 'the governor whom you choose' : NOBODY };
  return { members: [chair, ...members], gaps: gapsInWords(empty) };
}

/** Say who would sit on the Challenge Board: a line a member, since thirty seats do not fit on a phone (F-26). */
export async function proposeChallengeBoard(
  reading: Reading,
  schools: School[],
  actorId: number,
): Promise<Proposal & { people: { id: number; name: string }[]; sum: string }> {
  const { framework } = reading.partnership;
  const members = [...schools.map((school) => school.id), null].map((schoolId, index) => ({
    memberId: index,
    schoolId,
  }));
  const plan = await planChallengeBoard(reading, members, actorId);
  const names = await namesOf(reading.tx, seated(plan));
  const named = (seat: PlannedSeat) => (seat.personId === null ? NOBODY : names.get(seat.personId)!);
  const own = Map.groupBy(
    plan.filter((seat) => seat.memberId !== null),
    (seat) => seat.memberId!,
  );
  const memberName = (id: number) => schools[id]?.name ?? COUNCIL;
  const lines = [...own].map(([id, seats]) => ({
    title: memberName(id),
    value: seats.map((seat) => `${roleLabel(framework, seat.role)}: ${named(seat)}`).join('; '),
  }));
  const clerk = plan.find((seat) => seat.isClerk)!;
  const seats = [...own.values()].flat();
  const empty = seats
    .filter((seat) => seat.personId === null)
    .map((seat) => `${roleLabel(framework, seat.role)} (${memberName(seat.memberId!)})`);
  return {
    members: [...lines.slice(0, MOST_LINES), { title: 'Clerk', value: named(clerk) }],
    gaps: gapsInWords(clerk.personId === null ? [...empty, 'clerk'] : empty),
    people: seats
      .filter((seat) => seat.personId !== null)
      .map((seat) => ({ id: seat.personId!, name: named(seat) }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    sum: `${countOf(members.length, 'member')}: ${countOf(schools.length, 'school')} and the local authority, with two seats each. ${seats.length - empty.length} of ${countOf(seats.length, 'seat')} would be filled.`,
  };
}

/** What the member without a school is called. */
export const COUNCIL = 'Local authority';

const NOBODY = 'nobody yet';
// A fact set holds sixty lines; the clerk is one of them.
const MOST_LINES = 59;
const MOST_GAPS = 8;

function gapsInWords(empty: string[]): string {
  if (empty.length === 0) return '';
  const some = empty.length > MOST_GAPS ? [...empty.slice(0, MOST_GAPS), `${empty.length - MOST_GAPS} more`] : empty;
  const stays = empty.length === 1 ? 'the seat stays vacant' : 'the seats stay vacant';
  return `Nobody on my lists is ${listInWords(some, 'or')}. You can set up the board all the same: ${stays}. Tell the programme office who it is, and give the seat later with “board seat”.`;
}

function titleOf(template: BoardTemplate, role: string): string {
  const found = template.seats.find((seat) => [seat.role, ...seat.otherRoles].includes(role));
  // "Clerk, from the school office": what follows the comma explains, and would not fit beside a name.
  return found?.title.split(',')[0] ?? upper(role);
}

/** "Carla Mendes (secondary strategic lead)", unless the seat's title says the role already. */
function nameWithRole(framework: Framework, template: BoardTemplate, role: string, name: string): string {
  const label = roleLabel(framework, role);
  return titleOf(template, role).toLowerCase().startsWith(label.toLowerCase()) ? name : `${name} (${label})`;
}

const seated = (plan: PlannedSeat[]) => plan.flatMap((seat) => seat.personId ?? []);
