// Which seat somebody means, and putting a person on it.
import { addDays } from '../calendar/index.ts';
import type { Context } from '../chat/contract.ts';
import { roleLabel } from '../chat/permission.ts';
import { Refusal } from '../chat/refusal.ts';
import { boardTemplate, type Framework } from '../frameworks/index.ts';
import { getActor } from '../people/index.ts';
import { getSchoolNamed } from '../schools/records.ts';
import { type Board, createSeats, endSeat, fillSeat, listSeatHolders } from './records.ts';
import { duplicateSeat, type Place, placesFor, type Seating, type SeatRow } from './rules.ts';
import { fitsName, plain } from './words.ts';

export interface Wanted {
  role: string;
  schoolId: number | undefined;
}

/** The seat that a form's choice or typed words mean. */
export async function wantedSeat(
  input: { role?: string | undefined; school?: string | undefined; seat?: string | undefined },
  { tx, partnership }: Context,
): Promise<Wanted> {
  if (input.seat) {
    const [role, schoolId] = input.seat.split('@') as [string, string];
    return { role, schoolId: Number(schoolId) || undefined };
  }
  const schoolId = input.school ? (await getSchoolNamed(tx, input.school, partnership.id)).id : undefined;
  return { role: roleNamed(partnership.framework, input.role!), schoolId };
}

/** The role that somebody typed: "headteacher", "SIO", "head". */
function roleNamed(framework: Framework, words: string): string {
  const typed = plain(words);
  const all = Object.entries(framework.roles);
  const exact = all.find(([id, label]) => plain(label) === typed || plain(id) === typed);
  const near = exact ?? all.find(([, label]) => fitsName(label, words));
  if (!near)
    throw new Refusal(`I know no role “${words}”. Try headteacher, chair of governors, governor, clerk or SIO.`);
  return near[0];
}

/** Find the row for a wanted seat and put the person on it. Refuses a seat that is taken and a person who is not the one for it. */
export async function takeSeat(
  context: Context,
  board: Board,
  seats: Seating,
  wanted: Wanted,
  person: { id: number; name: string },
): Promise<number> {
  const { tx, today, partnership } = context;
  const template = boardTemplate(partnership.framework, board.template);
  const { roles } = await getActor(tx, person.id, today);
  const add = async (row: { memberId: number | null; schoolId: number | null; role: string; isClerk: boolean }) => {
    await createSeats(tx, board.id, [{ ...row, isChair: false, personId: person.id }], today);
    return (await listSeatHolders(tx, board.id, today)).find((one) => one.personId === person.id)!.seatId;
  };
  if (wanted.role === 'CLERK') {
    const row = seats.others.find((one) => one.isClerk);
    if (row?.person)
      throw new Refusal(
        `${row.person.name} is the clerk of ${board.name}. Type “board unseat ${row.person.name}” first.`,
      );
    if (!row?.isEmpty) return add({ memberId: null, schoolId: board.schoolId, role: 'CLERK', isClerk: true });
    await fillSeat(tx, row.id, { personId: person.id, role: 'CLERK' }, today);
    return row.id;
  }
  const fits = placesFor(seats.places, wanted.role, wanted.schoolId);
  if (fits.length === 0) {
    const many = template.seats.find((one) => !one.required && [one.role, ...one.otherRoles].includes(wanted.role));
    if (!many)
      throw new Refusal(
        `${board.name} has no seat for ${roleLabel(partnership.framework, wanted.role)}. Its seats: ${template.seats.map((one) => one.title).join('; ')}.`,
      );
    if (
      !roles.some((held) => held.role === wanted.role && (held.schoolId === null || held.schoolId === board.schoolId))
    )
      throw notHolding(person.name, roleLabel(partnership.framework, wanted.role));
    return add({ memberId: null, schoolId: board.schoolId, role: wanted.role, isClerk: false });
  }
  const holds = (place: Place) =>
    roles.find(
      (held) => place.roles.includes(held.role) && (held.schoolId === null || held.schoolId === place.schoolId),
    )?.role;
  const vacant = fits.filter(({ row }) => !row?.person);
  if (vacant.length === 0) throw duplicateSeat(fits, fits[0]!.place.template.title);
  const own = vacant.filter(({ place }) => holds(place) !== undefined);
  if (own.length === 0) {
    const mine = fits.filter(({ place, row }) => holds(place) !== undefined && row?.person);
    if (mine.length > 0) throw duplicateSeat(mine, mine[0]!.place.template.title);
    throw notHolding(person.name, roleLabel(partnership.framework, wanted.role));
  }
  const { place, row } = own[0]!;
  const role = holds(place)!;
  if (row?.isEmpty) {
    await fillSeat(tx, row.id, { personId: person.id, role }, today);
    return row.id;
  }
  // A row whose holder has left keeps their name: it ends, and a new one begins.
  if (row) await endSeat(tx, row.id, addDays(today, -1));
  return add({ memberId: place.memberId, schoolId: place.schoolId, role, isClerk: false });
}

/** Keep the place of somebody whose seat has ended as a vacancy; false where several may hold such a seat, so that none is missing. */
export async function leaveVacant(
  { tx, today, partnership }: Context,
  board: Board,
  row: Pick<SeatRow, 'memberId' | 'schoolId' | 'role' | 'isClerk'>,
): Promise<boolean> {
  const { memberId, schoolId, role, isClerk } = row;
  const { seats } = boardTemplate(partnership.framework, board.template);
  if (seats.some((seat) => seat.many && [seat.role, ...seat.otherRoles].includes(role))) return false;
  const none = { memberId, schoolId, role, isClerk, isChair: false, personId: null };
  await createSeats(tx, board.id, [none], today);
  return true;
}

function notHolding(name: string, role: string): Refusal {
  return new Refusal(
    `On my list ${name} is not ${role} there, so the seat cannot be theirs. Ask the programme office to correct the list first.`,
  );
}
