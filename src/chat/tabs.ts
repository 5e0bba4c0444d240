// A tab that a platform keeps for each person, such as Slack's Home tab. The card in it is a copy like any other, with the
// tab's name for a message id: what changes it raises what is wanted, and delivery brings it up to date, one try at a time
// whichever copy of the program makes it. So an older state never comes after a newer one, and a restart forgets no tab.
import { type Sql, sql, type Tx } from '../store/database.ts';
import { type CardRef, HOME_TAB } from './contract.ts';
import { lockTab } from './records.ts';
import { makeCopy } from './show.ts';

// Whoever has not been heard from for longer is not looking; opening the tab brings it up to date in any case.
const LOOKING_MS = 24 * 3_600_000;

/** Let a card stand in somebody's tab from now on, and show what it says now. */
export async function keepInTab(
  tx: Tx,
  tab: string,
  { card, subject, viewerId, conversationId, now }: CardRef & { viewerId: number; conversationId: number; now: Date },
): Promise<void> {
  // Two openings at once share one copy.
  await lockTab(tx, tab, conversationId);
  const own = await tx.cardCopy.findFirst({
    where: { conversationId, messageId: tab, viewerId, card, subject },
    select: { id: true },
  });
  // An account that has become somebody else's shows nothing new of the person before.
  await tx.cardCopy.updateMany({
    where: { conversationId, messageId: tab, ...(own ? { id: { not: own.id } } : {}) },
    data: { state: 'gone' },
  });
  if (own) {
    const again = { state: 'open', attempts: 0, lastError: null };
    await tx.cardCopy.update({ where: { id: own.id }, data: { ...again, wanted: { increment: 1 } } });
  } else await makeCopy(tx, { card, subject, viewerId, conversationId, messageId: tab, createdAt: now });
}

/** Somebody did something, or was told something: their tabs show what is true now. */
export async function renewTabs(tx: Tx, personId: number, now: Date): Promise<void> {
  await tx.$executeRaw(tabsRenewed(personId, now));
}

/** The statement that does so; it returns the copies. */
export function tabsRenewed(personId: number, now: Date): Sql {
  const since = new Date(now.getTime() - LOOKING_MS);
  return sql`
    update "CardCopy" k set wanted = k.wanted + 1 from "Conversation" c
    where c.id = k."conversationId" and c."personId" = ${personId}::int and c."heardAt" >= ${since}::timestamptz
      and k."viewerId" = ${personId}::int and k."messageId" = ${HOME_TAB} and k.state <> 'gone'
    returning k.id`;
}
