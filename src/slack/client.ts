// The one place that calls Slack: no retries of its own, a time limit on everything, and no pause of all methods for one 429.
import type { webApi } from '@slack/bolt';
import type { SlackSettings } from '../config.ts';
import type { Log } from '../log.ts';

/** Less than half a delivery's lease, so that a send has ended before another copy of the bot may take it over. */
export const TIMEOUT_MS = 8000;

export type WebClient = webApi.WebClient;
export type WebClientOptions = webApi.WebClientOptions;

/** Settings for every Slack client: delivery alone retries, since a second try of a post that was taken posts twice. */
export function clientOptions(settings: SlackSettings, log: Log, timeoutMs: number): WebClientOptions {
  return {
    ...(settings.apiUrl === undefined ? {} : { slackApiUrl: settings.apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    allowAbsoluteUrls: false,
    logger: quietLogger(log),
  };
}

/** Answer a command or a press on the address Slack gave for it: 5 times within 30 minutes. Says whether Slack took it. */
export type Respond = (responseUrl: string, body: object) => Promise<boolean>;

/** Make the function that answers on response URLs, which only goes to Slack's hosts or to the simulator's. */
export function openRespond(settings: SlackSettings, log: Log, timeoutMs: number): Respond {
  return async (responseUrl, body) => {
    if (!isAllowed(responseUrl, settings.apiUrl)) {
      log.warn({ platform: 'slack' }, 'a response address that is not Slack’s was not used');
      return false;
    }
    try {
      const response = await fetch(responseUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  };
}

/** Slack's own hosts; with a simulator in Slack's place, its host and this machine. */
function isAllowed(responseUrl: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(responseUrl)) return false;
  const { origin, hostname } = new URL(responseUrl);
  if (apiUrl === undefined) return SLACK_HOOKS.includes(origin);
  return origin === new URL(apiUrl).origin || LOOPBACK.includes(hostname);
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

const SLACK_HOOKS = ['https://hooks.slack.com', 'https://hooks.slack-gov.com'];

/**
 * Bolt's and web-api's logger. Their debug lines hold whole requests and their warnings parts of bodies, so that only
 * errors pass, cut short; what becomes of each request and call is logged by this room itself.
 */
export function quietLogger(log: Log): webApi.Logger {
  const level = 'error' as webApi.LogLevel;
  return {
    debug() {},
    info() {},
    warn() {},
    error(...facts: unknown[]) {
      const first = facts[0];
      const fact = first instanceof Error ? first.message : String(first);
      log.error({ platform: 'slack', fact: fact.slice(0, 200) }, 'Slack library');
    },
    setLevel() {},
    getLevel: () => level,
    setName() {},
  };
}
