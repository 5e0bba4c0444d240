// Slack, as far as this program can tell: the Web API and the response addresses on the loopback. It checks what it is
// sent, keeps what people would see, and can fail in every way that Slack was seen to.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FakeSlackOAuth } from './fake-slack-oauth.ts';
import type { FakeSlackSockets } from './fake-slack-socket.ts';
import { fieldsOf, goWrong, type SlackFault, send } from './slack-faults.ts';
import { checkHome, checkMessage, checkView } from './slack-limits.ts';
import { edit, type SeenHome, type SeenMessage, type SeenView, SlackWorkspace } from './slack-workspace.ts';

export * from './slack-workspace.ts';

type Json = Record<string, unknown>;

export interface SlackCall {
  method: string;
  body: Json;
}

/** Start a Slack of its own for a test. */
export async function startFakeSlack(options: { token?: string; team?: string } = {}): Promise<FakeSlack> {
  const slack = new FakeSlack(options.token ?? 'xoxb-test-token', options.team ?? 'TLEWISHAM1');
  await slack.listen();
  return slack;
}

export class FakeSlack extends SlackWorkspace {
  readonly token: string;
  /** Everything that was sent, in order, the refused too. */
  readonly calls: SlackCall[] = [];
  readonly #faults: { method: string; times: number; fault: SlackFault; isForNew: boolean }[] = [];
  readonly #held: { method: string; until: Promise<void> }[] = [];
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  /** What `auth.test` tells besides, or otherwise. */
  told: Json = {};
  /** With which headers it answers, besides the usual. */
  headers: Record<string, string> = {};
  /** Where workspaces install the app themselves. */
  oauth: FakeSlackOAuth | undefined;
  /** Where Socket Mode is on. */
  sockets: FakeSlackSockets | undefined;

  constructor(token: string, team: string) {
    super(team);
    this.token = token;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get apiUrl(): string {
    return `${this.origin}/api/`;
  }

  /** Let the next calls of a method go wrong. `response` is the method of response addresses. */
  fail(method: string, fault: SlackFault, times = 1): void {
    this.#faults.push({ method, times, fault, isForNew: false });
  }

  /** Let the next message that is sent for the first time go wrong. */
  failNew(fault: SlackFault): void {
    this.#faults.push({ method: 'chat.postMessage', times: 1, fault, isForNew: true });
  }

  /** Hold back the next call of a method until it is released. */
  hold(method: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.push({ method, until: promise });
    return resolve;
  }

  callsOf(method: string): SlackCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const [, kind, name = ''] = (request.url ?? '').split('/');
    const method = kind === 'response' ? 'response' : name;
    const body = kind === 'response' ? (JSON.parse(text) as Json) : fieldsOf(text);
    this.calls.push({ method, body });

    const held = this.#held.findIndex((one) => one.method === method);
    if (held >= 0) await this.#held.splice(held, 1)[0]!.until;

    const fault = this.#faultFor(method, body);
    const work = () => (kind === 'response' ? this.respond(name, body) : this.#api(method, body, request));
    if (fault === undefined) {
      const [status, answer] = work();
      send(response, status, answer, this.headers);
    } else {
      if (fault.accepted) work();
      goWrong(fault, response);
    }
    this.changed();
  }

  #faultFor(method: string, body: Json): SlackFault | undefined {
    const sent = JSON.stringify(body.metadata);
    const isNew = this.callsOf(method).filter((call) => JSON.stringify(call.body.metadata) === sent).length === 1;
    const found = this.#faults.find((one) => one.method === method && one.times > 0 && (isNew || !one.isForNew));
    if (found === undefined) return undefined;
    found.times -= 1;
    return found.fault;
  }

  #api(method: string, body: Json, request: IncomingMessage): [number, Json] {
    const refused = (error: string, messages: string[] = []): [number, Json] => {
      this.check(messages, method);
      return [200, { ok: false, error, ...(messages.length > 0 ? { response_metadata: { messages } } : {}) }];
    };
    const { authorization } = request.headers;
    if (method === 'apps.connections.open' && this.sockets) return [200, this.sockets.open(authorization)];
    const answered = this.oauth?.answer(method, body, authorization);
    if (answered !== undefined && answered !== 'goOn') return [200, answered];
    if (authorization === undefined) return refused('not_authed');
    if (answered !== 'goOn' && authorization !== `Bearer ${this.token}`) return refused('invalid_auth');
    switch (method) {
      case 'auth.test':
        return [200, { ok: true, team_id: this.team, user_id: this.botUser, bot_id: 'BCONVENOR1', ...this.told }];
      case 'users.info': {
        if (!this.mayReadUsers) return refused('missing_scope');
        const user = this.users.get(String(body.user));
        return user ? [200, { ok: true, user: { id: user.id, ...user.told } }] : refused('user_not_found');
      }
      case 'conversations.info': {
        const channel = this.channels.get(String(body.channel));
        if (channel === undefined || (channel.isPrivate && !channel.isJoined)) return refused('channel_not_found');
        return [
          200,
          {
            ok: true,
            channel: {
              id: channel.id,
              name: channel.name,
              is_private: channel.isPrivate,
              is_ext_shared: channel.isShared,
              is_archived: channel.isArchived,
              ...channel.told,
            },
          },
        ];
      }
      case 'conversations.members':
        return [200, { ok: true, members: this.channels.get(String(body.channel))?.members ?? [this.botUser] }];
      case 'conversations.open': {
        const chat = this.channelFor(String(body.users));
        return 'error' in chat ? refused(chat.error) : [200, { ok: true, channel: { id: chat.id } }];
      }
      case 'conversations.history': {
        const history = this.historyOf(body);
        if ('error' in history) return refused(history.error);
        const { messages, cursor } = history;
        const more = cursor === undefined ? {} : { response_metadata: { next_cursor: cursor } };
        return [200, { ok: true, messages, has_more: cursor !== undefined, ...more }];
      }
      case 'chat.postMessage': {
        const channel = this.channelFor(String(body.channel));
        if ('error' in channel) return refused(channel.error);
        const wrong = [...checkMessage(body), ...literally(body)];
        if (wrong.length > 0) return refused('invalid_blocks', wrong);
        const message = this.add({
          channel: channel.id,
          text: String(body.text),
          blocks: (body.blocks ?? []) as Json[],
          ...(body.metadata === undefined ? {} : { metadata: body.metadata as SeenMessage['metadata'] & object }),
          ...(body.thread_ts === undefined ? {} : { threadTs: String(body.thread_ts) }),
        });
        return [200, { ok: true, channel: message.channel, ts: message.ts }];
      }
      case 'chat.postEphemeral': {
        const channel = this.channelFor(String(body.channel));
        if ('error' in channel) return refused(channel.error);
        if (!this.users.has(String(body.user))) return refused('user_not_in_channel');
        const wrong = checkMessage(body);
        if (wrong.length > 0) return refused('invalid_blocks', wrong);
        const message = this.showOnlyTo(String(body.user), channel.id, body);
        return [200, { ok: true, message_ts: message.ts }];
      }
      case 'chat.update': {
        if (String(body.channel).startsWith('U')) return refused('channel_not_found');
        const message = this.messages.find(
          (one) => one.channel === body.channel && one.ts === body.ts && one.onlyFor === undefined,
        );
        if (message === undefined) return refused('message_not_found');
        const wrong = checkMessage(body, 4000);
        if (wrong.length > 0) return refused('invalid_blocks', wrong);
        edit(message, body);
        return [200, { ok: true, channel: message.channel, ts: message.ts }];
      }
      case 'views.open': {
        const trigger = this.takeTrigger(String(body.trigger_id));
        if ('error' in trigger) return refused(trigger.error);
        const wrong = checkView(body.view);
        if (wrong.length > 0) return refused('invalid_arguments', wrong);
        const id = this.next('V');
        const seen = { id, userId: trigger.userId, hash: this.next('h'), view: body.view as SeenView['view'] };
        this.views.set(id, seen);
        return [200, { ok: true, view: { id, ...seen.view } }];
      }
      case 'views.update': {
        const seen = this.views.get(String(body.view_id));
        if (seen === undefined) return refused('not_found');
        const wrong = checkView(body.view);
        if (wrong.length > 0) return refused('invalid_arguments', wrong);
        this.showView(seen, body.view);
        return [200, { ok: true }];
      }
      case 'views.publish': {
        const wrong = checkHome(body.view);
        if (wrong.length > 0) return refused('invalid_arguments', wrong);
        const hash = body.hash === undefined ? undefined : String(body.hash);
        const home = this.publish(String(body.user_id), body.view as SeenHome['view'], hash);
        return 'error' in home
          ? refused(home.error)
          : [200, { ok: true, view: { id: home.id, hash: home.hash, type: 'home' } }];
      }
      default:
        return refused('unknown_method');
    }
  }
}

function literally(body: Json): string[] {
  return body.link_names === 'false' && body.parse === 'none' && body.unfurl_links === 'false'
    ? []
    : ['/: people’s words must be sent with link_names, parse and unfurl switched off'];
}
