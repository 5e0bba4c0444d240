// What a failed call to Slack means for a message: try later, never, or nobody knows.
import type { Outcome } from '../chat/contract.ts';
import { neverLeft } from '../chat/unsent.ts';

type Verb = 'post' | 'edit';

const CANNOT_REACH = { unreachable: true };

/** There is no token to call Slack with. Nothing was sent; `outcome` says what becomes of the message. */
export class NoToken extends Error {
  readonly outcome: Exclude<Outcome, { kind: 'sent' }>;

  constructor(outcome: Exclude<Outcome, { kind: 'sent' }>) {
    super(outcome.reason);
    this.outcome = outcome;
  }
}

/** Why nothing reaches a workspace where the app is not, or not any more. */
export const NOT_INSTALLED =
  'Convenor is not installed in this Slack workspace now. Ask whoever administers it there to install it again.';

/** Slack's error codes that no repetition cures, and what a person can do about each. */
const REFUSALS: Record<string, { reason: string; unreachable?: boolean; gone?: boolean }> = {
  channel_not_found: {
    reason: 'Slack does not show this channel or person to Convenor. Invite it there with /invite @Convenor.',
    ...CANNOT_REACH,
  },
  not_in_channel: {
    reason: 'Convenor is not in this channel. Invite it there with /invite @Convenor.',
    ...CANNOT_REACH,
  },
  is_archived: { reason: 'The channel is archived. Unarchive it, or choose another for the board.', ...CANNOT_REACH },
  user_not_found: {
    reason: 'Slack does not know this person any more. Send them a new code to join with.',
    ...CANNOT_REACH,
  },
  users_not_found: {
    reason: 'Slack does not know this person any more. Send them a new code to join with.',
    ...CANNOT_REACH,
  },
  account_inactive: {
    reason: 'This Slack account is deactivated. Reach the person another way, or ask a Slack administrator.',
    ...CANNOT_REACH,
  },
  user_disabled: {
    reason: 'This Slack account is deactivated. Reach the person another way, or ask a Slack administrator.',
    ...CANNOT_REACH,
  },
  messages_tab_disabled: {
    reason: 'Direct messages are switched off: switch on the Messages Tab under App Home in the Slack app’s settings.',
    ...CANNOT_REACH,
  },
  cannot_dm_bot: { reason: 'This Slack account is a bot, and bots cannot be written to.', ...CANNOT_REACH },
  restricted_action: {
    reason: 'This workspace does not let apps post here. Ask a Slack administrator to allow it.',
    ...CANNOT_REACH,
  },
  token_revoked: {
    reason: 'Slack has withdrawn Convenor’s access. Install the app again and set SLACK_BOT_TOKEN.',
    ...CANNOT_REACH,
  },
  token_expired: {
    reason: 'Convenor’s Slack token has expired. Install the app again and set SLACK_BOT_TOKEN.',
    ...CANNOT_REACH,
  },
  invalid_auth: {
    reason: 'Slack does not accept SLACK_BOT_TOKEN. Copy it again from the app’s OAuth & Permissions page.',
    ...CANNOT_REACH,
  },
  not_authed: {
    reason: 'Slack does not accept SLACK_BOT_TOKEN. Copy it again from the app’s OAuth & Permissions page.',
    ...CANNOT_REACH,
  },
  missing_scope: {
    reason: 'The Slack app lacks a permission. Give it the scopes of the manifest and install it again.',
    ...CANNOT_REACH,
  },
  message_not_found: { reason: 'The message was deleted in Slack.', gone: true },
  cant_update_message: { reason: 'Slack does not let Convenor change this message.' },
  edit_window_closed: { reason: 'This workspace does not let messages be changed so late.' },
  not_enabled: { reason: 'The Home tab is switched off: switch it on under App Home in the Slack app’s settings.' },
  hash_conflict: { reason: 'Something newer is shown there already.' },
  view_too_large: { reason: 'What waits is too long for Slack. Please report this with its delivery number.' },
  msg_too_long: { reason: 'The message is too long for Slack. Please report this with its delivery number.' },
  msg_blocks_too_long: { reason: 'The message is too long for Slack. Please report this with its delivery number.' },
  invalid_blocks: { reason: 'Slack could not show the card. Please report this with its delivery number.' },
  invalid_blocks_format: { reason: 'Slack could not show the card. Please report this with its delivery number.' },
  no_text: { reason: 'The message was empty. Please report this with its delivery number.' },
};

/** Slack's words for a token that opens nothing any more. */
export const DEAD_TOKEN = ['token_revoked', 'token_expired', 'invalid_auth', 'account_inactive', 'not_authed'];

/** Every reason that is over as soon as there is a token which Slack accepts. */
export const ACCESS_REASONS: string[] = [
  NOT_INSTALLED,
  ...DEAD_TOKEN.filter((code) => code !== 'account_inactive').map((code) => REFUSALS[code]!.reason),
];

/** Slack says it of a person's account, and of the token's own after the app was removed. */
export const ACCOUNT_INACTIVE: string = REFUSALS['account_inactive']!.reason;

/** Slack's own word for what went wrong with a call, if it answered with one. */
export function codeOf(error: unknown): string | undefined {
  const { code, data } = error as { code?: string; data?: { error?: unknown } };
  return code === 'slack_webapi_platform_error' ? String(data?.error) : undefined;
}

/** Slack says of these that part of the work may have been done. */
const HALF_DONE = ['internal_error', 'fatal_error', 'service_unavailable'];

/** Say what a failed call means. A post of which nobody knows whether it was taken is uncertain; an edit can be repeated. */
export function outcomeOf(error: unknown, verb: Verb): Exclude<Outcome, { kind: 'sent' }> {
  if (error instanceof NoToken) return error.outcome;
  const unknown = (reason: string) => ({ kind: verb === 'post' ? ('uncertain' as const) : ('later' as const), reason });
  const fault = error as {
    code?: string;
    data?: { error?: unknown; response_metadata?: { retryAfter?: number } };
    retryAfter?: number;
    statusCode?: number;
    original?: Error & { cause?: { code?: string } };
    message?: string;
  };
  switch (fault.code) {
    case 'slack_webapi_rate_limited_error':
      return rateLimited(fault.retryAfter);
    case 'slack_webapi_platform_error': {
      const code = String(fault.data?.error);
      if (code === 'ratelimited' || code === 'rate_limited')
        return rateLimited(fault.data?.response_metadata?.retryAfter);
      // A 200 whose body is not Slack's: a proxy answered, perhaps after Slack did.
      if (!/^[a-z0-9_]{2,60}$/.test(code)) return unknown('Slack’s answer could not be read.');
      if (HALF_DONE.includes(code)) return unknown(`Slack had a fault of its own (${code}).`);
      if (code === 'request_timeout') return { kind: 'later', reason: 'Slack did not get the whole message.' };
      return { kind: 'refused', ...(REFUSALS[code] ?? { reason: `Slack refused the message (${code}).` }) };
    }
    case 'slack_webapi_http_error': {
      const status = fault.statusCode ?? 0;
      if (status >= 500 || status === 408 || status < 400) return unknown(`Slack answered ${status}.`);
      return { kind: 'refused', reason: `Slack refused the message (${status}).` };
    }
    case 'slack_webapi_request_error':
      return neverLeft(fault.original?.cause?.code)
        ? { kind: 'later', reason: 'Slack could not be reached.' }
        : unknown('The connection to Slack broke or took too long.');
    default:
      // web-api has no class of its own for a 429 without a time to wait.
      if (fault.message?.startsWith('Retry header did not contain a valid timeout')) return rateLimited(undefined);
      return unknown('The connection to Slack broke or took too long.');
  }
}

function rateLimited(seconds: number | undefined): Exclude<Outcome, { kind: 'sent' }> {
  const wait = seconds === undefined ? {} : { afterMs: seconds * 1000 };
  return { kind: 'later', ...wait, reason: 'Slack asked to be written to more slowly.' };
}
