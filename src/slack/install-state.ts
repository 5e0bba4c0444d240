// An invitation to install: signed, for ten minutes, for one browser and one use. Without it somebody could have another
// person's browser finish an installation that they began, or finish one twice.
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

export const STATE_MS = 10 * 60_000;

export interface Invitation {
  /** Goes to Slack and comes back in the address. */
  state: string;
  /** Stays in the browser. */
  cookie: string;
}

export interface Invitations {
  invite(now: Date): Invitation;
  /** Read what came back. Undefined when it was not signed here, is too old, or belongs to another browser. */
  read(state: string, cookie: string, now: Date): { nonce: string; expiresAt: Date } | undefined;
}

/** Open the invitations under a key made of SECRET_KEY, which copies of the program share. */
export function openInvitations(secretKey: string): Invitations {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'convenor: invitations to install in Slack', 32));
  const sign = (nonce: string, ends: string, cookie: string) =>
    createHmac('sha256', key).update(`${nonce}.${ends}.${cookie}`).digest('base64url');
  return {
    invite(now) {
      const nonce = randomBytes(18).toString('base64url');
      const cookie = randomBytes(24).toString('base64url');
      const ends = String(now.getTime() + STATE_MS);
      return { state: `${nonce}.${ends}.${sign(nonce, ends, cookie)}`, cookie };
    },
    read(state, cookie, now) {
      const parts = state.length > 300 ? undefined : /^([\w-]{24})\.(\d{13,16})\.([\w-]{43})$/.exec(state);
      if (!parts || !/^[\w-]{32}$/.test(cookie)) return undefined;
      const [, nonce, ends, signature] = parts as unknown as [string, string, string, string];
      const wanted = sign(nonce, ends, cookie);
      if (!timingSafeEqual(Buffer.from(signature), Buffer.from(wanted))) return undefined;
      const expiresAt = new Date(Number(ends));
      return expiresAt > now ? { nonce, expiresAt } : undefined;
    },
  };
}
