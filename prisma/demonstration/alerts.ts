import { instantAt, today } from '../../src/calendar/index.ts';
import { reasonCode } from '../../src/risk/rules.ts';
import type { Tx } from '../../src/store/database.ts';
import { QUILLGATE } from './borough.ts';
import type { Days } from './days.ts';
import { type Cast, schoolId, who } from './people.ts';

/** Write the alerts that the Challenge Board has had about schools at risk, each acknowledged on the next school day. */
export async function loadAlerts(
  tx: Tx,
  cast: Cast,
  { boardId, atRisk }: { boardId: number; atRisk: Map<number, number> },
  days: Days,
): Promise<void> {
  for (const [urn, categoryId] of atRisk) {
    const { value, confirmedAt } = await tx.categoryDecision.findUniqueOrThrow({ where: { id: categoryId } });
    await tx.alert.create({
      data: {
        boardId,
        schoolId: schoolId(cast, urn),
        categoryId,
        reasonCode: reasonCode(value),
        state: 'acknowledged',
        raisedAt: confirmedAt!,
        acknowledgedAt: instantAt(days.after(today(confirmedAt!), 1), '09:20'),
        acknowledgedById: who(cast, urn === QUILLGATE ? 'director' : 'programme'),
      },
    });
  }
}
