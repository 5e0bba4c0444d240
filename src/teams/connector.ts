// The calls to Microsoft's Bot Connector: the one place that sends, for answers and for what the bot says by itself.
import type { TeamsAddress } from './address.ts';
import type { Outgoing } from './cards.ts';
import { type Failure, failureOf } from './failures.ts';
import { isServiceUrlAllowed } from './hosts.ts';
import { openWire, type Reply } from './wire.ts';

export type Delivered = { ok: true; messageId: string; address: TeamsAddress } | { ok: false; failure: Failure };

export interface Connector {
  /** Send a new message, making the one-to-one chat first where there is none; the address that came of it is returned. */
  send(to: TeamsAddress, message: Outgoing): Promise<Delivered>;
  edit(to: TeamsAddress, messageId: string, message: Outgoing): Promise<Delivered>;
  /** Why nothing can be sent at all, if the last call found so. */
  trouble(): string | undefined;
  close(): void;
}

interface Options {
  /** The bot's own token for the Connector; undefined where there is no authentication. Throws when there is none to be had. */
  token(): Promise<string | undefined>;
  isLocal: boolean;
  timeoutMs: number;
  now: () => Date;
}

type Called = { value: Reply['body']; failure?: undefined } | { failure: Failure };

/** Open the way to the Bot Connector. Its calls never throw and never retry by themselves. */
export function openConnector({ token, isLocal, timeoutMs, now }: Options): Connector {
  const wire = openWire();
  let trouble: string | undefined;

  async function call(to: TeamsAddress, method: 'POST' | 'PUT', path: string, body: object): Promise<Called> {
    if (!isServiceUrlAllowed(to.serviceUrl, isLocal))
      return { failure: failureOf(new Error('forbidden host'), { isForbiddenHost: true, now }) };
    let hasLeft = false;
    try {
      const url = new URL(`${to.serviceUrl.replace(/\/$/, '')}/v3/conversations${path}`);
      const left = () => {
        hasLeft = true;
      };
      const reply = await wire.send({ method, url, token: await token(), body, timeoutMs, left });
      if (reply.status >= 200 && reply.status < 300) {
        trouble = undefined;
        return { value: reply.body };
      }
      throw refusal(reply);
    } catch (error) {
      const failure = failureOf(error, { hasLeft, now });
      trouble = failure.isSignIn ? failure.reason : undefined;
      return { failure };
    }
  }

  async function createChat(to: TeamsAddress): Promise<{ address: TeamsAddress } | { failure: Failure }> {
    const made = await call(to, 'POST', '', {
      isGroup: false,
      bot: { id: to.botId, ...(to.botName ? { name: to.botName } : {}) },
      members: [{ id: to.userMri }],
      tenantId: to.tenantId,
      channelData: { tenant: { id: to.tenantId } },
    });
    // Asking again gives the same chat, so that whatever happened nothing was said twice.
    if (made.failure) return { failure: { ...made.failure, isHarmless: true } };
    const conversationId = idOf(made.value);
    if (!conversationId) return { failure: failureOf(new Error('no conversation id'), { now }) };
    const { needsCreate: _, ...known } = to;
    return { address: { ...known, conversationId } };
  }

  return {
    async send(to, message) {
      const chat = to.needsCreate || to.conversationId === undefined ? await createChat(to) : { address: to };
      if ('failure' in chat) return { ok: false, failure: chat.failure };
      const { address } = chat;
      const path = `/${encodeURIComponent(address.conversationId!)}/activities`;
      const sent = await call(address, 'POST', path, addressed(address, message));
      if (sent.failure) return { ok: false, failure: sent.failure };
      return { ok: true, messageId: idOf(sent.value) ?? '', address };
    },
    async edit(to, messageId, message) {
      if (to.conversationId === undefined)
        return { ok: false, failure: failureOf(new Error('no conversation'), { now }) };
      const path = `/${encodeURIComponent(to.conversationId)}/activities/${encodeURIComponent(messageId)}`;
      const edited = await call(to, 'PUT', path, { ...addressed(to, message), id: messageId });
      return edited.failure ? { ok: false, failure: edited.failure } : { ok: true, messageId, address: to };
    },
    trouble: () => trouble,
    close: () => wire.close(),
  };
}

/** What the Connector refused, in the shape that failures are read from. */
function refusal({ status, headers, body }: Reply): Error {
  const { code, message } = (typeof body['error'] === 'object' && body['error'] !== null ? body['error'] : {}) as {
    code?: unknown;
    message?: unknown;
  };
  return Object.assign(new Error(typeof message === 'string' ? message : `status ${status}`), {
    statusCode: status,
    ...(typeof code === 'string' ? { code } : {}),
    response: { headers },
  });
}

const idOf = ({ id }: Record<string, unknown>) => (typeof id === 'string' && id !== '' ? id : undefined);

function addressed(to: TeamsAddress, message: Outgoing): object {
  return {
    ...message,
    channelId: to.channelId,
    from: { id: to.botId, ...(to.botName ? { name: to.botName } : {}) },
    // No empty strings: Microsoft's Agents Playground refuses them with 400.
    conversation: { id: to.conversationId!, tenantId: to.tenantId },
    ...(to.userMri ? { recipient: { id: to.userMri } } : {}),
  };
}
