// What comes in goes to the door, and the answer goes back the way Teams wants it for what was done: an invoke is answered
// in place, a message by messages; both in time, or with "working on it" and the answer when it is there.
import type { Answer, Door, Request } from '../chat/contract.ts';
import { forDeed } from '../chat/typed.ts';
import type { Log } from '../log.ts';
import type { Activity } from './activity.ts';
import { textOf } from './answer-parts.ts';
import { Background } from './background.ts';
import { CARD_TYPE, teamsCard, teamsForm } from './cards.ts';
import { Recent } from './recent.ts';
import { type Asked, isShownHereAlone, mustBeAlone, type Replies, WORKING } from './replies.ts';
import { type Heard, translate } from './translate.ts';

const WELCOME =
  'Hello, I am Convenor. I bring your boards’ agendas, actions and minutes into this chat. If you have a join code, type it like this: join ABC-234-DEF. Otherwise type help.';
const FAULT = 'Sorry, something went wrong and nothing was changed. Please try again in a minute.';
const SENDING_ALONE = 'I am sending it to you in our own chat.';
// The platform sends an activity again after about 15 s without an answer.
const HOLD_MS = 10_000;

/** The HTTP status and body that Teams gets for an activity. */
export interface InvokeAnswer {
  status: number;
  body?: unknown;
}

export interface Inbound {
  /** Handle an activity that is known to come from Teams. */
  hear(activity: Activity): Promise<InvokeAnswer | undefined>;
  /** Wait for the answers that are still on their way. */
  settle(): Promise<void>;
}

interface Options {
  door: Door;
  replies: Replies;
  log: Log;
  isLocal: boolean;
  answerWithinMs: number;
}

type AskedOf = Extract<Heard, { kind: 'request' }>;

/** Open the room's ear. */
export function openInbound({ door, replies, log, isLocal, answerWithinMs }: Options): Inbound {
  const background = new Background(log);
  const handled = new Recent(2000);

  async function hear(activity: Activity): Promise<InvokeAnswer | undefined> {
    const heard = translate(activity, { isLocal });
    switch (heard.kind) {
      case 'nothing':
        return undefined;
      case 'refresh':
        // The card that everybody sees is always the right one, so there is nothing to put in its place.
        return { status: 200 };
      case 'unknown-invoke':
        return { status: 501 };
      case 'unclear':
        if (heard.isInvoke) return inPlace(heard.say);
        await background.within(HOLD_MS, replies.say(heard.here, heard.say));
        return undefined;
      case 'events':
        await events(heard);
        return undefined;
      case 'request':
        return heard.way === 'execute' ? pressed(heard) : told(heard);
    }
  }

  async function events({ events, welcome, key }: Extract<Heard, { kind: 'events' }>): Promise<void> {
    for (const event of events) await door.placeChanged(event);
    if (welcome && handled.isNew(key)) await background.within(HOLD_MS, replies.say(welcome, WELCOME));
  }

  /** Answer typed words, or a press of a client without invokes, by messages. */
  async function told(heard: AskedOf): Promise<undefined> {
    if (!handled.isNew(heard.request.key)) return;
    const work = async () => {
      const asking = ask(heard.request);
      const first = await background.within(answerWithinMs, asking);
      // What nobody else saw being asked gets no "working on it" in front of them.
      const note = first || heard.isTargeted ? undefined : await replies.say(heard.here, WORKING);
      const answer = first ?? (await asking);
      if (isSaidBefore(heard, answer)) return;
      if (heard.way === 'submit') await replies.replace(heard, answer);
      await replies.tell(heard, answer, note);
      await tellMembers(heard, answer);
    };
    await background.within(HOLD_MS, work());
  }

  /** Tell the command that wants to know who is there, and the person what it makes of that. */
  async function tellMembers(heard: AskedOf, { members: wanted, isRepeated }: Answer): Promise<void> {
    if (wanted === undefined || isRepeated || heard.request.place.kind === 'personal') return;
    const input = { ...wanted.input, ...(await replies.members(heard)) };
    const key = `${heard.request.key}:members`;
    const told = {
      ...heard,
      request: { ...heard.request, key, deed: { kind: 'command', name: wanted.command, input } },
    };
    await replies.tell(told as AskedOf, await ask(told.request as Request));
  }

  /** Answer a press in place. */
  async function pressed(heard: AskedOf): Promise<InvokeAnswer> {
    const asking = ask(heard.request);
    const answer = await background.within(answerWithinMs, asking);
    if (answer) return answerInPlace(heard, answer);
    background.run(
      asking.then(async (late) => {
        if (isSaidBefore(heard, late)) return;
        await replies.replace(heard, late);
        if (textOf(late) !== undefined || late.card || late.form) await replies.tell(heard, late);
      }),
    );
    return inPlace(WORKING);
  }

  function answerInPlace(heard: AskedOf, answer: Answer): InvokeAnswer {
    const isBefore = isSaidBefore(heard, answer);
    const text = textOf(answer);
    const { replaces, card, form, fieldErrors } = answer;
    // With wrong fields the client keeps what was typed, as long as its card stays.
    if (fieldErrors && Object.keys(fieldErrors).length > 0) return inPlace(text!);
    const isPersonal = heard.request.place.kind === 'personal';
    const followUp = (rest: Partial<Answer>): void => {
      if (isBefore || !(rest.said || rest.card || rest.form)) return;
      const { outcome, requestId, isPrivate, onOwnCard = false } = answer;
      background.run(replies.tell(heard, { outcome, requestId, isPrivate, onOwnCard, ...rest }));
    };
    try {
      if (replaces) {
        const shown = isPersonal ? teamsCard(replaces) : teamsCard(replaces, text);
        followUp({ ...(isPersonal && text ? { said: text } : {}), ...pick(card, form) });
        return cardInPlace(shown);
      }
      // A card of its own is a new message, since the pressed card's own copy still lives in this one.
      if ((isPersonal || answer.onOwnCard) && form) {
        const shown = teamsForm(form);
        followUp({ ...(text ? { said: text } : {}), ...pick(card, undefined) });
        return cardInPlace(shown);
      }
    } catch (error) {
      log.error({ err: error, key: heard.request.key, request: answer.requestId }, 'card cannot be shown in Teams');
      return inPlace(text ?? FAULT);
    }
    followUp(pick(card, form));
    const isElsewhere = mustBeAlone(heard, answer) && !isShownHereAlone(heard, answer);
    const elsewhere = (card || form) && isElsewhere ? SENDING_ALONE : 'Here it is.';
    return inPlace(text ?? (card || form ? elsewhere : 'Done.'));
  }

  async function ask(request: Request): Promise<Answer> {
    try {
      return forDeed(request.deed, await door.handle(request));
    } catch (error) {
      log.error({ err: error, key: request.key }, 'the door failed');
      return { outcome: 'fault', requestId: request.key, said: FAULT, isPrivate: true };
    }
  }

  /** A press that comes again, under its own or another id, has had its messages already. */
  function isSaidBefore({ request }: Asked, answer: Answer): boolean {
    if (request.deed.kind !== 'press') return false;
    const isNew = handled.isNew(
      `press:${request.from.tenant}:${request.from.userId}:${request.deed.token}:${request.deed.action}`,
    );
    return answer.isRepeated === true && !isNew;
  }

  return { hear, settle: () => background.settle() };
}

function pick(card: Answer['card'], form: Answer['form']): Partial<Answer> {
  return { ...(card ? { card } : {}), ...(form ? { form } : {}) };
}

// The status inside is 200 too, always: anything else becomes the HTTP status, and Teams shows an error of its own.
function inPlace(text: string): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text } };
}

function cardInPlace(card: object): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type: CARD_TYPE, value: card } };
}
