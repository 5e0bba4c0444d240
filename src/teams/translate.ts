// An activity in the contract's words. Pure: nothing is sent and nobody is asked.
import { readInputs } from '../chat/adaptive.ts';
import type { Deed, Place, PlaceEvent, Request } from '../chat/contract.ts';
import type { Activity } from './activity.ts';
import type { TeamsAddress } from './address.ts';
import { isMentioned, withoutMentions } from './mention.ts';
import { placeEvents } from './place-events.ts';
import { type Scene, sceneOf } from './scene.ts';

export type Heard =
  | {
      kind: 'request';
      request: Request;
      /** How it came, since that is how it is answered. */
      way: 'typed' | 'submit' | 'execute';
      /** Where the answer goes: in a channel, the thread. */
      here: TeamsAddress;
      /** Only the person and the bot see what was said, so nobody else may see the answer. */
      isTargeted: boolean;
    }
  | { kind: 'events'; events: PlaceEvent[]; welcome: TeamsAddress | undefined; key: string }
  /** A client asks for the card's newest state by itself. */
  | { kind: 'refresh' }
  /** Someone wants something that cannot be understood. */
  | { kind: 'unclear'; say: string; here: TeamsAddress; isInvoke: boolean }
  | { kind: 'unknown-invoke' }
  | { kind: 'nothing' };

const WHO = 'I could not tell who you are, so I did nothing. Please sign in to Teams and open a personal chat with me.';
const WHAT = 'I could not read that button. Please open the newest card, or type help.';

/** Translate an activity. Locally a client without a tenant belongs to the tenant `local`. */
export function translate(activity: Activity, options: { isLocal: boolean }): Heard {
  const scene = sceneOf(activity, options);
  switch (activity.type) {
    case 'message':
      return message(activity, scene);
    case 'invoke':
      return activity.name === 'adaptiveCard/action' ? execute(activity, scene) : { kind: 'unknown-invoke' };
    case 'installationUpdate':
    case 'conversationUpdate':
      return placeEvents(activity, scene);
    default:
      return { kind: 'nothing' };
  }
}

function message(activity: Activity, scene: Scene): Heard {
  const { from, recipient } = activity;
  if (from?.role === 'bot' || (from && from.id === recipient?.id)) return { kind: 'nothing' };
  const text = withoutMentions(activity.text, activity.entities, recipient ?? undefined);
  if (text === '' && activity.value !== undefined && activity.value !== null) {
    const deed = press(activity.value, activity.replyToId);
    return deed ? asked(deed, 'submit', activity, scene) : unclear(WHAT, scene, false);
  }
  const isTargeted = recipient?.isTargeted === true;
  const isForBot =
    scene.kind === 'personal' || isTargeted || isMentioned(activity.entities, recipient?.id) || text.startsWith('/');
  if (!isForBot) return { kind: 'nothing' };
  // A lone mention is a call for help, not for silence.
  const words = text.replace(/^\/\s*/, '') || 'help';
  return asked({ kind: 'typed', text: words }, 'typed', activity, scene);
}

function execute(activity: Activity, scene: Scene): Heard {
  const value = asRecord(activity.value);
  const action = asRecord(value?.action);
  if (value?.trigger === 'automatic' || action?.verb === 'refresh') return { kind: 'refresh' };
  const deed = press(action?.data, activity.replyToId);
  return deed ? asked(deed, 'execute', activity, scene) : unclear(WHAT, scene, true);
}

function press(data: unknown, messageId: string | null | undefined): Deed | undefined {
  const record = asRecord(data);
  const { act, t } = record ?? {};
  if (record === undefined || typeof act !== 'string' || typeof t !== 'string' || act === '' || t === '')
    return undefined;
  if (act.length > 100 || t.length > 500) return undefined;
  return {
    kind: 'press',
    action: act,
    token: t,
    input: readInputs(record),
    ...(messageId ? { messageId } : {}),
  };
}

function asked(deed: Deed, way: 'typed' | 'submit' | 'execute', activity: Activity, scene: Scene): Heard {
  const { sender, personal } = scene;
  if (sender === undefined || personal === undefined || !activity.id) return unclear(WHO, scene, way === 'execute');
  const place: Place = scene.kind === 'personal' ? personal : scene.place;
  return {
    kind: 'request',
    way,
    here: scene.here,
    isTargeted: activity.recipient?.isTargeted === true,
    request: { key: `${activity.conversation.id}:${activity.id}`, from: sender, place, personal, deed },
  };
}

function unclear(say: string, scene: Scene, isInvoke: boolean): Heard {
  return { kind: 'unclear', say, here: scene.here, isInvoke };
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
