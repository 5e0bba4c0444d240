// Who the visitor can be, by group, and the channels.
import { el, showNews } from './dom.js';
import { roving } from './roving.js';

/** The groups in the order in which they are first named, each with its people. */
export function grouped(people) {
  const groups = new Map();
  for (const person of people) groups.set(person.group, [...(groups.get(person.group) ?? []), person]);
  return [...groups];
}

export function openPeople(nav, { people, channels, choose, enter, countOf }) {
  const badges = new Map();
  const list = roving(nav, 'button');

  const item = (chat, name, more, onclick) => {
    const badge = el('span', { class: 'news', hidden: true });
    badges.set(chat, badge);
    const words = el(
      'span',
      { class: 'who-words' },
      el('span', { class: 'who-name' }, name),
      el('span', { class: 'who-roles' }, more),
    );
    return el(
      'li',
      {},
      el('button', { type: 'button', 'data-chat': chat, tabindex: '-1', onclick }, words, ' ', badge),
    );
  };
  const group = (title, items) => [el('h3', {}, title), el('ul', {}, ...items)];

  nav.replaceChildren(
    el('h2', { id: 'people-title' }, 'Who are you?'),
    ...grouped(people).flatMap(([title, members]) =>
      group(
        title,
        members.map((person) => item(person.in, person.name, person.roles, () => choose(person.personId))),
      ),
    ),
    ...(channels.length > 0
      ? group(
          'Channels',
          channels.map((channel) =>
            item(channel.in, `# ${channel.name}`, channel.description, () => enter(channel.in)),
          ),
        )
      : []),
  );
  list.enter(nav.querySelector('button'));

  return {
    count(chat) {
      const badge = badges.get(chat);
      if (badge) showNews(badge, countOf(chat));
    },
    /** Mark who the visitor is, and which channel is open. */
    mark(person, chat) {
      for (const button of nav.querySelectorAll('button')) {
        const isMe = button.dataset.chat === `person-${person}`;
        const isOpen = button.dataset.chat === chat;
        if (isMe || isOpen) button.setAttribute('aria-current', isOpen ? 'page' : 'true');
        else button.removeAttribute('aria-current');
        if (isOpen) list.enter(button);
      }
    },
  };
}
