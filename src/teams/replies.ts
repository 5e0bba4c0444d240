// What an answer says as messages in a chat: in the thread where it was asked, or with the person alone.
import type { Answer, Door, Place, Request } from '../chat/contract.ts';
import type { Log } from '../log.ts';
import { TeamsAddress, toStored } from './address.ts';
import { cardMessage, formMessage, type Outgoing, words } from './cards.ts';
import type { Connector, Delivered } from './connector.ts';
import { outcomeOf } from './failures.ts';

export const WORKING = 'Working on it…';
export const SENT_ALONE = 'I have sent you the answer in our own chat.';
export const NOT_SENT_ALONE =
  'I could not send you the answer privately. Please open a personal chat with me and ask again there.';
const TOO_LONG = 'The answer is too long for a Teams card. Please ask for a smaller part of it.';

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
  /** Put the newest state of a pressed card in its place. */
  replace(asked: Asked, answer: Answer): Promise<void>;
}

/** Open the way by which answers are told. */
export function openReplies({ connector, door, log }: { connector: Connector; door: Door; log: Log }): Replies {
  const say = (to: TeamsAddress, text: string) => patiently(() => connector.send(to, words(text)));
  const change = (to: TeamsAddress, messageId: string, text: string) =>
    patiently(() => connector.edit(to, messageId, words(text)));

  async function tell(asked: Asked, answer: Answer, note?: Delivered): Promise<void> {
    const text = textOf(answer);
    const isAlone = mustBeAlone(asked, answer);
    if (!isAlone) {
      const isChanged = text !== undefined && note?.ok === true;
      if (isChanged) report(await change(note.address, note.messageId, text), asked, 'answer');
      else if (note?.ok && (answer.card || answer.form))
        report(await change(note.address, note.messageId, 'Here it is:'), asked, 'note');
      else if (note?.ok) report(await change(note.address, note.messageId, 'Done.'), asked, 'note');
      await sendAll(asked.here, isChanged ? undefined : text, answer, asked);
      return;
    }
    const alone = TeamsAddress.safeParse(asked.request.personal?.address);
    const isSent = alone.success && (await sendAll(alone.data, text, answer, asked));
    // What nobody else saw being asked is not spoken of in front of them either.
    if (asked.isTargeted && isSent) return;
    const remark = isSent ? SENT_ALONE : NOT_SENT_ALONE;
    report(
      note?.ok ? await change(note.address, note.messageId, remark) : await say(asked.here, remark),
      asked,
      'remark',
    );
  }

  async function sendAll(to: TeamsAddress, text: string | undefined, answer: Answer, asked: Asked): Promise<boolean> {
    let address = to;
    let isAllSent = true;
    for (const part of partsOf(text, answer, asked)) {
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

  function partsOf(
    text: string | undefined,
    answer: Answer,
    { request }: Asked,
  ): { message: Outgoing; copyId?: number }[] {
    const parts: { message: Outgoing; copyId?: number }[] = text === undefined ? [] : [{ message: words(text) }];
    try {
      const { card } = answer;
      if (card)
        parts.push({
          message: cardMessage(card),
          ...(card.copyId === undefined || card.isFleeting ? {} : { copyId: card.copyId }),
        });
      if (answer.form) parts.push({ message: formMessage(answer.form) });
    } catch (error) {
      log.error({ err: error, key: request.key, request: answer.requestId }, 'answer cannot be shown in Teams');
      parts.push({ message: words(TOO_LONG) });
    }
    return parts;
  }

  async function replace(asked: Asked, answer: Answer): Promise<void> {
    const { deed } = asked.request;
    if (answer.replaces === undefined || deed.kind !== 'press' || deed.messageId === undefined) return;
    try {
      const message = cardMessage(answer.replaces);
      // Stamped by the client, so it may be wrong; delivery refreshes the card by the id that it kept.
      report(await patiently(() => connector.edit(asked.here, deed.messageId!, message)), asked, 'replacement');
    } catch (error) {
      log.error({ err: error, key: asked.request.key }, 'card cannot be shown in Teams');
    }
  }

  function report(sent: Delivered, { request }: Asked, what: string): void {
    if (!sent.ok)
      log.warn({ key: request.key, what, status: sent.failure.status, code: sent.failure.code }, 'not sent in Teams');
  }

  return { say, change, tell, replace };
}

/** Say whether an answer must not be seen by the others in a group or channel. */
export function mustBeAlone({ request, isTargeted }: Asked, answer: Answer): boolean {
  if (request.place.kind === 'personal') return false;
  return answer.isPrivate || isTargeted || answer.card?.isConfidential === true;
}

/** An answer's words; what is wrong with a form, field by field. */
export function textOf(answer: Answer): string | undefined {
  const problems = Object.entries(answer.fieldErrors ?? {}).map(
    ([id, problem]) => `${labelOf(id, answer)}: ${problem}`,
  );
  if (problems.length === 0) return answer.said;
  return [answer.said ?? 'Please check:', ...problems].join('\n');
}

function labelOf(id: string, { form, replaces }: Answer): string {
  const shown =
    replaces?.card.actions.flatMap((action) => (action.type === 'Action.ShowCard' ? action.card.body : [])) ?? [];
  const label = [...(form?.form.inputs ?? []), ...shown].find((part) => 'id' in part && part.id === id);
  if (label && 'label' in label) return label.label;
  const spaced = id.replace(/([A-Z])/g, ' $1').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
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
