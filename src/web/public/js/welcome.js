import { el } from './dom.js';
import { grouped } from './people.js';

/** Greet a newcomer: what this is, who to be, what to try. */
export function welcome(section, { people, choose }) {
  const card = (person) =>
    el(
      'li',
      {},
      el(
        'button',
        { type: 'button', class: 'persona', onclick: () => choose(person.personId) },
        el('span', { class: 'who-name' }, person.name),
        el('span', { class: 'who-roles' }, person.roles),
        el('span', { class: 'persona-try' }, el('strong', {}, 'Try this: '), person.tryThis),
      ),
    );

  section.replaceChildren(
    el('h2', { id: 'welcome-title', tabindex: '-1' }, 'Welcome. Who would you like to be?'),
    el(
      'p',
      { class: 'lead' },
      'Convenor is a chat bot that convenes school-improvement boards. Everybody here is made up, and nothing leaves this computer. ',
      'Choose somebody, type help or press a button on a card, then be somebody else and see what reached them.',
    ),
    ...grouped(people).flatMap(([title, members]) => [
      el('h3', {}, title),
      el('ul', { class: 'personas' }, ...members.map(card)),
    ]),
  );
}
