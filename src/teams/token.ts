// Whether a request comes from Microsoft's Teams channel, and nothing else than that: the SDK's own check also hears the
// emulator, skills and the government's cloud, remembers the issuer of every token that it was ever shown, and skips what an
// activity leaves out. ASVS 9.1.1 to 9.2.3.
import { z } from 'zod';
import type { KeyRing, SigningKey } from './keys.ts';

export const CHANNEL = 'msteams';
const ISSUER = 'https://api.botframework.com';
const SKEW_SECONDS = 300;
// Real ones have some 1,500 characters.
const LONGEST = 8000;

const Claims = z.looseObject({ aud: z.string(), exp: z.number(), nbf: z.number(), serviceurl: z.string().min(1) });

/** What a token that was checked says of the request that it came with. */
export interface Vouched {
  /** Where the answer may go. */
  serviceUrl: string;
  /** The channels that Microsoft's key vouches for. */
  endorsements: string[];
}

export interface TokenCheck {
  /** What a token says; undefined for one that is not Microsoft's for this bot now. Rejects when that cannot be found out. */
  check(authorization: string | undefined): Promise<Vouched | undefined>;
}

export interface TokenCheckOptions {
  appId: string;
  keys: KeyRing;
  now: () => Date;
}

/** Open the check of the tokens that come with Microsoft's requests. */
export function openTokenCheck({ appId, keys, now }: TokenCheckOptions): TokenCheck {
  return {
    async check(authorization) {
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
      if (token === undefined || token.length > LONGEST) return undefined;
      // Loaded with the first token, so that the program starts as fast without it.
      const { decodeJwt, decodeProtectedHeader, jwtVerify } = await import('jose');
      const kid = quietly(() => {
        // Looked at before any key is fetched: what does not even claim to be Microsoft's costs nothing.
        const { alg, kid } = decodeProtectedHeader(token);
        const { iss, aud } = decodeJwt(token);
        return alg === 'RS256' && iss === ISSUER && aud === appId ? kid : undefined;
      });
      if (typeof kid !== 'string' || kid === '') return undefined;
      const key = await keys.find(kid);
      if (key === undefined) return undefined;
      try {
        const { payload } = await jwtVerify(token, key.jwk, {
          algorithms: ['RS256'],
          issuer: ISSUER,
          audience: appId,
          clockTolerance: SKEW_SECONDS,
          currentDate: now(),
          requiredClaims: ['exp', 'nbf', 'serviceurl'],
        });
        return vouchedBy(payload, key);
      } catch {
        return undefined;
      }
    },
  };
}

function vouchedBy(payload: unknown, { endorsements }: SigningKey): Vouched | undefined {
  const claims = Claims.safeParse(payload);
  return claims.success ? { serviceUrl: claims.data.serviceurl, endorsements } : undefined;
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
