// The demonstration's clock: what it says, and the ways to move it on.
import { post, Trouble } from './api.js';
import { byId, el } from './dom.js';

const NAMED = 5;

/** `enter(chat)` goes to somebody who was written to; `moved` is called when the clock stands elsewhere. */
export function openClock({ enter, moved }) {
  const date = byId('clock-date');
  const status = byId('clock-status');
  const controls = document.querySelectorAll('.clock button');

  function show(now) {
    date.textContent = now.words;
    date.dateTime = now.now;
    byId('clock-time').textContent = now.time;
    const to = byId('clock-to');
    if (!to.value || to.value < now.date) to.value = now.date;
    to.min = now.date;
  }

  function showTold(told) {
    const more = told.length - NAMED;
    byId('clock-told').replaceChildren(
      ...told
        .slice(0, NAMED)
        .map(({ in: chat, name, messages }) =>
          el(
            'li',
            {},
            el('button', { type: 'button', class: 'link', onclick: () => enter(chat) }, `${name}, ${messages} new`),
          ),
        ),
      more > 0 ? el('li', { class: 'subtle' }, `and ${more} more, marked “new” below`) : '',
    );
  }

  async function move(to) {
    if (status.dataset.moving) return;
    status.dataset.moving = 'yes';
    status.textContent = 'Moving the clock on…';
    byId('clock-told').replaceChildren();
    for (const button of controls) button.setAttribute('aria-disabled', 'true');
    try {
      const { moved: brought, ...now } = await post('clock', { to });
      show(now);
      status.textContent = `It is now ${now.words}. ${brought.words}`;
      showTold(brought.told);
      moved();
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      status.textContent = error.message;
    } finally {
      delete status.dataset.moving;
      for (const button of controls) button.removeAttribute('aria-disabled');
    }
  }

  for (const button of document.querySelectorAll('[data-move]'))
    button.addEventListener('click', () => move(button.dataset.move));
  byId('clock-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const to = byId('clock-to').value;
    if (to) move(to);
    else status.textContent = 'Choose a date first.';
  });
  return { show };
}
