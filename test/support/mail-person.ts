// Somebody who is reached by e-mail: reads it, opens the link in a browser, and answers on their page.
import { randomUUID } from 'node:crypto';
import { openOutbox } from '../../src/chat/outbox.ts';
import { inviteByMail } from '../../src/people/mail-invitations.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import type { FakeSmtp, Received } from './fake-smtp.ts';

export interface PageMessage {
  id: number;
  text: string;
  card: { title: string; adaptive: Record<string, unknown>; token: string } | null;
}

export interface Said {
  status: number;
  error?: string;
  said?: string;
  messageId?: number | null;
  outcome?: string;
  fieldErrors?: Record<string, string>;
  messages: PageMessage[];
}

/** A browser with one cookie jar. `url` is where the program listens now. */
export class MailBrowser {
  cookie = '';
  private readonly url: () => string;

  constructor(url: () => string) {
    this.url = url;
  }

  async get(path: string): Promise<Said> {
    return this.fetched(path, {});
  }

  async post(path: string, body: object, headers: Record<string, string> = {}): Promise<Said> {
    return this.fetched(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.url(), ...headers },
      body: JSON.stringify(body),
    });
  }

  /** Open a link of an e-mail and press the button. */
  async opens({ link }: Pick<Received, 'link'>): Promise<Said> {
    return this.post('enter', { token: link.split('/').pop() });
  }

  says = (text: string) => this.post('say', { key: randomUUID(), text });

  async messages(): Promise<PageMessage[]> {
    return (await this.get('messages')).messages;
  }

  private async fetched(path: string, init: RequestInit): Promise<Said> {
    const headers = { ...(init.headers as Record<string, string>), ...(this.cookie ? { cookie: this.cookie } : {}) };
    const response = await fetch(`${this.url()}/m/api/${path}`, { ...init, headers });
    const given = response.headers.get('set-cookie');
    if (given) this.cookie = given.split(';')[0]!;
    return { status: response.status, messages: [], ...((await response.json()) as object) };
  }
}

/** Have somebody invited by e-mail, as the clerk’s command does it. */
export async function invited(
  prisma: PrismaClient,
  person: { id: number; name: string },
  email: string,
): Promise<void> {
  await prisma.person.update({ where: { id: person.id }, data: { email } });
  await prisma.$transaction(async (tx) => {
    const now = new Date();
    const requestId = randomUUID();
    const outbox = openOutbox(tx, now, requestId);
    await inviteByMail(tx, person, { now, requestId, outbox });
    await outbox.flush();
  });
}

/** Wait for the next e-mail at an address after the first `known` ones. */
export async function mailAt(smtp: FakeSmtp, address: string, known = 0): Promise<Received> {
  const end = Date.now() + 15_000;
  for (;;) {
    const found = smtp.at(address)[known];
    if (found) return found;
    if (Date.now() > end) throw new Error(`No e-mail number ${known + 1} came to ${address}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
