import { TermYear } from '../calendar/index.ts';
import { json } from '../chat/records.ts';
import type { Tx } from '../store/database.ts';

/** The school years whose dates the partnership gave itself. */
export async function findTermYears(tx: Tx, partnershipId: number): Promise<TermYear[]> {
  const rows = await tx.termYear.findMany({ where: { partnershipId }, orderBy: { schoolYear: 'asc' } });
  return rows.map(({ dates }) => TermYear.parse(dates));
}

/** Keep a school year's dates, in the place of those that were given before. */
export async function saveTermYear(tx: Tx, partnershipId: number, year: TermYear, now: Date): Promise<void> {
  const { schoolYear } = year;
  const data = { dates: json(year), changedAt: now };
  await tx.termYear.upsert({
    where: { partnershipId_schoolYear: { partnershipId, schoolYear } },
    create: { partnershipId, schoolYear, ...data },
    update: data,
  });
}
