import { countOf } from '../boards/index.ts';
import { type AgendaPaper, type Feature, type Reading, statusPart } from '../chat/contract.ts';
import { idIn, refOf } from '../chat/refs.ts';
import { askCards } from './ask-cards.ts';
import { passOn, voidAsksOf } from './asks.ts';
import { actionKind, shortOutcome } from './cards.ts';
import { actionCommands } from './commands.ts';
import { actionDuties } from './duties.ts';
import { actionsAtHome, asksAtHome } from './home.ts';
import { actionJobs } from './jobs.ts';
import { overdueCards } from './overdue-cards.ts';
import { type Action, countOpen, listOfMeeting, listOpen, type OpenFacts, openFacts } from './records.ts';
import { dueInWords, isOverdue } from './rules.ts';
import { short } from './words.ts';

export { type LateFacts, lateFacts } from './long-overdue.records.ts';
export { lateSince } from './long-overdue.ts';
export { type Action, type ActionQuery, getAction } from './records.ts';
export { dueInWords, isOverdue } from './rules.ts';

const ON_AGENDA = 12;

/** A board's open actions as its agenda lists them, the most overdue first; the count above them says if there are more. */
async function openPaper(reading: Reading, boardId: number): Promise<AgendaPaper[]> {
  const { tx, today, partnership } = reading;
  const open = await listOpen(tx, { partnershipId: partnership.id, boardIds: [boardId] });
  if (open.length === 0) return [];
  const overdue = open.filter((action) => isOverdue(action, today)).length;
  const title = `${countOf(open.length, 'open action')}${overdue === 0 ? '' : `, ${overdue} overdue`}`;
  return [{ title, lines: open.slice(0, ON_AGENDA).map(lineIn(reading)) }];
}

/** The actions that were agreed at a meeting, those due first before the others, whatever became of them since. */
export async function agreedPaper(reading: Reading, meetingId: number): Promise<AgendaPaper[]> {
  const agreed = await listOfMeeting(reading.tx, meetingId);
  if (agreed.length === 0) return [];
  const more = agreed.length > ON_AGENDA ? `, the ${ON_AGENDA} due first` : '';
  const title = `${countOf(agreed.length, 'action')} agreed${more}`;
  return [{ title, lines: agreed.slice(0, ON_AGENDA).map(lineIn(reading)) }];
}

const lineIn =
  ({ today, partnership }: Reading) =>
  (action: Action) => ({
    what: `${refOf('ACT', action.id)} ${short(action.what, 160)}`,
    who: `${action.owner.name}, ${action.state === 'open' ? dueInWords(action.dueOn, today, partnership.calendar) : shortOutcome(action)}`,
  });

export const actions: Feature = {
  name: 'actions',
  commands: actionCommands,
  cards: [actionKind, ...askCards, ...overdueCards],
  jobs: actionJobs,
  duties: actionDuties,
  async homeItems(reading) {
    return [...(await asksAtHome(reading)), ...(await actionsAtHome(reading))];
  },
  on: {
    async 'person.left'({ subject }, context) {
      await voidAsksOf(context, Number(subject.split(':')[1]));
      await passOn(context);
    },
    'board.chaired': ({ subject }, context) => passOn(context, idIn(subject)),
    'board.seated': ({ subject }, context) => passOn(context, idIn(subject)),
    'board.unseated': ({ subject }, context) => passOn(context, idIn(subject)),
  },
  statusParts: ({ partnership, today, schoolId }) => [
    statusPart(openFacts(partnership.id, today, schoolId), ({ open, overdue }: OpenFacts) => {
      const value = open === 0 ? 'none open' : `${open} open, ${overdue === 0 ? 'none' : overdue} overdue`;
      return [{ order: 40, title: 'Actions', value }];
    }),
  ],
  async agendaItems({ tx, today, partnership }, boardId) {
    const overdue = await countOpen(tx, { partnershipId: partnership.id, boardIds: [boardId], dueBefore: today });
    return overdue === 0 ? [] : [{ title: `Overdue actions (${overdue})`, lead: 'CHAIR' }];
  },
  agendaPapers: openPaper,
};
