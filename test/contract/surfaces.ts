// One person, four ways to be that person: the same words and presses in Teams, in Slack, on the local page and on the page
// that an e-mail leads to.
import { randomUUID } from 'node:crypto';
import type { Outside } from '../support/app.ts';
import { actionsOf, cardText } from '../support/check-activity.ts';
import { buttonsIn } from '../support/fake-slack.ts';
import type { MailBrowser } from '../support/mail-person.ts';
import { wordsOf } from '../support/slack-limits.ts';

/** What a person sees of a message: its words, and the titles of its buttons. */
export interface Visible {
  words: string;
  buttons: string[];
}

export interface Surface {
  name: 'Teams' | 'Slack' | 'the page' | 'e-mail';
  says(text: string): Promise<void>;
  /** Everything in the person's own chat, oldest first; on Slack also what only they see. */
  sees(): Promise<Visible[]>;
  /** Press the newest button of this title; with inputs, fill in its form and send it. */
  presses(title: string, inputs?: Record<string, string>): Promise<void>;
  /** The platform delivers the last thing this person did once more. */
  redelivers(): Promise<void>;
  /** What a form says is wrong, or what came instead. */
  formErrors(): Promise<string>;
}

/** Wait until a person sees a message that fits, and return it. */
export async function until(surface: Surface, fits: RegExp | ((seen: Visible) => boolean)): Promise<Visible> {
  const isFit = typeof fits === 'function' ? fits : (seen: Visible) => fits.test(seen.words);
  const end = Date.now() + 15_000;
  for (;;) {
    const all = await surface.sees();
    const found = all.findLast(isFit);
    if (found) return found;
    if (Date.now() > end)
      throw new Error(
        `On ${surface.name} nobody saw ${fits}. Seen:\n${all.map((one) => `- ${one.words} [${one.buttons}]`).join('\n')}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function teamsSurface(around: Outside, name: string, client = around.teamsPerson(name)): Surface {
  let last: Awaited<ReturnType<typeof client.says>> | undefined;
  let answered = '';
  return {
    name: 'Teams',
    async says(text) {
      last = await client.says(text);
    },
    async sees() {
      const messages = client.messages().map((message) => {
        if (!message.activity.attachments?.length) return { words: message.activity.text ?? '', buttons: [] };
        return { words: client.reads(message), buttons: client.buttons(message) };
      });
      return answered === '' ? messages : [...messages, { words: answered, buttons: [] }];
    },
    async presses(title, inputs) {
      const message = client
        .messages()
        .findLast((one) => one.activity.attachments?.length && client.buttons(one).includes(title));
      if (!message) throw new Error(`No button ${title} in Teams`);
      const pressed = await client.presses(message, title, inputs);
      answered = pressed.said ?? '';
      last = pressed;
    },
    async redelivers() {
      await client.redelivers(last!);
    },
    formErrors: async () => answered,
  };
}

export function slackSurface(around: Outside, name: string, user = around.slackPerson(name)): Surface {
  return {
    name: 'Slack',
    async says(text) {
      await user.types(`/board ${text}`);
    },
    sees: async () => [
      ...user.sees().map((message) => ({
        words: message.blocks.length > 0 ? wordsOf(message.blocks) : message.text,
        buttons: buttonsIn(message).map((button) => button.text.text),
      })),
    ],
    async presses(title, inputs) {
      const message = user.sees().findLast((one) => buttonsIn(one).some((button) => button.text.text === title));
      if (!message) throw new Error(`No button ${title} in Slack`);
      await user.presses(message, title);
      if (inputs === undefined) return;
      await user.sawModal();
      await user.submits(inputs);
    },
    async redelivers() {
      await user.repeatLast();
    },
    formErrors: async () => Object.values(user.modal()?.errors ?? {}).join(' '),
  };
}

type Told = { fieldErrors?: Record<string, string> };

interface PageMessage {
  id: number;
  text: string;
  card: { adaptive: Record<string, unknown>; token: string } | null;
}

/** Both pages have the same chat; they differ in how they are asked. */
function chatSurface(
  name: Surface['name'],
  { read, send }: { read(): Promise<PageMessage[]>; send(path: string, body: object): Promise<Told> },
): Surface {
  let last: { path: string; body: object } | undefined;
  let errors = '';
  const act = async (path: string, body: object) => {
    last = { path, body: { key: randomUUID(), ...body } };
    const answer = await send(path, last.body);
    errors = Object.values(answer.fieldErrors ?? {}).join(' ');
  };
  return {
    name,
    says: (text) => act('say', { text }),
    async sees() {
      return (await read()).map((message) => ({
        words: message.card ? cardText(message.card.adaptive) : message.text,
        buttons: message.card ? actionsOf(message.card.adaptive).map((action) => String(action.title)) : [],
      }));
    },
    async presses(title, inputs = {}) {
      for (const message of (await read()).reverse()) {
        const action = message.card && actionsOf(message.card.adaptive).find((one) => one.title === title);
        if (!message.card || !action) continue;
        const inner =
          action.type === 'Action.ShowCard' ? (action.card as { actions: { id: string }[] }).actions[0]! : action;
        return act('press', { action: inner.id, token: message.card.token, input: inputs, messageId: message.id });
      }
      throw new Error(`No button ${title} on ${name}`);
    },
    async redelivers() {
      await send(last!.path, last!.body);
    },
    formErrors: async () => errors,
  };
}

export function pageSurface(around: Outside, personId: number): Surface {
  const place = `person-${personId}`;
  const call = async (path: string, body?: object) => {
    const response = await fetch(`${around.url}/api/local/${path}`, {
      ...(body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
    return (await response.json()) as { messages: PageMessage[] } & Told;
  };
  return chatSurface('the page', {
    read: async () => (await call(`messages?as=${personId}&in=${place}&after=0`)).messages,
    send: (path, body) => call(path, { as: personId, in: place, ...body }),
  });
}

/** The page of somebody who has opened a link of an e-mail in this browser. */
export function mailSurface(browser: MailBrowser): Surface {
  return chatSurface('e-mail', { read: () => browser.messages(), send: (path, body) => browser.post(path, body) });
}
