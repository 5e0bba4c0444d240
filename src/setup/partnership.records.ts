import { askJson, sql, type Tx } from '../store/database.ts';

/** Read the partnership and hold it, so that of two who change it the second sees what the first did. */
export async function lockPartnership(tx: Tx, id: number): Promise<{ name: string; frameworkId: string }> {
  const [row] = await tx.$queryRaw<{ name: string; frameworkId: string }[]>`
    select name, "frameworkId" from "Partnership" where id = ${id} for update`;
  return row!;
}

/** Give the partnership its name and framework. */
export async function savePartnership(tx: Tx, id: number, data: { name: string; frameworkId: string }): Promise<void> {
  await tx.partnership.update({ where: { id }, data });
}

/** Whether there is anything that only its framework explains: boards, rounds of grades or categories. */
export async function hasJudged(tx: Tx, partnershipId: number): Promise<boolean> {
  const found = await askJson<boolean>(
    tx,
    sql`to_json(exists (select 1 from "Board" where "partnershipId" = ${partnershipId})
      or exists (select 1 from "Round" where "partnershipId" = ${partnershipId})
      or exists (select 1 from "CategoryDecision" c join "School" s on s.id = c."schoolId" where s."partnershipId" = ${partnershipId})
      or exists (select 1 from "SelfEvaluation" e join "School" s on s.id = e."schoolId" where s."partnershipId" = ${partnershipId}))`,
  );
  return found ?? false;
}
