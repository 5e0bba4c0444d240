// Installed, removed, added, taken out: what keeps the stored conversations true without anybody speaking.
import type { PlaceEvent } from '../chat/contract.ts';
import type { Activity } from './activity.ts';
import type { Scene } from './scene.ts';
import type { Heard } from './translate.ts';

const REMOVED = 'The Convenor app was removed there. Add it again, and what waited comes.';
const DELETED = 'The channel was deleted. Choose another: type “board channel here for” and the school in it.';

/** Translate an installation or membership event. */
export function placeEvents(activity: Activity, scene: Scene): Heard {
  if (scene.kind === 'personal' && scene.sender === undefined) return { kind: 'nothing' };
  const events = eventsOf(activity, scene);
  if (events.length === 0) return { kind: 'nothing' };
  const isNew = activity.type === 'installationUpdate' && activity.action === 'add' && scene.kind === 'personal';
  const key = `${activity.conversation.id}:${activity.id ?? `${activity.type}:${activity.action}`}`;
  return { kind: 'events', events, welcome: isNew ? scene.here : undefined, key };
}

function eventsOf(activity: Activity, { place, sender }: Scene): PlaceEvent[] {
  const reachable: PlaceEvent = { kind: 'reachable', place, ...(sender ? { from: sender } : {}) };
  const unreachable: PlaceEvent = { kind: 'unreachable', place, reason: REMOVED };
  if (activity.type === 'installationUpdate') {
    // `remove-upgrade` is followed by `add-upgrade`: a new version of the app, not a farewell.
    if (activity.action === 'remove') return [unreachable];
    return activity.action?.startsWith('add') ? [reachable] : [];
  }
  const { channelData, recipient } = activity;
  if (channelData?.eventType === 'channelDeleted' && channelData.channel) {
    const deleted = { ...place, externalId: channelData.channel.id, kind: 'channel' as const };
    return [{ kind: 'unreachable', place: deleted, reason: DELETED }];
  }
  if (activity.membersRemoved?.some((member) => member?.id === recipient?.id)) return [unreachable];
  // Other people coming and going say at least that the bot is still there.
  return activity.membersAdded?.length || activity.membersRemoved?.length ? [reachable] : [];
}
