// Self-evaluation: rounds in which headteachers grade their schools in private chat (F-09).
import { sayDate } from '../calendar/index.ts';
import type { Feature } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { subjectOf } from '../chat/refs.ts';
import { evaluationKind, gradesKind } from './cards.ts';
import { answerCommands, schoolsLedBy } from './commands.ts';
import { GRADE_READERS, officerCommands, ROUND_OFFICERS } from './officers.ts';
import { listEvaluations } from './records.ts';
import { roundKind } from './round-card.ts';
import { listOpenRounds } from './rounds.records.ts';
import { sayOutstanding } from './rounds.ts';
import { countComplete } from './rules.ts';

export const evaluation: Feature = {
  name: 'evaluation',
  commands: [...answerCommands, ...officerCommands],
  cards: [evaluationKind, gradesKind, roundKind],

  /** How far the grades are: never the grades themselves. */
  async statusLines({ tx, partnership, actor, schoolId }) {
    if (schoolId !== undefined) {
      if (!may(GRADE_READERS, actor, { schoolId })) return [];
      const newest = (await listEvaluations(tx, [schoolId])).sort((a, b) => b.id - a.id)[0];
      if (!newest) return [];
      const far = newest.isSubmitted
        ? `submitted${newest.isLate ? ', late' : ''}`
        : `${countComplete(newest)} of ${newest.aspects.length} aspects answered, due ${sayDate(newest.dueOn)}`;
      return [{ order: 40, title: 'Grades', value: `${newest.roundName}: ${far}` }];
    }
    if (!may(ROUND_OFFICERS, actor, {})) return [];
    const value = await sayOutstanding(tx, await listOpenRounds(tx, partnership.id));
    return value === undefined ? [] : [{ order: 40, title: 'Grades outstanding', value }];
  },

  async homeItems({ tx, actor }) {
    const led = schoolsLedBy(actor);
    if (led.length === 0) return [];
    const open = (await listEvaluations(tx, led)).filter((one) => !one.isSubmitted);
    return open.map((one) => ({
      kind: 'question',
      title: `${one.schoolName}: your school’s grades, ${countComplete(one)} of ${one.aspects.length} answered`,
      dueOn: one.dueOn,
      hint: 'Open it to carry on where you stopped.',
      card: { card: 'evaluation', subject: subjectOf('EVA', one.id) },
    }));
  },
};
