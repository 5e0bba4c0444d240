import { z } from 'zod';
import { today as dayIn, dueInWords, sayDate } from '../calendar/index.ts';
import type { CardKind, ShowContext } from '../chat/contract.ts';
import { listInWords, may } from '../chat/permission.ts';
import { idIn, subjectOf } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { viewerOf } from '../people/index.ts';
import { listReminded, type Reminded, remindedInWords } from '../reminders/index.ts';
import { ROUND_OFFICERS } from './officers.ts';
import { countProgress, getRound, type Progress, type ProgressGroup, type Round } from './rounds.records.ts';

const Facts = z.array(z.strictObject({ title: z.string(), value: z.string() }));

const roundCard = template(
  'round-status',
  z.strictObject({
    title: z.string(),
    due: z.string(),
    sum: z.string(),
    counts: Facts,
    groups: z.array(
      z.strictObject({ title: z.string(), schools: z.string(), reminded: z.string(), hasReminded: z.boolean() }),
    ),
    roundId: z.number(),
    canClose: z.boolean(),
  }),
);

const TITLES: Record<Progress, string> = {
  answered: 'Answered',
  partWay: 'Part-way',
  outstanding: 'Not begun',
  unreachable: 'Cannot be reached in chat',
};

/** How far the schools of a round are: the four groups add up to all that were asked. Says no grades. */
export const roundKind: CardKind = {
  name: 'round-status',
  isConfidential: true,
  async show(subject, context) {
    const { tx, today } = context;
    const viewer = await viewerOf(context);
    if (!viewer || !may(ROUND_OFFICERS, viewer, {})) return undefined;
    const round = await getRound(tx, idIn(subject));
    const found = await countProgress(tx, round.id, today);
    const order = Object.keys(TITLES) as Progress[];
    const groups = order.map((progress) => found.find((group) => group.progress === progress) ?? none(progress));
    const sumOf = (some: ProgressGroup[]) => some.reduce((sum, group) => sum + group.count, 0);
    const missing = groups.filter((group) => group.progress !== 'answered' && group.count > 0);
    const reminded = await listReminded(
      tx,
      missing.flatMap(({ schools }) => schools.map(({ evaluationId }) => subjectOf('EVA', evaluationId))),
    );
    return {
      revision: 0,
      card: roundCard({
        title: `Grades: ${round.name}`,
        due: dueWords(round, sumOf(missing) > 0, context),
        sum: sumWords(sumOf(groups), sumOf(missing)),
        counts: groups.map(({ progress, count, late }) => ({
          title: TITLES[progress],
          value: late > 0 ? `${count} (${late} late)` : String(count),
        })),
        groups: missing.map((group) => ({ title: TITLES[group.progress], ...named(group, reminded) })),
        roundId: round.id,
        canClose: round.closedAt === null,
      }),
    };
  },
};

function dueWords(
  { openedOn, dueOn, closedAt }: Round,
  isMissed: boolean,
  { today, partnership }: ShowContext,
): string {
  if (closedAt !== null)
    return `Closed on ${sayDate(dayIn(closedAt, partnership.timeZone))}. The grades were due on ${sayDate(dueOn)}.`;
  const due = isMissed ? dueInWords(dueOn, today, partnership.calendar) : `due ${sayDate(dueOn)}`;
  return `Asked on ${sayDate(openedOn)}. ${upper(due)}.`;
}

function sumWords(asked: number, missing: number): string {
  const first = asked === 1 ? '1 school was asked.' : `${asked} schools were asked.`;
  return missing === 0
    ? `${first} All have answered.`
    : `${first} ${missing} ${missing === 1 ? 'has' : 'have'} not answered.`;
}

function none(progress: Progress): ProgressGroup {
  return { progress, count: 0, late: 0, schools: [] };
}

/** The schools of a group, and on which days their headteachers were reminded: once for all where that is the same. */
function named({ schools, count }: ProgressGroup, reminded: Reminded[]) {
  const words = schools.map(({ evaluationId }) =>
    remindedInWords(reminded.filter((one) => one.subject === subjectOf('EVA', evaluationId))),
  );
  const isSame = new Set(words).size === 1;
  const names = schools.map(({ name }, index) => (isSame || words[index] === '' ? name : `${name} (${words[index]})`));
  if (count > names.length) names.push(`${count - names.length} more`);
  const said = isSame && words[0] !== '' ? `${upper(words[0]!)}.` : '';
  return { schools: listInWords(names), reminded: said, hasReminded: said !== '' };
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
