import { countOf } from '../boards/index.ts';
import { type Feature, type Reading, statusPart } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { actionKind } from './cards.ts';
import { actionCommands } from './commands.ts';
import { actionDuties } from './duties.ts';
import { actionJobs } from './jobs.ts';
import { listCommands } from './list.ts';
import { overdueCards } from './overdue-cards.ts';
import { type ActionQuery, countOpen, listOpen, type OpenFacts, openFacts } from './records.ts';
import { dueInWords } from './rules.ts';

export { type LateFacts, lateFacts } from './long-overdue.records.ts';
export { lateSince } from './long-overdue.ts';
export { type Action, type ActionQuery, getAction } from './records.ts';
export { dueInWords, isOverdue } from './rules.ts';

type Scope = Omit<ActionQuery, 'partnershipId' | 'dueBefore'>;

/** How many actions are open, and how many of them overdue, in the partnership or part of it. */
export async function countActions(
  { tx, today, partnership }: Reading,
  scope: Scope = {},
): Promise<{ open: number; overdue: number }> {
  const query = { partnershipId: partnership.id, ...scope };
  return { open: await countOpen(tx, query), overdue: await countOpen(tx, { ...query, dueBefore: today }) };
}

/** "3 open actions, 1 overdue", for a board. */
export async function countOpenInWords(reading: Reading, boardId: number): Promise<string> {
  const { open, overdue } = await countActions(reading, { boardIds: [boardId] });
  return `${countOf(open, 'open action')}${overdue === 0 ? '' : `, ${overdue} overdue`}`;
}

const ON_AGENDA = 12;

/** A board's open actions as its agenda lists them, the most overdue first; the count beside them says if there are more. */
export async function listForAgenda(
  { tx, today, partnership }: Reading,
  boardId: number,
): Promise<{ what: string; who: string }[]> {
  const open = await listOpen(tx, { partnershipId: partnership.id, boardIds: [boardId] });
  return open.slice(0, ON_AGENDA).map((action) => ({
    what: `${refOf('ACT', action.id)} ${short(action.what, 300)}`,
    who: `${action.owner.name}, ${dueInWords(action.dueOn, today, partnership.calendar)}`,
  }));
}

export const actions: Feature = {
  name: 'actions',
  commands: [...actionCommands, ...listCommands],
  cards: [actionKind, ...overdueCards],
  jobs: actionJobs,
  duties: actionDuties,
  async homeItems({ tx, partnership, actor }) {
    const mine = await listOpen(tx, { partnershipId: partnership.id, ownerId: actor.personId });
    return mine.map((action) => ({
      kind: 'action',
      title: `${refOf('ACT', action.id)}: ${short(action.what, 100)}`,
      dueOn: action.dueOn,
      hint: `When it is done, type “action done ${refOf('ACT', action.id)}” and what shows it.`,
      card: { card: 'action', subject: subjectOf('ACT', action.id) },
    }));
  },
  statusParts: ({ partnership, today, schoolId }) => [
    statusPart(openFacts(partnership.id, today, schoolId), ({ open, overdue }: OpenFacts) => {
      const value = open === 0 ? 'none open' : `${open} open, ${overdue === 0 ? 'none' : overdue} overdue`;
      return [{ order: 40, title: 'Actions', value }];
    }),
  ],
  async agendaItems(reading, boardId) {
    const { overdue } = await countActions(reading, { boardIds: [boardId] });
    return overdue === 0 ? [] : [{ title: `Overdue actions (${overdue})`, lead: 'CHAIR' }];
  },
};

function short(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
