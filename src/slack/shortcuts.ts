// Shortcuts: from Slack's own menus, without a card or a command. Two of the app, one on a message.
import { randomUUID } from 'node:crypto';
import { NEW_ACTION, type Place, WHAT_WAITS } from '../chat/contract.ts';
import { ask } from './ask.ts';
import type { Notices } from './notices.ts';
import type { Shortcut } from './payloads.ts';
import { personalPlace, senderOf } from './places.ts';
import { messagesTabOf, tenantOf } from './presses.ts';
import type { Origin } from './replies.ts';
import type { Ack, HearOptions } from './slash.ts';
import { fromSlack } from './text.ts';

/** The names by which the manifest and Slack's payloads call them. */
export const SHORTCUTS = {
  whatWaits: 'what_waits',
  newAction: 'new_action',
  fromMessage: 'message_to_action',
} as const;

const UNKNOWN =
  'This shortcut is of an older version of the app. Type help in the Messages tab to see what you can do.';

/** As much of a message as goes into a form: more than fits what has to be done is no help there. */
const MOST_WORDS = 1000;

/** Hear a shortcut. All of it is between Convenor and the person who chose it: windows, and what only they see. */
export function openShortcuts({ door, places, notices, background, log }: HearOptions & { notices: Notices }) {
  return async (shortcut: Shortcut, ack: Ack): Promise<void> => {
    const who = { tenant: tenantOf(shortcut), userId: shortcut.user.id };
    const own = personalPlace(who);
    const message = shortcut.type === 'message_action' ? shortcut : undefined;
    const place: Place =
      message === undefined
        ? own
        : await places.of({ ...who, channel: message.channel.id, channelName: message.channel.name });
    const origin: Origin = {
      place,
      userId: who.userId,
      by: 'press',
      triggerId: shortcut.trigger_id,
      ...(message === undefined ? {} : { channel: message.channel.id }),
      ...(message?.response_url == null ? {} : { responseUrl: message.response_url }),
    };
    // Slack has no use for an answer, and waits three seconds for it.
    await ack();
    const deed = deedOf(shortcut);
    if (deed === undefined) return background.run(notices.say(origin, UNKNOWN));

    const key = `shortcut:${shortcut.action_ts || randomUUID()}:${who.userId}`;
    const answering = ask(door, { key, from: senderOf(who), place, personal: own, deed }, log);
    if (deed === WHAT_WAITS) return background.run(notices.give(origin, answering, messagesTabOf(shortcut)));
    background.run(notices.openForm(origin, answering, message && wordsOf(message.message.text)));
  };
}

function deedOf({ type, callback_id: name }: Shortcut): typeof WHAT_WAITS | typeof NEW_ACTION | undefined {
  if (type === 'message_action') return name === SHORTCUTS.fromMessage ? NEW_ACTION : undefined;
  if (name === SHORTCUTS.whatWaits) return WHAT_WAITS;
  return name === SHORTCUTS.newAction ? NEW_ACTION : undefined;
}

function wordsOf(text: string): string | undefined {
  const words = fromSlack(text).trim();
  if (words === '') return undefined;
  if (words.length <= MOST_WORDS) return words;
  return `${words
    .slice(0, MOST_WORDS - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`;
}
