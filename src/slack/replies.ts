// How an answer of the door reaches a person in Slack: an ephemeral message, a direct message, a card in place of another, a form.
import type { Answer, Door, Place, ShownCard, ShownForm } from '../chat/contract.ts';
import type { Log } from '../log.ts';
import { buttonValue, type SlackMessage, toBlocks, toSentence } from './blocks.ts';
import type { Respond, WebClient } from './client.ts';
import type { Clients } from './clients.ts';
import { outcomeOf } from './failures.ts';
import { type ModalOrigin, toModal } from './modal.ts';
import { LITERALLY } from './outbound.ts';
import type { Privacy } from './privacy.ts';

/** What Slack says of where a deed was done: all ways back to the person. */
export interface Origin {
  place: Place;
  userId: string;
  /** A slash command, a press (in a message or a form), or words. */
  by: 'command' | 'press' | 'words';
  /** The channel or chat in which the message stands. */
  channel?: string;
  messageTs?: string;
  /** Only the person sees the message; Slack lets nobody edit it but through its response URL. */
  isEphemeral?: boolean;
  responseUrl?: string;
  triggerId?: string;
  threadTs?: string;
}

export interface Replies {
  /** Tell the person everything the answer holds. Says whether it reached them. */
  give(origin: Origin, answer: Answer): Promise<boolean>;
  /** Put the newest state of the pressed card in its place. */
  replace(origin: Origin, shown: ShownCard): Promise<void>;
  /** Open the form, or say why it cannot open. */
  openForm(origin: Origin, form: ShownForm): Promise<void>;
  /** Say something in passing, which need not stay in the chat. */
  say(origin: Origin, said: string): Promise<void>;
}

export interface RepliesOptions {
  clients: Clients;
  privacy: Privacy;
  respond: Respond;
  door: Door;
  log: Log;
}

// A reply to one person is worth a short wait; anything longer is told in the log.
const PATIENCE_MS = 10_000;

/** Open the ways back to people. */
export function openReplies({ clients, privacy, respond, door, log }: RepliesOptions): Replies {
  /** Run a call; when Slack asks to slow down, wait once. Says what came of it, or undefined when it failed. */
  async function patiently<T>({ place }: Origin, call: (web: WebClient) => Promise<T>): Promise<T | undefined> {
    const calling = async () => call(await clients.of(place.tenant));
    try {
      return await calling();
    } catch (error) {
      const outcome = outcomeOf(error, 'post');
      log.info({ platform: 'slack', outcome: outcome.kind, reason: outcome.reason }, 'a reply was not taken');
      if (outcome.kind !== 'later' || outcome.afterMs === undefined || outcome.afterMs > PATIENCE_MS) return undefined;
      await new Promise((resolve) => setTimeout(resolve, outcome.afterMs));
      return calling().catch(() => undefined);
    }
  }

  /** Show something to one person only: in a channel as an ephemeral message, alone as a direct message. */
  async function tell(origin: Origin, message: SlackMessage): Promise<boolean> {
    if (origin.by === 'command' && (await respondWith(origin, message))) return true;
    const taken =
      origin.place.kind === 'personal'
        ? await patiently(origin, (web) => web.chat.postMessage({ channel: origin.userId, ...message, ...LITERALLY }))
        : await patiently(origin, (web) =>
            web.chat.postEphemeral({
              channel: origin.channel ?? origin.place.externalId,
              user: origin.userId,
              ...(origin.threadTs === undefined ? {} : { thread_ts: origin.threadTs }),
              ...message,
              link_names: false,
              parse: 'none',
            }),
          );
    if (taken !== undefined) return true;
    if (origin.by !== 'command' && (await respondWith(origin, message))) return true;
    log.warn({ platform: 'slack', place: origin.place.externalId }, 'a person could not be answered');
    return false;
  }

  async function respondWith(origin: Origin, message: object): Promise<boolean> {
    if (origin.responseUrl === undefined) return false;
    return respond(origin.responseUrl, { response_type: 'ephemeral', replace_original: false, ...message });
  }

  /** Post where everybody there sees it; the copy can then be edited. */
  async function post(origin: Origin, message: SlackMessage, shown?: ShownCard): Promise<boolean> {
    const channel = origin.place.kind === 'personal' ? origin.userId : origin.place.externalId;
    const thread = origin.threadTs === undefined ? {} : { thread_ts: origin.threadTs };
    const posted = await patiently(origin, (web) =>
      web.chat.postMessage({ channel, ...thread, ...message, ...LITERALLY }),
    );
    if (posted?.ts === undefined) return false;
    if (shown?.copyId === undefined || shown.isFleeting) return true;
    // An edit needs the id of the person's chat, which only Slack's answer tells when we wrote to the person.
    if (origin.place.kind === 'personal' && posted.channel !== undefined && origin.place.address === undefined)
      await door.placeChanged({ kind: 'reachable', place: { ...origin.place, address: { channel: posted.channel } } });
    await door.shown(shown.copyId, posted.ts);
    return true;
  }

  /** What was private when somebody was heard there may be shared by now. */
  async function isPrivateNow({ isPrivate, tenant, externalId }: Place): Promise<boolean> {
    if (isPrivate !== true) return false;
    return privacy(tenant, externalId).then(
      (reason) => reason === undefined,
      () => false,
    );
  }

  const replies: Replies = {
    async give(origin, answer) {
      if (answer.replaces !== undefined) await replies.replace(origin, answer.replaces);
      // A request that is heard again must not open a form twice.
      if (answer.form !== undefined && !answer.isRepeated) await replies.openForm(origin, answer.form);

      const said = sentenceOf(answer);
      const isPublic = !answer.isPrivate && origin.by !== 'command';
      if (answer.card !== undefined) {
        const message = toBlocks(answer.card, said);
        const isForAll = isPublic && (!answer.card.isConfidential || (await isPrivateNow(origin.place)));
        const isPostable = origin.by !== 'command' && (origin.place.kind === 'personal' || isForAll);
        return (isPostable && (await post(origin, message, answer.card))) || tell(origin, message);
      }
      if (said === undefined) return true;
      const message = toSentence(said, answer.replaces?.isConfidential);
      return (origin.by === 'words' && isPublic && (await post(origin, message))) || tell(origin, message);
    },

    async replace(origin, shown) {
      const message = toBlocks(shown);
      if (origin.channel !== undefined && origin.messageTs !== undefined && !origin.isEphemeral) {
        const { channel, messageTs: ts } = origin;
        const edited = await patiently(origin, (web) =>
          web.chat.update({ channel, ts, ...message, link_names: false, parse: 'none' }),
        );
        if (edited !== undefined) return;
      }
      if (origin.responseUrl !== undefined) await respond(origin.responseUrl, { replace_original: true, ...message });
    },

    async openForm(origin, form) {
      if (origin.triggerId === undefined) return void (await offerForm(origin, form));
      try {
        const web = await clients.of(origin.place.tenant);
        await web.views.open({ trigger_id: origin.triggerId, view: toModal(form, wayBack(origin)) });
      } catch (error) {
        const { reason } = outcomeOf(error, 'post');
        log.warn({ platform: 'slack', reason }, 'a form did not open');
        // Slack lets a form open within three seconds of a press; a new press starts them again.
        await offerForm(origin, form, 'The form did not open in time. Press to try again.');
      }
    },

    async say(origin, said) {
      if (!(await respondWith(origin, toSentence(said)))) await tell(origin, toSentence(said));
    },
  };

  /** Words cannot open a form, so that a button is offered which can. */
  async function offerForm(
    origin: Origin,
    { form, token }: ShownForm,
    why = 'Press to fill in the form.',
  ): Promise<void> {
    const message = toSentence(`${form.title}: ${why}`);
    const button = {
      type: 'button' as const,
      action_id: `0-${form.submit.id}`,
      text: { type: 'plain_text' as const, text: 'Open the form', emoji: false },
      value: buttonValue({ act: form.submit.id, t: token, f: 1 }),
    };
    const actions = { type: 'actions' as const, block_id: `form-${message.blocks[0]?.block_id}`, elements: [button] };
    await tell(origin, { text: message.text, blocks: [...message.blocks, actions] });
  }

  return replies;
}

/** What a form keeps of where it was asked for. */
export function wayBack({ place, channel, messageTs, isEphemeral, responseUrl }: Origin): ModalOrigin {
  return {
    place,
    ...(channel === undefined ? {} : { channel }),
    ...(messageTs === undefined ? {} : { messageTs }),
    ...(isEphemeral === undefined ? {} : { isEphemeral }),
    ...(responseUrl === undefined ? {} : { responseUrl }),
  };
}

/** What to say of an answer: every deed gets one. Undefined when what is shown says it already. */
export function sentenceOf(answer: Answer): string | undefined {
  const wrong = Object.values(answer.fieldErrors ?? {});
  if (answer.said !== undefined || wrong.length > 0) return [answer.said, ...wrong].filter(Boolean).join('\n');
  if (answer.outcome === 'fault')
    return `Sorry, something went wrong and nothing was changed. Please try again; if it stays so, tell your administrator this number: ${answer.requestId}`;
  if (answer.outcome === 'refused')
    return answer.replaces === undefined ? 'That cannot be done.' : 'This is how it stands now.';
  const isShown = answer.card !== undefined || answer.form !== undefined || answer.replaces !== undefined;
  return isShown ? undefined : 'Done.';
}
