// From a card's kind and subject to what a platform shows: the feature says what is true now, and the buttons' meaning is
// kept under a token.
import { isDeepStrictEqual } from 'node:util';
import { addDays } from '../calendar/index.ts';
import type { Tx } from '../store/database.ts';
import { buttonsOf, type Card, type ExecuteAction, type Form, formOf } from './card.ts';
import type { CardKind, Feature, Json, Reading, ShowContext, Showing, ShownCard, ShownForm } from './contract.ts';
import { findShownCopy, json, keepShownCopy, keepToken } from './records.ts';
import { hashOf, newNonce, type Tokens } from './tokens.ts';

/** What a stored button means: the command, what the bot already knows for it, and the form it opens. */
export interface Button {
  command: string;
  input: Record<string, Json>;
  form?: Form;
}

const CARD_DAYS = 400;
// Buttons that are shown again work for some time yet.
const LASTS_DAYS = 30;
const FORM_HOURS = 24;

export interface CopyRow {
  id: number;
  card: string;
  subject: string;
  viewerId: number | null;
  conversationId: number;
  messageId: string | null;
  nonce: string;
  hasInputs: boolean;
}

const kinds = new WeakMap<Feature[], Map<string, CardKind>>();

/** The kind of card that has this name; every name in the store is one of a feature. */
export function kindOf({ features }: { features: Feature[] }, name: string): CardKind {
  let known = kinds.get(features);
  if (!known) {
    known = new Map(features.flatMap((feature) => feature.cards.map((kind) => [kind.name, kind])));
    kinds.set(features, known);
  }
  const kind = known.get(name);
  if (!kind) throw new Error(`No feature knows the card ${name}`);
  return kind;
}

/** Ask a card's feature what it shows now for this viewer and place; undefined when it may not or need not be shown. */
export async function showing(kind: CardKind, subject: string, context: ShowContext): Promise<Showing | undefined> {
  const { kind: place, isPrivate } = context.conversation;
  if (kind.isConfidential && place !== 'personal' && !isPrivate) return undefined;
  return kind.show(subject, context);
}

/** Make a new copy of a card in a conversation; its message id comes when the platform has accepted it. */
export async function makeCopy(
  tx: Tx,
  copy: {
    card: string;
    subject: string;
    viewerId: number | null;
    conversationId: number;
    messageId?: string;
    createdAt: Date;
  },
): Promise<CopyRow> {
  return tx.cardCopy.create({ data: { ...copy, nonce: newNonce() } });
}

/** Make a copy of a card that is shown at once, as an answer, together with what its buttons mean. */
export async function makeShownCopy(
  { tx, now }: Pick<Reading, 'tx' | 'now'>,
  tokens: Tokens,
  kind: CardKind,
  copy: { card: string; subject: string; viewerId: number | null; conversationId: number },
  made: Showing,
): Promise<ShownCard> {
  const nonce = newNonce();
  const token = tokens.forCopy(nonce, made.revision);
  const copyId = await keepShownCopy(tx, {
    ...copy,
    nonce,
    shownRevision: made.revision,
    hasInputs: hasInputs(made.card),
    createdAt: now,
    token: {
      tokenHash: hashOf(token),
      revision: made.revision,
      actions: meaningOf(made.card),
      expiresAt: inDays(now, CARD_DAYS),
    },
  });
  return { copyId, name: copy.card, card: made.card, token, isConfidential: kind.isConfidential ?? false };
}

/**
 * Show a card that is only for the moment, with buttons. Whoever was shown it there before, with buttons that meant the same,
 * gets that copy again: asking changes nothing, so that who asks next can be answered from memory.
 */
export async function giveFleeting(
  reading: Pick<Reading, 'tx' | 'now' | 'today' | 'snapshot'>,
  tokens: Tokens,
  kind: CardKind,
  copy: { card: string; subject: string; viewerId: number | null; conversationId: number },
  made: Showing,
): Promise<ShownCard> {
  const until = addDays(reading.today, LASTS_DAYS);
  const known = await findShownCopy(reading, { ...copy, revision: made.revision, until });
  const shown =
    known && isSame(meaningOf(made.card), known.actions)
      ? tokenFor(tokens, kind, { ...copy, copyId: known.id, nonce: known.nonce }, made, reading.now).card
      : await makeShownCopy(reading, tokens, kind, copy, made);
  return { ...shown, isFleeting: true };
}

/** A copy whose button was pressed, with the token under which it was, and what its buttons mean. */
export interface Pressed extends CopyRow {
  token: string;
  actions: Record<string, Button>;
  expiresAt: Date;
}

/** Give a pressed copy's newest showing its token, and remember what its buttons mean unless that is known. */
export async function giveToken(
  reading: Pick<Reading, 'tx' | 'now' | 'today'>,
  tokens: Tokens,
  kind: CardKind,
  copy: Pressed,
  made: Showing,
): Promise<ShownCard> {
  const { card, kept } = tokenFor(tokens, kind, { ...copy, copyId: copy.id }, made, reading.now);
  const isKnown = card.token === copy.token && copy.expiresAt > inDays(reading.now, LASTS_DAYS);
  if (isKnown && isSame(kept.actions, copy.actions)) return card;
  await keepToken(reading.tx, { copyId: copy.id, ...kept });
  return card;
}

/** What is kept of a token: it opens what `actions` say. */
export interface KeptToken {
  tokenHash: string;
  revision: number;
  actions: Record<string, Button>;
  expiresAt: Date;
}

/** A copy's showing with its token, and what is to be kept of the token before anybody can press. */
export function tokenFor(
  tokens: Tokens,
  kind: CardKind,
  copy: { copyId: number; card: string; nonce: string },
  made: Showing,
  now: Date,
): { card: ShownCard & { copyId: number }; kept: KeptToken } {
  const token = tokens.forCopy(copy.nonce, made.revision);
  return {
    card: {
      copyId: copy.copyId,
      name: copy.card,
      card: made.card,
      token,
      isConfidential: kind.isConfidential ?? false,
      ...(made.deeds === undefined ? {} : { deeds: made.deeds }),
    },
    kept: {
      tokenHash: hashOf(token),
      revision: made.revision,
      actions: meaningOf(made.card),
      expiresAt: inDays(now, CARD_DAYS),
    },
  };
}

/** A form without a card: a copy of its own that nobody edits. */
export async function giveForm(
  reading: Pick<Reading, 'tx' | 'now'>,
  tokens: Tokens,
  form: Form,
  where: { viewerId: number | null; conversationId: number },
): Promise<ShownForm> {
  const copy = await reading.tx.cardCopy.create({
    data: {
      card: 'form',
      subject: `form:${form.submit.verb}`,
      ...where,
      nonce: newNonce(),
      state: 'gone',
      createdAt: reading.now,
    },
  });
  const token = tokens.forCopy(copy.nonce, 0);
  const actions = { [form.submit.id]: buttonOf(form.submit, form) };
  const expiresAt = new Date(reading.now.getTime() + FORM_HOURS * 3_600_000);
  await reading.tx.cardToken.create({
    data: { tokenHash: hashOf(token), copyId: copy.id, revision: 0, actions: json(actions), expiresAt },
  });
  return { form, token };
}

/** Whether buttons mean what was kept of them. */
function isSame(buttons: Record<string, Button>, kept: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(buttons)), kept);
}

function meaningOf(card: Card): Record<string, Button> {
  const result: Record<string, Button> = {};
  for (const action of card.actions)
    if (action.type === 'Action.ShowCard')
      result[action.card.actions[0]!.id] = buttonOf(action.card.actions[0]!, formOf(action));
  for (const button of buttonsOf(card)) result[button.id] ??= buttonOf(button);
  return result;
}

function buttonOf(action: ExecuteAction, form?: Form): Button {
  return { command: action.verb, input: action.data as Record<string, Json>, ...(form ? { form } : {}) };
}

function inDays(now: Date, days: number): Date {
  return new Date(now.getTime() + days * 86_400_000);
}

/** Whether a card has a button that sends anything. */
export function hasButtons(card: Card): boolean {
  return card.actions.some((action) => action.type !== 'Action.OpenUrl');
}

/** Whether somebody can be typing in a card: then it is edited only to close or replace it. */
export function hasInputs(card: Card): boolean {
  return card.actions.some((action) => action.type === 'Action.ShowCard');
}
