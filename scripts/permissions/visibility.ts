// Who sees what is known about a school: asked of the rules, for one person of each kind.
import type { About, Actor, Command, Feature, HeldSeat } from '../../src/chat/contract.ts';
import { may } from '../../src/chat/permission.ts';
import { table } from './table.ts';

const SCHOOL = 1;
const OTHER_SCHOOL = 2;
const BOARD = 1;
const CHALLENGE_BOARD = 2;
const OF_SCHOOL: About = { schoolId: SCHOOL, boardId: BOARD };

/** A person with these roles, at a school or in the partnership, and nothing else. */
function holding(role: string, ...places: (number | null)[]): Actor {
  const roles = places.map((schoolId) => ({ role, schoolId }));
  return { personId: 1, name: '', roles, seats: [] };
}

function seated(boardId: number, seat: Partial<HeldSeat> = {}): Actor {
  const usual = { seatId: 1, boardId, role: 'GOVERNOR', schoolId: null, isChair: false, isClerk: false };
  return { personId: 1, name: '', roles: [], seats: [{ ...usual, ...seat }] };
}

const columns: [head: string, actor: Actor][] = [
  ['the school’s headteacher', holding('HEADTEACHER', SCHOOL)],
  ['its chair of governors', holding('CHAIR_OF_GOVERNORS', SCHOOL)],
  ['members of its board', seated(BOARD)],
  ['clerk of its board', seated(BOARD, { role: 'CLERK', isClerk: true })],
  ['its improvement officer', holding('SIO', SCHOOL, null)],
  ['the officer’s line manager', holding('SIO_LINE_MANAGER', null)],
  ['Head of Standards and leads', holding('HEAD_OF_STANDARDS', null)],
  ['programme director', holding('PROGRAMME_DIRECTOR', null)],
  ['Challenge Board', seated(CHALLENGE_BOARD)],
  ['other schools', holding('HEADTEACHER', OTHER_SCHOOL)],
];

const rows: [what: string, command: string, about: About][] = [
  ['category and its history', 'category.show', OF_SCHOOL],
  ['the school’s own grades', 'evaluation.show', OF_SCHOOL],
  ['minutes, draft or agreed', 'minutes.show', OF_SCHOOL],
  ['agendas and who comes', 'agenda.show', OF_SCHOOL],
  ['actions of the board', 'board.show', OF_SCHOOL],
  ['alerts to the Challenge Board', 'risk.list', { boardId: CHALLENGE_BOARD }],
  ['status of the school', 'status.show', { schoolId: SCHOOL }],
];

/** The table, and what it cannot say. */
export function visibility(features: Feature[]): string[] {
  const commands = new Map(features.flatMap((feature) => feature.commands).map((command) => [command.name, command]));
  return [
    ...table(
      ['about a school', ...columns.map(([head]) => head)],
      rows.map(([what, name, about]) => [what, ...columns.map(([, actor]) => cell(commands.get(name), actor, about))]),
    ),
    '',
    '- Who owns an action sees it, wherever it was decided.',
    '- The Challenge Board hears of a member school only when it is at risk, in a channel known to be private or each member',
    '  alone, and after the school’s headteacher and chair of governors.',
    '- A half-term that a board let go by is told to the school’s chair of governors, its improvement officer and whoever chairs',
    '  the School Review Board; of a member school also to the programme director. The Challenge Board itself is not told.',
    '- Why somebody cannot take a seat is read by whoever gives the board’s seats.',
    '- Categories, grades, status and alerts are confidential: they are shown to the person alone or in a private channel, and',
    '  a notification says only that there is something to open.',
    '- Pupils’ names belong nowhere in Convenor: its forms ask people to leave them out.',
    '- Every decision is written down: who, when, from where, the old value and the new.',
    '',
    'For what later versions bring, these rules are settled: a draft report goes to the headteacher when it is sent for comment, and',
    'to the officers; a final report also to the chair of governors and the board; a complaint is read by who made it and',
    'whoever handles its stage, never by who it is about; feedback about an officer is shown to that officer only in sum;',
    'an entry in the register of concern is known to the school, its officer and the authority’s leads.',
  ];
}

function cell(command: Command | undefined, actor: Actor, about: About): string {
  if (!command) throw new Error('A row of the table names a command that is gone.');
  return may(command.may, actor, about) ? 'yes' : 'no';
}
