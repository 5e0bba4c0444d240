// How tokens lie in the database: encrypted under a key made of SECRET_KEY, each bound to the row and column that it stands
// in, so that neither a copy of the database nor a value moved to another row is of use to anybody.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

export interface Seal {
  /** Encrypt a token for its place: `T0123456789 accessToken`. */
  close(place: string, token: string): Uint8Array<ArrayBuffer>;
  /**
   * Read a token again. Undefined when it was not closed under this key for this place: SECRET_KEY is another one, or the
   * value was moved or changed.
   */
  open(place: string, sealed: Uint8Array): string | undefined;
}

/** AES-256-GCM with a random nonce for each token; the key is derived, so that SECRET_KEY itself encrypts nothing. */
export function openSeal(secretKey: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'convenor: tokens of Slack installations', 32));
  return {
    close(place, token) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
      const words = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
      return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), words]));
    },
    open(place, sealed) {
      if (sealed.length <= NONCE + TAG) return undefined;
      const bytes = Buffer.from(sealed);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG })
          .setAAD(Buffer.from(place))
          .setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
        return decipher.update(bytes.subarray(NONCE + TAG), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
