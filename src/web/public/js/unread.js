// What the visitor has not looked at yet, chat by chat; kept in the browser, so that a reload still knows.
const KEPT = 'convenor-seen';

export function openUnread(latestChange, onCount) {
  const kept = read();
  // A database that starts again has lower numbers; and whoever comes for the first time has missed nothing.
  const isOld = kept && kept.latest <= latestChange;
  const seen = isOld ? kept.seen : {};
  const baseline = isOld ? kept.baseline : latestChange;
  const waiting = new Map();
  save();

  function save() {
    try {
      localStorage.setItem(KEPT, JSON.stringify({ seen, baseline, latest: latestChange }));
    } catch {
      // Without storage the counts last as long as the page.
    }
  }

  const seenOf = (chat) => seen[chat] ?? baseline;

  return {
    /** Where the stream must start, to count what came while the page was closed. */
    since: () => Math.min(baseline, ...Object.values(seen)) || baseline,
    count: (chat) => waiting.get(chat)?.size ?? 0,
    total: () => [...waiting.values()].reduce((sum, ids) => sum + ids.size, 0),
    /** Something new from Convenor or another person in a chat that is not being looked at. */
    add(chat, id, change) {
      if (change <= seenOf(chat)) return;
      latestChange = Math.max(latestChange, change);
      waiting.set(chat, (waiting.get(chat) ?? new Set()).add(id));
      onCount(chat);
    },
    /** The chat is being looked at, up to this change. */
    look(chat, change) {
      if (change > seenOf(chat)) seen[chat] = change;
      latestChange = Math.max(latestChange, change);
      save();
      if (waiting.delete(chat)) onCount(chat);
    },
  };
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT));
  } catch {
    return null;
  }
}
