// The gate before Bolt: what it accepts too easily (a timestamp in the future, megabytes), refuses too easily (a content
// type with a charset, Slack's own unsigned check of the certificate) or leaves unanswered is settled here.
import { parse } from 'node:querystring';
import type { Request, RequestHandler } from 'express';
import type { Log } from '../log.ts';

const BODY_BYTES = 256 * 1024;
const SKEW_SECONDS = 300;
const DEPTH = 32;
const FORM = 'application/x-www-form-urlencoded';

export interface GateOptions {
  signingSecret: string;
  now: () => Date;
  verify: (options: {
    signingSecret: string;
    body: string;
    headers: { 'x-slack-signature': string; 'x-slack-request-timestamp': number };
    nowMilliseconds: number;
  }) => boolean;
  log: Log;
}

/** Let only well-formed requests through that Slack signed within five minutes of now, either way. */
export function openGate({ signingSecret, now, verify, log }: GateOptions): RequestHandler {
  return async (request, response, next) => {
    if (request.method !== 'POST') {
      response.set('Allow', 'POST').status(405).end();
      return;
    }
    const refuse = (status: number, reason: string) => {
      log.warn({ platform: 'slack', status, reason }, 'request refused at the gate');
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
    if (typeof raw === 'string') return refuse(raw === 'large' ? 413 : 400, raw);

    const body = raw.toString('utf8');
    const isForm = mediaTypeOf(request) === FORM;
    // Sent unsigned, before there is anything to sign for; whatever else is in it is not heard.
    if (isForm && parse(body).ssl_check === '1') {
      response.status(200).end();
      return;
    }

    const seconds = request.get('x-slack-request-timestamp') ?? '';
    const signature = request.get('x-slack-signature') ?? '';
    const at = now().getTime();
    const isSigned =
      /^\d{1,12}$/.test(seconds) &&
      Number(seconds) - Math.floor(at / 1000) <= SKEW_SECONDS &&
      verify({
        signingSecret,
        body,
        headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(seconds) },
        nowMilliseconds: at,
      });
    if (!isSigned) return refuse(401, 'not signed by Slack in time');
    if (!isWellFormed(body, isForm)) return refuse(400, 'malformed');

    // Bolt compares the content type to the letter and reads the body from here.
    request.headers['content-type'] = isForm ? FORM : 'application/json';
    Object.assign(request, { rawBody: raw });
    next();
  };
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

function isWellFormed(body: string, isForm: boolean): boolean {
  const form = isForm ? parse(body) : undefined;
  if (form !== undefined && form.payload === undefined) return Object.keys(form).length > 0;
  const text = form === undefined ? body : form.payload;
  if (typeof text !== 'string' || isDeep(text)) return false;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** More brackets inside each other than anything Slack sends; counted before parsing. */
function isDeep(json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (isText) {
      if (character === '\\') index += 1;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > DEPTH) return true;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return false;
}
