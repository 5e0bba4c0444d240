// A framework is data: scales, aspects, categories, boards and deadlines as one place wrote them down, with a version.
// Ids are ours; the clause numbers of the sources repeat themselves and are only cited (RES-01).
import * as z from 'zod';
import { LocalDate } from '../calendar/dates.ts';
import { BoardTemplate } from './boards.ts';
import { Deadline } from './deadlines.ts';

export const Grade = z.strictObject({
  code: z.string(),
  label: z.string(),
  /** 1 is the best grade of its scale. Grades of different scales are never compared. */
  rank: z.int().min(1),
  /** What people type for it, in lower case, besides its code and label. */
  aliases: z.array(z.string()).default([]),
});
export type Grade = z.infer<typeof Grade>;

export const GradeScale = z.strictObject({ id: z.string(), label: z.string(), grades: z.array(Grade).min(2) });
export type GradeScale = z.infer<typeof GradeScale>;

/** The phases of education as Get Information About Schools names them; OTHER is special schools and referral units. */
export const SchoolPhase = z.enum([
  'NURSERY',
  'PRIMARY',
  'MIDDLE_DEEMED_PRIMARY',
  'MIDDLE_DEEMED_SECONDARY',
  'SECONDARY',
  'ALL_THROUGH',
  'SIXTEEN_PLUS',
  'OTHER',
]);
export type SchoolPhase = z.infer<typeof SchoolPhase>;

export const Aspect = z.strictObject({
  id: z.string(),
  label: z.string(),
  /** What the bot asks the headteacher. */
  question: z.string(),
  scale: z.string(),
  appliesTo: z.strictObject({ phases: z.array(SchoolPhase), when: z.enum(['always', 'under-fives', 'sixth-form']) }),
});
export type Aspect = z.infer<typeof Aspect>;

/** What a category asks of people once it is confirmed. */
export const Obligation = z.enum([
  'RAISING_ATTAINMENT_BOARD',
  'OUTSIDE_SUPPORT_SIGN_OFF',
  'INFORM_REGIONS_GROUP_IF_ACADEMY',
  'TWELVE_MONTH_LIMIT_IF_LAST_INSPECTION_GOOD',
  'RECOVERY_PLAN',
  'CONSIDER_STATUTORY_POWERS',
]);
export type Obligation = z.infer<typeof Obligation>;

export const Category = z.strictObject({
  id: z.string(),
  /** 1 is the least worrying. These are not inspection grades. */
  order: z.int().min(1),
  label: z.string(),
  /** Said beside every use of the colour, since colour alone is not readable by everyone. */
  colourName: z.string(),
  headline: z.string(),
  atRisk: z.boolean(),
  obligations: z.array(Obligation),
});
export type Category = z.infer<typeof Category>;

/** When a school is named to the partnership board: a product rule, since no source defines "at risk" (RES-39). */
export const AtRiskRule = z.strictObject({
  proposedCategoryCounts: z.boolean(),
  boardOverItsLifeCounts: z.boolean(),
  indicatorCrossingCounts: z.boolean(),
  memberPhases: z.array(SchoolPhase),
  stateFundedMainstreamOnly: z.boolean(),
  oneAlertPerDays: z.int().min(1),
});
export type AtRiskRule = z.infer<typeof AtRiskRule>;

export const Framework = z.strictObject({
  id: z.string(),
  version: z.string(),
  place: z.string(),
  validFrom: LocalDate,
  validTo: LocalDate.optional(),
  roles: z.record(z.string(), z.string()),
  scales: z.array(GradeScale).min(1),
  aspects: z.array(Aspect).min(1),
  categories: z.array(Category).min(1),
  phaseRule: z.strictObject({
    significantShare: z.number().gt(0).max(1),
    mode: z.literal('WORST_SIGNIFICANT_PHASE'),
  }),
  atRisk: AtRiskRule.optional(),
  boardTemplates: z.array(BoardTemplate),
  /** Whose roles in the partnership get the weekly digest. */
  weeklyDigestTo: z.array(z.string()).default(['PROGRAMME_DIRECTOR']),
  deadlines: z.array(Deadline),
});
export type Framework = z.infer<typeof Framework>;
