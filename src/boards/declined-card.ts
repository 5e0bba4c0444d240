// Whoever gives the seats of a board is told at once that one was declined, with what can be done.
import { z } from 'zod';
import type { CardKind, ShowContext } from '../chat/contract.ts';
import { listInWords, may, roleLabel } from '../chat/permission.ts';
import { template } from '../chat/template.ts';
import { type BoardTemplate, boardTemplate } from '../frameworks/index.ts';
import { listHolders, viewerOf } from '../people/index.ts';
import { findSuccessor, findVacancy, type Invitation, standingOf } from './answers.ts';
import { findInvitation, findReason } from './invitations.records.ts';
import { seatIn } from './inviting.ts';
import { listSeatHolders, wasShown } from './records.ts';
import type { Seating } from './rules.ts';
import { chairOf } from './seat-lines.ts';
import { listWhoMayChair, readSeating } from './setup.ts';
import { aboutBoard, MAY_SEAT } from './who.ts';

const openCard = template(
  'board-declined',
  z.strictObject({
    title: z.string(),
    board: z.string(),
    said: z.string(),
    reason: z.string(),
    role: z.string(),
    next: z.string(),
    could: z.string(),
    hasCould: z.boolean(),
    boardId: z.number(),
    seat: z.string(),
    chairs: z.array(z.strictObject({ title: z.string(), value: z.string() })),
    hasChairs: z.boolean(),
    fallback: z.string(),
  }),
);

const settledCard = template(
  'board-declined-settled',
  z.strictObject({ title: z.string(), board: z.string(), outcome: z.string(), fallback: z.string() }),
);

export const declinedKind: CardKind = {
  name: 'board-declined',
  async show(subject, context) {
    const { tx, today, partnership } = context;
    const viewer = await viewerOf(context);
    const invitation = await findInvitation(tx, seatIn(subject), today);
    if (!viewer || !invitation || !may(MAY_SEAT, viewer, aboutBoard(invitation.board))) return undefined;
    const { board, seatId, role } = invitation;
    const shape = boardTemplate(partnership.framework, board.template);
    const seats = await readSeating(context, board);
    const label = roleLabel(partnership.framework, role);
    const settled = outcomeOf(invitation, seats, shape);
    if (settled) {
      if (!(await wasShown(tx, subject, viewer.personId))) return undefined;
      const fallback = `${settled.title}: ${board.name}`;
      return { card: settledCard({ ...settled, board: board.name, fallback }), revision: 1, isSettled: true };
    }
    const hasChair = chairOf(seats) !== undefined;
    const chairs = hasChair ? [] : await listWhoMayChair(context, board);
    const could = await whoCould(context, invitation, shape);
    const title = 'A seat was declined';
    const card = openCard({
      title,
      board: board.name,
      said: `${invitation.name} cannot take the seat of ${label}${invitation.isChair && !hasChair ? ' and the chair' : ''}. The reason given:`,
      reason: await findReason(tx, board.id, seatId),
      role: label,
      next: nextFor(hasChair, findVacancy(invitation, seats, shape) !== undefined),
      could,
      hasCould: could !== '',
      boardId: board.id,
      seat: `${role}@${invitation.schoolId ?? 0}`,
      chairs: chairs.slice(0, 100).map((one) => ({ title: one.name, value: String(one.personId) })),
      hasChairs: chairs.length > 0,
      fallback: `${title}: ${board.name}`,
    });
    return { card, revision: 0 };
  },
};

function nextFor(hasChair: boolean, isMissing: boolean): string {
  if (!hasChair)
    return 'Nobody chairs the board now. Choose the chair among those who sit on it, or give a governor a seat first.';
  return isMissing
    ? 'The seat is vacant until you give it to somebody else.'
    : 'The board can do without it; give a seat to somebody else if you wish.';
}

/** What has become of the declined seat; undefined while it waits for somebody. */
function outcomeOf(invitation: Invitation, seats: Seating, shape: BoardTemplate) {
  const { name, board } = invitation;
  switch (standingOf(invitation, seats, shape)) {
    case 'asked':
    case 'accepted':
      return { title: 'The seat is taken after all', outcome: `${name} has accepted after all.` };
    case 'filled': {
      const successor = findSuccessor(invitation, seats, shape)!;
      return { title: 'The seat is filled', outcome: `${name} had declined. ${successor.name} has the seat now.` };
    }
    case 'elsewhere':
      return { title: 'The seat is settled', outcome: `${name} has another seat on the board now.` };
    case 'closed':
      return { title: 'This board is closed', outcome: `${board.name} is closed.` };
    case 'met':
      if (invitation.endedOn === null) return { title: 'The seat is taken', outcome: `${name} has the seat.` };
      return undefined;
    default:
      return undefined;
  }
}

const MOST = 6;

/** Who holds a role that fits the seat and does not sit on the board: a hint, since the lists may be behind. */
async function whoCould(context: ShowContext, invitation: Invitation, shape: BoardTemplate): Promise<string> {
  const { tx, today, partnership } = context;
  const { role, board, personId } = invitation;
  const place = shape.seats.find((seat) => [seat.role, ...seat.otherRoles].includes(role));
  const roles = place ? [place.role, ...place.otherRoles] : [role];
  const seated = new Set((await listSeatHolders(tx, board.id, today)).map((one) => one.personId));
  const holders = await listHolders(tx, { partnershipId: partnership.id, roles, today });
  const names = holders
    .filter((one) => one.schoolId === null || one.schoolId === invitation.schoolId)
    .filter((one) => one.id !== personId && !seated.has(one.id))
    .map((one) => one.name);
  const some = [...new Set(names)].slice(0, MOST);
  return some.length === 0 ? '' : `On my lists, ${listInWords(some, 'or')} could take it.`;
}
