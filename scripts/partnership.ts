import type { Partnership } from '../src/chat/contract.ts';
import { Refusal } from '../src/chat/refusal.ts';
import { findPartnerships } from '../src/imports/index.ts';
import { readPartnership } from '../src/people/index.ts';
import type { Tx } from '../src/store/database.ts';

/** The partnership that `--partnership NAME` names, or the only one. Refuses when it is none, and says which there are. */
export async function choosePartnership(tx: Tx, name: string | undefined, now: Date): Promise<Partnership> {
  const known = await findPartnerships(tx);
  const fits = name === undefined ? known : known.filter((one) => one.name.toLowerCase() === name.toLowerCase());
  const read = fits.length === 1 ? await readPartnership(tx, fits[0]!.id, now) : undefined;
  if (read) return read.partnership;
  if (known.length === 0)
    throw new Refusal(
      'There is no partnership yet. Begin it with npm run setup, or import its schools: npm run import -- schools FILE.',
    );
  throw new Refusal(`Say which partnership: ${known.map((one) => `--partnership "${one.name}"`).join(' or ')}.`);
}
