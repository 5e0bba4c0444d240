// Who may speak to the page: a browser that shows it, in numbers that a person could make, with the cookie of a visit.
import type { Request, RequestHandler, Response } from 'express';
import { openLimits } from '../chat/limits.ts';
import { cookieOf } from '../page/cookies.ts';
import { BadRequest } from '../page/errors.ts';
import { VISIT_HOURS } from './links.ts';

const COOKIE = 'convenor-visit';
const PER_MINUTE = 120;

/** Refuse what another site's page, or no page at all, sends: a browser says where a page comes from, and it must be ours. */
export function onlyOurPage(publicUrl: () => string): RequestHandler {
  return (request, _response, next) => {
    const site = request.get('sec-fetch-site');
    const isOurs = request.get('origin') === new URL(publicUrl()).origin;
    if (request.method === 'POST' ? !isOurs : site !== undefined && site !== 'same-origin')
      throw new BadRequest(403, 'Another site’s page may not speak here.');
    next();
  };
}

/** Refuse more from one source than people make. Behind a proxy that is not trusted (TRUST_PROXY) all are one source. */
export function limitSource(): RequestHandler {
  const limit = openLimits({ perPerson: PER_MINUTE, perTenant: 0 });
  return (request, _response, next) => {
    const userId = request.ip ?? '';
    if (limit({ platform: 'mail', tenant: 'source', userId }) !== undefined)
      throw new BadRequest(429, 'That was too often. Wait a minute and try again.');
    next();
  };
}

/** The cookie of a visit: no script reads it, and only the page itself sends it. */
export function openCookies(isSecure: boolean) {
  const options = { httpOnly: true, secure: isSecure, sameSite: 'strict', path: '/m' } as const;
  return {
    read: (request: Request) => cookieOf(request, COOKIE),
    give: (response: Response, value: string) =>
      response.cookie(COOKIE, value, { ...options, maxAge: VISIT_HOURS * 3_600_000 }),
    take: (response: Response) => response.clearCookie(COOKIE, options),
  };
}

export type Cookies = ReturnType<typeof openCookies>;
