// A Slack workspace in memory: who and what is in it, and what people see there.
import { checkMessage, checkView, wordsOf } from './slack-limits.ts';

type Json = Record<string, unknown>;

export interface SlackButton {
  type: string;
  text: { text: string };
  action_id: string;
  value?: string;
  url?: string;
}

/** A message as somebody sees it. */
export interface SeenMessage {
  channel: string;
  ts: string;
  text: string;
  blocks: Json[];
  /** Only this person sees it. */
  onlyFor?: string;
  edits: number;
  /** Who wrote it, if not the bot. */
  byPerson?: string;
  metadata?: { event_type: string; event_payload: Json };
  threadTs?: string;
}

export interface SeenView {
  id: string;
  hash: string;
  userId: string;
  view: Json & { blocks: Json[]; private_metadata?: string };
  errors?: Record<string, string>;
}

/** What stands in somebody's Home tab. */
export interface SeenHome {
  id: string;
  hash: string;
  view: Json & { blocks: Json[] };
  /** How often it was published. */
  times: number;
}

export interface SlackChannel {
  id: string;
  name: string;
  isPrivate: boolean;
  isShared: boolean;
  isArchived: boolean;
  /** The bot is in it. */
  isJoined: boolean;
  /** Whatever else Slack tells of it. */
  told?: Json;
  members?: string[];
}

interface ResponseAddress {
  userId: string;
  channel: string;
  messageTs?: string;
  uses: number;
  until: number;
}

export class SlackWorkspace {
  readonly team: string;
  readonly botUser = 'UCONVENOR1';
  /** What broke Slack's limits or this program's own rules for text: a test expects none. */
  readonly violations: string[] = [];
  readonly messages: SeenMessage[] = [];
  readonly views = new Map<string, SeenView>();
  /** Home tabs by their person. */
  readonly homes = new Map<string, SeenHome>();
  /** Of what kinds of places the app may read the history. */
  readonly histories = new Set(['im']);
  /** So many of the newest messages does the history not show yet. */
  behind = 0;
  /** The app's setting: whether people have the Home tab. */
  hasHome = true;
  readonly channels = new Map<string, SlackChannel>();
  readonly users = new Map<string, { id: string; name: string; isActive: boolean; told?: Json }>();
  /** The app was given `users:read`. */
  mayReadUsers = false;
  /** Where response addresses begin. */
  origin = '';
  readonly #triggers = new Map<string, { userId: string; until: number }>();
  readonly #responses = new Map<string, ResponseAddress>();
  readonly #waiting = new Set<() => void>();
  #count = 0;

  constructor(team: string) {
    this.team = team;
  }

  // ── What there is in this workspace ─────────────────────────────────────────────────────────────────────────────

  addUser(id: string, name = id): string {
    this.users.set(id, { id, name, isActive: true });
    return id;
  }

  addChannel(id: string, facts: Partial<SlackChannel> = {}): string {
    const usual = { id, name: id.toLowerCase(), isPrivate: false, isShared: false, isArchived: false, isJoined: true };
    this.channels.set(id, { ...usual, ...facts });
    return id;
  }

  /** The id of a person's chat with the bot. */
  chatWith(userId: string): string {
    return `D${userId.slice(1)}`;
  }

  // ── What people see ─────────────────────────────────────────────────────────────────────────────────────────────

  /** What a person sees in a place, the ephemeral included; with no person, what everybody sees. */
  seenIn(channel: string, userId?: string): SeenMessage[] {
    return this.messages.filter(
      (message) => message.channel === channel && (message.onlyFor === undefined || message.onlyFor === userId),
    );
  }

  /** Wait until something is so: looks again after each thing that happens. */
  async until<T>(look: () => T | undefined | false): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined && found !== false) return found;
      await new Promise<void>((resolve) => {
        const again = () => {
          clearTimeout(timer);
          this.#waiting.delete(again);
          resolve();
        };
        // Looks now and then anyway, since the fact may lie outside this server.
        const timer = setTimeout(again, 50);
        this.#waiting.add(again);
      });
    }
  }

  // ── What Slack's client side does, for FakeSlackUser ────────────────────────────────────────────────────────────

  next(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}`;
  }

  ts(): string {
    this.#count += 1;
    return `${Math.floor(Date.now() / 1000)}.${String(this.#count).padStart(6, '0')}`;
  }

  /** Three seconds, one use. */
  trigger(userId: string, lastsMs = 3000): string {
    const id = this.next('trigger.');
    this.#triggers.set(id, { userId, until: Date.now() + lastsMs });
    return id;
  }

  /** Five uses, thirty minutes. */
  responseUrl(userId: string, channel: string, messageTs?: string): string {
    const id = this.next('r');
    const until = Date.now() + 30 * 60_000;
    this.#responses.set(id, { userId, channel, uses: 0, until, ...(messageTs === undefined ? {} : { messageTs }) });
    return `${this.origin}/response/${id}`;
  }

  /** Show a slash command's answer or a response to the one person. */
  showOnlyTo(userId: string, channel: string, body: Json): SeenMessage {
    this.check(checkMessage(body), 'ephemeral');
    return this.add({ channel, text: String(body.text), blocks: (body.blocks ?? []) as Json[], onlyFor: userId });
  }

  /** Put another view in a modal's place, as `response_action: update` does. */
  showView(seen: SeenView, view: unknown): void {
    this.check(checkView(view), 'view');
    this.views.set(seen.id, { id: seen.id, userId: seen.userId, hash: this.next('h'), view: view as SeenView['view'] });
    this.changed();
  }

  /** Put a view in somebody's Home tab, or say the error that Slack gives. */
  publish(userId: string, view: SeenHome['view'], hash: string | undefined): SeenHome | { error: string } {
    if (!this.hasHome) return { error: 'not_enabled' };
    if (!this.users.has(userId)) return { error: 'user_not_found' };
    const before = this.homes.get(userId);
    if (hash !== undefined && hash !== before?.hash) return { error: 'hash_conflict' };
    const home = {
      id: before?.id ?? this.next('VHOME'),
      hash: this.next('h'),
      view,
      times: (before?.times ?? 0) + 1,
    };
    this.homes.set(userId, home);
    return home;
  }

  /** Take a trigger: whose it is, or the error that Slack gives. */
  takeTrigger(id: string): { userId: string } | { error: string } {
    const trigger = this.#triggers.get(id);
    if (trigger === undefined) return { error: 'exchanged_trigger_id' };
    this.#triggers.delete(id);
    return trigger.until < Date.now() ? { error: 'expired_trigger_id' } : trigger;
  }

  /** What comes of a response address: used up after five times. */
  respond(id: string, body: Json): [number, Json] {
    const address = this.#responses.get(id);
    if (address === undefined) return [404, { ok: false, error: 'unknown_url' }];
    if (address.uses >= 5) return [404, { ok: false, error: 'used_url' }];
    if (address.until < Date.now()) return [404, { ok: false, error: 'expired_url' }];
    address.uses += 1;
    this.check(checkMessage(body), 'response_url');
    const replaced = this.messages.find((one) => one.channel === address.channel && one.ts === address.messageTs);
    if (body.replace_original === true && replaced !== undefined) edit(replaced, body);
    else this.showOnlyTo(address.userId, address.channel, body);
    return [200, { ok: true }];
  }

  /** Where a message to an id goes, or the error that Slack gives. */
  channelFor(id: string): { id: string } | { error: string } {
    if (id.startsWith('U')) {
      const user = this.users.get(id);
      if (user === undefined) return { error: 'channel_not_found' };
      return user.isActive ? { id: this.chatWith(id) } : { error: 'account_inactive' };
    }
    if (id.startsWith('D')) return this.users.has(`U${id.slice(1)}`) ? { id } : { error: 'channel_not_found' };
    const channel = this.channels.get(id);
    if (channel === undefined) return { error: 'channel_not_found' };
    if (channel.isArchived) return { error: 'is_archived' };
    if (!channel.isJoined) return { error: channel.isPrivate ? 'channel_not_found' : 'not_in_channel' };
    return channel;
  }

  /** What the history of a place shows to the app, newest first, or the error that Slack gives. */
  historyOf(body: Json): { messages: Json[]; cursor: string | undefined } | { error: string } {
    const id = String(body.channel);
    if (id.startsWith('U')) return { error: 'channel_not_found' };
    const channel = this.channels.get(id);
    const kind = id.startsWith('D') ? 'im' : channel?.isPrivate ? 'groups' : 'channels';
    if (!this.histories.has(kind)) return { error: 'missing_scope' };
    const place = this.channelFor(id);
    if ('error' in place && place.error !== 'is_archived') return { error: place.error };
    const start = Number(body.cursor ?? 0);
    const limit = Number(body.limit ?? 100);
    const all = this.messages
      .filter((one) => one.channel === id && one.onlyFor === undefined && one.threadTs === undefined)
      .filter(({ ts }) => Number(ts) >= Number(body.oldest ?? 0) && Number(ts) <= Number(body.latest ?? Infinity))
      .reverse()
      .slice(this.behind);
    const messages = all.slice(start, start + limit).map(({ ts, text, metadata, byPerson }) => ({
      ...{ type: 'message', ts, text },
      ...(byPerson === undefined ? { bot_id: 'BCONVENOR1' } : { user: byPerson }),
      ...(metadata !== undefined && body.include_all_metadata === 'true' ? { metadata } : {}),
    }));
    return { messages, cursor: start + limit < all.length ? String(start + limit) : undefined };
  }

  /** Put a message where it is seen. */
  add(message: Omit<SeenMessage, 'ts' | 'edits'>): SeenMessage {
    const added = { ...message, ts: this.ts(), edits: 0 };
    this.messages.push(added);
    this.changed();
    return added;
  }

  /** Keep what was wrong with a call. */
  check(wrong: string[], where: string): void {
    this.violations.push(...wrong.map((one) => `${where} ${one}`));
  }

  /** Wake whoever waits for something to be so. */
  changed(): void {
    for (const wake of this.#waiting) wake();
  }
}

/** The buttons of a message or view, in order. */
export function buttonsIn({ blocks }: { blocks: Json[] }): SlackButton[] {
  return blocks.flatMap((block) =>
    block.type === 'actions' ? (block.elements as SlackButton[]).filter((one) => one.type === 'button') : [],
  );
}

/** The button of a message or view that has these words, with the block that it stands in, as a press names it. */
export function buttonCalled(holder: { blocks: Json[] }, title: string): Json {
  const button = buttonsIn(holder).find((one) => one.text.text === title);
  if (button === undefined)
    throw new Error(`No button ${title} among ${buttonsIn(holder).map((one) => one.text.text)}`);
  const block = holder.blocks.find((one) => (one.elements as unknown[] | undefined)?.includes(button));
  return { ...button, block_id: block?.block_id };
}

/** What a message says in its blocks, or in its text when it has none. */
export function saidIn(message: SeenMessage): string {
  return message.blocks.length > 0 ? wordsOf(message.blocks) : message.text;
}

/** Change a message as everybody sees it. */
export function edit(message: SeenMessage, body: Json): void {
  Object.assign(message, { text: String(body.text), blocks: (body.blocks ?? []) as Json[], edits: message.edits + 1 });
}
