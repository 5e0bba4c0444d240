import { instantAt } from '../../src/calendar/index.ts';
import type { Tx } from '../../src/store/database.ts';
import { asDay } from '../../src/store/days.ts';
import type { OpenAction } from './actions.ts';
import { QUILLGATE } from './borough.ts';
import type { Days } from './days.ts';
import { type Cast, who } from './people.ts';

export interface OpenAsk {
  id: number;
  actionId: number;
}

/** Write what an owner asks: Quillgate’s chair of governors needs longer, and the board’s chair has not answered yet. */
export async function loadAsk(tx: Tx, cast: Cast, actions: OpenAction[], days: Days): Promise<OpenAsk> {
  const askedById = who(cast, `chair-${QUILLGATE}`);
  const action = actions.find(({ ownerId }) => ownerId === askedById)!;
  return tx.actionAsk.create({
    data: {
      actionId: action.id,
      kind: 'date',
      dueRevision: 1,
      askedById,
      askedAt: instantAt(days.ago(1), '19:50'),
      wantedOn: asDay(days.ahead(15)),
      reason: 'Governor services know of nobody before the end of term.',
    },
    select: { id: true, actionId: true },
  });
}
