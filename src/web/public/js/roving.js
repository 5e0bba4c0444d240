/** Let a list be one stop of the Tab key; the arrow keys, Home and End go through it. */
export function roving(list, selector) {
  const items = () => [...list.querySelectorAll(selector)];

  function enter(current) {
    for (const item of items()) item.tabIndex = item === current ? 0 : -1;
  }

  list.addEventListener('keydown', (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement);
    if (at < 0) return;
    const to = {
      ArrowDown: at + 1,
      ArrowRight: at + 1,
      ArrowUp: at - 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length].focus();
  });
  list.addEventListener('focusin', (event) => {
    if (event.target.matches(selector)) enter(event.target);
  });
  return { enter };
}
