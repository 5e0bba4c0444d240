// Before anything is read: only Microsoft's Teams channel, or while trying locally only this machine. A refusal has a status
// and no word, so that nobody learns from it how to come closer.
import type { Request, RequestHandler } from 'express';
import type { Callers, RefusalReason } from '../chat/callers.ts';
import type { Log } from '../log.ts';
import type { Activity } from './activity.ts';
import { isLoopbackAddress, isLoopbackName, isServiceUrlAllowed } from './hosts.ts';
import { CHANNEL, type TokenCheck, type Vouched } from './token.ts';

/** Bodies above this are not read. */
export const MOST_BYTES = 256 * 1024;

/** Up to here the rest is let run past, so that the caller lives to read the answer; what is longer is cut off. */
const RUN_PAST_BYTES = 8 * 1024 * 1024;

/** Refuse what says itself that it is too long; what does not say so is cut off while it is read. */
export const sizeGate =
  (callers: Callers): RequestHandler =>
  (request, response, next) => {
    const length = Number(request.headers['content-length'] ?? 0);
    if (length <= MOST_BYTES) return next();
    if (length > RUN_PAST_BYTES) response.set('Connection', 'close');
    callers.refused({ platform: 'teams', status: 413, reason: 'size', why: 'large', address: request.ip });
    response.status(413).end();
  };

/** Let through callers on this machine: by their socket and by the name they used, never by a proxy's word. */
export const localGate: RequestHandler = (request, response, next) => {
  const { host = '', forwarded, ...headers } = request.headers;
  const isForwarded = forwarded !== undefined || headers['x-forwarded-for'] !== undefined;
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
  if (isForwarded || !isLoopbackAddress(request.socket.remoteAddress) || !isLoopbackName(name)) {
    response.status(403).end();
    return;
  }
  next();
};

const vouchers = new WeakMap<Request, Vouched>();

/** Let through what comes with Microsoft's token for this bot; 503 while it cannot be checked, so that it comes again. */
export function tokenGate(tokens: TokenCheck, log: Log, callers: Callers): RequestHandler {
  return async (request, response, next) => {
    let vouched: Vouched | undefined;
    try {
      vouched = await tokens.check(request.headers.authorization);
    } catch (error) {
      log.warn({ platform: 'teams', err: error }, 'a Teams token could not be checked');
      response.set('Connection', 'close').status(503).end();
      return;
    }
    if (vouched === undefined) return refuse(request, callers, 'token', 'no token of Microsoft’s for this bot');
    callers.vouched(request.ip);
    vouchers.set(request, vouched);
    next();
  };
}

/**
 * Let through an activity that is what its token vouches for: of the Teams channel, from the address in the token, which must
 * be Microsoft's, and from a tenant that is known.
 */
export function activityGate(tenants: string[], callers: Callers): (request: Request, activity: Activity) => boolean {
  const known = new Set(tenants.map((tenant) => tenant.toLowerCase()));
  return (request, activity) => {
    const reason = faultOf(activity, vouchers.get(request), known);
    if (reason === undefined) return true;
    refuse(request, callers, /tenant/.test(reason) ? 'elsewhere' : 'mismatch', reason);
    return false;
  };
}

function faultOf(activity: Activity, vouched: Vouched | undefined, tenants: Set<string>): string | undefined {
  const { channelId, serviceUrl, conversation, channelData } = activity;
  if (vouched === undefined) return 'no token';
  if (channelId !== CHANNEL) return 'another channel than Teams';
  if (!vouched.endorsements.includes(CHANNEL)) return 'a key that does not vouch for Teams';
  if (serviceUrl !== vouched.serviceUrl) return 'another address than the token’s';
  if (!isServiceUrlAllowed(serviceUrl, false)) return 'an address that is not Microsoft’s';
  const named = [conversation.tenantId, channelData?.tenant?.id].filter((tenant) => tenant);
  if (named.length === 0) return 'no tenant';
  if (!named.every((tenant) => tenants.has(tenant!.toLowerCase())))
    return 'a tenant that is neither MicrosoftAppTenantId nor in TEAMS_TENANTS';
  return undefined;
}

function refuse(request: Request, callers: Callers, reason: RefusalReason, why: string): void {
  callers.refused({ platform: 'teams', status: 401, reason, why, address: request.ip });
  request.res!.set('Connection', 'close').status(401).end();
}
