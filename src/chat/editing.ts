// A posted card shown anew: in the state that its subject has now, unless somebody may be typing in it.
import { HOME_TAB, type Outcome, type Showing } from './contract.ts';
import type { TakenCopy } from './delivery.records.ts';
import type { DeliveryOptions } from './delivery.ts';
import { describe } from './describe.ts';
import { afterSend, isSomebodyElses, type Lane, MOST_ATTEMPTS, messageOf, readLane, waitAfter } from './lanes.ts';
import { giveToken, hasInputs, kindOf, showing } from './show.ts';
import { renewTabs } from './tabs.ts';

interface Ready extends Pick<Lane, 'platform' | 'to'> {
  message: ReturnType<typeof messageOf>;
  made: Showing;
}

/** Bring a copy that was taken up to date. */
export async function deliverEdit(options: DeliveryOptions, copy: TakenCopy): Promise<void> {
  let ready: Ready | { isGone: boolean };
  try {
    ready = await makeReady(options, copy);
  } catch (fault) {
    options.log.error({ copy: copy.id, card: copy.card, err: describe(fault) }, 'card cannot be made');
    return settle(options, copy, undefined, { kind: 'later', reason: 'Convenor could not make the card' });
  }
  if ('isGone' in ready) {
    const data = { shown: copy.wanted, takenUntil: null, attempts: 0, ...(ready.isGone ? { state: 'gone' } : {}) };
    await options.prisma.cardCopy.update({ where: { id: copy.id }, data });
    return;
  }
  await settle(options, copy, ready, await edit(options, copy, ready));
}

async function edit(options: DeliveryOptions, copy: TakenCopy, { platform, to, message }: Ready): Promise<Outcome> {
  try {
    return await platform.edit(to, copy.messageId, message);
  } catch (fault) {
    options.log.error({ copy: copy.id, platform: platform.name, err: describe(fault) }, 'platform fault');
    return { kind: 'uncertain', reason: 'the platform’s room had a fault' };
  }
}

async function makeReady(options: DeliveryOptions, copy: TakenCopy): Promise<Ready | { isGone: boolean }> {
  return options.prisma.$transaction(async (tx) => {
    const lane = await readLane(options, tx, copy.conversationId);
    if (isSomebodyElses(lane, copy.viewerId)) return { isGone: true };
    const { platform, to, place, reading } = lane;
    const kind = kindOf(options, copy.card);
    const context = { ...reading, viewerId: copy.viewerId ?? undefined, conversation: place };
    const made = await showing(kind, copy.subject, context);
    if (!made) return { isGone: true };
    // An edit wipes what someone is typing: a card with a form is edited only to close it or to show another revision.
    if (copy.hasInputs && !platform.keepsTyping && !made.isSettled && made.revision === copy.shownRevision)
      return { isGone: false };
    const card = await giveToken(reading, options.tokens, kind, copy, made);
    return { platform, to, message: messageOf(card, `card:${copy.id}`), made };
  });
}

async function settle(
  options: DeliveryOptions,
  copy: TakenCopy,
  ready: Ready | undefined,
  outcome: Outcome,
): Promise<void> {
  // A tab is no message: what it has to wait for holds up none.
  const isInTab = copy.messageId === HOME_TAB;
  await options.prisma.$transaction(async (tx) => {
    await tx.cardCopy.update({ where: { id: copy.id }, data: copyAfter(copy, outcome, ready?.made) });
    if (ready && !isInTab)
      await afterSend(tx, copy.conversationId, { paceMs: ready.platform.paceMs, attempts: copy.attempts, outcome });
  });
  if (outcome.kind === 'sent' && copy.viewerId !== null && !isInTab)
    await renewTabs(options.prisma, copy.viewerId, options.clock.now());
  const platform = ready?.platform.name ?? 'none';
  options.onDelivered?.({ platform, outcome: `edit-${outcome.kind}` });
  const reason = outcome.kind === 'sent' ? undefined : outcome.reason;
  options.log.info({ copy: copy.id, card: copy.card, platform, outcome: outcome.kind, reason }, 'refreshed');
}

function copyAfter(copy: TakenCopy, outcome: Outcome, made: Showing | undefined) {
  if (outcome.kind === 'sent' && made)
    return {
      shown: copy.wanted,
      shownRevision: made.revision,
      hasInputs: hasInputs(made.card),
      takenUntil: null,
      attempts: 0,
      lastError: null,
    };
  const lastError = outcome.kind === 'sent' ? null : outcome.reason;
  // An edit may be repeated: it says the same thing. What is refused for good is left as it stands.
  const isOver = outcome.kind === 'refused' || copy.attempts >= MOST_ATTEMPTS;
  if (isOver) return { state: 'gone', takenUntil: null, lastError };
  return { takenUntil: null, notBefore: new Date(Date.now() + waitAfter(outcome, copy.attempts)), lastError };
}
