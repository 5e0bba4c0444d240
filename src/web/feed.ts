// Tells open pages what changed. The table is asked, not this process's memory: another copy of the bot may have written.
import type { Log } from '../log.ts';
import type { Records, Row } from '../page/records.ts';

export interface Feed {
  /** Hear every message written or changed after `after`, in order; returns how to stop. */
  listen(after: number, hear: (rows: Row[]) => void): () => void;
  /** Something was just written here: look now. */
  poke(): void;
  stop(): void;
}

const EVERY_MS = 500;
const AT_ONCE = 500;

/** Open the feed; it looks only while somebody listens. */
export function openFeed(records: Records, log: Log): Feed {
  const listeners = new Set<{ after: number; hear: (rows: Row[]) => void }>();
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;
  let lookAgain = false;
  let isStopped = false;

  async function look(): Promise<void> {
    if (isLooking) {
      lookAgain = true;
      return;
    }
    clearTimeout(timer);
    isLooking = true;
    lookAgain = false;
    try {
      lookAgain = (await tell()) || lookAgain;
    } catch (error) {
      log.warn({ err: error }, 'looking for news failed');
    }
    isLooking = false;
    if (isStopped || listeners.size === 0) return;
    if (lookAgain) void look();
    else timer = setTimeout(look, EVERY_MS).unref();
  }

  // True when there may be more than was asked for.
  async function tell(): Promise<boolean> {
    if (listeners.size === 0) return false;
    const behind = Math.min(...[...listeners].map((listener) => listener.after));
    const rows = await records.changedSince(behind, AT_ONCE);
    for (const listener of listeners) {
      const news = rows.filter((row) => row.change > listener.after);
      if (news.length === 0) continue;
      listener.after = news.at(-1)!.change;
      listener.hear(news);
    }
    return rows.length === AT_ONCE;
  }

  return {
    listen(after, hear) {
      const listener = { after, hear };
      listeners.add(listener);
      void look();
      return () => listeners.delete(listener);
    },
    poke() {
      if (listeners.size > 0) void look();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      listeners.clear();
    },
  };
}
