import { readFramework } from './checks.ts';
import { challengeBoard } from './lewisham/challenge-board.ts';
import { deadlines } from './lewisham/deadlines.ts';
import { aspects, categories, OE_4 } from './lewisham/judgements.ts';
import { raisingAttainmentBoard } from './lewisham/raising-attainment-board.ts';
import { schoolReviewBoard } from './lewisham/school-review-board.ts';
import { ROLES } from './roles.ts';

/** Lewisham's framework for school improvement of November 2015 (L), with its Secondary Challenge of 2016 (P). */
export const lewisham2015 = readFramework({
  id: 'lewisham-2015',
  version: '1.0',
  place: 'Lewisham',
  validFrom: '2015-11-01',
  roles: ROLES,
  scales: [OE_4],
  aspects,
  categories,
  phaseRule: { significantShare: 0.25, mode: 'WORST_SIGNIFICANT_PHASE' },
  atRisk: {
    proposedCategoryCounts: true,
    boardOverItsLifeCounts: true,
    indicatorCrossingCounts: true,
    memberPhases: ['SECONDARY', 'MIDDLE_DEEMED_SECONDARY', 'ALL_THROUGH'],
    stateFundedMainstreamOnly: true,
    oneAlertPerDays: 7,
  },
  boardTemplates: [raisingAttainmentBoard, schoolReviewBoard, challengeBoard],
  weeklyDigestTo: ['PROGRAMME_DIRECTOR'],
  deadlines,
});
