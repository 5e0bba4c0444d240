import { z } from 'zod';
import { LocalDate } from '../calendar/index.ts';

/** A problem as it is known: since when, what was told of it, and on which card. */
export const Known = z.strictObject({
  since: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  overAt: z.iso.datetime().nullable(),
  items: z.array(z.string()),
  detail: z.string(),
  told: z.array(z.string()),
  toldOn: LocalDate.nullable(),
  /** The subject of the card that tells it. */
  batch: z.string().nullable(),
});
export type Known = z.infer<typeof Known>;

/** What the heartbeat keeps from one look to the next. */
export const State = z.strictObject({
  problems: z.record(z.string(), Known),
  /** How many cards there were on the last day with any. */
  batches: z.strictObject({ day: LocalDate, count: z.int() }).nullable(),
  /** The house's time and the machine's at the last look; what the demonstration's clock was moved over is nobody's fault. */
  clock: z
    .strictObject({ now: z.iso.datetime(), realNow: z.iso.datetime(), movedAt: z.iso.datetime().nullable() })
    .nullable(),
});
export type State = z.infer<typeof State>;

export const NOTHING_YET: State = { problems: {}, batches: null, clock: null };
