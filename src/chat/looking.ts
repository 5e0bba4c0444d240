// A message that may have been sent is looked for where it would be, before anything else is done about it.
import type { Json, Whereabouts } from './contract.ts';
import type { DeliveryOptions } from './delivery.ts';
import { describe } from './describe.ts';
import { type Doubt, isSurelyNotThere, notSeen, oneLookBack, waitBeforeLook } from './doubt.ts';
import type { Ending } from './endings.records.ts';
import { backoffMs, laneOf, MOST_ATTEMPTS } from './lanes.ts';
import type { Taken } from './taking.records.ts';

/** What a look came to: how the try ends, or that the message is to be sent a second time. */
export type Looked =
  | { ending: Ending; holdMs: number; address?: Record<string, Json> }
  | { ending?: never; again: Doubt };

/** Look for a message that may have been sent. */
export async function look(options: DeliveryOptions, row: Taken, doubt: Doubt): Promise<Looked> {
  const { platform, to } = laneOf(options, row);
  // Another version of the program may have meant to look.
  if (platform.lookUp === undefined) return unknown(row, doubt, '');
  const sent = { from: new Date(doubt.from), to: new Date(doubt.to) };
  let seen: Whereabouts;
  try {
    seen = await platform.lookUp(to, row.key, sent);
  } catch (fault) {
    options.log.error({ key: row.key, platform: platform.name, err: describe(fault) }, 'platform fault');
    seen = { kind: 'later', reason: 'The platform’s room had a fault.' };
  }
  switch (seen.kind) {
    case 'there': {
      const { messageId, address } = seen;
      const ending = { state: 'sent', reason: null, messageId } as const;
      return { ending, holdMs: platform.paceMs, ...(address === undefined ? {} : { address }) };
    }
    case 'not-there': {
      const after = notSeen(doubt);
      if (!isSurelyNotThere(after)) return waiting(after, waitBeforeLook(after));
      return doubt.isAgain
        ? unknown(row, doubt, 'It does not show there after two tries.')
        : { again: oneLookBack(after) };
    }
    case 'later': {
      const after = { ...doubt, failed: doubt.failed + 1 };
      if (after.failed >= MOST_ATTEMPTS) return unknown(row, doubt, seen.reason);
      return waiting(after, seen.afterMs ?? backoffMs(after.failed));
    }
    case 'unknown':
      return unknown(row, doubt, seen.reason);
  }
}

function waiting(doubt: Doubt, holdMs: number): Looked {
  return { ending: { state: 'waiting', reason: doubt.reason, doubt }, holdMs };
}

/** Nobody can say: what does no harm twice is sent again, and of the rest somebody is told. */
function unknown(row: Taken, doubt: Doubt, why: string): Looked {
  const mayRepeat = row.onUncertain === 'repeat' && row.attempts < MOST_ATTEMPTS;
  const reason = `${doubt.reason} ${why}`.trim();
  return { ending: { state: mayRepeat ? 'waiting' : 'uncertain', reason }, holdMs: backoffMs(row.attempts) };
}
