// Socket Mode: what Slack would send over https comes through a connection that goes out from here. Bolt's receiver speaks the
// protocol; connecting again is done here, since its own way ends the whole program when Slack cannot be reached.
import { setTimeout } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../log.ts';
import { type Belongs, belongsInTime } from './belonging.ts';
import type { WebClientOptions } from './client.ts';
import { codeOf, outcomeOf } from './failures.ts';
import { inTime } from './work.ts';

/** Hears one envelope; `ack` answers it, and what is not answered Slack brings again. */
export type HearEnvelope = (event: { body: Record<string, unknown>; ack: Acknowledge }) => Promise<void>;

type Connection = SocketModeReceiver['client'];

type Acknowledge = (said?: unknown) => Promise<void>;

export interface Socket {
  start(): void;
  /** Why nothing can be heard now. */
  trouble(): string | undefined;
  /** Hear nothing new, let what is in hand be acknowledged, and close. */
  stop(): Promise<void>;
}

export interface SocketOptions {
  appToken: string;
  SocketModeReceiver: typeof SocketModeReceiver;
  clientOptions: WebClientOptions;
  /** Another Web API than Slack's, in whose place a simulator stands. */
  apiUrl: string | undefined;
  belongs: Belongs;
  hear: HearEnvelope;
  log: Log;
  /** How long no connection is no trouble. */
  graceMs?: number;
}

const CONNECT_MS = 15_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;
/** A connection that held for so long was a good one: the next is made soon. */
const HELD_MS = 60_000;
const CLOSE_MS = 2000;
/** Slack replaces connections now and then; that is no trouble as long as the next is there soon. */
const GRACE_MS = 20_000;

const NOT_YET = 'Socket Mode is not connected to Slack.';

/** Slack's words for an app token that never connects. */
const FOR_GOOD: Record<string, string> = {
  invalid_auth: 'Slack does not accept SLACK_APP_TOKEN. Copy it again from the app’s Basic Information page.',
  not_authed: 'Slack does not accept SLACK_APP_TOKEN. Copy it again from the app’s Basic Information page.',
  account_inactive: 'Slack does not accept SLACK_APP_TOKEN. Make a new app-level token on Basic Information.',
  token_revoked: 'Slack does not accept SLACK_APP_TOKEN. Make a new app-level token on Basic Information.',
  not_allowed_token_type: 'SLACK_APP_TOKEN must be an app-level token with the scope connections:write.',
  missing_scope: 'SLACK_APP_TOKEN lacks the scope connections:write. Make a new app-level token on Basic Information.',
  forbidden_for_this_app: 'Socket Mode is switched off: switch it on under Socket Mode in the Slack app’s settings.',
};

/** Open a connection that is kept until it is stopped. */
export function openSocket(options: SocketOptions): Socket {
  const { appToken, clientOptions, apiUrl, belongs, hear, log, graceMs = GRACE_MS } = options;
  const inHand = new Set<Promise<void>>();
  const ending = new AbortController();
  let running: Promise<void> | undefined;
  let current: Connection | undefined;
  let downSince: number | undefined = performance.now();
  let why = NOT_YET;
  let isForGood = false;

  /** Connect, and come back when the connection has ended. Rejects when there was none. */
  async function connect(): Promise<void> {
    // A client for each connection: what an old one still says is not taken for the new one's word.
    const { client } = new options.SocketModeReceiver({
      appToken,
      autoReconnectEnabled: false,
      logger: clientOptions.logger!,
      installerOptions: { clientOptions },
    });
    current = client;
    // Where the connection leads is Slack's answer to our token; it still has to be Slack.
    client.on('authenticated', ({ url }: { url?: string }) => {
      if (!isSlacks(url ?? '', apiUrl)) throw new Error('Slack named a connection that is not Slack’s');
    });
    client.on('slack_event', (event: { body?: unknown; ack: Acknowledge }) => {
      const work: Promise<void> = take(event)
        .catch((error) =>
          // Not acknowledged, so that Slack brings it again, to this copy or another.
          log.error({ platform: 'slack', fault: error instanceof Error ? error.name : typeof error }, 'envelope fault'),
        )
        .finally(() => inHand.delete(work));
      inHand.add(work);
    });
    const ended = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    const starting = client.start().then(() => true);
    starting.catch(() => {});
    if ((await inTime(starting, CONNECT_MS)) === undefined) {
      void client.disconnect().catch(() => {});
      throw new Error('Slack did not open the connection in time');
    }
    downSince = undefined;
    isForGood = false;
    log.info({ platform: 'slack' }, 'Socket Mode is connected');
    await ended;
    downSince = performance.now();
  }

  async function take({ body, ack }: { body?: unknown; ack: Acknowledge }): Promise<void> {
    // Left for the connection that takes over.
    if (ending.signal.aborted || typeof body !== 'object' || body === null) return;
    const once = acknowledgeOnce(ack);
    const heard = body as Record<string, unknown>;
    const checked = await belongsInTime(belongs, heard);
    if (checked === 'unknown') {
      log.warn({ platform: 'slack' }, 'nobody could say which Slack workspace is ours');
      return;
    }
    if (checked !== 'ours') {
      log.warn({ platform: 'slack', reason: checked.reason }, 'envelope refused at the gate');
      // There is no other way to say that it need not come again.
      await once();
      return;
    }
    await hear({ body: heard, ack: once });
  }

  async function run(): Promise<void> {
    let wait = 0;
    while (!ending.signal.aborted) {
      const startedAt = performance.now();
      try {
        await connect();
        why = NOT_YET;
      } catch (fault) {
        const error = fault ?? new Error('The connection was closed before it was ready');
        const code = codeOf(error);
        isForGood = code !== undefined && code in FOR_GOOD;
        why = FOR_GOOD[code ?? ''] ?? `${NOT_YET} ${outcomeOf(error, 'edit').reason}`;
        log.warn({ platform: 'slack', reason: code ?? why }, 'Socket Mode did not connect');
      }
      const hasHeld = performance.now() - startedAt > HELD_MS;
      wait = hasHeld ? FIRST_WAIT_MS : Math.min(Math.max(wait * 2, FIRST_WAIT_MS), LONGEST_WAIT_MS);
      if (!ending.signal.aborted) await pause(wait, ending.signal);
    }
  }

  return {
    start() {
      running ??= run();
    },
    trouble() {
      if (downSince === undefined) return undefined;
      return isForGood || performance.now() - downSince >= graceMs ? why : undefined;
    },
    async stop() {
      ending.abort();
      while (inHand.size > 0) await Promise.all(inHand);
      if (running === undefined) return;
      current?.disconnect().catch(() => {});
      // A peer that does not answer the farewell is not waited for.
      await inTime(running, CLOSE_MS);
    },
  };
}

function acknowledgeOnce(ack: Acknowledge): Acknowledge {
  let isDone = false;
  return async (said) => {
    if (isDone) return;
    isDone = true;
    await ack(said);
  };
}

/** Slack's own hosts over TLS; with a simulator in Slack's place, this machine. */
function isSlacks(url: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (apiUrl !== undefined) return hostname === new URL(apiUrl).hostname;
  return protocol === 'wss:' && (hostname.endsWith('.slack.com') || hostname.endsWith('.slack-gov.com'));
}

/** Wait, unless it ends before. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return setTimeout(ms, undefined, { signal, ref: false }).catch(() => {});
}
