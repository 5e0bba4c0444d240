// A mail server that speaks real SMTP over a socket, keeps what it accepts, and fails as it is told to.
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

export interface Received {
  from: string;
  to: string;
  /** Header name in small letters → its value, unfolded. */
  headers: Record<string, string>;
  /** The whole message as it came. */
  raw: string;
  /** The plain text, decoded. */
  text: string;
  html: string;
  /** The link in it. */
  link: string;
}

/** Where a conversation stands: `TEXT` is after the text has come and before it is accepted. */
export type Stage = 'CONNECT' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'TEXT';
/** A line to answer instead, or to hang up, or to say nothing any more. */
export type Failing = (stage: Stage, about: { to: string }) => string | undefined;

export class FakeSmtp {
  readonly received: Received[] = [];
  readonly commands: string[] = [];
  fails: Failing | undefined;
  private readonly sockets = new Set<net.Socket>();
  private readonly server: net.Server;

  private constructor() {
    this.server = net.createServer((socket) => this.converse(socket));
  }

  /** Open one; on another address than the loopback's own it is a server elsewhere. */
  static async open(host = '127.0.0.1'): Promise<FakeSmtp> {
    const fake = new FakeSmtp();
    fake.server.listen(0, host);
    await once(fake.server, 'listening');
    return fake;
  }

  get url(): string {
    const { address, port } = this.server.address() as AddressInfo;
    return `smtp://${address}:${port}`;
  }

  /** The e-mails that one address got, oldest first. */
  at(address: string): Received[] {
    return this.received.filter(({ to }) => to === address.toLowerCase());
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private converse(socket: net.Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
    let [from, to, rest] = ['', '', ''];
    let text: string[] | undefined;
    const answer = (stage: Stage, line: string) => {
      const instead = this.fails?.(stage, { to });
      if (instead === 'hang') return false;
      if (instead === 'cut') {
        socket.destroy();
        return false;
      }
      socket.write(`${instead ?? line}\r\n`);
      return instead === undefined;
    };
    const hear = (line: string) => {
      if (text) {
        if (line !== '.') {
          text.push(line.replace(/^\.\./, '.'));
          return;
        }
        const raw = text.join('\r\n');
        text = undefined;
        if (answer('TEXT', '250 2.0.0 queued')) this.received.push(read(from, to, raw));
        return;
      }
      this.commands.push(line);
      const word = line.slice(0, 4).toUpperCase();
      if (word === 'EHLO') answer('EHLO', '250-fake\r\n250-AUTH PLAIN\r\n250 8BITMIME');
      else if (word === 'AUTH') answer('AUTH', '235 2.7.0 welcome');
      else if (word === 'MAIL') {
        from = addressIn(line);
        answer('MAIL', '250 2.1.0 ok');
      } else if (word === 'RCPT') {
        to = addressIn(line);
        answer('RCPT', '250 2.1.5 ok');
      } else if (word === 'DATA') {
        if (answer('DATA', '354 go on')) text = [];
      } else if (word === 'STAR') socket.write('502 5.5.1 no TLS here\r\n');
      else if (word === 'QUIT') socket.end('221 2.0.0 bye\r\n');
      else socket.write('250 2.0.0 ok\r\n');
    };
    answer('CONNECT', '220 fake ESMTP');
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('utf8')).split('\r\n');
      rest = lines.pop()!;
      for (const line of lines) hear(line);
    });
  }
}

const addressIn = (line: string) => (/<([^>]*)>/.exec(line)?.[1] ?? '').toLowerCase();

/** Read a message as a mail program does, as far as ours need it. */
export function read(from: string, to: string, raw: string): Received {
  const { headers, body } = partOf(raw);
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1];
  const parts = boundary ? body.split(`--${boundary}`).slice(1, -1).map(partOf) : [{ headers, body }];
  const decoded = (type: string) => {
    const part = parts.find((one) => one.headers['content-type']?.startsWith(type));
    return part ? decode(part.body, part.headers['content-transfer-encoding'] ?? '7bit') : '';
  };
  const text = decoded('text/plain');
  const link = /https?:\S+\/m\/\S+/.exec(text)?.[0] ?? '';
  return { from, to, headers, raw, text, html: decoded('text/html'), link };
}

function partOf(raw: string) {
  const [, head = '', body = ''] = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(raw.replace(/^\r?\n/, '')) ?? [];
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { headers, body };
}

function decode(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const joined = body
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(joined, 'latin1').toString('utf8');
}
