import * as z from 'zod';
import { DeadlineRule } from '../calendar/deadlines.ts';

const duty = {
  id: z.string(),
  source: z.string(),
  trigger: z.string(),
  /** What has to be done by then, in the partnership's words. */
  duty: z.string(),
  /** The roles told when it was not done. */
  onBreach: z.array(z.string()),
};

/** A deadline (DOMAIN 15): so long after an event, so often in a period, in certain months, or on a stated date. */
export const Deadline = z.discriminatedUnion('kind', [
  z.strictObject({
    ...duty,
    kind: z.literal('WITHIN'),
    rule: DeadlineRule,
    /** Reminders before it, each counted from the same trigger. */
    remindAfter: z.array(DeadlineRule).default([]),
  }),
  z.strictObject({
    ...duty,
    kind: z.literal('PER_PERIOD'),
    every: z.enum(['HALF_TERM', 'TERM', 'YEAR']),
    least: z.int().min(1),
  }),
  z.strictObject({ ...duty, kind: z.literal('IN_MONTHS'), months: z.array(z.int().min(1).max(12)).min(1) }),
  z.strictObject({ ...duty, kind: z.literal('ON_STATED_DATE') }),
]);
export type Deadline = z.infer<typeof Deadline>;
