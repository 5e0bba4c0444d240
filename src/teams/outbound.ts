// Teams as delivery sees it.
import type { Message, Outcome, Platform } from '../chat/contract.ts';
import type { Log } from '../log.ts';
import { TeamsAddress, toStored } from './address.ts';
import { cardMessage, type Outgoing } from './cards.ts';
import type { Connector } from './connector.ts';
import { outcomeOf } from './failures.ts';

// Teams allows 7 messages in a second and 60 in 30 s to a conversation; one a second stays below all of its limits.
const PACE_MS = 1000;

/** Let delivery post and edit cards in Teams. `stop` waits for what is still being answered. */
export function teamsPlatform(connector: Connector, log: Log, settle: () => Promise<void>): Platform {
  return {
    name: 'teams',
    paceMs: PACE_MS,
    async post(to, message) {
      return attempt(to.address, message, log, async (address, activity) => {
        const sent = await sendOnceKnown(connector, address, activity);
        if (!sent.ok) return outcomeOf(sent.failure, 'post');
        const isNew = sent.address.conversationId !== address.conversationId;
        return { kind: 'sent', messageId: sent.messageId, ...(isNew ? { address: toStored(sent.address) } : {}) };
      });
    },
    async edit(to, messageId, message) {
      return attempt(to.address, message, log, async (address, activity) => {
        const edited = await connector.edit(address, messageId, activity);
        return edited.ok ? { kind: 'sent', messageId } : outcomeOf(edited.failure, 'edit');
      });
    },
    trouble: async () => connector.trouble(),
    stop: settle,
  };
}

/** Send; a one-to-one chat that Teams no longer knows is made again once, since the person is still there. */
async function sendOnceKnown(connector: Connector, address: TeamsAddress, activity: Outgoing) {
  const sent = await connector.send(address, activity);
  const isLost = !sent.ok && sent.failure.status === 404 && address.userMri !== undefined && !address.needsCreate;
  return isLost ? connector.send({ ...address, needsCreate: true }, activity) : sent;
}

async function attempt(
  stored: unknown,
  message: Message,
  log: Log,
  send: (address: TeamsAddress, activity: Outgoing) => Promise<Outcome>,
): Promise<Outcome> {
  const address = TeamsAddress.safeParse(stored);
  if (!address.success)
    return {
      kind: 'refused',
      reason: 'Convenor does not know how to reach this conversation in Teams.',
      unreachable: true,
    };
  let activity: Outgoing;
  try {
    activity = cardMessage(message.card, message.summary);
  } catch (error) {
    log.error({ err: error, card: message.card.name }, 'card cannot be shown in Teams');
    return { kind: 'refused', reason: `The card ${message.card.name} cannot be shown in Teams.` };
  }
  return send(address.data, activity);
}
