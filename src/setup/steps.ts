// The steps of setting a partnership up, each found out anew from what there is: whoever stops goes on where they were.
import type { LocalDate, TermCalendar } from '../calendar/index.ts';
import { listInWords, someInWords } from '../chat/permission.ts';
import type { SetupFacts, Some } from './records.ts';
import { termDatesInWords } from './term-dates.ts';

export interface Step {
  title: string;
  isDone: boolean;
  /** How it stands. */
  stands: string;
  /** What to do next about it; empty when nothing is missing. */
  next: string;
}

/** Who has to be there before a board can work: nobody confirms, sees or clerks anything otherwise. */
const NEEDED = ['PROGRAMME_DIRECTOR', 'HEAD_OF_STANDARDS', 'CLERK', 'SIO'];

/** List the steps in the order in which they are taken. */
export function stepsOf(
  facts: SetupFacts,
  about: {
    name: string;
    framework: string;
    calendar: TermCalendar | undefined;
    today: LocalDate;
    /** Whoever looks may add lists. */
    maySetUp: boolean;
    label(role: string): string;
  },
): Step[] {
  const { maySetUp } = about;
  return [
    {
      title: 'Partnership',
      isDone: true,
      stands: `${about.name}, with the framework ${about.framework}`,
      next: '',
    },
    {
      title: 'Schools',
      isDone: facts.schools > 0,
      stands: `${facts.schools} on the list`,
      next:
        facts.schools > 0
          ? ''
          : addList('schools', 'the rows of your schools from Get Information About Schools', maySetUp),
    },
    termDates(about),
    people(facts, about),
    joined(facts),
    board(facts),
    channels(facts),
    {
      title: 'Grades',
      isDone: facts.rounds > 0,
      stands: facts.rounds > 0 ? 'schools have been asked' : 'no school has been asked yet',
      next:
        facts.rounds > 0 ? '' : 'Ask all headteachers: type “round open Autumn due 11 December” with your own words.',
    },
  ];
}

/** How a list is added: by button and by typing, for those who may. */
function addList(kind: string, what: string, maySetUp: boolean): string {
  return maySetUp
    ? `Press “Add a list” and paste ${what}, or type “setup list ${kind}”.`
    : `The programme director or the Head of Standards types “setup list ${kind}” and pastes ${what}.`;
}

function termDates({
  calendar,
  today,
  maySetUp,
}: {
  calendar: TermCalendar | undefined;
  today: LocalDate;
  maySetUp: boolean;
}): Step {
  const { isKnown, words } = termDatesInWords(calendar, today);
  const next = isKnown ? '' : addList('terms', 'your council’s dates', maySetUp);
  return { title: 'Term dates', isDone: isKnown, stands: words, next };
}

function people(facts: SetupFacts, { label, maySetUp }: { label(role: string): string; maySetUp: boolean }): Step {
  const roles = NEEDED.filter((role) => !(facts.roles ?? []).includes(role)).map(label);
  const lacks = [
    ...(roles.length === 0 ? [] : [`no ${listInWords(roles, 'or')}`]),
    ...schoolsIn(facts.withoutHead, 'headteacher'),
    ...schoolsIn(facts.withoutChair, 'chair of governors'),
  ];
  const isDone = lacks.length === 0 && facts.people > 0;
  return {
    title: 'People',
    isDone,
    stands: [`${facts.people} with a role or a seat`, ...lacks].join('; '),
    next: isDone ? '' : addList('people', 'the rows of your spreadsheet', maySetUp),
  };
}

function schoolsIn({ count, names }: Some, who: string): string[] {
  if (count === 0) return [];
  const known = names ?? [];
  return [`without a ${who}: ${someInWords(known, count - known.length)}`];
}

function joined({ people, joined, invited }: SetupFacts): Step {
  const waiting = people - joined - invited;
  const isDone = people > 0 && joined === people;
  const parts = [
    `${joined} of ${people} have joined`,
    ...(invited > 0 ? [`${invited} ${invited === 1 ? 'has' : 'have'} a code or an e-mail link that works`] : []),
  ];
  const next =
    waiting > 0
      ? 'Press “Make join codes”, or type “setup codes”. Give each to that person alone; they type “join” and the code.'
      : 'Remind them to type “join” and their code to Convenor, or to open the link in their e-mail.';
  return { title: 'Joining', isDone, stands: parts.join('; '), next: isDone || people === 0 ? '' : next };
}

const schoolBoards = (number: number) => `${number} school ${number === 1 ? 'board' : 'boards'}`;

function board({ schools, shared, boards }: SetupFacts): Step {
  const stands = shared
    ? `${shared.name}${boards === 0 ? '' : `, and ${schoolBoards(boards)}`}`
    : boards === 0
      ? 'none yet'
      : `${schoolBoards(boards)}, none over all schools`;
  const next = shared
    ? ''
    : schools === 0
      ? 'First add the schools.'
      : 'Press “Set up a board”, or type “board create Challenge Board chair” and the chair’s name.';
  return { title: 'Boards', isDone: shared !== null, stands, next };
}

function channels({ shared, boards, withoutChannel }: SetupFacts): Step {
  const lacksShared = shared !== null && !shared.hasChannel;
  const isDone = shared?.hasChannel === true;
  const rest = withoutChannel === 0 ? '' : `; ${withoutChannel} of ${boards} school boards have none, and need none`;
  return {
    title: 'Channels',
    isDone,
    stands: shared === null ? 'first the board' : `${shared.name}: ${isDone ? 'has its channel' : 'none yet'}${rest}`,
    next: lacksShared
      ? `Make a private channel, add Convenor to it, and type there “board channel here for ${shared.name}”.`
      : '',
  };
}
