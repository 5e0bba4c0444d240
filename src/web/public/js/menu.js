import { byId } from './dom.js';

/** On a narrow screen the people and the clock are behind a button; Esc closes them and goes back to it. */
export function openMenu() {
  const button = byId('menu');
  const isOpen = () => button.getAttribute('aria-expanded') === 'true';

  function set(open) {
    button.setAttribute('aria-expanded', String(open));
    document.body.classList.toggle('menu-open', open);
  }

  button.addEventListener('click', () => {
    set(!isOpen());
    if (isOpen()) byId('people').querySelector('button[tabindex="0"]')?.focus();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen()) return;
    set(false);
    button.focus();
  });
  const wide = matchMedia('(min-width: 56rem)');
  const isNarrow = () => !wide.matches;
  wide.addEventListener('change', () => set(false));
  return { open: () => isNarrow() && set(true), close: () => isOpen() && set(false) };
}
