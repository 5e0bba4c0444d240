// Who at a school hears of its category, in words: those who are on record, and who is missing.
import type { Reading } from '../chat/contract.ts';
import { listHolders } from '../people/index.ts';

/** Those who hear a category first; an executive headteacher stands for the headteacher (L §7.2). */
export const SCHOOL_LEADERS = ['HEADTEACHER', 'EXEC_HEADTEACHER', 'CHAIR_OF_GOVERNORS'];

/** "The headteacher and the chair of governors are told." with the verb for one and for both; says so when nobody is on record. */
export async function leadersInWords(
  { tx, partnership, today }: Reading,
  schoolId: number,
  verb: { one: string; both: string },
): Promise<string> {
  const found = await listHolders(tx, { partnershipId: partnership.id, roles: SCHOOL_LEADERS, schoolId, today });
  const hasChair = found.some(({ role }) => role === 'CHAIR_OF_GOVERNORS');
  const hasHead = found.some(({ role }) => role !== 'CHAIR_OF_GOVERNORS');
  if (hasHead && hasChair) return `The headteacher and the chair of governors ${verb.both}.`;
  if (hasHead) return `The headteacher ${verb.one}; no chair of governors is on record.`;
  if (hasChair) return `The chair of governors ${verb.one}; no headteacher is on record.`;
  return 'Nobody at the school can be told: no headteacher and no chair of governors is on record.';
}
