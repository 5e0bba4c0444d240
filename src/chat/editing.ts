// A posted card shown anew: in the state that its subject has now, unless somebody may be typing in it. One that has nothing to
// say any more is closed, once.
import { closed } from './closed-card.ts';
import { HOME_TAB, type Outcome, type Reading, type Showing } from './contract.ts';
import type { DeliveryOptions } from './delivery.ts';
import { describe } from './describe.ts';
import { keepMeaning, settleCopy } from './endings.records.ts';
import {
  contextIn,
  isSomebodyElses,
  type Lane,
  laneAfter,
  laneOf,
  MOST_ATTEMPTS,
  messageOf,
  waitAfter,
} from './lanes.ts';
import { persist } from './persist.ts';
import { hasInputs, kindOf, showing, tokenFor } from './show.ts';
import { renewTabs } from './tabs.ts';
import type { TakenCopy } from './taking.records.ts';

interface Ready extends Pick<Lane, 'platform' | 'to'> {
  message: ReturnType<typeof messageOf>;
  made: Showing;
  /** It is shown for the last time. */
  isOver: boolean;
}

/** Bring a copy that was taken up to date. */
export async function deliverEdit(options: DeliveryOptions, copy: TakenCopy, reading: Reading): Promise<void> {
  let ready: Ready | { isGone: boolean };
  try {
    ready = await makeReady(options, copy, reading);
  } catch (fault) {
    options.log.error({ copy: copy.copyId, card: copy.card, err: describe(fault) }, 'card cannot be made');
    return settle(options, copy, undefined, { kind: 'later', reason: 'Convenor could not make the card' });
  }
  if ('isGone' in ready) {
    const { wanted, shownRevision: revision, hasInputs: had } = copy;
    const shown = { wanted, revision, hasInputs: had };
    return settleCopy(options.prisma, copy, { shown, isGone: ready.isGone }, {});
  }
  await settle(options, copy, ready, await edit(options, copy, ready));
}

async function edit(options: DeliveryOptions, copy: TakenCopy, { platform, to, message }: Ready): Promise<Outcome> {
  try {
    return await platform.edit(to, copy.messageId, message);
  } catch (fault) {
    options.log.error({ copy: copy.copyId, platform: platform.name, err: describe(fault) }, 'platform fault');
    return { kind: 'uncertain', reason: 'the platform’s room had a fault' };
  }
}

async function makeReady(
  options: DeliveryOptions,
  copy: TakenCopy,
  reading: Reading,
): Promise<Ready | { isGone: boolean }> {
  const lane = laneOf(options, copy);
  const kind = kindOf(options, copy.card);
  const isElse = isSomebodyElses(copy, copy.viewerId);
  // In a tab stands what is the next person's already.
  if (isElse && copy.messageId === HOME_TAB) return { isGone: true };
  const current = isElse ? undefined : await showing(kind, copy.subject, contextIn(reading, lane, copy.viewerId));
  // What was only told, with nothing to press, was true when it was told; unless others can read it now.
  const isExposed = kind.isConfidential === true && lane.place.kind !== 'personal' && !lane.place.isPrivate;
  if (!current && !copy.hasButtons && !isExposed) return { isGone: true };
  const made = current ?? closed(kind, copy.subject, { revision: copy.shownRevision, isSomebodyElses: isElse });
  // An edit wipes what someone is typing: a card with a form is edited only to close it or to show another revision.
  if (copy.hasInputs && !lane.platform.keepsTyping && !made.isSettled && made.revision === copy.shownRevision)
    return { isGone: false };
  const { card, kept } = tokenFor(options.tokens, kind, copy, made, reading.now);
  await keepMeaning(options.prisma, copy.copyId, kept);
  // What closes a card is nobody's secret, and goes where the card may not.
  const shown = current ? card : { ...card, isConfidential: false };
  return { ...lane, message: messageOf(shown, `card:${copy.copyId}`), made, isOver: !current };
}

async function settle(
  options: DeliveryOptions,
  copy: TakenCopy,
  ready: Ready | undefined,
  outcome: Outcome,
): Promise<void> {
  const { attempts } = copy;
  // A tab is no message: what it has to wait for holds up none.
  const isInTab = copy.messageId === HOME_TAB;
  const lane = ready && !isInTab ? laneAfter(outcome, { paceMs: ready.platform.paceMs, attempts }) : {};
  await persist(() => settleCopy(options.prisma, copy, copyAfter(copy, outcome, ready), lane));
  if (outcome.kind === 'sent' && copy.viewerId !== null && !isInTab)
    await renewTabs(options.prisma, copy.viewerId, options.clock.now());
  const platform = ready?.platform.name ?? 'none';
  options.onDelivered?.({ platform, outcome: `edit-${outcome.kind}` });
  const reason = outcome.kind === 'sent' ? undefined : outcome.reason;
  options.log.info({ copy: copy.copyId, card: copy.card, platform, outcome: outcome.kind, reason }, 'refreshed');
}

function copyAfter(copy: TakenCopy, outcome: Outcome, ready: Ready | undefined): Parameters<typeof settleCopy>[2] {
  if (outcome.kind === 'sent' && ready) {
    const { made, isOver: isGone } = ready;
    return { isGone, shown: { wanted: copy.wanted, revision: made.revision, hasInputs: hasInputs(made.card) } };
  }
  const told = outcome.kind === 'sent' ? {} : { lastError: outcome.reason };
  // An edit may be repeated: it says the same thing. What is refused for good is left as it stands.
  const isOver = outcome.kind === 'refused' || copy.attempts >= MOST_ATTEMPTS;
  if (isOver) return { isGone: true, ...told };
  return { notBefore: new Date(Date.now() + waitAfter(outcome, copy.attempts)), ...told };
}
