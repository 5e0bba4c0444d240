// Microsoft's published keys for what its channels send. They are fetched when the first token comes, kept for a day, and
// fetched again for a key that nobody knows, once an hour at most: whoever makes up key ids cannot make this program ask.
import { z } from 'zod';

export const DESCRIPTION = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
const KEPT_MS = 24 * 3600_000;
const UNKNOWN_MS = 3600_000;
/** How long keys serve while Microsoft's page cannot be reached. */
const LONGEST_MS = 5 * KEPT_MS;
/** Between tries that fail. */
const FAILED_MS = 10_000;
const WITHIN_MS = 5000;
const MOST_BYTES = 1024 * 1024;

const Description = z.object({ issuer: z.string(), jwks_uri: z.url() });
const Key = z.looseObject({
  kid: z.string().min(1).max(200),
  kty: z.literal('RSA'),
  n: z.string(),
  e: z.string(),
  use: z.string().optional(),
  endorsements: z.array(z.string()).optional(),
});
const Keys = z.object({ keys: z.array(z.unknown()).max(1000) });

/** A key that signs tokens, and the channels for which Microsoft vouches with it. */
export interface SigningKey {
  jwk: { kty: 'RSA'; n: string; e: string; alg: 'RS256' };
  endorsements: string[];
}

export interface KeyRing {
  /** The key of an id; undefined when Microsoft has published none. Rejects when the keys cannot be had. */
  find(kid: string): Promise<SigningKey | undefined>;
}

export interface KeyRingOptions {
  /** Where the keys are described. */
  description?: string | undefined;
  now: () => Date;
}

/** Open the ring of Microsoft's keys; nothing is fetched yet. */
export function openKeyRing({ description = DESCRIPTION, now }: KeyRingOptions): KeyRing {
  let keys = new Map<string, SigningKey>();
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | undefined;

  async function fetchKeys(): Promise<void> {
    triedAt = now().getTime();
    keys = await readKeys(description);
    fetchedAt = triedAt;
  }
  const refresh = () => {
    fetching ??= fetchKeys().finally(() => {
      fetching = undefined;
    });
    return fetching;
  };

  return {
    async find(kid) {
      const age = () => now().getTime() - fetchedAt;
      const isWanted = age() >= (keys.has(kid) ? KEPT_MS : UNKNOWN_MS);
      const mayTry = fetching !== undefined || now().getTime() - triedAt >= FAILED_MS;
      const fault = isWanted && mayTry ? await refresh().catch((error: unknown) => error) : undefined;
      // Yesterday's keys are better than silence, but not for ever.
      if (age() >= LONGEST_MS) throw new Error('Microsoft’s keys cannot be fetched', { cause: fault });
      return keys.get(kid);
    },
  };
}

async function readKeys(description: string): Promise<Map<string, SigningKey>> {
  const { jwks_uri: uri } = Description.parse(await fetchJson(description));
  // The description says where the keys are, and may not say that they are somebody else's.
  if (new URL(uri).origin !== new URL(description).origin) throw new Error('the keys are not where they are described');
  const { keys } = Keys.parse(await fetchJson(uri));
  return new Map(
    keys.flatMap((given) => {
      const { data: key } = Key.safeParse(given);
      if (key === undefined || (key.use !== undefined && key.use !== 'sig')) return [];
      const { kid, kty, n, e, endorsements = [] } = key;
      return [[kid, { jwk: { kty, n, e, alg: 'RS256' as const }, endorsements }] as const];
    }),
  );
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(WITHIN_MS) });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`Microsoft’s keys were answered with ${response.status}`);
  }
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MOST_BYTES) throw new Error('Microsoft’s keys are longer than keys are');
  }
  return JSON.parse(text);
}
