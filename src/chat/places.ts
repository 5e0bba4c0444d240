// Where people are heard and can be reached, and what waited for them until then.

import { askJson, type Tx } from '../store/database.ts';
import type { Place, PlaceEvent } from './contract.ts';
import { type ConversationRow, keepConversation, ownConversation } from './conversations.records.ts';
import type { HouseParts } from './door.ts';
import { raiseCopiesIn, requeueAll, requeueFor, requeueIn } from './outbox.ts';

/** Somebody known is heard: keep where they can be reached alone, and let what waited for them or for the place go out. */
export async function arrive(
  tx: Tx,
  now: Date,
  heard: { conversation: ConversationRow; personal: Place | undefined; personId: number },
): Promise<void> {
  const { conversation, personal, personId } = heard;
  if (conversation.kind !== 'personal' && conversation.isBack) await requeueIn(tx, now, conversation.id);
  const own =
    conversation.kind === 'personal' ? conversation : personal && (await keepConversation(tx, personal, undefined));
  if (!own) return;
  await ownConversation(tx, own, personId);
  if (own.personId !== personId || own.isBack) await requeueFor(tx, now, personId, own.id);
}

/** What is confidential and stands in a place that is not private any more is closed there. */
async function changePlace({ features }: HouseParts, tx: Tx, place: Place): Promise<void> {
  const { platform, tenant, externalId, name, isPrivate } = place;
  const [before] = await tx.conversation.findMany({ where: { platform, tenant, externalId } });
  if (!before) return;
  await tx.conversation.update({
    where: { id: before.id },
    data: { ...(name === undefined ? {} : { name }), ...(isPrivate === undefined ? {} : { isPrivate }) },
  });
  if (!before.isPrivate || isPrivate !== false) return;
  const cards = features.flatMap((feature) => feature.cards.filter((kind) => kind.isConfidential));
  await raiseCopiesIn(
    tx,
    before.id,
    cards.map((kind) => kind.name),
  );
}

/** Access to tenants is there again. What could not be reached for another reason still cannot. */
async function takeUp(tx: Tx, now: Date, event: PlaceEvent & { kind: 'granted' }): Promise<void> {
  const { platform, tenants, reasons } = event;
  const where = { platform, tenant: { in: tenants }, unreachableReason: { in: reasons } };
  // The messages first: which conversations are back is told by their reason.
  await requeueAll(tx, now, { conversation: where, reasons });
  await tx.conversation.updateMany({ where, data: { unreachableReason: null } });
}

/** A platform tells that a place can be reached, or can no longer. */
export async function hearPlace(house: HouseParts, tx: Tx, event: PlaceEvent): Promise<void> {
  const now = house.clock.now();
  if (event.kind === 'withdrawn') {
    const { platform, tenants, reason } = event;
    const where = { platform, tenant: { in: tenants }, unreachableReason: null };
    await tx.conversation.updateMany({ where, data: { unreachableReason: reason } });
    return;
  }
  if (event.kind === 'granted') return takeUp(tx, now, event);
  const { platform, tenant, externalId } = event.place;
  if (event.kind === 'unreachable') {
    const data = { unreachableReason: event.reason };
    await tx.conversation.updateMany({ where: { platform, tenant, externalId }, data });
    return;
  }
  if (event.kind === 'changed') return changePlace(house, tx, event.place);
  const conversation = await keepConversation(tx, event.place, now);
  if (conversation.kind !== 'personal') return requeueIn(tx, now, conversation.id);
  if (!event.from) return;
  const { actor } = house.readWho(await askJson(tx, house.whoIs(event.from, now)), now);
  if (!actor) return;
  await ownConversation(tx, conversation, actor.personId);
  await requeueFor(tx, now, actor.personId, conversation.id);
}
