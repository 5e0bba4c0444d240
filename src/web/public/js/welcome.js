import { el } from './dom.js';
import { inviteOf } from './hint.js';
import { grouped } from './people.js';

/** Greet a newcomer: what this is, who to be and what to try, and what has ended already. */
export function welcome(section, { greeting, toTry, people, choose, begin, follow }) {
  const things = toTry.all();
  const focused = section.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  section.replaceChildren(
    el('h2', { id: 'welcome-title', tabindex: '-1' }, greeting.title),
    ...greeting.words.map((words) => el('p', { class: 'lead' }, words)),
    ...(things.length > 0 ? listOf(things, toTry.inWords(), { begin, follow }) : everybody(people, choose)),
  );
  if (focused) section.querySelector(`[data-key="${focused}"]`)?.focus();
}

function listOf(things, inWords, { begin, follow }) {
  const isAll = things.every(({ isDone }) => isDone);
  return [
    el('h3', {}, 'What to try ', el('span', { class: 'subtle' }, inWords)),
    el('ol', { class: 'personas' }, ...things.map((thing) => item(thing, { begin, follow }))),
    el(
      'p',
      { class: 'lead' },
      isAll
        ? 'That was all of it, and each thing has ended. To bring your own schools and people, see README.md.'
        : 'Everybody else is in the list of people: be anybody, and type help for what that person may do.',
    ),
  ];
}

function item(thing, { begin, follow }) {
  const { key, name, role, what, isDone, ended, next } = thing;
  return el(
    'li',
    { class: isDone ? 'thing done' : 'thing' },
    el(
      'button',
      { type: 'button', class: 'persona', 'data-key': key, onclick: () => begin(thing) },
      el('span', { class: 'who-name' }, name === null ? role : `Be ${name}`),
      name !== null && el('span', { class: 'who-roles' }, role),
      el('span', { class: 'persona-try' }, what),
    ),
    isDone &&
      el('p', { class: 'ended' }, el('span', { 'aria-hidden': 'true' }, '✓ '), el('strong', {}, 'Done. '), ended),
    isDone &&
      next !== null &&
      el(
        'button',
        { type: 'button', class: 'link', 'data-key': `${key}-next`, onclick: () => follow(thing) },
        inviteOf(thing),
      ),
  );
}

function everybody(people, choose) {
  const card = (person) =>
    el(
      'li',
      {},
      el(
        'button',
        { type: 'button', class: 'persona', onclick: () => choose(person.personId) },
        el('span', { class: 'who-name' }, person.name),
        el('span', { class: 'who-roles' }, person.roles),
        el('span', { class: 'persona-try' }, person.tryThis),
      ),
    );
  return grouped(people).flatMap(([title, members]) => [
    el('h3', {}, title),
    el('ul', { class: 'personas' }, ...members.map(card)),
  ]);
}
