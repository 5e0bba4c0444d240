// Microsoft's Bot Connector as the bot sees it: conversations, messages and edits over HTTP, strict about what it takes, and
// able to fail in every way that the real one was seen to.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultsOf, type SentActivity } from './check-activity.ts';

export type Verb = 'post' | 'edit' | 'delete' | 'create' | 'target' | 'members';

export interface Call {
  verb: Verb;
  conversationId: string;
  messageId: string | undefined;
  body: Record<string, unknown>;
  /** Asked for as a message that one member alone sees. */
  isTargeted: boolean;
  /** What it was answered; 0 when it was not. */
  status: number;
}

export interface FailureRule {
  on: Verb;
  /** Only there; everywhere if left out. */
  conversationId?: string;
  /** So many are let through first. */
  after?: number;
  /** How often; once if left out. */
  times?: number;
  how:
    | { status: number; code?: string; retryAfter?: string; afterTaking?: boolean }
    | 'hang'
    | 'cut'
    | 'cut-after-taking';
}

export interface PostedMessage {
  id: string;
  conversationId: string;
  /** As it stands now, edits included. */
  activity: SentActivity;
  /** As it was when it was new. */
  first: SentActivity;
  edits: number;
  /** The one member who sees it. */
  onlyFor?: string;
}

export class FakeConnector {
  readonly calls: Call[] = [];
  /** What the real service would have refused; tests expect none. */
  readonly complaints: string[] = [];
  /** People who have the app, so that a one-to-one chat with them can be made: their id → their tenant. */
  readonly people = new Map<string, string>();
  /** Who is in a group or channel. */
  readonly rosters = new Map<string, Record<string, unknown>[]>();
  readonly #server: http.Server;
  readonly #conversations = new Set<string>();
  readonly #messages: PostedMessage[] = [];
  readonly #rules: (FailureRule & { left: number })[] = [];
  #waiting: (() => void)[] = [];
  #ids = 0;

  private constructor(server: http.Server) {
    this.#server = server;
    server.on('request', (request, response) => void this.#serve(request, response));
  }

  static async open(): Promise<FakeConnector> {
    const server = http.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FakeConnector(server);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  get serviceUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/teams/`;
  }

  /** From now on the bot may write there. */
  know(conversationId: string): void {
    this.#conversations.add(conversationId);
  }

  /** As if the app were removed there. */
  forget(conversationId: string): void {
    this.#conversations.delete(conversationId);
  }

  fail(rule: FailureRule): void {
    this.#rules.push({ ...rule, left: rule.times ?? 1 });
  }

  posts(conversationId?: string): Call[] {
    return this.#callsOf('post', conversationId);
  }

  /** Messages for one member alone that were asked for. */
  targets(conversationId?: string): Call[] {
    return this.#callsOf('target', conversationId);
  }

  /** Pages of members that were asked for. */
  pages(conversationId?: string): Call[] {
    return this.#callsOf('members', conversationId);
  }

  edits(conversationId?: string): Call[] {
    return this.#callsOf('edit', conversationId);
  }

  creates(): Call[] {
    return this.#callsOf('create');
  }

  /** The messages of a conversation as its members see them now, oldest first; a thread counts as its channel. */
  messagesIn(conversationId: string): PostedMessage[] {
    return this.#messages.filter(
      (message) => message.conversationId === conversationId || base(message.conversationId) === conversationId,
    );
  }

  message(id: string): PostedMessage | undefined {
    return this.#messages.find((message) => message.id === id);
  }

  /** The one-to-one chat that the bot made or would make with a person. */
  static chatWith(userMri: string): string {
    return `a:${userMri.slice(3)}`;
  }

  /** Wait until something about the calls is true. */
  async until(fact: () => boolean, what = 'the fact'): Promise<void> {
    const deadline = Date.now() + 15_000;
    while (!fact()) {
      if (Date.now() > deadline)
        throw new Error(`${what} did not come; calls: ${JSON.stringify(this.calls.map((c) => [c.verb, c.status]))}`);
      await Promise.race([
        new Promise<void>((resolve) => this.#waiting.push(resolve)),
        new Promise((r) => setTimeout(r, 100)),
      ]);
    }
  }

  #callsOf(verb: Verb, conversationId?: string): Call[] {
    return this.calls.filter(
      (call) =>
        call.verb === verb && (conversationId === undefined || base(call.conversationId) === base(conversationId)),
    );
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    const call = route(request, body);
    if (call === undefined) {
      this.complaints.push(`unknown call ${request.method} ${request.url}`);
      response.writeHead(404).end();
      return;
    }
    this.calls.push(call);
    const rule = this.#ruleFor(call);
    if (rule !== undefined && !takesFirst(rule.how)) this.#refuse(rule.how, call, response);
    else {
      const [status, answer] = this.#take(call);
      if (rule !== undefined && status < 300) this.#refuse(rule.how, call, response);
      else send(response, call, status, answer);
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  #ruleFor(call: Call): FailureRule | undefined {
    const rule = this.#rules.find(
      ({ on, conversationId, left }) =>
        left > 0 && on === call.verb && (conversationId === undefined || conversationId === call.conversationId),
    );
    if (rule?.after) {
      rule.after -= 1;
      return undefined;
    }
    if (rule) rule.left -= 1;
    return rule;
  }

  #refuse(how: FailureRule['how'], call: Call, response: http.ServerResponse): void {
    if (how === 'hang') return;
    if (how === 'cut' || how === 'cut-after-taking') {
      response.socket?.destroy();
      return;
    }
    if (how.retryAfter !== undefined) response.setHeader('retry-after', how.retryAfter);
    send(response, call, how.status, { error: { code: how.code ?? 'Failed', message: 'as the test asked' } });
  }

  #take(call: Call): [number, object] {
    if (call.verb === 'create') return this.#create(call.body);
    if (!this.#conversations.has(base(call.conversationId)) && !this.#conversations.has(call.conversationId))
      return [404, { error: { code: 'ConversationNotFound', message: 'no such conversation' } }];
    if (call.verb === 'members') return this.#page(call);
    if (call.verb === 'post' || call.verb === 'target') {
      const { recipient } = call.body as SentActivity;
      if (call.verb === 'post' && recipient?.isTargeted)
        this.complaints.push('a targeted recipient of a public message');
      if (call.verb === 'target' && !(recipient?.isTargeted && recipient.id.startsWith('29:')))
        return [400, { error: { code: 'BadArgument', message: 'whom is it for?' } }];
      if (call.verb === 'target' && call.conversationId.startsWith('a:'))
        return [400, { error: { code: 'BadArgument', message: 'not in a personal chat' } }];
      this.#check(call);
      this.#ids += 1;
      const id = `m-${this.#ids}`;
      const onlyFor = call.verb === 'target' ? { onlyFor: recipient!.id } : {};
      this.#messages.push({
        id,
        conversationId: call.conversationId,
        activity: call.body,
        first: call.body,
        edits: 0,
        ...onlyFor,
      });
      return [201, { id }];
    }
    const message = this.message(call.messageId ?? '');
    if (message === undefined || base(message.conversationId) !== base(call.conversationId))
      return [404, { error: { code: 'ActivityNotFoundInConversation', message: 'no such message' } }];
    if (call.verb === 'delete') {
      this.#messages.splice(this.#messages.indexOf(message), 1);
      return [200, {}];
    }
    if (call.isTargeted !== (message.onlyFor !== undefined) || (call.isTargeted && call.body['recipient']))
      return [400, { error: { code: 'BadArgument', message: 'who sees a message cannot be changed' } }];
    this.#check(call);
    message.activity = call.body;
    message.edits += 1;
    return [200, { id: message.id }];
  }

  // Below 50 the real one takes 50, above 500 it takes 500.
  #page({ conversationId, body }: Call): [number, object] {
    const all = this.rosters.get(conversationId) ?? [];
    const size = Math.min(500, Math.max(50, Number(body['pageSize'] ?? 200)));
    const from = Number(body['continuationToken'] ?? 0);
    const next = from + size < all.length ? { continuationToken: String(from + size) } : {};
    return [200, { members: all.slice(from, from + size), ...next }];
  }

  #create({ members, tenantId, bot, isGroup }: Record<string, unknown>): [number, object] {
    const userMri = (members as { id?: string }[] | undefined)?.[0]?.id;
    if (userMri === undefined || !bot || isGroup !== false) {
      this.complaints.push('a conversation was made without a member or the bot');
      return [400, { error: { code: 'BadArgument', message: 'member and bot are needed' } }];
    }
    if (this.people.get(userMri) !== tenantId)
      return [403, { error: { code: 'ForbiddenOperationException', message: 'the app is not in the personal scope' } }];
    const id = FakeConnector.chatWith(userMri);
    this.know(id);
    return [201, { id }];
  }

  #check(call: Call): void {
    const faults = faultsOf(call.body);
    this.complaints.push(...faults.map((fault) => `${call.verb} to ${call.conversationId}: ${fault}`));
  }
}

function route(request: http.IncomingMessage, body: Record<string, unknown>): Call | undefined {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
  const isTargeted = searchParams.get('isTargetedActivity') === 'true';
  const roster = /^\/teams\/v3\/conversations\/([^/]+)\/pagedmembers$/.exec(pathname);
  if (roster && request.method === 'GET') {
    const conversationId = decodeURIComponent(roster[1]!);
    const query = Object.fromEntries(searchParams);
    return { verb: 'members', conversationId, messageId: undefined, body: query, isTargeted, status: 0 };
  }
  const match = /^\/teams\/v3\/conversations(?:\/([^/]+)\/activities(?:\/([^/]+))?)?$/.exec(pathname);
  if (!match) return undefined;
  const [, conversation, message] = match.map((part) => part && decodeURIComponent(part));
  const call = { conversationId: conversation ?? '', messageId: message, body, isTargeted, status: 0 };
  if (request.method === 'POST')
    return { ...call, verb: conversation === undefined ? 'create' : isTargeted ? 'target' : 'post' };
  if (request.method === 'PUT' && message) return { ...call, verb: 'edit' };
  return request.method === 'DELETE' && message ? { ...call, verb: 'delete' } : undefined;
}

function takesFirst(how: FailureRule['how']): boolean {
  return how === 'cut-after-taking' || (typeof how === 'object' && how.afterTaking === true);
}

function send(response: http.ServerResponse, call: Call, status: number, body: object): void {
  call.status = status;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function base(conversationId: string): string {
  return conversationId.split(';')[0]!;
}
