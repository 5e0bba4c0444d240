// What somebody who was given a seat is asked, and what has become of it.
import { z } from 'zod';
import { today as dayIn, sayDate } from '../calendar/index.ts';
import type { CardKind, Reading, ShowContext } from '../chat/contract.ts';
import { roleLabel } from '../chat/permission.ts';
import { template } from '../chat/template.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { findSuccessor, type Invitation, type Standing, sinceInWords, standingOf } from './answers.ts';
import { findInvitation } from './invitations.records.ts';
import { seatIn } from './inviting.ts';
import { findNextDate, listSeatHolders, type SeatHolder, wasShown } from './records.ts';
import { readSeating } from './setup.ts';
import { clerkInWords } from './whom.ts';
import { upper } from './words.ts';

const openCard = template(
  'board-invitation',
  z.strictObject({
    title: z.string(),
    name: z.string(),
    role: z.string(),
    purpose: z.string(),
    asks: z.string(),
    next: z.string(),
    hasNext: z.boolean(),
    acceptTitle: z.string(),
    canAccept: z.boolean(),
    declineTitle: z.string(),
    canDecline: z.boolean(),
    seatId: z.number(),
    boardId: z.number(),
    hasBoard: z.boolean(),
    canPlan: z.boolean(),
    fallback: z.string(),
  }),
);

const settledCard = template(
  'board-invitation-settled',
  z.strictObject({ title: z.string(), name: z.string(), role: z.string(), outcome: z.string(), fallback: z.string() }),
);

/** What a board is for, in a sentence (L App F; P). */
const PURPOSE: Readonly<Record<string, string>> = {
  RAB: 'The board oversees rapid improvement on the school’s core priorities. It meets at the school at least once every half-term, usually for no more than a year.',
  CHALLENGE:
    'The secondary schools’ own board: every member has two seats, and together they raise standards in all of them.',
};

/** Asks for an answer, says what was answered while it can be changed, and settles when the board has met. */
export const invitationKind: CardKind = {
  name: 'board-invitation',
  async show(subject, context) {
    const { tx, today, partnership, viewerId } = context;
    const invitation = await findInvitation(tx, seatIn(subject), today);
    if (!invitation || invitation.personId !== viewerId) return undefined;
    const { board, role, seatId } = invitation;
    const shape = boardTemplate(partnership.framework, board.template);
    const seats = await readSeating(context, board);
    const standing = standingOf(invitation, seats, shape);
    const label = roleLabel(partnership.framework, role);
    const holders = await listSeatHolders(tx, board.id, today);
    const clerk = clerkInWords(holders.filter((one) => one.personId !== viewerId));
    if (standing === 'asked' || standing === 'accepted' || standing === 'declined') {
      const first = await findNextDate(tx, board.id, today);
      const next = standing === 'declined' ? '' : nextFor(invitation, first);
      const card = openCard({
        ...WORDS[standing],
        name: board.name,
        role: label,
        purpose: PURPOSE[board.template] ?? shape.name,
        asks: asksOf(invitation, standing, context, clerk),
        next,
        hasNext: next !== '',
        seatId,
        boardId: board.id,
        hasBoard: standing !== 'declined',
        canPlan: standing !== 'declined' && !first && (invitation.isClerk || invitation.isChair),
        fallback: FALLBACK[standing](board.name, label),
      });
      return { card, revision: REVISION[standing] };
    }
    // Somebody who never saw the question need not hear that it is over.
    if (!(await wasShown(tx, subject, invitation.personId)) && standing !== 'met') return undefined;
    const successor = findSuccessor(invitation, seats, shape);
    const outcome = outcomeOf(invitation, standing, context, holders, successor?.name);
    const title = TITLE[standing];
    const card = settledCard({ title, name: board.name, role: label, outcome, fallback: `${title}: ${board.name}.` });
    return { card, revision: 9, isSettled: true };
  },
};

/** An edit that shows another revision is shown even where somebody may be writing: what they write would be refused. */
const REVISION = { asked: 0, accepted: 1, declined: 2 } as const;

const WORDS = {
  asked: {
    title: 'You have a seat on a board',
    acceptTitle: 'I accept',
    canAccept: true,
    declineTitle: 'I cannot',
    canDecline: true,
  },
  accepted: {
    title: 'You have accepted your seat',
    acceptTitle: 'I accept',
    canAccept: false,
    declineTitle: 'I cannot after all',
    canDecline: true,
  },
  declined: {
    title: 'You said that you cannot',
    acceptTitle: 'I can after all',
    canAccept: true,
    declineTitle: 'I cannot',
    canDecline: false,
  },
} as const;

const FALLBACK = {
  asked: (board: string, role: string) => `You have a seat on ${board}, as ${role}.`,
  accepted: (board: string) => `You have accepted your seat on ${board}.`,
  declined: (board: string) => `You said that you cannot sit on ${board}.`,
} as const;

const TITLE: Readonly<Record<Exclude<Standing, keyof typeof WORDS>, string>> = {
  met: 'Your seat on a board',
  filled: 'Your seat has been filled',
  elsewhere: 'Your seat has changed',
  lost: 'You no longer have this seat',
  closed: 'This board is closed',
};

function asksOf(invitation: Invitation, standing: 'asked' | 'accepted' | 'declined', reading: Reading, clerk: string) {
  switch (standing) {
    case 'asked':
      return 'Please say whether you take it.';
    case 'accepted':
      return `You accepted on ${answeredOn(invitation, reading)}. You can change that until the board first meets.`;
    case 'declined':
      return `You said on ${answeredOn(invitation, reading)} that you cannot. ${upper(clerk)} can give the seat to somebody else. Until then, and until the board first meets, it can still be yours.`;
  }
}

function nextFor({ isClerk, isChair }: Invitation, first: { on: string; at: string } | undefined): string {
  const chairs = isChair ? 'You chair the board. ' : '';
  if (first) return `${chairs}It first meets on ${sayDate(first.on)} at ${first.at}; the agenda will come to you here.`;
  if (isClerk) return 'Next: plan the first meeting, here or by typing “meeting add”.';
  if (isChair) return `${chairs}Next: agree the first date with the clerk, or plan the meeting yourself.`;
  return 'The agenda of the first meeting will come to you here.';
}

function outcomeOf(
  invitation: Invitation,
  standing: Standing,
  context: ShowContext,
  holders: SeatHolder[],
  successor: string | undefined,
): string {
  const { answer, endedOn, board } = invitation;
  const since = sinceInWords(standing, board.name, successor);
  const said =
    answer === 'declined'
      ? `You said on ${answeredOn(invitation, context)} that you cannot. `
      : answer === 'accepted' && standing !== 'lost'
        ? `You accepted on ${answeredOn(invitation, context)}. `
        : '';
  if (standing === 'met' && endedOn === null)
    return `${said}The board has met since you were asked, so the seat is simply yours. If you cannot carry on, tell ${clerkInWords(holders)}.`;
  return `${said}${since}`;
}

function answeredOn({ answeredAt }: Invitation, { partnership }: Pick<Reading, 'partnership'>): string {
  return answeredAt ? sayDate(dayIn(answeredAt, partnership.timeZone)) : 'an earlier day';
}
