import type { PageMessage } from './messages.ts';
import type { Records, Row } from './records.ts';

export type Shown = (row: Row) => Promise<PageMessage>;

/** Turn stored messages into what the page is given. */
export function showing(records: Records): Shown {
  return async (row) => ({
    id: row.id,
    in: await records.externalIdOf(row.conversationId),
    from: row.personId === null ? null : { personId: row.personId, name: await records.nameOf(row.personId) },
    text: row.text,
    card: row.card,
    isPrivate: row.onlyForId !== null,
    at: row.at.toISOString(),
    change: row.change,
  });
}
