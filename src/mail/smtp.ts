// The mail server, over one connection a letter. What a failure means depends on how far it got: before the text began nothing
// was sent; after it nobody knows, unless the server said so.
import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Outcome } from '../chat/contract.ts';
import type { Log } from '../log.ts';
import type { Letter, PostOffice } from './post-office.ts';

/** Shorter than delivery waits for a platform, so that what became of a letter is told by us and not guessed. */
const MOST_MS = 15_000;
const CONNECT_MS = 6000;
const SILENCE_MS = 9000;
/** A server that says “not now” means minutes: whoever knocks each second is taken for a spammer. */
const NOT_NOW_MS = 60_000;
const TRUSTED_MS = 5 * 60_000;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

type Failure = Error & { code?: string; command?: string; responseCode?: number };

/** What SMTP_URL says, in the words of the connection. Without TLS only this machine is spoken to. */
export function serverOf(smtpUrl: string) {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const secure = protocol === 'smtps:';
  const isLocal = LOOPBACK.has(hostname);
  return {
    options: {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (secure ? 465 : 587) : Number(port),
      secure,
      requireTLS: !secure && !isLocal,
      ignoreTLS: !secure && isLocal,
      tls: { minVersion: 'TLSv1.2' as const },
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      dnsTimeout: CONNECT_MS,
      socketCloseTimeout: 1000,
    },
    login: username === '' ? undefined : { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
  };
}

/** Open a way to the mail server of SMTP_URL; it is the only host that is ever connected to. */
export function openSmtp(smtpUrl: string, log: Log, now: () => number = Date.now): PostOffice {
  const { options, login } = serverOf(smtpUrl);
  let found: { reason: string | undefined; at: number } | undefined;

  /** Connect and say who we are, do something, and hang up whatever happens. */
  async function speak(work: (connection: SMTPConnection) => Promise<void>): Promise<void> {
    // Loaded when it is first needed: most houses speak to no mail server.
    const { default: Connection } = await import('nodemailer/lib/smtp-connection');
    const connection = new Connection(options);
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        timer = setTimeout(() => reject(new Error('The mail server took too long')), MOST_MS);
        connection.once('error', reject);
        connection.once('end', () => reject(new Error('The mail server hung up')));
        const steps = async () => {
          await asked((done) => connection.connect(done));
          if (login) await asked((done) => connection.login({ ...login, credentials: login }, done));
          await work(connection);
        };
        steps().then(resolve, reject);
      });
      connection.quit();
    } catch (failure) {
      connection.close();
      throw failure;
    } finally {
      clearTimeout(timer);
      // What a connection says after we have gone is nobody's.
      connection.on('error', () => undefined);
    }
  }

  return {
    async send({ from, to, raw, messageId }: Letter): Promise<Outcome> {
      let hasBegun = false;
      const text = new Readable({
        read() {
          hasBegun = true;
          this.push(raw);
          this.push(null);
        },
      });
      try {
        await speak((connection) => asked((done) => connection.send({ from, to: [to] }, text, done)));
        found = { reason: undefined, at: now() };
        return { kind: 'sent', messageId };
      } catch (failure) {
        const outcome = outcomeOf(failure as Failure, hasBegun);
        // Whom it was for stays out of the log, and what the server says may name them.
        const { code, command, responseCode } = failure as Failure;
        log.warn({ platform: 'mail', outcome: outcome.kind, code, command, responseCode }, 'a letter was not taken');
        return outcome;
      }
    },
    async trouble() {
      if (found && found.reason === undefined && now() - found.at < TRUSTED_MS) return undefined;
      try {
        await speak(async () => undefined);
        found = { reason: undefined, at: now() };
      } catch (failure) {
        found = { reason: troubleOf(failure as Failure), at: now() };
      }
      return found.reason;
    },
  };
}

function asked(call: (done: (failure?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => call((failure) => (failure ? reject(failure) : resolve())));
}

/** What a failed try means for the letter: `hasBegun` says that its text was on the way. */
export function outcomeOf({ code, command, responseCode = 0 }: Failure, hasBegun: boolean): Outcome {
  if (hasBegun && responseCode < 400)
    return { kind: 'uncertain', reason: 'the mail server broke off while it took the e-mail' };
  if (responseCode >= 400 && responseCode < 500)
    return { kind: 'later', afterMs: NOT_NOW_MS, reason: 'the mail server asked to try again later' };
  if (responseCode >= 500 && command?.startsWith('RCPT'))
    return {
      kind: 'refused',
      unreachable: true,
      reason: 'the mail server says that this e-mail address does not work',
    };
  // A wrong password or a missing certificate is ours to mend, and no fault of the letter.
  if (responseCode >= 500 && code !== 'EAUTH' && code !== 'ETLS' && (hasBegun || command?.startsWith('MAIL')))
    return { kind: 'refused', reason: 'the mail server refused the e-mail' };
  return { kind: 'later', reason: 'the mail server could not be used' };
}

function troubleOf({ code, responseCode }: Failure): string {
  if (code === 'EAUTH') return 'The mail server refuses the name or password in SMTP_URL.';
  if (code === 'ETLS') return 'The mail server offers no connection that is private (TLS). Check SMTP_URL.';
  return `The mail server of SMTP_URL cannot be used (${responseCode ?? code ?? 'no answer'}).`;
}
