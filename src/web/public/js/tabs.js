import { el, showNews } from './dom.js';
import { roving } from './roving.js';

/** The chats that one person has: their own with Convenor, and the channels. */
export function openTabs(holder, { enter, countOf }) {
  const list = roving(holder, 'button');
  const badges = new Map();

  return {
    show(chats, current) {
      badges.clear();
      holder.replaceChildren(
        ...chats.map(({ in: chat, name }) => {
          const badge = el('span', { class: 'news', hidden: true });
          badges.set(chat, badge);
          return el(
            'button',
            { type: 'button', 'aria-pressed': String(chat === current), onclick: () => enter(chat) },
            name,
            ' ',
            badge,
          );
        }),
      );
      const open = holder.querySelector('[aria-pressed="true"]');
      list.enter(open);
      // On a phone the tabs are wider than the screen, and stay where somebody else left them.
      open?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      for (const chat of badges.keys()) this.count(chat);
    },
    count(chat) {
      const badge = badges.get(chat);
      if (badge) showNews(badge, countOf(chat));
    },
    focusCurrent: () => holder.querySelector('[aria-pressed="true"]')?.focus(),
  };
}
