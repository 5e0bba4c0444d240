// What became of a call that failed, from Microsoft's table of errors and from what was seen by running.
import type { Outcome } from '../chat/contract.ts';
import { neverLeft } from '../chat/unsent.ts';

export interface Failure {
  status: number | undefined;
  code: string;
  retryAfterMs: number | undefined;
  /** The request was on its way: without an answer nobody knows whether it was taken. */
  hasLeft: boolean;
  /** Doing it again does no harm, whatever became of it. */
  isHarmless: boolean;
  isForbiddenHost: boolean;
  /** The organisation is one that no setting names. */
  isForbiddenTenant: boolean;
  /** The bot's own credentials are at fault, so that nothing can be sent to anybody. */
  isSignIn: boolean;
  /** In plain words, for the delivery report. */
  reason: string;
}

const NOT_INSTALLED =
  'The Convenor app is not installed for this person. Ask them to add it in Teams and type anything to it, or a Teams administrator to install it for them.';
const REFUSED =
  'Teams does not let Convenor write there. Ask whoever is there to type anything to it; if that does not help, ask a Teams administrator.';
const GONE =
  'Teams no longer knows this conversation or message. It goes on when somebody there types anything to Convenor.';

/** What each refusal means, and what to do; all of them end when Convenor hears somebody there. */
const CODES: Record<string, string> = {
  BotNotInConversationRoster: 'The Convenor app is not in this chat or team. Add it there again.',
  ForbiddenOperationException: NOT_INSTALLED,
  ForbiddenOperation: NOT_INSTALLED,
  ConversationBlockedByUser:
    'The person has blocked Convenor. Ask them to unblock it in Teams and type anything to it.',
  MessageWritesBlocked:
    'Messages from Convenor are blocked there. Ask whoever is there to unblock it and type anything to it.',
  BotDisabledByAdmin:
    'A Teams administrator has switched the Convenor app off. Ask them to allow it; then somebody there types anything to it.',
  InvalidBotApiHost:
    'Teams keeps this chat at another address now. It is known again when somebody there types anything to Convenor.',
};

interface Known {
  hasLeft?: boolean;
  isForbiddenHost?: boolean;
  isForbiddenTenant?: boolean;
  now: () => Date;
}

/** Read what went wrong from whatever the SDK threw. */
export function failureOf(error: unknown, known: Known): Failure {
  const { hasLeft = false, isForbiddenHost = false, isForbiddenTenant = false, now } = known;
  const thrown = (typeof error === 'object' && error !== null ? error : {}) as {
    statusCode?: unknown;
    code?: unknown;
    name?: unknown;
    message?: unknown;
    response?: { headers?: { get?(name: string): string | undefined } };
  };
  const status = typeof thrown.statusCode === 'number' ? thrown.statusCode : undefined;
  const code = String(thrown.code ?? thrown.name ?? 'unknown').slice(0, 100);
  const failure: Omit<Failure, 'reason'> = {
    status,
    code,
    retryAfterMs: retryAfter(thrown.response?.headers?.get?.('retry-after'), now()),
    hasLeft: hasLeft && !neverLeft(code),
    isHarmless: false,
    isForbiddenHost,
    isForbiddenTenant,
    isSignIn: status === 401 || (!hasLeft && isSignInError(String(thrown.name), String(thrown.message))),
  };
  return { ...failure, reason: reasonOf(failure) };
}

/** Say what delivery should do. A new message that may have been taken is uncertain; an edit can simply be made again. */
export function outcomeOf(failure: Failure, verb: 'post' | 'edit'): Outcome {
  const { status, reason, retryAfterMs } = failure;
  const later: Outcome = { kind: 'later', reason, ...(retryAfterMs === undefined ? {} : { afterMs: retryAfterMs }) };
  if (failure.isForbiddenHost || failure.isForbiddenTenant) return { kind: 'refused', reason };
  switch (status) {
    case undefined:
      return !failure.hasLeft || failure.isHarmless || verb === 'edit' ? later : { kind: 'uncertain', reason };
    case 401:
    case 412:
    case 429:
      return later;
    case 403:
      return { kind: 'refused', reason, unreachable: true };
    case 404:
      // A chat that is gone is not written to any more; of a message that is gone, only the message is.
      return { kind: 'refused', reason, gone: true, ...(verb === 'post' ? { unreachable: true } : {}) };
  }
  if (status === 408 || status >= 500 || status < 400)
    return failure.isHarmless || verb === 'edit' ? later : { kind: 'uncertain', reason };
  return { kind: 'refused', reason };
}

function isSignInError(name: string, message: string): boolean {
  return /Auth(entication)?Error|^ServerError$/.test(name) || /^Authentication|AADSTS/.test(message);
}

function reasonOf(failure: Omit<Failure, 'reason'>): string {
  const { status, code } = failure;
  if (failure.isForbiddenHost) return 'The stored address is not one of Microsoft’s.';
  if (failure.isForbiddenTenant)
    return 'The chat is in an organisation that TEAMS_TENANTS does not name. Whoever runs Convenor adds it there; then say it again.';
  if (status === 403) return CODES[code] ?? REFUSED;
  if (status === 404) return GONE;
  if (status === 413) return 'The message is too long for Teams.';
  if (failure.isSignIn) return 'Microsoft did not accept Convenor’s credentials.';
  if (status === 412 || status === 429) return 'Teams asked Convenor to slow down.';
  if (status !== undefined && status >= 500) return `Teams had a fault (${status}).`;
  if (status !== undefined) return `Teams could not take the message (${status}).`;
  if (failure.hasLeft) return 'Teams did not answer.';
  return 'Teams could not be reached.';
}

function retryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined || header === '') return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
