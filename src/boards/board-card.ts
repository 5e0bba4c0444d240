// A board: who sits on it, what they answered, which seats are vacant, and when it meets.
import { z } from 'zod';
import { sayDate } from '../calendar/index.ts';
import type { Actor, CardKind, ShowContext } from '../chat/contract.ts';
import { may, roleLabel } from '../chat/permission.ts';
import { idIn } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { viewerOf } from '../people/index.ts';
import { listSchools } from '../schools/records.ts';
import { dayOf } from '../store/days.ts';
import { declinedByRow, declinedOpen, type Invitation } from './answers.ts';
import { answersInWords, waitingInWords } from './answers-words.ts';
import { listInvitations } from './invitations.records.ts';
import { halfTermInWords } from './missed.ts';
import { type Board, getBoard } from './records.ts';
import type { Seating } from './rules.ts';
import { chairOf, type Names, seatLines, vacanciesInWords } from './seat-lines.ts';
import { listWhoMayChair, readSeating } from './setup.ts';
import { listMeetingDays } from './watching.records.ts';
import { aboutBoard, MAY_PLAN, MAY_SEAT } from './who.ts';

const Pair = z.strictObject({ title: z.string(), value: z.string() });

const boardCard = template(
  'board',
  z.strictObject({
    name: z.string(),
    facts: z.array(Pair),
    seats: z.array(Pair),
    vacancies: z.string(),
    waiting: z.string(),
    isWaiting: z.boolean(),
    boardId: z.number(),
    canSeat: z.boolean(),
    chairs: z.array(Pair),
    hasChairs: z.boolean(),
    canPlan: z.boolean(),
    fallback: z.string(),
  }),
);

export const boardKind: CardKind = {
  name: 'board',
  async show(subject, context) {
    const { tx, today, partnership } = context;
    const board = await getBoard(tx, idIn(subject));
    const seats = await readSeating(context, board);
    const invitations = (await listInvitations(tx, board.id, today)).filter(isHereStill(seats));
    const shape = boardTemplate(partnership.framework, board.template);
    const declined = declinedOpen(invitations, seats, shape);
    const names = await namesFor(context);
    const meetings = (await listMeetingDays(tx, [board.id])).get(board.id) ?? [];
    const next = meetings.find((one) => one.state === 'planned' && one.on >= today);
    const filled = `${seats.filled} of ${seats.total} filled`;
    const answers = answersInWords(invitations, declined);
    const halfTerm = halfTermInWords({ ...board, openedOn: dayOf(board.openedOn) }, meetings, partnership, today);
    const facts = [
      { title: 'Set up', value: sayDate(dayOf(board.openedOn)) },
      ...(board.limitOn ? [{ title: 'Ends by', value: sayDate(dayOf(board.limitOn)) }] : []),
      { title: 'Seats', value: filled },
      ...(answers === '' ? [] : [{ title: 'Answers', value: answers }]),
      ...(halfTerm === '' ? [] : [{ title: 'This half-term', value: halfTerm }]),
      {
        title: 'Next meeting',
        value: next ? `${sayDate(next.on)}, ${next.at}${next.place ? `, ${next.place}` : ''}` : 'none planned',
      },
    ];
    const viewer = board.closedOn === null ? await viewerOf(context) : undefined;
    const forClerk = await whatMayBeDone(context, board, viewer, seats);
    const waiting = forClerk.canSeat ? waitingInWords(invitations) : '';
    const card = boardCard({
      name: board.name,
      facts,
      seats: seatLines(names, board, seats, { invitations, declined: declinedByRow(declined, seats, shape) }),
      vacancies: vacanciesInWords(names, seats),
      waiting,
      isWaiting: waiting !== '',
      boardId: board.id,
      ...forClerk,
      canPlan: forClerk.canPlan && next === undefined,
      fallback: `${board.name}: ${filled}`,
    });
    return { card, revision: 0 };
  },
};

/** Of somebody who has left no answer is awaited: their seat is vacant, though its row lasts until the evening. */
function isHereStill({ places, others }: Seating): (one: Invitation) => boolean {
  const rows = [...places.map(({ row }) => row), ...others];
  const seated = new Set(rows.flatMap((row) => (row?.person ? row.id : [])));
  return ({ endedOn, seatId }) => endedOn !== null || seated.has(seatId);
}

/** The buttons for whoever looks after the board; in a channel, where nobody in particular looks, there are none. */
async function whatMayBeDone(context: ShowContext, board: Board, viewer: Actor | undefined, seats: Seating) {
  const about = aboutBoard(board);
  const canSeat = viewer !== undefined && may(MAY_SEAT, viewer, about);
  const chairs = canSeat && !chairOf(seats) ? await listWhoMayChair(context, board) : [];
  return {
    canSeat,
    canPlan: viewer !== undefined && may(MAY_PLAN, viewer, about),
    chairs: chairs.slice(0, 100).map(({ name, personId }) => ({ title: name, value: String(personId) })),
    hasChairs: chairs.length > 0,
  };
}

async function namesFor({ tx, partnership }: ShowContext): Promise<Names> {
  const schools = new Map((await listSchools(tx, partnership.id)).map((school) => [school.id, school.name]));
  return { schools, label: (role) => roleLabel(partnership.framework, role) };
}
