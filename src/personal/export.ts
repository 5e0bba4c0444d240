import { sayDate } from '../calendar/index.ts';
import type { Partnership } from '../chat/contract.ts';
import { Refusal } from '../chat/refusal.ts';
import type { Tx } from '../store/database.ts';
import { collect, type Holdings } from './export.records.ts';
import { findSomeone } from './whose.records.ts';

export interface PersonExport extends Holdings {
  about: string;
  partnership: string;
}

/** Everything that Convenor holds on somebody. Refuses a number that is nobody's. */
export async function exportPerson(
  tx: Tx,
  personId: number,
  { partnership, today }: { partnership: Partnership; today: string },
): Promise<PersonExport> {
  const someone = await findSomeone(tx, personId, partnership.id);
  if (!someone) throw new Refusal(`There is nobody with the number P-${personId} here.`);
  const about = `Everything that Convenor holds on ${someone.name} (P-${personId}) on ${sayDate(today)}: what is theirs, and where others have written their name.`;
  return { about, partnership: partnership.name, ...(await collect(tx, someone)) };
}
