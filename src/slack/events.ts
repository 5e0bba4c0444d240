// What Slack tells without waiting for an answer: words in a chat with the bot, mentions, somebody opening their Home tab,
// and what became of channels.
// The door commits first and Slack is acknowledged after, so that a crash in between brings the event again.
import { type Door, HOME_TAB, WHAT_WAITS } from '../chat/contract.ts';
import { forDeed } from '../chat/typed.ts';
import type { Log } from '../log.ts';
import type { HomeTab } from './home-tab.ts';
import {
  ChannelEvent,
  EventCallback,
  HomeOpened,
  MemberEvent,
  RenameEvent,
  SharingEvent,
  TypedMessage,
} from './payloads.ts';
import { type Heard, type Places, personalPlace, senderOf } from './places.ts';
import type { Origin, Replies } from './replies.ts';
import { fromSlack } from './text.ts';

export interface EventsOptions {
  door: Door;
  places: Places;
  replies: Replies;
  home: HomeTab;
  log: Log;
}

/** What is left to do after Slack has been acknowledged. */
export type Afterwards = () => Promise<unknown>;

/** Slack sends an event that was not acknowledged again at once, after a minute, and after five. */
const LAST_REPETITION = 3;

// Enough for the three repetitions that Slack sends within five minutes.
const REMEMBERED = 2000;

/** Hear an event; rejects when it could not be kept, so that Slack sends it again. */
export function openEvents({
  door,
  places,
  replies,
  home,
  log,
}: EventsOptions): (body: unknown, repetition?: number) => Promise<Afterwards | undefined> {
  // A repetition that arrives while the first is at work, or after its reply went out, must not be replied to twice.
  const heard = new Map<string, Promise<Afterwards | undefined>>();

  return async (body, repetition = 0) => {
    const envelope = EventCallback.safeParse(body);
    if (!envelope.success) return undefined;
    const { event_id: id } = envelope.data;
    const known = heard.get(id);
    if (known !== undefined) {
      await known;
      return undefined;
    }
    const work = hear(envelope.data, repetition);
    heard.set(id, work);
    if (heard.size > REMEMBERED) heard.delete(heard.keys().next().value!);
    try {
      return await work;
    } catch (error) {
      heard.delete(id);
      throw error;
    }
  };

  async function hear(envelope: EventCallback, repetition: number): Promise<Afterwards | undefined> {
    switch (envelope.event.type) {
      case 'message':
      case 'app_mention':
        return hearWords(envelope, repetition);
      case 'app_home_opened':
        return hearHome(envelope);
      case 'channel_archive':
      case 'group_archive':
      case 'channel_deleted':
      case 'group_deleted':
      case 'channel_unarchive':
      case 'group_unarchive':
      case 'channel_left':
      case 'group_left':
        return hearChannel(envelope);
      case 'channel_rename':
      case 'group_rename':
        return hearRename(envelope);
      case 'channel_shared':
      case 'channel_unshared':
        return hearSharing(envelope);
      case 'member_joined_channel':
      case 'member_left_channel':
        return hearMember(envelope);
      case 'app_uninstalled':
      case 'tokens_revoked':
        log.error(
          { platform: 'slack', tenant: envelope.team_id, event: envelope.event.type },
          'Slack has withdrawn access; install the app again and set SLACK_BOT_TOKEN',
        );
        return undefined;
      default:
        return undefined;
    }
  }

  async function hearWords(envelope: EventCallback, repetition: number): Promise<Afterwards | undefined> {
    const { event } = envelope;
    // Bots, edits, deletions, joins and files are not words said to us.
    if (event.subtype !== undefined || event.bot_id !== undefined || event.edited !== undefined) return undefined;
    const message = TypedMessage.safeParse(event);
    if (!message.success) return undefined;
    const { type, channel, user, channel_type: channelType, thread_ts: threadTs } = message.data;
    if (type === 'message' && channelType !== 'im') return undefined;

    const who = { tenant: tenantOf(envelope), userId: user };
    const isDirect = channelType === 'im' || channel.startsWith('D');
    const where: Heard = { ...who, channel, isOwnChat: isDirect, isPublic: channelType === 'channel' };
    const place = await places.of(where);
    const text = fromSlack(withoutMention(message.data.text, botOf(envelope)));
    const deed = { kind: 'typed' as const, text: text === '' ? 'help' : text };
    const answer = await door.handle({
      key: envelope.event_id,
      from: senderOf(who),
      place,
      personal: personalPlace(who, isDirect ? channel : undefined),
      deed,
    });
    // Nothing was stored; an apology is for when Slack will not send it again.
    if (answer.outcome === 'fault' && repetition < LAST_REPETITION)
      throw new Error(`Words could not be heard: ${answer.requestId}`);
    const origin: Origin = {
      place,
      userId: user,
      by: 'words',
      channel,
      ...(threadTs == null ? {} : { threadTs }),
    };
    return () => replies.give(origin, forDeed(deed, answer));
  }

  /** The house keeps what waits for the person in their tab; whom it does not know is told what to do. */
  async function hearHome(envelope: EventCallback): Promise<Afterwards | undefined> {
    const event = HomeOpened.safeParse(envelope.event);
    if (!event.success || event.data.tab !== 'home') return undefined;
    const { user, channel, view } = event.data;
    const who = { tenant: tenantOf(envelope), userId: user };
    const place = personalPlace(who, channel ?? undefined);
    const { outcome, requestId, said } = await door.handle({
      key: envelope.event_id,
      from: senderOf(who),
      place,
      personal: place,
      deed: WHAT_WAITS,
      tab: HOME_TAB,
    });
    // What stands there is better than an apology; Slack sends the event again.
    if (outcome === 'fault') throw new Error(`What waits could not be asked for: ${requestId}`);
    return said === undefined ? undefined : () => home.say(who, said, view?.hash ?? undefined);
  }

  async function hearChannel(envelope: EventCallback): Promise<undefined> {
    const event = ChannelEvent.safeParse(envelope.event);
    if (!event.success) return undefined;
    const place = channelPlace(envelope, event.data.channel);
    const { type } = event.data;
    if (type.endsWith('unarchive')) {
      await door.placeChanged({ kind: 'reachable', place });
      return undefined;
    }
    if (type.endsWith('left')) {
      await door.placeChanged({ kind: 'unreachable', place, reason: TAKEN_OUT });
      return undefined;
    }
    const what = type.endsWith('deleted') ? 'deleted' : 'archived';
    await door.placeChanged({
      kind: 'unreachable',
      place,
      reason: `The channel was ${what} in Slack. Choose another channel for the board.`,
    });
    return undefined;
  }

  async function hearRename(envelope: EventCallback): Promise<undefined> {
    const event = RenameEvent.safeParse(envelope.event);
    if (!event.success) return undefined;
    const { id, name } = event.data.channel;
    await door.placeChanged({ kind: 'changed', place: { ...channelPlace(envelope, id), name } });
    return undefined;
  }

  /** Whom a channel is shared with has changed: what it is now is asked, and unknown is not private. */
  async function hearSharing(envelope: EventCallback): Promise<undefined> {
    const event = SharingEvent.safeParse(envelope.event);
    if (!event.success) return undefined;
    const { type, channel } = event.data;
    const place = channelPlace(envelope, channel);
    const isPrivate = type === 'channel_unshared' && (await places.isPrivate(place));
    await door.placeChanged({ kind: 'changed', place: { ...place, isPrivate } });
    return undefined;
  }

  async function hearMember(envelope: EventCallback): Promise<undefined> {
    const event = MemberEvent.safeParse(envelope.event);
    if (!event.success || event.data.user !== botOf(envelope)) return undefined;
    const { type, channel, inviter } = event.data;
    if (type === 'member_left_channel') {
      await door.placeChanged({ kind: 'unreachable', place: channelPlace(envelope, channel), reason: TAKEN_OUT });
      return undefined;
    }
    const place = await places.of({ tenant: tenantOf(envelope), userId: '', channel });
    const from = inviter == null ? {} : { from: senderOf({ tenant: tenantOf(envelope), userId: inviter }) };
    await door.placeChanged({ kind: 'reachable', place, ...from });
    return undefined;
  }
}

const TAKEN_OUT = 'Convenor was removed from this channel. Invite it again with /invite @Convenor.';

function channelPlace(envelope: EventCallback, channel: string) {
  return { platform: 'slack', tenant: tenantOf(envelope), externalId: channel, kind: 'channel' } as const;
}

function tenantOf(envelope: EventCallback): string {
  return envelope.team_id || envelope.enterprise_id || 'unknown';
}

/** The bot's own user id, as Slack tells with every event. */
function botOf(envelope: EventCallback): string | undefined {
  const bot = envelope.authorizations?.find((one) => one.is_bot !== false && one.user_id != null);
  return bot?.user_id ?? undefined;
}

/** Take the bot's own mention out, wherever it stands; other people's mentions stay. */
function withoutMention(text: string, bot: string | undefined): string {
  if (bot === undefined) return text.replace(/^\s*<@[^>]+>/, '');
  return text.replace(new RegExp(`<@${bot.replace(/\W/g, '')}(\\|[^>]*)?>`, 'g'), ' ').replace(/ {2,}/g, ' ');
}
