// The calls to Microsoft's Bot Connector: the one place that sends, for answers and for what the bot says by itself.
import type { CloudAdapter, Activity as SdkActivity } from 'botbuilder';
import type { TeamsAddress } from './address.ts';
import type { Outgoing } from './cards.ts';
import { type Failure, failureOf } from './failures.ts';
import { isServiceUrlAllowed } from './hosts.ts';

export type Delivered = { ok: true; messageId: string; address: TeamsAddress } | { ok: false; failure: Failure };

export interface Connector {
  /** Send a new message, making the one-to-one chat first where there is none; the address that came of it is returned. */
  send(to: TeamsAddress, message: Outgoing): Promise<Delivered>;
  edit(to: TeamsAddress, messageId: string, message: Outgoing): Promise<Delivered>;
  /** Why nothing can be sent at all, if the last call found so. */
  trouble(): string | undefined;
}

/** The part of the SDK's client that is used; its own type would need its inner package. */
interface Client {
  client: {
    pipeline: { removePolicy(policy: { name: string }): unknown; addPolicy(policy: object, place: object): unknown };
  };
  conversations: {
    createConversation(parameters: object, options: CallOptions): Promise<{ id?: string }>;
    sendToConversation(conversationId: string, activity: object, options: CallOptions): Promise<{ id?: string }>;
    updateActivity(
      conversationId: string,
      id: string,
      activity: object,
      options: CallOptions,
    ): Promise<{ id?: string }>;
  };
}
interface CallOptions {
  abortSignal: AbortSignal;
}

interface Options {
  adapter: CloudAdapter;
  appId: string;
  isLocal: boolean;
  timeoutMs: number;
  now: () => Date;
}

/** Open the way to the Bot Connector. Its calls never throw and never retry by themselves. */
export function openConnector({ adapter, appId, isLocal, timeoutMs, now }: Options): Connector {
  let trouble: string | undefined;

  adapter.use(async (context, next) => {
    const { pipeline } = clientOf(context.turnState).client;
    // The SDK would repeat a POST up to four times, also when the service has already taken it; and follow a redirect to
    // another host.
    pipeline.removePolicy({ name: 'defaultRetryPolicy' });
    pipeline.removePolicy({ name: 'redirectPolicy' });
    await next();
  });

  function clientOf(turnState: { get(key: symbol): unknown }): Client {
    return turnState.get(adapter.ConnectorClientKey) as Client;
  }

  async function call<T>(to: TeamsAddress, work: (client: Client, options: CallOptions) => Promise<T>) {
    if (!isServiceUrlAllowed(to.serviceUrl, isLocal))
      return { failure: failureOf(new Error('forbidden host'), { isForbiddenHost: true, now }) };
    const abort = new AbortController();
    const state: { hasLeft: boolean; value?: T; error?: unknown } = { hasLeft: false };
    const reference = {
      serviceUrl: to.serviceUrl,
      channelId: to.channelId,
      conversation: { id: to.conversationId ?? 'none', isGroup: false, conversationType: '', name: '' },
      bot: { id: to.botId, name: to.botName ?? '' },
    };
    const turn = adapter.continueConversationAsync(appId, reference, async (context) => {
      // Caught here: a failure that reaches the adapter may be swallowed there, and the message counted as sent.
      try {
        const client = clientOf(context.turnState);
        const mark = {
          name: 'convenorMark',
          sendRequest: (request: unknown, next: (request: unknown) => unknown) => {
            state.hasLeft = true;
            return next(request);
          },
        };
        client.client.pipeline.addPolicy(mark, { afterPolicies: ['ServiceClientContext_Credentials_SignRequest'] });
        state.value = await work(client, { abortSignal: abort.signal });
      } catch (error) {
        state.error = error;
      }
    });
    try {
      await inTime(turn, timeoutMs, abort);
    } catch (error) {
      state.error ??= error;
    }
    if (state.error !== undefined) {
      const failure = failureOf(state.error, { hasLeft: state.hasLeft, now });
      trouble = failure.isSignIn ? failure.reason : undefined;
      return { failure };
    }
    trouble = undefined;
    return { value: state.value as T };
  }

  async function createChat(to: TeamsAddress): Promise<{ address: TeamsAddress } | { failure: Failure }> {
    const made = await call(to, (client, options) =>
      client.conversations.createConversation(
        {
          isGroup: false,
          bot: { id: to.botId, name: to.botName },
          members: [{ id: to.userMri }],
          tenantId: to.tenantId,
          channelData: { tenant: { id: to.tenantId } },
        },
        options,
      ),
    );
    // Asking again gives the same chat, so that whatever happened nothing was said twice.
    if (made.failure) return { failure: { ...made.failure, isHarmless: true } };
    if (!made.value.id) return { failure: failureOf(new Error('no conversation id'), { now }) };
    const { needsCreate: _, ...known } = to;
    return { address: { ...known, conversationId: made.value.id } };
  }

  return {
    async send(to, message) {
      const chat = to.needsCreate || to.conversationId === undefined ? await createChat(to) : { address: to };
      if ('failure' in chat) return { ok: false, failure: chat.failure };
      const { address } = chat;
      const sent = await call(address, (client, options) =>
        client.conversations.sendToConversation(address.conversationId!, addressed(address, message), options),
      );
      if (sent.failure) return { ok: false, failure: sent.failure };
      return { ok: true, messageId: sent.value?.id ?? '', address };
    },
    async edit(to, messageId, message) {
      if (to.conversationId === undefined)
        return { ok: false, failure: failureOf(new Error('no conversation'), { now }) };
      const edited = await call(to, (client, options) =>
        client.conversations.updateActivity(
          to.conversationId!,
          messageId,
          { ...addressed(to, message), id: messageId },
          options,
        ),
      );
      return edited.failure ? { ok: false, failure: edited.failure } : { ok: true, messageId, address: to };
    },
    trouble: () => trouble,
  };
}

function addressed(to: TeamsAddress, message: Outgoing): Partial<SdkActivity> {
  return {
    ...message,
    channelId: to.channelId,
    from: { id: to.botId, ...(to.botName ? { name: to.botName } : {}) },
    // No empty strings: Microsoft's Agents Playground refuses them with 400.
    conversation: { id: to.conversationId!, tenantId: to.tenantId },
    ...(to.userMri ? { recipient: { id: to.userMri } } : {}),
  } as Partial<SdkActivity>;
}

async function inTime(work: Promise<void>, timeoutMs: number, abort: AbortController): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      abort.abort();
      reject(Object.assign(new Error('timed out'), { code: 'TIMEOUT' }));
    }, timeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
