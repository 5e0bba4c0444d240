// What an answer says as messages in a chat: in the thread where it was asked, before all or before the asker alone, or in
// their own chat.
import type { Answer, Door, Json, Place, Request } from '../chat/contract.ts';
import type { Log } from '../log.ts';
import { TeamsAddress, toStored } from './address.ts';
import { type Part, partsOf, textOf } from './answer-parts.ts';
import { cardMessage, words } from './cards.ts';
import type { Connector, Delivered } from './connector.ts';
import { outcomeOf } from './failures.ts';

export const WORKING = 'Working on it…';
export const SENT_ALONE = 'I have sent you the answer in our own chat.';
export const NOT_SENT_ALONE =
  'I could not send you the answer privately. Please open a personal chat with me and ask again there. If Teams does not let you, since you are a guest here, ask your board’s clerk for a code for your own organisation.';

const ATTEMPTS = 3;
const LONGEST_WAIT_MS = 30_000;

export interface Asked {
  request: Request;
  here: TeamsAddress;
  isTargeted: boolean;
}

export interface Replies {
  /** Say words in a chat. */
  say(to: TeamsAddress, text: string): Promise<Delivered>;
  /** Put words in the place of words said before. */
  change(to: TeamsAddress, messageId: string, text: string): Promise<Delivered>;
  /** Tell an answer as messages; `note` is the "working on it" that it takes the place of. */
  tell(asked: Asked, answer: Answer, note?: Delivered): Promise<void>;
  /** Who is where it was asked, as the input of the command that wants to know; why not, if Teams does not tell. */
  members(asked: Asked): Promise<{ members: Json[] } | { trouble: string }>;
  /** Put the newest state of a pressed card in its place. */
  replace(asked: Asked, answer: Answer): Promise<void>;
}

/** Open the way by which answers are told. */
export function openReplies({ connector, door, log }: { connector: Connector; door: Door; log: Log }): Replies {
  const say = (to: TeamsAddress, text: string) => patiently(() => connector.send(to, words(text)));
  const change = (to: TeamsAddress, messageId: string, text: string) =>
    patiently(() => connector.edit(to, messageId, words(text)));

  async function tell(asked: Asked, answer: Answer, note?: Delivered): Promise<void> {
    if (mustBeAlone(asked, answer)) return tellAlone(asked, answer, note);
    const text = textOf(answer);
    const isChanged = text !== undefined && note?.ok === true;
    if (isChanged) report(await change(note.address, note.messageId, text), asked, 'answer');
    else if (note?.ok && (answer.card || answer.form))
      report(await change(note.address, note.messageId, 'Here it is:'), asked, 'note');
    else if (note?.ok) report(await change(note.address, note.messageId, 'Done.'), asked, 'note');
    const said = isChanged ? undefined : text;
    await sendAll(asked.here, partsOf(said, answer, asked.request, log), asked);
  }

  /** Tell what nobody else may see: here where Teams shows it to the asker alone, otherwise in their own chat. */
  async function tellAlone(asked: Asked, answer: Answer, note: Delivered | undefined): Promise<void> {
    const parts = partsOf(textOf(answer), answer, asked.request, log);
    if (parts.length === 0 && answer.replaces) return;
    if (parts.length === 0) parts.push({ message: words('Done.') });
    const left = isShownHereAlone(asked, answer) ? await sendTargeted(asked, parts) : parts;
    if (left.length === 0) return;
    const own = TeamsAddress.safeParse(asked.request.personal?.address);
    const isSent = own.success && (await sendAll(own.data, left, asked));
    await remark(asked, answer, isSent, note);
  }

  /** Say that the answer is in the person's own chat, or what to do since it is not; nothing of the answer itself. */
  async function remark(asked: Asked, answer: Answer, isSent: boolean, note: Delivered | undefined): Promise<void> {
    const text = isSent ? SENT_ALONE : NOT_SENT_ALONE;
    if (note?.ok) return report(await change(note.address, note.messageId, text), asked, 'remark');
    if (isShownHereAlone(asked, answer)) {
      const sent = await patiently(() => connector.sendTargeted(forAsker(asked), words(text)));
      report(sent, asked, 'remark');
      // What nobody else saw being asked is spoken of in front of them only when the asker would hear nothing at all.
      if (sent.ok || isSent) return;
    }
    report(await say(asked.here, text), asked, 'remark');
  }

  /**
   * Send parts for the asker's eyes alone; returns those that have not surely arrived. In doubt they are told again in the
   * person's own chat: to read an answer twice is better than never. No copy of such a card is kept up to date: it is gone
   * after a day, and a press shows its newest state.
   */
  async function sendTargeted(asked: Asked, parts: Part[]): Promise<Part[]> {
    for (const [index, part] of parts.entries()) {
      const sent = await patiently(() => connector.sendTargeted(forAsker(asked), part.message));
      report(sent, asked, 'targeted answer');
      if (!sent.ok) return parts.slice(index);
    }
    return [];
  }

  async function sendAll(to: TeamsAddress, parts: Part[], asked: Asked): Promise<boolean> {
    let address = to;
    let isAllSent = true;
    for (const part of parts) {
      const sent = await patiently(() => connector.send(address, part.message));
      report(sent, asked, 'answer');
      isAllSent &&= sent.ok;
      await learn(asked, to, sent);
      if (!sent.ok) continue;
      address = sent.address;
      const place = to === asked.here ? undefined : asked.request.personal;
      if (part.copyId !== undefined && sent.messageId !== '') await door.shown(part.copyId, sent.messageId, place);
    }
    return isAllSent;
  }

  // The house keeps the chat that was made, or that there is none.
  async function learn({ request }: Asked, to: TeamsAddress, sent: Delivered): Promise<void> {
    const place = request.personal;
    if (!to.needsCreate || place === undefined) return;
    if (sent.ok) {
      const made: Place = { ...place, address: toStored(sent.address) };
      await door.placeChanged({ kind: 'reachable', place: made, from: request.from });
    } else if (sent.failure.status === 403)
      await door.placeChanged({ kind: 'unreachable', place, reason: sent.failure.reason });
  }

  async function replace(asked: Asked, answer: Answer): Promise<void> {
    const { deed } = asked.request;
    if (answer.replaces === undefined || deed.kind !== 'press' || deed.messageId === undefined) return;
    const edit = answer.onOwnCard ? connector.editTargeted : connector.edit;
    try {
      const message = cardMessage(answer.replaces);
      // Stamped by the client, so it may be wrong; delivery refreshes the card by the id that it kept.
      report(await patiently(() => edit(asked.here, deed.messageId!, message)), asked, 'replacement');
    } catch (error) {
      log.error({ err: error, key: asked.request.key }, 'card cannot be shown in Teams');
    }
  }

  async function members({ here, request }: Asked): Promise<{ members: Json[] } | { trouble: string }> {
    const conversationId = here.conversationId?.split(';')[0];
    const roster = await connector.members({ ...here, ...(conversationId ? { conversationId } : {}) });
    if (roster.failure) {
      const { status, code } = roster.failure;
      log.warn({ key: request.key, what: 'members', status, code }, 'not read in Teams');
      return { trouble: roster.failure.reason };
    }
    if (roster.members === undefined) return { trouble: 'Teams did not tell everybody who is here.' };
    return { members: roster.members.map((member) => ({ ...member })) };
  }

  function report(sent: Delivered, { request }: Asked, what: string): void {
    if (!sent.ok)
      log.warn({ key: request.key, what, status: sent.failure.status, code: sent.failure.code }, 'not sent in Teams');
  }

  return { say, change, tell, members, replace };
}

/** Say whether an answer must not be seen by the others in a group or channel. */
export function mustBeAlone(asked: Asked, answer: Answer): boolean {
  if (asked.request.place.kind === 'personal') return false;
  return answer.isPrivate || answer.card?.isConfidential === true || isShownHereAlone(asked, answer);
}

/**
 * Say whether Teams is known to show a message to one member alone there: since it brought one, or since the card pressed was
 * one. A service that does not know how would show it to everybody, so nothing else is taken for a yes.
 */
export function isShownHereAlone({ request, isTargeted }: Asked, answer: Answer): boolean {
  return request.place.kind !== 'personal' && (isTargeted || answer.onOwnCard === true);
}

function forAsker({ here, request }: Asked): TeamsAddress {
  const own = TeamsAddress.safeParse(request.personal?.address);
  return own.success && own.data.userMri !== undefined ? { ...here, userMri: own.data.userMri } : here;
}

// An answer is in no outbox: what surely was not taken is tried again here, and nowhere else.
async function patiently(send: () => Promise<Delivered>): Promise<Delivered> {
  for (let attempt = 1; ; attempt += 1) {
    const sent = await send();
    if (sent.ok || attempt === ATTEMPTS) return sent;
    const outcome = outcomeOf(sent.failure, 'post');
    const wait = outcome.kind === 'later' ? (outcome.afterMs ?? attempt * 1000) : Number.POSITIVE_INFINITY;
    if (wait > LONGEST_WAIT_MS) return sent;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
