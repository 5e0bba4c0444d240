import type { Tx } from '../store/database.ts';

/** Somebody was shown a card about a subject in this hour. */
export interface Sight {
  personId: number;
  card: string;
  subject: string;
  /** The hour's beginning. */
  hour: Date;
  platform: string;
}

/** Write who was shown what; what another copy of the bot has written already stays as it is. */
export async function writeSights(tx: Tx, sights: Sight[]): Promise<void> {
  await tx.sight.createMany({ data: sights, skipDuplicates: true });
}
