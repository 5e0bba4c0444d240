// Before anything is read: only Microsoft's channel, or while trying locally only this machine. The SDK checks the token's
// signature; by itself it would also hear emulator and skill tokens, with which a signed-in person could pose as anybody.
import type { RequestHandler } from 'express';
import { isLoopbackAddress, isLoopbackName } from './hosts.ts';

const CHANNEL_ISSUER = 'https://api.botframework.com';

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

/** Let through what claims to be Microsoft's channel; the claim is verified afterwards. */
export const tokenGate: RequestHandler = (request, response, next) => {
  if (issuerOf(request.headers.authorization) !== CHANNEL_ISSUER) {
    response.status(401).end();
    return;
  }
  next();
};

function issuerOf(header: string | undefined): unknown {
  const [, payload] = header?.match(/^Bearer [\w-]{1,4000}\.([\w-]{1,8000})\.[\w-]{1,4000}$/) ?? [];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && 'iss' in claims ? claims.iss : undefined;
  } catch {
    return undefined;
  }
}
