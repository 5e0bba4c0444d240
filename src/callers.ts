// Who calls the program's addresses: a source that is refused too often is answered without any work, and refusals are told in
// the log once a minute, with how many there were. Kept in memory and by each copy for itself: with two copies behind a proxy, a
// source has twice as many tries, and a restart begins anew.
import { isIPv6 } from 'node:net';
import type { RequestHandler } from 'express';
import type { Callers, RefusalReason, RefusedCall } from './chat/callers.ts';
import type { Log } from './log.ts';

export interface CallersOptions {
  /** Refusals in a minute after which a source is stopped; 0 for as many as come. */
  perSource: number;
  /** Whether addresses are the callers' own: without it, those of this machine and its network may be a proxy for everybody. */
  isProxyTrusted: boolean;
  log: Log;
  onRefused?(fact: { platform: string; reason: RefusalReason }): void;
  now?: () => number;
}

export interface OpenCallers extends Callers {
  /** Stands before an address: 429 for a source that is stopped. */
  gate(platform: string): RequestHandler;
  /** Write what was not written yet. */
  stop(): void;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** As many sources as are remembered; whoever was longest silent is forgotten first. */
const MOST_SOURCES = 10_000;

interface Source {
  /** How many refusals are left, and when that was reckoned. */
  left: number;
  at: number;
  /** When the platform's own token or signature last came from there. */
  vouchedAt: number;
}

/** Open the count of those who are refused. */
export function openCallers(options: CallersOptions): OpenCallers {
  const { perSource, log, now = () => performance.now() } = options;
  const sources = new Map<string, Source>();
  const book = openBook(log, now);

  /** What is known of a source; its place in the row of the forgotten is the last from now on. */
  function touch(key: string): Source {
    const at = now();
    const known = sources.get(key);
    const before = known ?? { left: perSource, at, vouchedAt: Number.NEGATIVE_INFINITY };
    const left = Math.min(perSource, before.left + ((at - before.at) / MINUTE_MS) * perSource);
    const source = { ...before, left, at };
    sources.delete(key);
    if (sources.size >= MOST_SOURCES) sources.delete(sources.keys().next().value!);
    sources.set(key, source);
    return source;
  }
  const counts = (address: string | undefined): address is string =>
    perSource > 0 && address !== undefined && (options.isProxyTrusted || classOf(address) === 'public');
  // A bot of somebody else's that Microsoft calls at our address comes from where ours comes from.
  const isStopped = (address: string | undefined) => {
    const known = counts(address) && sources.has(sourceOf(address)) ? touch(sourceOf(address)) : undefined;
    return known !== undefined && known.left < 1 && now() - known.vouchedAt > HOUR_MS;
  };

  function refused(call: RefusedCall): void {
    const { platform, reason, address } = call;
    options.onRefused?.({ platform, reason });
    book.write(call);
    // What has been vouched for is the platform's own, whomever it is for.
    if (reason === 'mismatch' || reason === 'elsewhere' || reason === 'source' || !counts(address)) return;
    const source = touch(sourceOf(address));
    source.left = Math.max(0, source.left - 1);
  }

  return {
    refused,
    vouched(address) {
      if (counts(address)) touch(sourceOf(address)).vouchedAt = now();
    },
    gate: (platform) => (request, response, next) => {
      if (!isStopped(request.ip)) return next();
      refused({ platform, reason: 'source', status: 429, address: request.ip, why: `more than ${perSource} a minute` });
      response.set({ 'Retry-After': '60', Connection: 'close' }).status(429).end();
    },
    stop: () => book.close(),
  };
}

/** This machine, its network, or anywhere. */
export function classOf(address: string): 'loopback' | 'private' | 'public' {
  const plain = address.replace(/^::ffff:/i, '');
  if (/^127\./.test(plain) || plain === '::1') return 'loopback';
  const isPrivate = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|f[cd]|fe[89ab])/i.test(plain);
  return isPrivate ? 'private' : 'public';
}

/** Whoever has one address of IPv6 has 2^64 of them. */
function sourceOf(address: string): string {
  const plain = address.replace(/^::ffff:/i, '');
  return isIPv6(plain) && !plain.startsWith('::') ? plain.split(':').slice(0, 4).join(':') : plain;
}

interface Line {
  writtenAt: number;
  fields: Omit<RefusedCall, 'address'> & { from: string };
  count: number;
}

/** The log of refusals: the first at once, and then once a minute how many more there were. Reasons are few, so lines are. */
function openBook(log: Log, now: () => number) {
  const lines = new Map<string, Line>();
  const tell = (line: Line) => {
    if (line.count > 0) log.warn({ ...line.fields, count: line.count }, 'requests refused at the gate');
    Object.assign(line, { count: 0, writtenAt: now() });
  };
  const turn = setInterval(() => {
    for (const [key, line] of lines) {
      if (now() - line.writtenAt < MINUTE_MS) continue;
      if (line.count === 0) lines.delete(key);
      else tell(line);
    }
  }, MINUTE_MS / 4).unref();
  return {
    write({ address, ...call }: RefusedCall): void {
      const from = address === undefined ? 'nowhere' : classOf(address);
      const key = `${call.platform} ${call.reason} ${from} ${call.why}`;
      const known = lines.get(key);
      if (known) {
        known.count += 1;
        if (now() - known.writtenAt >= MINUTE_MS) tell(known);
        return;
      }
      const line = { writtenAt: now(), fields: { ...call, from }, count: 1 };
      lines.set(key, line);
      tell(line);
    },
    close(): void {
      clearInterval(turn);
      for (const line of lines.values()) tell(line);
    },
  };
}
