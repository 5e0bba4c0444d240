// A look at this program from outside, at the address under which the platforms reach it. That address comes from the
// settings alone; nothing is followed that it answers, and no credentials go with it.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { Finding, Knocked } from '../chat/contract.ts';

const WITHIN_MS = 8000;
const MOST_BYTES = 16 * 1024;
/** A certificate that ends sooner deserves a word. */
const CERTIFICATE_DAYS = 14;

/** What somebody who asks `/healthz?check=…` sends: made anew for each look. */
const NONCE = /^[\w-]{22}$/;

/** What only this house, or another copy of it, can answer to a nonce: the key is not in the database. */
export function proofFor(secretKey: string, nonce: string): string | undefined {
  if (!NONCE.test(nonce)) return undefined;
  return createHmac('sha256', secretKey).update(`healthz:${nonce}`).digest('base64url');
}

export interface Outside {
  /** Whether the address leads here, over https, with a certificate that holds. */
  lookAtAddress(now: Date): Promise<Finding>;
  /** Send a POST without any credentials to a path of it. Rejects when nobody answers. */
  knock: ((path: string) => Promise<Knocked>) | undefined;
}

export interface OutsideOptions {
  publicUrl: string | undefined;
  secretKey: string;
  /** A platform, or whoever opens a link in an e-mail, has to reach it. */
  isNeeded: boolean;
  timeoutMs?: number;
}

/** Open the way around to the front door. */
export function openOutside({ publicUrl, secretKey, isNeeded, timeoutMs = WITHIN_MS }: OutsideOptions): Outside {
  if (publicUrl === undefined)
    return {
      knock: undefined,
      lookAtAddress: async () =>
        isNeeded
          ? {
              isGood: false,
              words: 'PUBLIC_URL is not set.',
              next: 'Set it to the https address under which Teams and Slack reach Convenor, and start Convenor again.',
            }
          : { words: 'PUBLIC_URL is not set, and nothing needs it as Convenor is set up now.' },
    };
  const at = (path: string) => new URL(`${publicUrl.replace(/\/+$/, '')}${path}`);
  const call = (method: 'GET' | 'POST', path: string) => send(method, at(path), timeoutMs);
  return {
    async knock(path) {
      const { status, body } = await call('POST', path);
      return { status, body };
    },
    async lookAtAddress(now) {
      const { protocol, host } = at('/');
      const nonce = randomBytes(16).toString('base64url');
      let answer: Called;
      try {
        answer = await call('GET', `/healthz?check=${nonce}`);
      } catch (error) {
        const { words, next } = sayFault(error as NodeJS.ErrnoException, host);
        return { isGood: false, words, next };
      }
      if (answer.status >= 300 && answer.status < 400)
        return {
          isGood: false,
          words: `${host} sends callers elsewhere (${answer.status}).`,
          next: 'Set PUBLIC_URL to the address that answers itself: Teams and Slack follow nothing.',
        };
      if (!isProof(answer.proof, proofFor(secretKey, nonce)!))
        return {
          isGood: false,
          words: `${host} answers ${answer.status}, but it is not this Convenor that answers.`,
          next: 'Let the proxy pass /healthz with its query, /api/messages and /slack/events to this machine’s HOST and PORT; all copies need one SECRET_KEY.',
        };
      if (protocol !== 'https:')
        return {
          ...(isNeeded ? { isGood: false } : {}),
          words: `${host} leads here, but without https.`,
          next: 'Teams and Slack call https addresses only: put a web proxy with a certificate in front, and set PUBLIC_URL.',
        };
      return certificate(answer.certificateUntil, host, now);
    },
  };
}

function certificate(until: Date | undefined, host: string, now: Date): Finding {
  const days = until === undefined ? undefined : Math.floor((until.getTime() - now.getTime()) / 86_400_000);
  if (days !== undefined && days < CERTIFICATE_DAYS)
    return {
      isGood: false,
      words: `${host} leads here; its certificate ends in ${days} ${days === 1 ? 'day' : 'days'}.`,
      next: 'Renew it, and let it be renewed by itself: without one Teams and Slack stop at once.',
    };
  const rest = days === undefined ? '' : `; its certificate holds for ${days} more days`;
  return { isGood: true, words: `${host} leads here over https${rest}` };
}

function isProof(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

interface Called extends Knocked {
  proof: string;
  certificateUntil: Date | undefined;
}

export const PROOF_HEADER = 'x-convenor-check';

function send(method: 'GET' | 'POST', url: URL, timeoutMs: number): Promise<Called> {
  return new Promise((resolve, reject) => {
    const body = method === 'POST' ? '{}' : '';
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method,
      // A connection of its own: what is kept open says nothing of who can come in now.
      agent: false,
      headers: body === '' ? {} : { 'content-type': 'application/json', 'content-length': body.length },
    });
    const late = setTimeout(() => request.destroy(Object.assign(new Error('late'), { code: 'LATE' })), timeoutMs);
    const ended = (settle: () => void) => {
      clearTimeout(late);
      settle();
    };
    request.on('error', (error) => ended(() => reject(error)));
    request.on('response', (response) => {
      const { socket } = response;
      const until =
        'getPeerCertificate' in socket
          ? (socket as { getPeerCertificate(): { valid_to?: string } }).getPeerCertificate().valid_to
          : undefined;
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MOST_BYTES) chunks.push(chunk);
        else request.destroy(Object.assign(new Error('long'), { code: 'LONG' }));
      });
      response.on('error', (error) => ended(() => reject(error)));
      response.on('end', () =>
        ended(() =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
            proof: String(response.headers[PROOF_HEADER] ?? ''),
            certificateUntil: until === undefined ? undefined : new Date(until),
          }),
        ),
      );
    });
    request.end(body);
  });
}

const NO_TLS = /^(ERR_SSL_|EPROTO)/;
const CERTIFICATE = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;

function sayFault({ code = '' }: NodeJS.ErrnoException, host: string): { words: string; next: string } {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return { words: `no machine is called ${host}.`, next: 'Look at PUBLIC_URL and at the name’s entry in the DNS.' };
  if (code === 'ECONNREFUSED')
    return { words: `nothing listens at ${host}.`, next: 'Start the web proxy, or look at PUBLIC_URL.' };
  if (NO_TLS.test(code))
    return {
      words: `${host} does not speak https.`,
      next: 'Put a web proxy with a certificate there; Teams and Slack call https addresses only.',
    };
  if (CERTIFICATE.test(code))
    return {
      words: `the certificate of ${host} is not accepted (${code}).`,
      next: 'Give the proxy a certificate for this name, with its chain; Teams and Slack accept no other.',
    };
  if (code === 'LATE' || code === 'ETIMEDOUT')
    return {
      words: `${host} does not answer.`,
      next: 'A firewall may be in the way, or this machine may not reach its own outer address: then try from another one.',
    };
  return {
    words: `${host} cannot be reached (${code || 'the connection broke'}).`,
    next: 'Look at PUBLIC_URL and the web proxy.',
  };
}
