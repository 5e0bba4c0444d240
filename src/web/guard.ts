// The page lets anybody be anyone, so only this machine may reach it: not another machine, not a proxy for one, and not
// another site's script in the same browser.
import type { Request, RequestHandler } from 'express';
import { BadRequest } from '../page/errors.ts';

const OUR_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** Refuse whoever is not a program or browser on this machine asking for this machine by name. */
export const onlyThisMachine: RequestHandler = (request, _response, next) => {
  if (
    !isLoopback(request.socket.remoteAddress) ||
    PROXY_HEADERS.some((header) => request.headers[header] !== undefined)
  )
    throw new BadRequest(403, 'The local page is only for the machine that Convenor runs on.');
  // A foreign name that resolves to 127.0.0.1 (DNS rebinding) would make another site's script look like ours.
  if (!OUR_NAMES.has(hostName(request)))
    throw new BadRequest(403, 'Open the local page under the address that Convenor printed when it started.');
  next();
};

/** Refuse requests that another site's page made in the visitor's browser. */
export const onlyOwnPage: RequestHandler = (request, _response, next) => {
  const site = request.get('sec-fetch-site');
  const origin = request.get('origin');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw foreign();
  if (origin !== undefined && origin !== `http://${request.get('host')}`) throw foreign();
  next();
};

const foreign = () => new BadRequest(403, 'Another site’s page may not speak here.');

const isLoopback = (address = '') => /^(::ffff:)?127\./.test(address) || address === '::1';

function hostName(request: Request): string {
  const host = request.get('host') ?? '';
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
}
