import { z } from 'zod';
import { sayDate } from '../calendar/index.ts';
import type { CardKind } from '../chat/contract.ts';
import { listInWords, may } from '../chat/permission.ts';
import { idIn } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { viewerOf } from '../people/index.ts';
import { ROUND_OFFICERS } from './officers.ts';
import { countProgress, getRound, type Progress, type ProgressGroup } from './rounds.records.ts';

const Facts = z.array(z.strictObject({ title: z.string(), value: z.string() }));

const roundCard = template(
  'round-status',
  z.strictObject({
    title: z.string(),
    due: z.string(),
    sum: z.string(),
    counts: Facts,
    groups: z.array(z.strictObject({ title: z.string(), schools: z.string() })),
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
    const asked = groups.reduce((sum, group) => sum + group.count, 0);
    return {
      revision: 0,
      card: roundCard({
        title: `Grades: ${round.name}`,
        due: `Due ${sayDate(round.dueOn)}`,
        sum: asked === 1 ? '1 school was asked.' : `${asked} schools were asked.`,
        counts: groups.map(({ progress, count, late }) => ({
          title: TITLES[progress],
          value: late > 0 ? `${count} (${late} late)` : String(count),
        })),
        groups: groups
          .filter((group) => group.progress !== 'answered' && group.count > 0)
          .map((group) => ({ title: TITLES[group.progress], schools: named(group) })),
      }),
    };
  },
};

function none(progress: Progress): ProgressGroup {
  return { progress, count: 0, late: 0, schools: [] };
}

function named({ schools, count }: ProgressGroup): string {
  const more = count - schools.length;
  return listInWords(more > 0 ? [...schools, `${more} more`] : schools);
}
