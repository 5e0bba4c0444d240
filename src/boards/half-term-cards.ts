// What the people of a board read about a half-term: while there is time to meet, and when it has gone by.
import { z } from 'zod';
import { sayDate, schoolDaysBetween } from '../calendar/index.ts';
import type { Actor, CardKind, Reading, ShowContext, Showing } from '../chat/contract.ts';
import { listInWords, may } from '../chat/permission.ts';
import { idIn } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { namesOf, viewerOf } from '../people/index.ts';
import { halfTermIn } from './half-terms.ts';
import { halfTermOfKey, type Obliging } from './missed.ts';
import { type Board, getBoard, listSeatHolders, wasShown } from './records.ts';
import { listMeetingDays, listSaid, MISSED } from './watching.records.ts';
import { type MeetingDay, type Watch, watch } from './watching.ts';
import { aboutBoard, MAY_PLAN, MAY_RUN } from './who.ts';
import { clerkInWords, whoGoverns, whoRuns, whoWatches } from './whom.ts';
import { countOf, upper } from './words.ts';

const Open = z.strictObject({
  title: z.string(),
  board: z.string(),
  said: z.string(),
  facts: z.array(z.strictObject({ title: z.string(), value: z.string() })),
  hasFacts: z.boolean(),
  unrecorded: z.string(),
  hasUnrecorded: z.boolean(),
  next: z.string(),
  boardId: z.number(),
  place: z.string(),
  canPlan: z.boolean(),
  meetingId: z.number(),
  canRecord: z.boolean(),
  fallback: z.string(),
});

const warningCard = template('half-term-warning', Open);
const missedCard = template('half-term-missed', Open);
const settledCard = template(
  'half-term-settled',
  z.strictObject({ title: z.string(), board: z.string(), outcome: z.string(), fallback: z.string() }),
);

interface About {
  board: Board;
  halfTerm: Obliging;
  watched: Watch;
  viewer: Actor;
}

/** To chair and clerk, ten school days before the half-term's end: settled by a meeting that is planned or held in time. */
const warning: CardKind = {
  name: 'half-term-warning',
  async show(subject, context) {
    const about = await read(subject, context);
    if (!about) return undefined;
    const { board, halfTerm, watched, viewer } = about;
    if (!(await whoRuns(context, board)).includes(viewer.personId)) return undefined;
    const isOver = halfTerm.lastDay < context.today;
    if (board.closedOn !== null) return settle(context, subject, board, CLOSED);
    if (watched.held)
      return settle(context, subject, board, {
        title: 'The board has met',
        outcome: `It met on ${sayDate(watched.held.on)}. Nothing more is needed this half-term.`,
      });
    if (isOver) {
      const told = (await listSaid(context.tx, MISSED, [board.id])).some((one) => one.halfTerm === halfTerm.key);
      const who = told ? ` ${upper(await hearersInWords(context, board))} have been told.` : '';
      const outcome = `The half-term ended on ${sayDate(halfTerm.lastDay)} without a meeting.${who}`;
      return settle(context, subject, board, { title: 'The half-term is over', outcome });
    }
    if (watched.planned)
      return settle(context, subject, board, {
        title: 'A meeting is planned',
        outcome: `The board meets on ${whenOf(watched.planned)}, before the half-term ends. Thank you.`,
      });
    const title = 'No meeting yet this half-term';
    const card = warningCard({
      ...openOf(about),
      title,
      said: `The board has to meet at least once every half-term. This one ends ${endInWords(context, halfTerm)}, and I know of no meeting held or planned in it.`,
      facts: [],
      hasFacts: false,
      next: `If it does not meet by then, I will tell ${await hearersInWords(context, board)}.`,
      fallback: `${title}: ${board.name}`,
    });
    return { card, revision: 0 };
  },
};

/** To the school's chair of governors, and to whoever could record a forgotten meeting, when a half-term has gone by. */
const missed: CardKind = {
  name: 'half-term-missed',
  isConfidential: true,
  async show(subject, context) {
    const about = await read(subject, context);
    if (!about) return undefined;
    const { board, halfTerm, watched, viewer } = about;
    const own = [...(await whoGoverns(context, board)), ...(await whoRuns(context, board))];
    if (!own.includes(viewer.personId)) return undefined;
    if (board.closedOn !== null) return settle(context, subject, board, CLOSED);
    if (watched.held)
      return settle(context, subject, board, {
        title: 'The board did meet',
        outcome: `Its meeting of ${sayDate(watched.held.on)} has been recorded since. Nothing more is needed.`,
      });
    const { next, last } = watched;
    const open = openOf(about);
    const title = 'A half-term went by without a meeting';
    const officers = await namesInWords(context, await whoWatches(context, board));
    const holders = await listSeatHolders(context.tx, board.id, context.today);
    const card = missedCard({
      ...open,
      title,
      said: `No meeting of the board is recorded from ${sayDate(halfTerm.firstDay)} to ${sayDate(halfTerm.lastDay)}. It has to meet at least once every half-term.`,
      facts: [
        { title: 'Last meeting', value: last ? sayDate(last.on) : 'none so far' },
        { title: 'Next meeting', value: next ? whenOf(next) : 'none planned' },
        ...(officers === '' ? [] : [{ title: 'Told as well', value: officers }]),
      ],
      hasFacts: true,
      next: next
        ? 'Please see to it that the next meeting takes place: the board has to meet in this half-term too.'
        : `Please agree a date with ${clerkInWords(holders)}, and plan the next meeting.`,
      canPlan: open.canPlan && next === undefined,
      fallback: `${title}: ${board.name}`,
    });
    return { card, revision: next ? 1 : 0 };
  },
};

const CLOSED = { title: 'This board is closed', outcome: 'It does not have to meet any more.' };

async function read(subject: string, context: ShowContext): Promise<About | undefined> {
  const { tx, today, partnership } = context;
  const viewer = await viewerOf(context);
  const halfTerm = halfTermOfKey(partnership, halfTermIn(subject));
  if (!viewer || !halfTerm) return undefined;
  const board = await getBoard(tx, idIn(subject));
  const meetings = (await listMeetingDays(tx, [board.id])).get(board.id) ?? [];
  return { board, halfTerm, watched: watch(meetings, halfTerm, today), viewer };
}

function openOf({ board, watched, viewer }: About) {
  const { unrecorded } = watched;
  const canRecord = unrecorded !== undefined && may(MAY_RUN, viewer, aboutBoard(board));
  const was = unrecorded
    ? `A meeting was planned for ${sayDate(unrecorded.on)}, and nobody has recorded that it was held.`
    : '';
  const ask = canRecord ? ' If it was, press “It was held”.' : '';
  return {
    board: board.name,
    unrecorded: `${was}${ask}`,
    hasUnrecorded: unrecorded !== undefined,
    boardId: board.id,
    place: board.school?.name ?? '',
    canPlan: may(MAY_PLAN, viewer, aboutBoard(board)),
    meetingId: unrecorded?.id ?? 0,
    canRecord,
  };
}

/** The card in its last state; nothing for somebody who never saw the question. */
async function settle(
  { tx, viewerId }: ShowContext,
  subject: string,
  board: Board,
  { title, outcome }: { title: string; outcome: string },
): Promise<Showing | undefined> {
  if (viewerId === undefined || !(await wasShown(tx, subject, viewerId))) return undefined;
  const card = settledCard({ title, board: board.name, outcome, fallback: `${title}: ${board.name}` });
  return { card, revision: 2, isSettled: true };
}

/** "Olu Bankole (chair of governors), Nadia Rahman and Helen Marchbanks"; whoever reads it is "you". */
async function hearersInWords(context: ShowContext, board: Board): Promise<string> {
  const { viewerId } = context;
  const leaders = await whoGoverns(context, board);
  const officers = (await whoWatches(context, board)).filter((id) => !leaders.includes(id));
  const names = await namesOf(context.tx, [...leaders, ...officers]);
  const others = [...leaders, ...officers].flatMap((id) => {
    const name = id === viewerId ? undefined : names.get(id);
    return name === undefined ? [] : [leaders.includes(id) ? `${name} (chair of governors)` : name];
  });
  const isTold = [...leaders, ...officers].some((id) => id === viewerId);
  const all = isTold ? ['you', ...others] : others;
  return all.length === 0 ? 'the programme office' : listInWords(all);
}

async function namesInWords({ tx }: Reading, ids: number[]): Promise<string> {
  const names = await namesOf(tx, ids);
  return listInWords(ids.flatMap((id) => names.get(id) ?? []));
}

/** "on Friday 18 December 2026, 10 school days from today"; "today, Friday 18 December 2026". */
function endInWords({ today, partnership: { calendar } }: Reading, { lastDay }: Obliging): string {
  const left = calendar ? schoolDaysBetween(today, lastDay, calendar) : 0;
  return left === 0
    ? `today, ${sayDate(lastDay)}`
    : `on ${sayDate(lastDay)}, ${countOf(left, 'school day')} from today`;
}

const whenOf = ({ on, at, place }: MeetingDay) => `${sayDate(on)}, ${at}${place === '' ? '' : `, ${place}`}`;

export const halfTermCards: CardKind[] = [warning, missed];
