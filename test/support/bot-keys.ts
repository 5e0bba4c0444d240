// Microsoft's key page as the gate sees it, and tokens signed with its keys or with somebody else's.
import { constants, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PublishedKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  endorsements: string[] | null;
}

export function aKey(kid: string, endorsements: string[] | null = ['msteams', 'webchat'], bits = 2048): PublishedKey {
  return { kid, endorsements, ...generateKeyPairSync('rsa', { modulusLength: bits }) };
}

/** A server with the description of the keys, and the keys. */
export class BotKeys {
  /** How often the keys were asked for. */
  asked = 0;
  published: PublishedKey[];
  /** What is answered in place of the keys. */
  fails: 'status' | 'redirect' | 'elsewhere' | 'nonsense' | undefined;
  readonly #server: http.Server;

  private constructor(server: http.Server, keys: PublishedKey[]) {
    this.#server = server;
    this.published = keys;
    server.on('request', (request, response) => this.#serve(request.url!, response));
  }

  static async open(keys: PublishedKey[]): Promise<BotKeys> {
    const server = http.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new BotKeys(server, keys);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Where the keys are described. */
  get description(): string {
    return `${this.origin}/v1/.well-known/openidconfiguration`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(path: string, response: http.ServerResponse): void {
    if (path.endsWith('openidconfiguration')) {
      const origin = this.fails === 'elsewhere' ? this.origin.replace('127.0.0.1', 'localhost') : this.origin;
      response.end(
        JSON.stringify({ issuer: 'https://api.botframework.com', jwks_uri: `${origin}/v1/.well-known/keys` }),
      );
      return;
    }
    this.asked += 1;
    if (this.fails === 'status') response.writeHead(500).end();
    else if (this.fails === 'redirect') response.writeHead(302, { location: `${this.origin}/other` }).end();
    else if (this.fails === 'nonsense') response.end('<html>');
    else response.end(JSON.stringify({ keys: this.published.map(jwkOf) }));
  }
}

function jwkOf({ kid, publicKey, endorsements }: PublishedKey): object {
  return {
    ...publicKey.export({ format: 'jwk' }),
    kid,
    use: 'sig',
    x5t: kid,
    ...(endorsements ? { endorsements } : {}),
  };
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token over claims; `alg` RS256 unless the header says otherwise. */
export function aToken(key: PublishedKey, claims: object, header: Record<string, unknown> = {}): string {
  const head = { alg: 'RS256', typ: 'JWT', kid: key.kid, x5t: key.kid, ...header };
  const signed = `${part(head)}.${part(claims)}`;
  return `${signed}.${signatureOf(head.alg, signed, key)}`;
}

function signatureOf(alg: string, signed: string, { privateKey, publicKey }: PublishedKey): string {
  switch (alg) {
    case 'none':
      return '';
    // The old trick: the public key, which everybody knows, taken as a secret.
    case 'HS256':
      return createHmac('sha256', publicKey.export({ format: 'pem', type: 'spki' }))
        .update(signed)
        .digest('base64url');
    case 'PS256': {
      const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
      return sign('sha256', Buffer.from(signed), { key: privateKey, ...padding }).toString('base64url');
    }
    case 'RS512':
      return sign('sha512', Buffer.from(signed), privateKey).toString('base64url');
    default:
      return sign('sha256', Buffer.from(signed), privateKey).toString('base64url');
  }
}
