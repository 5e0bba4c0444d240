import type { ListKind } from '../imports/index.ts';
import type { Tx } from '../store/database.ts';

export interface ListRow {
  id: number;
  personId: number;
  kind: ListKind;
  /** Gone when the list has been stored or thrown away. */
  text: string | null;
  state: 'open' | 'stored' | 'dropped';
  outcome: string | null;
}

/** Keep a pasted list until it is decided on; gives its number. */
export async function keepList(
  tx: Tx,
  data: { partnershipId: number; personId: number; kind: ListKind; text: string; madeAt: Date },
): Promise<number> {
  return (await tx.pastedList.create({ data, select: { id: true } })).id;
}

/** Let of two who decide on a list the second see what the first did. */
export async function lockList(tx: Tx, id: number): Promise<void> {
  await tx.$queryRaw`select id from "PastedList" where id = ${id} for update`;
}

/** Find a list of this partnership by its number, decided on or not. */
export async function findList(tx: Tx, where: { id: number; partnershipId: number }): Promise<ListRow | undefined> {
  const row = await tx.pastedList.findFirst({ where });
  return row === null ? undefined : ({ ...row } as ListRow);
}

/** The list is decided on: its words are not kept any longer. */
export async function endList(
  tx: Tx,
  id: number,
  { now, ...end }: { state: 'stored' | 'dropped'; outcome?: string; now: Date },
): Promise<void> {
  await tx.pastedList.update({ where: { id }, data: { ...end, text: null, endedAt: now } });
}
