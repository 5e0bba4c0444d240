import { instantAt } from '../../src/calendar/index.ts';
import type { Tx } from '../../src/store/database.ts';
import { WICKERHAM } from './borough.ts';
import type { Days } from './days.ts';
import { type Cast, who } from './people.ts';

/** Let one message be one of which nobody knows whether it arrived: a headteacher may not have been asked for the grades. */
export async function leaveUncertain(tx: Tx, cast: Cast, days: Days): Promise<number> {
  const message = await tx.outbox.findFirstOrThrow({
    where: { card: 'evaluation', personId: who(cast, `head-${WICKERHAM}`) },
  });
  await tx.outbox.update({
    where: { id: message.id },
    data: {
      state: 'uncertain',
      reason: 'Convenor stopped while it was being sent',
      attempts: 1,
      createdAt: instantAt(days.ago(1), '17:05'),
    },
  });
  return Number(message.id);
}
