// The gate before Bolt: what its receivers accept too easily (a timestamp in the future, megabytes), refuse too easily (a
// content type with a charset, Slack's own unsigned check of the certificate) or leave unanswered is settled here.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { parse } from 'node:querystring';
import type { Request, RequestHandler } from 'express';
import type { Callers, RefusalReason } from '../chat/callers.ts';
import { isDeep } from '../chat/depth.ts';
import type { Log } from '../log.ts';

const BODY_BYTES = 256 * 1024;
const SKEW_SECONDS = 300;
const FORM = 'application/x-www-form-urlencoded';

export interface GateOptions {
  signingSecret: string;
  now: () => Date;
  log: Log;
  callers: Callers;
}

/** Let only well-formed requests through that Slack signed within five minutes of now, either way; with their parsed body. */
export function openGate({ signingSecret, now, log, callers }: GateOptions): RequestHandler {
  return async (request, response, next) => {
    if (request.method !== 'POST') {
      response.set('Allow', 'POST').status(405).end();
      return;
    }
    const refuse = (status: number, reason: RefusalReason, why: string) => {
      callers.refused({ platform: 'slack', status, reason, why, address: request.ip });
      // What was not read is not waited for.
      if (status === 413) response.set('Connection', 'close');
      response.status(status).end();
    };
    if (request.readableEnded && !('rawBody' in request)) {
      log.error({ platform: 'slack' }, 'another body parser ran before Slack’s route; signatures cannot be checked');
      response.status(500).end();
      return;
    }
    const raw = await readBody(request);
    if (typeof raw === 'string') return raw === 'large' ? refuse(413, 'size', raw) : refuse(400, 'shape', raw);

    const body = raw.toString('utf8');
    const isForm = mediaTypeOf(request) === FORM;
    // Sent unsigned, before there is anything to sign for; whatever else is in it is not heard.
    const form = isForm ? parse(body) : undefined;
    if (form?.ssl_check === '1') {
      response.status(200).end();
      return;
    }

    const seconds = request.get('x-slack-request-timestamp') ?? '';
    const signature = request.get('x-slack-signature') ?? '';
    const isInTime =
      /^\d{1,12}$/.test(seconds) && Math.abs(Number(seconds) - Math.floor(now().getTime() / 1000)) <= SKEW_SECONDS;
    if (!isInTime || !isSignature(signature, signingSecret, seconds, raw))
      return refuse(401, 'signature', 'not signed by Slack in time');
    callers.vouched(request.ip);
    const parsed = parsedOf(body, form);
    if (parsed === undefined) return refuse(400, 'shape', 'malformed');
    request.body = parsed;
    next();
  };
}

/** Slack's signature, version 0: HMAC-SHA256 over version, timestamp and the body as it came. */
function isSignature(given: string, secret: string, seconds: string, raw: Buffer): boolean {
  const wanted = `v0=${createHmac('sha256', secret).update(`v0:${seconds}:`).update(raw).digest('hex')}`;
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function mediaTypeOf(request: Request): string {
  return (request.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
}

async function readBody(request: Request): Promise<Buffer | 'large' | 'broken'> {
  if ('rawBody' in request && Buffer.isBuffer(request.rawBody)) return request.rawBody;
  if (Number(request.get('content-length') ?? 0) > BODY_BYTES) return 'large';
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > BODY_BYTES) {
        request.pause();
        request.removeAllListeners('data');
        resolve('large');
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', () => resolve('broken'));
    request.on('close', () => resolve('broken'));
  });
}

/** What was sent: the fields of a form, or the JSON in its `payload` or in the body; undefined when it is neither. */
function parsedOf(body: string, form: NodeJS.Dict<string | string[]> | undefined): object | undefined {
  if (form !== undefined && form.payload === undefined) return Object.keys(form).length > 0 ? { ...form } : undefined;
  const text = form === undefined ? body : form.payload;
  if (typeof text !== 'string' || isDeep(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
