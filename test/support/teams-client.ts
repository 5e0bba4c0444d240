// A person with Teams open: says things, presses buttons as the real client does, installs and removes the app.
import { randomUUID } from 'node:crypto';
import { actionsOf, cardFaults, cardText } from './check-activity.ts';
import { FakeConnector, type PostedMessage } from './fake-connector.ts';
import { type Answered, BOT, type FakeTeams, type Room } from './fake-teams.ts';
import { press } from './teams-button.ts';

export { type Answered, BOT, FakeTeams, type Room } from './fake-teams.ts';

export interface SaysOptions {
  /** The personal chat if left out. */
  in?: Room;
  /** The message's thread in a channel. */
  thread?: string;
  /** Speak to the bot by name; needed in groups and channels. */
  mention?: boolean;
  /** Chosen from the menu behind `/`: nobody else sees it. */
  slash?: boolean;
}

/** What came back in place of a press. */
export interface Pressed extends Answered {
  said: string | undefined;
  card: Record<string, unknown> | undefined;
}

export interface FakePerson {
  name: string;
  aadObjectId?: string;
  tenant: string;
}

export class FakeTeamsClient {
  readonly person: FakePerson;
  readonly mri: string;
  readonly #teams: FakeTeams;
  /** What only this person sees in place of a message's shared card. */
  readonly #views = new Map<string, Record<string, unknown>>();

  constructor(teams: FakeTeams, person: FakePerson) {
    this.#teams = teams;
    this.person = person;
    this.mri = `29:${person.aadObjectId ?? person.name.replaceAll(' ', '-')}`;
  }

  /** The personal chat's id. */
  get chatId(): string {
    return FakeConnector.chatWith(this.mri);
  }

  /** Add the app in the personal scope, or to a group or team. */
  async installs(room?: Room): Promise<Answered> {
    if (room) this.#teams.connector.know(room.id);
    else this.#own();
    return this.#teams.send(this.#activity('installationUpdate', room, { action: 'add' }));
  }

  async uninstalls(room?: Room): Promise<Answered> {
    const sent = await this.#teams.send(this.#activity('installationUpdate', room, { action: 'remove' }));
    this.#teams.connector.forget(room?.id ?? this.chatId);
    if (!room) this.#teams.connector.people.delete(this.mri);
    return sent;
  }

  async says(text: string, options: SaysOptions = {}): Promise<Answered> {
    return this.#teams.send(this.message(text, options));
  }

  /** The activity of a message, to be sent by hand. */
  message(
    text: string,
    { in: room, thread, slash = false, mention = room !== undefined && !slash }: SaysOptions = {},
  ): Record<string, unknown> {
    if (!room) this.#own();
    const tag = `<at>${BOT.name}</at>`;
    return this.#activity(
      'message',
      room,
      {
        textFormat: 'plain',
        text: mention ? `${tag} ${text}` : text,
        entities: mention ? [{ type: 'mention', text: tag, mentioned: BOT }] : [],
        ...(slash ? { recipient: { ...BOT, isTargeted: true } } : {}),
      },
      thread,
    );
  }

  /** Press a button of a card, its form filled in; as the client does, inputs are checked and merged into the data. */
  async presses(message: PostedMessage, title: string, inputs: Record<string, unknown> = {}): Promise<Pressed> {
    const { data, verb, id } = press(this.cardOf(message), title, inputs);
    const value = { action: { type: 'Action.Execute', id, verb, data }, trigger: 'manual' };
    const activity = this.#activity('invoke', this.#roomOf(message), {
      name: 'adaptiveCard/action',
      value,
      replyToId: message.id,
    });
    return this.#pressed(message, await this.#teams.send(activity));
  }

  /** Press as a client without Action.Execute does: the button's fallback arrives as a message. */
  async submits(message: PostedMessage, title: string, inputs: Record<string, unknown> = {}): Promise<Answered> {
    const { data } = press(this.cardOf(message), title, inputs);
    return this.#teams.send(this.#activity('message', this.#roomOf(message), { value: data, replyToId: message.id }));
  }

  /** Send the same activity once more, as the platform does when it had no answer in time. */
  async redelivers(sent: Answered): Promise<Answered> {
    return this.#teams.send(sent.activity);
  }

  /** The second layer of repeats gives the activity another id. */
  async redeliversAnew(sent: Answered): Promise<Answered> {
    return this.#teams.send({ ...sent.activity, id: randomUUID(), timestamp: new Date().toISOString() });
  }

  /** Messages in the personal chat, or in a room, oldest first. */
  messages(room?: Room): PostedMessage[] {
    return this.#teams.connector
      .messagesIn(room?.id ?? this.chatId)
      .filter(({ onlyFor }) => onlyFor === undefined || onlyFor === this.mri);
  }

  /** The newest message that is only words. */
  lastSaid(room?: Room): string | undefined {
    return this.messages(room).findLast((message) => message.activity.text)?.activity.text;
  }

  /** The newest card. */
  lastCard(room?: Room): PostedMessage | undefined {
    return this.messages(room).findLast((message) => message.activity.attachments?.length);
  }

  /** The card that this person sees in a message: an answer in place hides the shared one until that is edited. */
  cardOf(message: PostedMessage): Record<string, unknown> {
    const shared = this.#teams.connector.message(message.id)?.activity.attachments?.[0]?.content;
    const card = this.#views.get(`${message.id}:${this.#editsOf(message)}`) ?? shared;
    if (!card) throw new Error('this message has no card');
    return card;
  }

  /** What this person reads on a message's card. */
  reads(message: PostedMessage): string {
    return cardText(this.cardOf(message));
  }

  /** The titles of the buttons that this person sees. */
  buttons(message: PostedMessage): string[] {
    return actionsOf(this.cardOf(message)).map((action) => String(action.title));
  }

  #own(): void {
    this.#teams.connector.know(this.chatId);
    this.#teams.connector.people.set(this.mri, this.person.tenant);
  }

  #editsOf(message: PostedMessage): number {
    return this.#teams.connector.message(message.id)?.edits ?? 0;
  }

  #pressed(message: PostedMessage, sent: Answered): Pressed {
    const answer = (sent.status === 200 && sent.body !== '' ? JSON.parse(sent.body) : {}) as {
      statusCode?: number;
      type?: string;
      value?: unknown;
    };
    if (answer.type === 'application/vnd.microsoft.activity.message')
      return { ...sent, said: String(answer.value), card: undefined };
    if (answer.statusCode !== 200 || answer.type !== 'application/vnd.microsoft.card.adaptive')
      throw new Error(`Teams would say "Something went wrong": ${sent.status} ${sent.body.slice(0, 300)}`);
    const card = answer.value as Record<string, unknown>;
    const faults = cardFaults(card);
    if (faults.length > 0) throw new Error(`the answered card is wrong: ${faults.join('; ')}`);
    this.#views.set(`${message.id}:${this.#editsOf(message)}`, card);
    return { ...sent, said: undefined, card };
  }

  #roomOf(message: PostedMessage): Room | undefined {
    const [id, thread] = message.conversationId.split(';messageid=') as [string, string | undefined];
    if (id === this.chatId) return undefined;
    const kind = id.endsWith('@thread.v2') ? 'group' : 'channel';
    return {
      kind,
      id: thread ? message.conversationId : id,
      name: '',
      tenant: this.person.tenant,
      ...(kind === 'channel' ? { teamId: '19:team' } : {}),
    };
  }

  #activity(type: string, room: Room | undefined, rest: object, thread?: string): Record<string, unknown> {
    const id = randomUUID();
    const tenant = room?.tenant ?? this.person.tenant;
    const isThread = room?.kind === 'channel' && type !== 'installationUpdate' && !room.id.includes(';');
    return {
      type,
      id,
      channelId: 'msteams',
      serviceUrl: this.#teams.connector.serviceUrl,
      timestamp: new Date().toISOString(),
      from: {
        id: this.mri,
        name: this.person.name,
        ...(this.person.aadObjectId ? { aadObjectId: this.person.aadObjectId } : {}),
      },
      recipient: BOT,
      conversation: {
        id: room ? (isThread ? `${room.id};messageid=${thread ?? id}` : room.id) : this.chatId,
        conversationType: room ? (room.kind === 'group' ? 'groupChat' : 'channel') : 'personal',
        tenantId: tenant,
        ...(room ? { isGroup: true } : {}),
      },
      channelData: {
        tenant: { id: tenant },
        ...(room?.teamId
          ? { team: { id: room.teamId, name: 'Team' }, channel: { id: room.id.split(';')[0], name: room.name } }
          : {}),
      },
      ...rest,
    };
  }
}
