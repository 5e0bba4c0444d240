// How calls to the fake Slack come in and how they go wrong.
import type { ServerResponse } from 'node:http';
import { parse } from 'node:querystring';

type Json = Record<string, unknown>;

/** How a call goes wrong. `accepted`: the work is done and only the answer is lost. */
export type SlackFault =
  | { error: string; accepted?: boolean }
  | { status: number; retryAfter?: number; accepted?: boolean; body?: string }
  | { hang: true; accepted?: boolean }
  | { cut: true; accepted?: boolean };

/** Read a call as web-api sends it: a form, in which lists and objects are JSON. */
export function fieldsOf(text: string): Json {
  const fields: Json = { ...parse(text) };
  for (const name of ['blocks', 'view', 'metadata'])
    if (typeof fields[name] === 'string') fields[name] = JSON.parse(fields[name]);
  return fields;
}

/** Answer with JSON. */
export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Answer wrongly, or not at all. */
export function goWrong(fault: SlackFault, response: ServerResponse): void {
  if ('hang' in fault) return;
  if ('cut' in fault) {
    response.destroy();
    return;
  }
  if ('error' in fault) {
    send(response, 200, { ok: false, error: fault.error });
    return;
  }
  const wait = fault.retryAfter === undefined ? undefined : { 'retry-after': String(fault.retryAfter) };
  send(response, fault.status, fault.body ?? 'upstream', wait);
}
