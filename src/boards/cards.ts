import { z } from 'zod';
import { sayDate } from '../calendar/index.ts';
import type { CardKind, ShowContext } from '../chat/contract.ts';
import { listInWords, roleLabel } from '../chat/permission.ts';
import { idIn } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { listSchools } from '../schools/records.ts';
import { dayOf } from '../store/days.ts';
import { type Board, findNextDate, getBoard, listSeatHolders } from './records.ts';
import type { Seating, SeatRow } from './rules.ts';
import { readSeating } from './setup.ts';
import { countOf } from './words.ts';

const Fact = z.strictObject({ title: z.string(), value: z.string() });

const boardTemplateCard = template(
  'board',
  z.strictObject({
    name: z.string(),
    facts: z.array(Fact),
    seats: z.array(Fact),
    vacancies: z.string(),
    fallback: z.string(),
  }),
);

const board: CardKind = {
  name: 'board',
  async show(subject, context) {
    const found = await getBoard(context.tx, idIn(subject));
    const seats = await readSeating(context, found);
    const next = await findNextDate(context.tx, found.id, context.today);
    const seatsFilled = `${seats.filled} of ${seats.total} filled`;
    const facts = [
      { title: 'Set up', value: sayDate(dayOf(found.openedOn)) },
      ...(found.limitOn ? [{ title: 'Ends by', value: sayDate(dayOf(found.limitOn)) }] : []),
      { title: 'Seats', value: seatsFilled },
      {
        title: 'Next meeting',
        value: next ? `${sayDate(next.on)}, ${next.at}${next.place ? `, ${next.place}` : ''}` : 'none planned',
      },
    ];
    const card = boardTemplateCard({
      name: found.name,
      facts,
      seats: await seatFacts(context, found, seats),
      vacancies: await vacanciesInWords(context, seats),
      fallback: `${found.name}: ${seatsFilled}`,
    });
    return { card, revision: 0 };
  },
};

/** A line a seat; on a board over schools a line a member, since thirty seats do not fit on a phone. */
async function seatFacts(context: ShowContext, found: Board, seats: Seating) {
  const label = (role: string) => roleLabel(context.partnership.framework, role);
  const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const named = (row: SeatRow | undefined) =>
    row?.person ? `${row.person.name}${row.isChair ? ', in the chair' : ''}` : 'vacant';
  const others = seats.others.map((row) => ({ title: upper(label(row.role)), value: named(row) }));
  if (found.schoolId !== null)
    return [
      ...seats.places.map(({ place, row }) => ({
        title: upper(label(row?.role ?? place.template.role)),
        value: named(row),
      })),
      ...others,
    ];
  const schools = await schoolNames(context);
  const members = Map.groupBy(seats.places, ({ place }) => place.schoolId);
  const lines = [...members].map(([schoolId, places]) => ({
    title: memberName(schools, schoolId),
    value: places.map(({ place, row }) => `${label(row?.role ?? place.template.role)}: ${named(row)}`).join('; '),
  }));
  return [...lines, ...others].slice(0, 60);
}

async function vacanciesInWords(context: ShowContext, { vacant }: Seating): Promise<string> {
  if (vacant.length === 0) return 'No seat is vacant.';
  const schools = await schoolNames(context);
  const words = vacant.map(({ place }) => {
    const title = roleLabel(context.partnership.framework, place.template.role);
    return place.memberId === null ? title : `${title} (${memberName(schools, place.schoolId)})`;
  });
  return `${countOf(vacant.length, 'seat is', 'seats are')} vacant: ${listInWords(words)}.`;
}

async function schoolNames({ tx, partnership }: ShowContext): Promise<Map<number, string>> {
  return new Map((await listSchools(tx, partnership.id)).map((school) => [school.id, school.name]));
}

const memberName = (schools: Map<number, string>, schoolId: number | null) =>
  schoolId === null ? 'Local authority' : (schools.get(schoolId) ?? 'A school that has closed');

const invitationCard = template(
  'board-invitation',
  z.strictObject({
    name: z.string(),
    role: z.string(),
    purpose: z.string(),
    next: z.string(),
    boardId: z.number(),
    fallback: z.string(),
  }),
);

/** What a board is for, in a sentence (L App F; P). */
const PURPOSE: Readonly<Record<string, string>> = {
  RAB: 'The board oversees rapid improvement on the school’s core priorities. It meets at the school at least once every half-term, usually for no more than a year.',
  CHALLENGE:
    'The secondary schools’ own board: every member has two seats, and together they raise standards in all of them.',
};

const invitation: CardKind = {
  name: 'board-invitation',
  async show(subject, context) {
    const found = await getBoard(context.tx, idIn(subject));
    const seatId = Number(/:seat-(\d+)$/.exec(subject)?.[1]);
    const seat = (await listSeatHolders(context.tx, found.id, context.today)).find((one) => one.seatId === seatId);
    if (!seat || seat.personId !== context.viewerId || found.closedOn !== null) return undefined;
    const role = roleLabel(context.partnership.framework, seat.role);
    const next = seat.isClerk
      ? 'Next: plan the first meeting. Type “meeting add” and I will ask for the rest.'
      : seat.isChair
        ? 'You chair the board. Next: agree the first date with the clerk, or type “meeting add” yourself.'
        : 'There is nothing to do now: the agenda of the first meeting will come to you here.';
    const card = invitationCard({
      name: found.name,
      role,
      purpose: PURPOSE[found.template] ?? boardTemplate(context.partnership.framework, found.template).name,
      next,
      boardId: found.id,
      fallback: `You have a seat on ${found.name}, as ${role}.`,
    });
    return { card, revision: 0 };
  },
};

export const boardCards: CardKind[] = [board, invitation];
