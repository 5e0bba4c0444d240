// The conversation: messages in order, a heading for each day, the newest in view.
import { el } from './dom.js';
import { placeMessage } from './message.js';

const dayOf = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

export function openLog(log, deeds) {
  let places = new Map();
  let lastDay = '';
  let me;
  // It scrolls, so the keyboard must be able to reach it.
  log.tabIndex = 0;

  function add(message) {
    const day = dayOf.format(new Date(message.at)).replace(',', '');
    if (day !== lastDay) log.append(el('h3', { class: 'day' }, day));
    lastDay = day;
    const place = placeMessage(message, me, deeds);
    places.set(message.id, place);
    log.append(place.element);
  }

  // The newest in view; of a card that is taller than the log, its beginning.
  function toEnd() {
    const last = log.lastElementChild;
    if (last && last.offsetHeight > log.clientHeight) last.scrollIntoView({ block: 'start' });
    else log.scrollTop = log.scrollHeight;
  }

  // When what is above or below it grows, what somebody looks at stays in view.
  new ResizeObserver(() => {
    const focused = log.contains(document.activeElement) ? document.activeElement.closest('.line') : undefined;
    if (focused && focused.offsetHeight < log.clientHeight) focused.scrollIntoView({ block: 'nearest' });
    else if (!focused && wasAtEnd) toEnd();
  }).observe(log);
  let wasAtEnd = true;
  log.addEventListener('scroll', () => {
    wasAtEnd = isAtEnd();
  });
  const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120;

  return {
    /** Show a conversation from its beginning, without reading it all out. */
    start(person, messages) {
      me = person;
      places = new Map();
      lastDay = '';
      log.setAttribute('aria-busy', 'true');
      log.replaceChildren();
      for (const message of messages) add(message);
      if (messages.length === 0)
        log.append(
          el('p', { class: 'empty' }, 'Nothing has been said here yet. Type help to see what Convenor can do.'),
        );
      toEnd();
      log.removeAttribute('aria-busy');
    },
    /** Show a message that is new or has changed; says whether there was anything to show. */
    show(message) {
      const place = places.get(message.id);
      if (place && place.change() >= message.change) return false;
      if (place) {
        place.update(message);
        return true;
      }
      log.querySelector('.empty')?.remove();
      const follows = isAtEnd();
      add(message);
      if (follows) toEnd();
      return true;
    },
    finish: (id) => places.get(id)?.finish(),
    focus: (id) => places.get(id)?.focus(),
    /** Show a message from its beginning; false when it is not here. */
    begin(id) {
      const element = places.get(id)?.element;
      element?.focus({ preventScroll: true });
      element?.scrollIntoView({ block: 'start' });
      return element !== undefined;
    },
    toEnd,
  };
}
