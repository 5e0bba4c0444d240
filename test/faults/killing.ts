// Loaded into the real program before it starts (`node --import`): at the step that KILL_AT names, the program kills itself. The
// steps are told by what goes to the database and to the platforms, so the program knows nothing of it.
import { type Channel, subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import pg from 'pg';

const [wanted = '', hit = '1'] = (process.env['KILL_AT'] ?? '').split('@');
let left = Number(hit);

/** The program has come to a step: it ends here, at once, if that is the one. */
function reach(step: string): void {
  if (step !== wanted) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

const decisions = new WeakSet<object>();

/** What a statement does, in the words of the steps. */
function deedOf(client: object, text: string): string | undefined {
  if (text.includes('"Receipt"') && /insert into/i.test(text)) decisions.add(client);
  if (/^\s*commit/i.test(text)) return decisions.delete(client) ? 'commit' : undefined;
  if (/^\s*insert into\s+("public"\.)?"Outbox"/i.test(text)) return 'outbox';
  if (text.includes(`update "Outbox" o set state = 'taken'`)) return 'take';
  if (text.includes(`update "Outbox" o set state = 'sending'`)) return 'mark';
  if (text.includes('update "Outbox" o set state = g.state')) return 'settle';
  return undefined;
}

type Answer = { rows?: unknown[]; rowCount?: number | null };
type Callback = (error: unknown, answer?: Answer) => void;

const query = pg.Client.prototype.query as (...given: unknown[]) => unknown;

function watched(this: object, ...given: unknown[]): unknown {
  const [asked] = given;
  const text = typeof asked === 'string' ? asked : ((asked as { text?: string } | undefined)?.text ?? '');
  const deed = deedOf(this, text);
  if (deed === undefined) return query.apply(this, given);
  reach(`before ${deed}`);
  // Taking when there is nothing to take is no step.
  const after = (answer: Answer | undefined) => {
    if (deed === 'commit' || (answer?.rowCount ?? 0) > 0) reach(`after ${deed}`);
  };
  const last = given.at(-1);
  if (typeof last === 'function') {
    const heard: Callback = (error, answer) => {
      if (!error) after(answer);
      (last as Callback)(error, answer);
    };
    return query.apply(this, [...given.slice(0, -1), heard]);
  }
  return (query.apply(this, given) as Promise<Answer>).then((answer) => {
    after(answer);
    return answer;
  });
}

Object.assign(pg.Client.prototype, { query: watched });

const isPost = (method: string | undefined, path: string | undefined) =>
  method === 'POST' && /\/activities$|chat\.postMessage/.test(path ?? '');

const isLook = (path: string | undefined) => /conversations\.history/.test(path ?? '');

const on = (channel: Channel['name'], hear: (message: unknown) => void) => subscribe(channel, hear);

// Teams, over node:http. What was handed over has left once the request has finished.
on('http.client.request.start', (message) => {
  const { request } = message as { request: ClientRequest };
  if (isPost(request.method, request.path)) request.once('finish', () => setImmediate(() => reach('after ask')));
});
on('http.client.response.finish', (message) => {
  const { request } = message as { request: ClientRequest };
  if (isPost(request.method, request.path)) reach('after answer');
});
// Slack, over fetch.
on('undici:request:bodySent', (message) => {
  const { request } = message as { request: { method: string; path: string } };
  if (isPost(request.method, request.path)) setImmediate(() => reach('after ask'));
  if (isLook(request.path)) setImmediate(() => reach('while looking'));
});
on('undici:request:headers', (message) => {
  const { request } = message as { request: { method: string; path: string } };
  if (isLook(request.path)) reach('after looking');
  if (isPost(request.method, request.path)) reach('after answer');
});
