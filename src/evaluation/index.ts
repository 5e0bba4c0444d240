// Self-evaluation: rounds in which headteachers grade their schools in private chat (F-09).
import { sayDate } from '../calendar/index.ts';
import { type Feature, statusPart } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { subjectOf } from '../chat/refs.ts';
import { evaluationKind, gradesKind } from './cards.ts';
import { closingCommands } from './closing.ts';
import { answerCommands, schoolsLedBy } from './commands.ts';
import { evaluationDuties } from './duties.ts';
import { evaluationJobs } from './jobs.ts';
import { GRADE_READERS, officerCommands, ROUND_OFFICERS } from './officers.ts';
import { countFacts, listEvaluations, type NewestFacts, newestFacts } from './records.ts';
import { roundKind } from './round-card.ts';
import { type RoundFacts, roundFacts } from './rounds.records.ts';
import { sayOutstanding } from './rounds.ts';
import { countComplete, isAskedFor } from './rules.ts';

export { ROUND_OFFICERS } from './officers.ts';
export { type RoundFacts, roundFacts } from './rounds.records.ts';

export const evaluation: Feature = {
  name: 'evaluation',
  commands: [...answerCommands, ...officerCommands, ...closingCommands],
  cards: [evaluationKind, gradesKind, roundKind],
  jobs: evaluationJobs,
  duties: evaluationDuties,

  /** How far the grades are: never the grades themselves. */
  statusParts({ partnership, actor, schoolId }) {
    if (schoolId !== undefined) {
      if (!may(GRADE_READERS, actor, { schoolId })) return [];
      return [
        statusPart(newestFacts(schoolId), (newest: NewestFacts | null) => {
          if (!newest) return [];
          const { answered, asked } = countFacts(newest);
          const far = newest.isSubmitted
            ? `submitted${newest.isLate ? ', late' : ''}`
            : `${answered} of ${asked} aspects answered, due ${sayDate(newest.dueOn)}`;
          return [{ order: 40, title: 'Grades', value: `${newest.roundName}: ${far}` }];
        }),
      ];
    }
    if (!may(ROUND_OFFICERS, actor, {})) return [];
    return [
      statusPart(roundFacts(partnership.id), (rounds: RoundFacts[] | null) =>
        rounds ? [{ order: 40, title: 'Grades outstanding', value: sayOutstanding(rounds) }] : [],
      ),
    ];
  },

  async homeItems({ tx, actor }) {
    const led = schoolsLedBy(actor);
    if (led.length === 0) return [];
    const open = (await listEvaluations(tx, led)).filter(isAskedFor);
    return open.map((one) => ({
      kind: 'question',
      title: `${one.schoolName}: your school’s grades, ${countComplete(one)} of ${one.aspects.length} answered`,
      dueOn: one.dueOn,
      hint: 'Open it to carry on where you stopped.',
      card: { card: 'evaluation', subject: subjectOf('EVA', one.id) },
    }));
  },
};
