// A person with Slack in front of them: types, presses, fills in forms. Requests are built and signed as Slack does it.
import { stringify } from 'node:querystring';
import { buttonCalled, type FakeSlack, type SeenHome, type SeenMessage, type SeenView } from './fake-slack.ts';
import { escapeTyped, isEmptyState, stateOf } from './slack-form.ts';
import { wordsOf } from './slack-limits.ts';
import { type SlackResponse, sendSigned } from './slack-signed.ts';

type Json = Record<string, unknown>;

export interface SlackUserOptions {
  slack: FakeSlack;
  /** Where the program listens, without a path; a function, when that changes. */
  url: string | (() => string);
  signingSecret: string;
  userId: string;
  name?: string;
  team?: string;
}

interface Sent {
  body: string;
  contentType: string;
}

const FORM = 'application/x-www-form-urlencoded';

export class FakeSlackUser {
  readonly id: string;
  readonly team: string;
  readonly #slack: FakeSlack;
  readonly #url: () => string;
  readonly #secret: string;
  #last: Sent | undefined;

  constructor({ slack, url, signingSecret, userId, name, team }: SlackUserOptions) {
    this.id = slack.addUser(userId, name);
    this.team = team ?? slack.team;
    this.#slack = slack;
    this.#url = () => `${typeof url === 'string' ? url : url()}/slack/events`;
    this.#secret = signingSecret;
  }

  /** This person's chat with the bot. */
  get chat(): string {
    return this.#slack.chatWith(this.id);
  }

  /** What this person sees in a place, the own chat if not told otherwise. */
  sees(channel = this.chat): SeenMessage[] {
    return this.#slack.seenIn(channel, this.id);
  }

  /** The newest message this person sees in a place; waits for one that fits. */
  async sawLast(fits: (message: SeenMessage) => boolean = () => true, channel = this.chat): Promise<SeenMessage> {
    return this.#slack.until(() => this.sees(channel).findLast(fits));
  }

  /** The form in front of this person. */
  modal(): SeenView | undefined {
    return [...this.#slack.views.values()].findLast((seen) => seen.userId === this.id);
  }

  /** Wait for a form. */
  async sawModal(fits: (view: SeenView) => boolean = () => true): Promise<SeenView> {
    return this.#slack.until(() => {
      const seen = this.modal();
      return seen !== undefined && fits(seen) ? seen : undefined;
    });
  }

  /** What stands in this person's Home tab. */
  home(): SeenHome | undefined {
    return this.#slack.homes.get(this.id);
  }

  /** Wait for what stands in the Home tab. */
  async sawHome(fits: (words: string) => boolean = () => true): Promise<SeenHome> {
    return this.#slack.until(() => {
      const home = this.home();
      return home !== undefined && fits(wordsOf(home.view.blocks)) ? home : undefined;
    });
  }

  /** Open a tab of the app's own place. */
  async opens(tab: 'home' | 'messages' = 'home'): Promise<SlackResponse> {
    const home = this.home();
    return this.happens({
      type: 'app_home_opened',
      user: this.id,
      channel: this.chat,
      tab,
      event_ts: this.#slack.ts(),
      ...(tab === 'home' && home ? { view: this.#viewOf(home) } : {}),
    });
  }

  /** Press a button in the Home tab by its words, as the tab is or was. */
  async pressesInHome(title: string, options: { home?: SeenHome; triggerMs?: number } = {}): Promise<SlackResponse> {
    const home = options.home ?? this.home();
    if (home === undefined) throw new Error('Nothing stands in the Home tab');
    const button = buttonCalled(home.view, title);
    return this.#payload({
      type: 'block_actions',
      ...this.#envelope(),
      container: { type: 'view', view_id: home.id },
      view: { ...this.#viewOf(home), state: { values: {} } },
      trigger_id: this.#slack.trigger(this.id, options.triggerMs),
      actions: [{ ...button, action_ts: this.#slack.ts() }],
    });
  }

  /** Type a slash command, such as `/board status`. Shows the answer, if it came in the response. */
  async types(
    line: string,
    options: { in?: string; name?: string } = {},
  ): Promise<SlackResponse & { shown?: SeenMessage }> {
    const channel = options.in ?? this.chat;
    const [command = '', ...rest] = line.split(' ');
    const body = stringify({
      token: 'deprecated',
      team_id: this.team,
      team_domain: 'lewisham',
      channel_id: channel,
      channel_name: options.name ?? this.#nameOf(channel),
      user_id: this.id,
      user_name: 'deprecated',
      command,
      text: escapeTyped(rest.join(' ')),
      api_app_id: 'ACONVENOR',
      is_enterprise_install: 'false',
      response_url: this.#slack.responseUrl(this.id, channel),
      trigger_id: this.#slack.trigger(this.id),
    });
    const response = await this.#send({ body, contentType: FORM });
    if (response.json === undefined) return response;
    return { ...response, shown: this.#slack.showOnlyTo(this.id, channel, response.json) };
  }

  /** Write to the bot in the own chat. */
  async says(text: string, extra: Json = {}): Promise<SlackResponse> {
    return this.happens({
      type: 'message',
      channel: this.chat,
      channel_type: 'im',
      user: this.id,
      text: escapeTyped(text),
      ts: this.#slack.ts(),
      ...extra,
    });
  }

  /** Mention the bot in a channel. */
  async mentions(text: string, channel: string): Promise<SlackResponse> {
    const said = `<@${this.#slack.botUser}> ${escapeTyped(text)}`;
    return this.happens({ type: 'app_mention', channel, user: this.id, text: said, ts: this.#slack.ts() });
  }

  /** Press a message's button by its words. `actionTs` makes two presses one redelivered press. */
  async presses(
    message: SeenMessage,
    title: string,
    options: { actionTs?: string; triggerMs?: number } = {},
  ): Promise<SlackResponse> {
    const button = buttonCalled(message, title);
    return this.#payload({
      type: 'block_actions',
      ...this.#envelope(),
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: message.channel,
        is_ephemeral: message.onlyFor !== undefined,
      },
      channel: { id: message.channel, name: this.#nameOf(message.channel) },
      ...(message.onlyFor === undefined
        ? { message: { type: 'message', ts: message.ts, text: message.text, blocks: message.blocks } }
        : {}),
      state: { values: {} },
      trigger_id: this.#slack.trigger(this.id, options.triggerMs),
      response_url: this.#slack.responseUrl(this.id, message.channel, message.ts),
      actions: [{ ...button, action_ts: options.actionTs ?? this.#slack.ts() }],
    });
  }

  /** Choose one of the app's shortcuts, or one on a message. */
  async chooses(
    callback: string,
    options: { on?: { channel: string; text: string }; name?: string; triggerMs?: number; actionTs?: string } = {},
  ): Promise<SlackResponse> {
    const { on } = options;
    const { api_app_id: _untold, ...envelope } = this.#envelope();
    const message = on && {
      channel: { id: on.channel, name: options.name ?? this.#nameOf(on.channel) },
      message: { type: 'message', user: 'USOMEBODY', ts: this.#slack.ts(), text: on.text },
      message_ts: this.#slack.ts(),
      response_url: this.#slack.responseUrl(this.id, on.channel),
    };
    return this.#payload({
      type: on ? 'message_action' : 'shortcut',
      callback_id: callback,
      ...envelope,
      ...message,
      action_ts: options.actionTs ?? this.#slack.ts(),
      trigger_id: this.#slack.trigger(this.id, options.triggerMs),
    });
  }

  /**
   * Fill in the open form and send it: input id → text, date, or a choice's words. What is not named stays as it was.
   * Like Slack, sends nothing when a required input is empty, and shows what is wrong in `modal().errors`.
   */
  async submits(answers: Record<string, string> = {}): Promise<SlackResponse> {
    const seen = this.modal();
    if (seen === undefined) throw new Error('No form is open');
    const values: Json = {};
    for (const block of seen.view.blocks.filter((one) => one.type === 'input')) {
      const id = String(block.block_id);
      const element = block.element as Json;
      const state = stateOf(element, answers[id]);
      if (block.optional !== true && isEmptyState(state)) throw new Error(`Slack asks for ${id} before sending`);
      values[id] = { [String(element.action_id)]: state };
    }
    const unknown = Object.keys(answers).filter((id) => !(id in values));
    if (unknown.length > 0) throw new Error(`The form has no ${unknown}, only ${Object.keys(values)}`);
    const response = await this.#payload({
      type: 'view_submission',
      ...this.#envelope(),
      trigger_id: this.#slack.trigger(this.id),
      view: { id: seen.id, hash: seen.hash, ...seen.view, state: { values }, app_installed_team_id: this.team },
      response_urls: [],
    });
    if (response.status === 200) this.#afterSubmit(seen, response.json);
    return response;
  }

  /** Slack sends the last request once more, as it does when an answer was late or lost. */
  async repeatLast(retryNum = 1): Promise<SlackResponse> {
    if (this.#last === undefined) throw new Error('Nothing was sent yet');
    const headers = { 'x-slack-retry-num': String(retryNum), 'x-slack-retry-reason': 'http_timeout' };
    return sendSigned(this.#url(), this.#last.body, this.#last.contentType, { secret: this.#secret, headers });
  }

  #afterSubmit(seen: SeenView, json: Json | undefined): void {
    const action = json?.response_action;
    switch (action) {
      case undefined:
      case 'clear':
        this.#slack.views.delete(seen.id);
        break;
      case 'errors': {
        const errors = json?.errors as Record<string, string>;
        const blocks = seen.view.blocks.filter((one) => one.type === 'input').map((one) => String(one.block_id));
        for (const id of Object.keys(errors))
          if (!blocks.includes(id)) this.#slack.violations.push(`errors /${id}: not an input`);
        seen.errors = errors;
        break;
      }
      case 'update':
        this.#slack.showView(seen, json?.view);
        break;
      default:
        this.#slack.violations.push(`response_action ${String(action)}`);
    }
    this.#slack.changed();
  }

  #viewOf({ id, hash, view }: SeenHome): Json {
    return { ...view, id, team_id: this.team, type: 'home', hash, root_view_id: id, app_installed_team_id: this.team };
  }

  #envelope(): Json {
    return {
      team: { id: this.team, domain: 'lewisham' },
      enterprise: null,
      is_enterprise_install: false,
      api_app_id: 'ACONVENOR',
      token: 'deprecated',
      user: { id: this.id, username: 'deprecated', team_id: this.team },
    };
  }

  /** Let Slack tell about something that happened in the workspace. */
  async happens(event: Json): Promise<SlackResponse> {
    return this.#send({
      contentType: 'application/json',
      body: JSON.stringify({
        type: 'event_callback',
        token: 'deprecated',
        team_id: this.team,
        api_app_id: 'ACONVENOR',
        event_id: this.#slack.next('Ev'),
        event_time: Math.floor(Date.now() / 1000),
        authorizations: [{ enterprise_id: null, team_id: this.team, user_id: this.#slack.botUser, is_bot: true }],
        event,
      }),
    });
  }

  async #payload(payload: Json): Promise<SlackResponse> {
    return this.#send({ body: stringify({ payload: JSON.stringify(payload) }), contentType: FORM });
  }

  async #send(sent: Sent): Promise<SlackResponse> {
    this.#last = sent;
    return sendSigned(this.#url(), sent.body, sent.contentType, { secret: this.#secret });
  }

  #nameOf(channel: string): string {
    if (channel.startsWith('D')) return 'directmessage';
    const known = this.#slack.channels.get(channel);
    return known === undefined || known.isPrivate ? 'privategroup' : known.name;
  }
}
