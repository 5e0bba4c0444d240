// How much one person and one organisation may ask of this copy of the program in a minute. Kept in memory: several copies each
// allow as much, and a restart begins anew, which is enough against somebody who presses without end or a script that does.
import type { Sender } from './contract.ts';

export interface Limits {
  /** Requests a minute; 0 for as many as come. */
  perPerson: number;
  perTenant: number;
}

export const NO_LIMITS: Limits = { perPerson: 0, perTenant: 0 };

const MINUTE_MS = 60_000;

interface Bucket {
  left: number;
  at: number;
}

/** Open the count. It says why a request is not heard now, in words for the person, or nothing when it is. */
export function openLimits(
  { perPerson, perTenant }: Limits,
  now: () => number = () => performance.now(),
): (from: Sender) => string | undefined {
  const people = openBuckets(perPerson, now);
  const tenants = openBuckets(perTenant, now);
  return ({ platform, tenant, userId }) => {
    const where = `${platform} ${tenant}`;
    // The person first, so that somebody who is stopped does not use up what is left for the others.
    if (!people(`${where} ${userId}`))
      return `That was more than ${perPerson} requests in a minute, so I did not do this one and nothing was changed. Please wait a minute and try again.`;
    if (!tenants(where))
      return `Your organisation has asked for more than ${perTenant} things in a minute, so I did not do this one and nothing was changed. Please try again in a minute.`;
    return undefined;
  };
}

/** As many at once as a minute allows, and then as time brings them back. */
function openBuckets(perMinute: number, now: () => number): (key: string) => boolean {
  const buckets = new Map<string, Bucket>();
  let sweptAt = now();
  return (key) => {
    if (perMinute === 0) return true;
    const at = now();
    if (at - sweptAt >= MINUTE_MS) {
      // Untouched for a minute is full again, as if it had never been there.
      for (const [each, bucket] of buckets) if (at - bucket.at >= MINUTE_MS) buckets.delete(each);
      sweptAt = at;
    }
    const before = buckets.get(key) ?? { left: perMinute, at };
    const left = Math.min(perMinute, before.left + ((at - before.at) / MINUTE_MS) * perMinute);
    buckets.set(key, { left: left >= 1 ? left - 1 : left, at });
    return left >= 1;
  };
}
