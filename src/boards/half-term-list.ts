// What officers read when half-terms went by without a meeting: all boards in one message.
import { z } from 'zod';
import { sayDate } from '../calendar/index.ts';
import type { Actor, CardKind, ShowContext } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { template } from '../chat/template.ts';
import { viewerOf } from '../people/index.ts';
import { halfTermIn, officerIn } from './half-terms.ts';
import { halfTermOfKey } from './missed.ts';
import { type Board, wasShown } from './records.ts';
import { listMeetingDays, listOnList } from './watching.records.ts';
import { type Watch, watch } from './watching.ts';
import { aboutBoard, MAY_SEE } from './who.ts';
import { whoWatches } from './whom.ts';
import { countOf } from './words.ts';

const listCard = template(
  'half-terms-missed',
  z.strictObject({
    title: z.string(),
    said: z.string(),
    boards: z.array(z.strictObject({ name: z.string(), last: z.string(), next: z.string() })),
    more: z.string(),
    hasMore: z.boolean(),
    advice: z.string(),
    buttons: z.array(z.strictObject({ id: z.string(), title: z.string(), boardId: z.number() })),
    fallback: z.string(),
  }),
);
const settledCard = template(
  'half-terms-missed-settled',
  z.strictObject({ title: z.string(), outcome: z.string(), fallback: z.string() }),
);

const MOST = 12;
const MOST_BUTTONS = 6;

/** To a school's improvement officer, the chair of the School Review Board and the programme director (D-04). */
export const missedListKind: CardKind = {
  name: 'half-terms-missed',
  isConfidential: true,
  async show(subject, context) {
    const { tx, today, partnership, viewerId } = context;
    const halfTerm = halfTermOfKey(partnership, halfTermIn(subject));
    const viewer = await viewerOf(context);
    if (!viewer || !halfTerm || viewerId !== officerIn(subject)) return undefined;
    const told: Board[] = [];
    for (const board of await listOnList(tx, subject)) if (await maySee(context, viewer, board)) told.push(board);
    const meetings = await listMeetingDays(
      tx,
      told.map((board) => board.id),
    );
    const all = told.map((board) => ({ board, watched: watch(meetings.get(board.id) ?? [], halfTerm, today) }));
    const missed = all.filter(({ board, watched }) => board.closedOn === null && watched.held === undefined);
    if (missed.length === 0) {
      if (told.length === 0 || !(await wasShown(tx, subject, viewerId))) return undefined;
      const title = 'No half-term went by after all';
      const outcome = `${told.map(nameOf).join('; ')}: a meeting has been recorded since, or the board is closed. Nothing more is needed.`;
      return { card: settledCard({ title, outcome, fallback: `${title}.` }), revision: 1, isSettled: true };
    }
    const shown = missed.slice(0, MOST);
    const title = `${countOf(missed.length, 'board')} let a half-term go by`;
    const card = listCard({
      title,
      said: `The half-term from ${sayDate(halfTerm.firstDay)} to ${sayDate(halfTerm.lastDay)} has ended, and no meeting is recorded in it. Such a board has to meet at least once every half-term.`,
      boards: shown.map(({ board, watched }) => ({ name: nameOf(board), ...lines(watched) })),
      more: `And ${missed.length - MOST} more. Type status to see the boards.`,
      hasMore: missed.length > MOST,
      advice:
        missed.length === 1
          ? 'The chair of governors has been told. Ask them what stood in the way; the board’s clerk plans the meeting.'
          : 'The chairs of governors have been told. Ask them what stood in the way; the boards’ clerks plan the meetings.',
      buttons: shown
        .filter(({ board }) => may(MAY_SEE, viewer, aboutBoard(board)))
        .slice(0, MOST_BUTTONS)
        .map(({ board }) => ({
          id: `show-${board.id}`,
          title: `Show ${nameOf(board)}`.slice(0, 75),
          boardId: board.id,
        })),
      fallback: title,
    });
    return { card, revision: 0 };
  },
};

function lines({ last, next, unrecorded }: Watch) {
  const forgotten = unrecorded ? ` The meeting planned for ${sayDate(unrecorded.on)} is not recorded as held.` : '';
  return {
    last: `Last met: ${last ? sayDate(last.on) : 'not yet'}.${forgotten}`,
    next: `Next meeting: ${next ? sayDate(next.on) : 'none planned'}.`,
  };
}

const nameOf = (board: Board) => board.school?.name ?? board.name;

/** Whoever no longer looks after a board is not told of it. */
async function maySee(context: ShowContext, viewer: Actor, board: Board): Promise<boolean> {
  return may(MAY_SEE, viewer, aboutBoard(board)) || (await whoWatches(context, board)).includes(viewer.personId);
}
