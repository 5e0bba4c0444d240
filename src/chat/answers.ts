// From a command's reply to what a platform room can show, the first time and again.
import { type Actor, type Answer, HOME_TAB, type Reading, type Reply, type ShownCard } from './contract.ts';
import type { ConversationRow } from './conversations.records.ts';
import type { HouseParts } from './door.ts';
import {
  type CopyRow,
  giveFleeting,
  giveForm,
  giveToken,
  hasButtons,
  hasInputs,
  kindOf,
  makeShownCopy,
  type Pressed,
  showing,
} from './show.ts';
import { keepInTab, renewTabs } from './tabs.ts';

/** One request on its way: whose it is and where it was heard. */
export interface Asking {
  house: HouseParts;
  reading: Reading;
  conversation: ConversationRow;
  actor: Actor | undefined;
  requestId: string;
  /** Where the card is to stand, if it is not to come with the answer. */
  tab: string | undefined;
}

/** Turn a command's reply into an answer, after what it decided has been written; `pressed` is the card whose button was pressed, to be shown anew. */
export async function shape(
  asking: Asking,
  reply: Reply,
  outcome: Answer['outcome'],
  pressed?: Pressed,
): Promise<Answer> {
  const { house, reading, conversation, actor, requestId, tab } = asking;
  const answer: Answer = { outcome, requestId, isPrivate: reply.isPrivate ?? false };
  if (reply.said !== undefined) answer.said = reply.said;
  if (reply.members) answer.members = reply.members;
  if (reply.fieldErrors) answer.fieldErrors = reply.fieldErrors;
  const viewerId = actor?.personId ?? null;
  if (reply.form)
    answer.form = await giveForm(reading, house.tokens, reply.form, { viewerId, conversationId: conversation.id });
  if (reply.card && tab !== undefined && viewerId !== null) {
    const where = { viewerId, conversationId: conversation.id, now: reading.now };
    const { card } = reply;
    await house.prisma.$transaction((tx) => keepInTab(tx, tab, { ...card, ...where }));
  } else if (reply.card) {
    const isAlone = reply.isPrivate || conversation.kind === 'personal';
    const copy = { ...reply.card, viewerId: isAlone ? viewerId : null, conversationId: conversation.id };
    const shown = await showOnce(asking, copy);
    if (shown) answer.card = shown;
    else answer.said ??= 'I cannot show that here. Ask me in our own chat.';
  }
  if (pressed) Object.assign(answer, await showAnew(asking, pressed));
  // A form's copy is its asker's wherever it stands, also where all can see it.
  if (pressed && pressed.viewerId !== null && pressed.card !== 'form' && conversation.kind !== 'personal')
    answer.onOwnCard = true;
  return answer;
}

/** Show a card as an answer, with a copy of it unless it is only for the moment; undefined where it may not be shown. */
async function showOnce(
  asking: Asking,
  copy: { card: string; subject: string; viewerId: number | null; conversationId: number },
): Promise<ShownCard | undefined> {
  const made = await madeFor(asking, copy);
  if (!made) return undefined;
  noteSight(asking, copy);
  const { house, reading } = asking;
  const kind = kindOf(house, copy.card);
  if (kind.isFleeting && !hasButtons(made.card))
    return { name: copy.card, card: made.card, token: '', isConfidential: kind.isConfidential ?? false };
  if (kind.isFleeting) return giveFleeting(reading, house.tokens, kind, copy, made);
  return makeShownCopy(reading, house.tokens, kind, copy, made);
}

/** The newest state of a pressed card, to be put in its place. */
async function showAnew(asking: Asking, pressed: Pressed): Promise<Pick<Answer, 'replaces'>> {
  const { house, reading } = asking;
  if (pressed.card === 'form') return {};
  if (pressed.messageId === HOME_TAB && pressed.viewerId !== null) {
    // Delivery alone shows tabs: of two who do, the slower could leave the older state.
    await renewTabs(reading.tx, pressed.viewerId, reading.now);
    return {};
  }
  const made = await madeFor(asking, pressed);
  if (!made) return {};
  noteSight(asking, pressed);
  const replaces = await giveToken(reading, house.tokens, kindOf(house, pressed.card), pressed, made);
  // From now on somebody may be typing in what replaced it.
  if (hasInputs(made.card) !== pressed.hasInputs)
    await reading.tx.cardCopy.update({ where: { id: pressed.id }, data: { hasInputs: hasInputs(made.card) } });
  return { replaces };
}

/** Keep that somebody was shown a card that not everybody may see. */
function noteSight(
  { house, reading, actor, conversation }: Asking,
  { card, subject }: { card: string; subject: string },
) {
  const { isWatched, isConfidential } = kindOf(house, card);
  if (actor === undefined || !(isWatched ?? isConfidential)) return;
  const { platform } = conversation;
  house.sights.saw({ personId: actor.personId, card, subject, platform, at: reading.now });
}

/** Answer a request that had been answered before as it was then; nothing is done again. */
export async function repeat(asking: Asking, receipt: { command: string; outcome: string; reply: unknown }) {
  const outcome = receipt.outcome === 'refused' ? ('refused' as const) : ('done' as const);
  const answer = await shape(asking, receipt.reply as Reply, outcome);
  return { command: receipt.command, answer: { ...answer, isRepeated: true } };
}

/** What a copy shows here now. One that is for a single viewer is seen by nobody else, wherever it stands. */
function madeFor(
  { house, reading, conversation, actor }: Asking,
  copy: Pick<CopyRow, 'card' | 'subject' | 'viewerId'>,
) {
  const place =
    copy.viewerId === null
      ? { kind: conversation.kind as 'channel', isPrivate: conversation.isPrivate }
      : { kind: 'personal' as const, isPrivate: true };
  const viewerId = copy.viewerId ?? undefined;
  const viewer = actor !== undefined && actor.personId === viewerId ? { viewer: actor } : {};
  const context = { ...reading, viewerId, ...viewer, conversation: place };
  return showing(kindOf(house, copy.card), copy.subject, context);
}
