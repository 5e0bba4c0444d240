// Who speaks and where, as the platform tells it in the envelope of every activity.
import type { Place, Sender } from '../chat/contract.ts';
import type { Account, Activity } from './activity.ts';
import { type TeamsAddress, toStored } from './address.ts';

export interface Scene {
  kind: Place['kind'];
  /** Missing when the envelope does not say who it is or from which tenant. */
  sender: Sender | undefined;
  /** The group or channel; in a personal chat the same as `personal`, if the sender is known. */
  place: Place;
  /** Where the sender is reached alone. */
  personal: Place | undefined;
  /** Where an answer goes: the thread, not only its channel. */
  here: TeamsAddress;
}

/** Read who and where. Locally a client without a tenant belongs to the tenant `local`. */
export function sceneOf(activity: Activity, { isLocal }: { isLocal: boolean }): Scene {
  const { conversation, channelData, recipient } = activity;
  const tenant = conversation.tenantId || channelData?.tenant?.id || (isLocal ? 'local' : undefined);
  const kind = kindOf(activity);
  const here: TeamsAddress = {
    serviceUrl: activity.serviceUrl,
    channelId: activity.channelId,
    tenantId: tenant ?? 'unknown',
    botId: recipient?.id ?? 'bot',
    ...(recipient?.name ? { botName: recipient.name } : {}),
    conversationId: conversation.id,
    ...(channelData?.team ? { teamId: channelData.team.id } : {}),
  };
  const person = activity.from ?? undefined;
  const sender: Sender | undefined =
    person && tenant ? { platform: 'teams', tenant, userId: userIdOf(person) } : undefined;
  const personal = sender && person && personalPlace(sender, person, here, kind === 'personal');
  const place = kind === 'personal' && personal ? personal : sharedPlace(activity, kind, here);
  return { kind, sender, place, personal, here };
}

/** The id under which a person is known: the directory's, or for a client without a directory the chat's own. */
export function userIdOf(account: Account): string {
  return account.aadObjectId || `mri:${account.id}`;
}

/**
 * A person's one-to-one chat with the bot, under the person's id: there is only ever one, and it must be the same place
 * whether the person opened it or the bot had to make it.
 */
function personalPlace(sender: Sender, person: Account, here: TeamsAddress, isHere: boolean): Place {
  const { conversationId, teamId: _, ...bot } = here;
  const address: TeamsAddress = isHere
    ? { ...bot, conversationId, userMri: person.id }
    : { ...bot, userMri: person.id, needsCreate: true };
  // Only the person and the bot are in it.
  return {
    platform: 'teams',
    tenant: sender.tenant,
    externalId: `user:${sender.userId}`,
    kind: 'personal',
    isPrivate: true,
    address: toStored(address),
  };
}

// Neither a group nor a channel is called private: an activity does not tell whether guests or other organisations are in
// it, and unknown is not private.
function sharedPlace({ channelData, conversation }: Activity, kind: Place['kind'], here: TeamsAddress): Place {
  const baseId = conversation.id.split(';')[0]!;
  const name = channelData?.channel?.name || conversation.name || channelData?.team?.name;
  return {
    platform: 'teams',
    tenant: here.tenantId,
    externalId: baseId,
    kind,
    ...(name ? { name } : {}),
    address: toStored({ ...here, conversationId: baseId }),
  };
}

function kindOf({ conversation, channelData }: Activity): Place['kind'] {
  switch (conversation.conversationType) {
    case 'personal':
      return 'personal';
    case 'groupChat':
      return 'group';
    case 'channel':
      return 'channel';
    default:
      return channelData?.team ? 'channel' : conversation.isGroup ? 'group' : 'personal';
  }
}
