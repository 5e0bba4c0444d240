import { reasonCode } from '../../src/risk/rules.ts';
import type { Tx } from '../../src/store/database.ts';
import { QUILLGATE } from './borough.ts';
import { type Cast, schoolId, who } from './people.ts';

/** Write the alerts that the Challenge Board has had about schools at risk, each acknowledged the day after. */
export async function loadAlerts(
  tx: Tx,
  cast: Cast,
  { boardId, atRisk }: { boardId: number; atRisk: Map<number, number> },
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
        acknowledgedAt: new Date(confirmedAt!.getTime() + 86_400_000),
        acknowledgedById: who(cast, urn === QUILLGATE ? 'director' : 'programme'),
      },
    });
  }
}
