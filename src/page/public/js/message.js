// One line of the chat: words, or a card with its second view.
import { drawCard } from './cards.js';
import { el } from './dom.js';
import { drawSlack } from './slack.js';

const clockOf = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });

/** Make a message's place in the chat; `me` is who is looking, `deeds` what cards can do. */
export function placeMessage(message, me, deeds) {
  const element = el('article', { class: `line ${sideOf(message, me)}`, tabindex: '-1', 'data-message': message.id });
  let shown = message;
  let drawn;
  let newest;
  let asSlack = false;

  function draw() {
    drawn = undefined;
    newest = undefined;
    element.setAttribute('aria-label', `${nameOf(shown, me)}, ${clockOf.format(new Date(shown.at))}`);
    element.replaceChildren(heading(shown, me), shown.card ? cardOf(shown) : el('p', { class: 'bubble' }, shown.text));
  }

  function cardOf({ card }) {
    drawn = drawCard(card, (action, input) => deeds.press(shown, action, input));
    const tools =
      card.blocks === null
        ? undefined
        : el('button', { type: 'button', class: 'link slack-toggle', 'aria-pressed': 'false' }, 'See it as Slack');
    const holder = el('div', { class: 'card-holder' }, drawn.element, tools);
    tools?.addEventListener('click', () => toggle(holder, tools, card));
    if (asSlack) toggle(holder, tools, card, true);
    return holder;
  }

  function toggle(holder, tools, card, isSlack = !asSlack) {
    asSlack = isSlack;
    tools.setAttribute('aria-pressed', String(asSlack));
    drawn.element.hidden = asSlack;
    holder.querySelector('.slack')?.remove();
    if (asSlack) tools.before(drawSlack(card.blocks, (part) => deeds.pressInSlack(shown, part)));
  }

  // What somebody is typing is worth more than being up to date.
  function offer() {
    if (element.querySelector('.changed')) return;
    const show = el('button', { type: 'button', onclick: () => redraw() }, 'Show the newest');
    element.append(el('div', { class: 'changed' }, el('p', { role: 'status' }, 'This card has changed.'), show));
  }

  function redraw() {
    const focused = element.contains(document.activeElement) ? document.activeElement : undefined;
    const words = focused?.textContent;
    shown = newest ?? shown;
    draw();
    if (!focused) return;
    const same = [...element.querySelectorAll('button')].find((button) => button.textContent === words);
    (same ?? element).focus({ preventScroll: true });
  }

  draw();
  return {
    element,
    change: () => (newest ?? shown).change,
    day: () => shown.at,
    /** Show a newer state, unless somebody is typing in this one. */
    update(next) {
      newest = next;
      if (drawn?.isInUse()) offer();
      else redraw();
    },
    /** What was typed has been sent: start again from the newest state. */
    finish: redraw,
    focus() {
      if (shown.card?.kind === 'form') drawn.focusFirstInput();
      else element.focus({ preventScroll: true });
      element.scrollIntoView({ block: 'nearest' });
    },
  };
}

function heading(message, me) {
  return el(
    'p',
    { class: 'who' },
    el('strong', {}, nameOf(message, me)),
    ' ',
    el('time', { datetime: message.at }, clockOf.format(new Date(message.at))),
    message.isPrivate && el('span', { class: 'private' }, 'Only you can see this'),
  );
}

const nameOf = ({ from }, me) => (from === null ? 'Convenor' : from.personId === me ? 'You' : from.name);
const sideOf = ({ from }, me) => (from === null ? 'bot' : from.personId === me ? 'mine' : 'other');
