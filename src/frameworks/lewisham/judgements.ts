// Scale, aspects and categories of the Lewisham framework (L §5.4, App D, App E; DOMAIN 5.0 and 7.3), in our words.
import type { Framework, SchoolPhase } from '../framework.ts';

/** Overall effectiveness as inspectors graded it until 2024. Never compared with the report cards that followed. */
export const OE_4: Framework['scales'][number] = {
  id: 'OE-4',
  label: 'Inspection grade, four points',
  grades: [
    { code: '1', label: 'Outstanding', rank: 1, aliases: ['one'] },
    { code: '2', label: 'Good', rank: 2, aliases: ['two'] },
    { code: '3', label: 'Requires improvement', rank: 3, aliases: ['ri', 'three'] },
    { code: '4', label: 'Inadequate', rank: 4, aliases: ['four'] },
  ],
};

const EVERY_PHASE: SchoolPhase[] = [
  'NURSERY',
  'PRIMARY',
  'MIDDLE_DEEMED_PRIMARY',
  'MIDDLE_DEEMED_SECONDARY',
  'SECONDARY',
  'ALL_THROUGH',
  'SIXTEEN_PLUS',
  'OTHER',
];
const everySchool = { phases: EVERY_PHASE, when: 'always' } as const;

export const aspects: Framework['aspects'] = [
  {
    id: 'LEADERSHIP',
    label: 'Leadership and management, with governance',
    question: 'How well do leaders and governors run and improve the school?',
    scale: 'OE-4',
    appliesTo: everySchool,
  },
  {
    id: 'TEACHING',
    label: 'Teaching, learning and assessment',
    question: 'How good are teaching and assessment across the school?',
    scale: 'OE-4',
    appliesTo: everySchool,
  },
  {
    id: 'PDBW',
    label: 'Personal development, behaviour and welfare',
    question: 'How well do pupils behave, attend, stay safe and grow as people?',
    scale: 'OE-4',
    appliesTo: everySchool,
  },
  {
    id: 'OUTCOMES',
    label: 'Outcomes for pupils',
    question: 'How well do pupils, and every group among them, achieve?',
    scale: 'OE-4',
    appliesTo: everySchool,
  },
  {
    id: 'EARLY_YEARS',
    label: 'Early years',
    question: 'How effective is the early years provision?',
    scale: 'OE-4',
    appliesTo: { phases: ['NURSERY', 'PRIMARY', 'MIDDLE_DEEMED_PRIMARY', 'ALL_THROUGH', 'OTHER'], when: 'under-fives' },
  },
  {
    id: 'STUDY_16_19',
    label: '16 to 19 study programmes',
    question: 'How effective are the 16 to 19 study programmes?',
    scale: 'OE-4',
    appliesTo: {
      phases: ['SECONDARY', 'MIDDLE_DEEMED_SECONDARY', 'ALL_THROUGH', 'SIXTEEN_PLUS', 'OTHER'],
      when: 'sixth-form',
    },
  },
];

export const categories: Framework['categories'] = [
  {
    id: 'GREEN',
    order: 1,
    label: 'High performing and self-improving',
    colourName: 'Green',
    headline: 'Works on its own terms and helps other schools.',
    atRisk: false,
    obligations: [],
  },
  {
    id: 'YELLOW',
    order: 2,
    label: 'Performing well and self-improving',
    colourName: 'Yellow',
    headline: 'A standards visit each term.',
    atRisk: false,
    obligations: [],
  },
  {
    id: 'AMBER',
    order: 3,
    label: 'Challenge and possible intervention required',
    colourName: 'Amber',
    headline: 'A Raising Attainment Board, monitoring visits, and outside support only with the authority’s consent.',
    atRisk: true,
    obligations: [
      'RAISING_ATTAINMENT_BOARD',
      'OUTSIDE_SUPPORT_SIGN_OFF',
      'INFORM_REGIONS_GROUP_IF_ACADEMY',
      'TWELVE_MONTH_LIMIT_IF_LAST_INSPECTION_GOOD',
    ],
  },
  {
    id: 'RED',
    order: 4,
    label: 'Serious concerns and rapid intervention required',
    colourName: 'Red',
    headline: 'A Raising Attainment Board, a visit every half-term, a plan of its own, and legal powers considered.',
    atRisk: true,
    obligations: [
      'RAISING_ATTAINMENT_BOARD',
      'OUTSIDE_SUPPORT_SIGN_OFF',
      'INFORM_REGIONS_GROUP_IF_ACADEMY',
      'RECOVERY_PLAN',
      'CONSIDER_STATUTORY_POWERS',
    ],
  },
];
