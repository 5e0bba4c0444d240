// The calls to Microsoft's Bot Connector: the one place that sends, for answers and for what the bot says by itself.
import type { TeamsAddress } from './address.ts';
import type { Outgoing } from './cards.ts';
import { type Failure, failureOf } from './failures.ts';
import { isServiceUrlAllowed } from './hosts.ts';
import { type Roster, readRoster } from './roster.ts';
import { openWire, type Reply } from './wire.ts';

export type Delivered = { ok: true; messageId: string; address: TeamsAddress } | { ok: false; failure: Failure };

export interface Connector {
  /** Send a new message, making the one-to-one chat first where there is none; the address that came of it is returned. */
  send(to: TeamsAddress, message: Outgoing): Promise<Delivered>;
  /** Send a message into a group or channel that only one of its members sees, `to.userMri`. It is gone after a day. */
  sendTargeted(to: TeamsAddress, message: Outgoing): Promise<Delivered>;
  edit(to: TeamsAddress, messageId: string, message: Outgoing): Promise<Delivered>;
  /** Edit a message that only one member sees. */
  editTargeted(to: TeamsAddress, messageId: string, message: Outgoing): Promise<Delivered>;
  /** Who is in a group or channel, page by page; one failure is the end of it. */
  members(of: TeamsAddress): Promise<Roster | { failure: Failure }>;
  /** Why nothing can be sent at all, if the last call found so. */
  trouble(): string | undefined;
  close(): void;
}

type Method = 'GET' | 'POST' | 'PUT';

interface Options {
  /** The bot's own token for the Connector; undefined where there is no authentication. Throws when there is none to be had. */
  token(): Promise<string | undefined>;
  isLocal: boolean;
  /** The organisations that are written to; locally all of them. */
  tenants: string[];
  timeoutMs: number;
  now: () => Date;
}

const TARGETED = '?isTargetedActivity=true';

type Called = { value: Reply['body']; failure?: undefined } | { failure: Failure };

/** Open the way to the Bot Connector. Its calls never throw and never retry by themselves. */
export function openConnector({ token, isLocal, tenants, timeoutMs, now }: Options): Connector {
  const wire = openWire();
  const known = new Set(tenants.map((tenant) => tenant.toLowerCase()));
  let trouble: string | undefined;

  async function call(to: TeamsAddress, method: Method, path: string, body?: object): Promise<Called> {
    if (!isServiceUrlAllowed(to.serviceUrl, isLocal))
      return { failure: failureOf(new Error('forbidden host'), { isForbiddenHost: true, now }) };
    // Also what was stored when the organisation was still named.
    if (!isLocal && !known.has(to.tenantId.toLowerCase()))
      return { failure: failureOf(new Error('forbidden tenant'), { isForbiddenTenant: true, now }) };
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

  async function post(to: TeamsAddress, body: object, query = ''): Promise<Delivered> {
    const sent = await call(to, 'POST', `/${encodeURIComponent(to.conversationId!)}/activities${query}`, body);
    if (sent.failure) return { ok: false, failure: sent.failure };
    return { ok: true, messageId: idOf(sent.value) ?? '', address: to };
  }

  async function edit(to: TeamsAddress, messageId: string, body: object, query = ''): Promise<Delivered> {
    if (to.conversationId === undefined)
      return { ok: false, failure: failureOf(new Error('no conversation'), { now }) };
    const path = `/${encodeURIComponent(to.conversationId)}/activities/${encodeURIComponent(messageId)}${query}`;
    const edited = await call(to, 'PUT', path, { ...body, id: messageId });
    return edited.failure ? { ok: false, failure: edited.failure } : { ok: true, messageId, address: to };
  }

  return {
    async send(to, message) {
      const chat = to.needsCreate || to.conversationId === undefined ? await createChat(to) : { address: to };
      if ('failure' in chat) return { ok: false, failure: chat.failure };
      return post(chat.address, addressed(chat.address, message));
    },
    async sendTargeted(to, message) {
      if (to.userMri === undefined || to.conversationId === undefined)
        return { ok: false, failure: failureOf(new Error('nobody to show it to'), { now }) };
      const recipient = { id: to.userMri, isTargeted: true };
      return post(to, { ...addressed(to, message), recipient }, TARGETED);
    },
    edit: (to, messageId, message) => edit(to, messageId, addressed(to, message)),
    editTargeted(to, messageId, message) {
      // Whom it is shown to is settled: a recipient is refused here.
      const { userMri: _, ...rest } = to;
      return edit(to, messageId, addressed(rest, message), TARGETED);
    },
    members: (of) =>
      readRoster(of, async (query) => {
        const page = await call(of, 'GET', `/${encodeURIComponent(of.conversationId!)}/pagedmembers?${query}`);
        // Only read: whatever became of it, nothing was said.
        return page.failure ? { failure: { ...page.failure, isHarmless: true } } : { value: page.value };
      }),
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
