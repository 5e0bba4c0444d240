/** Make an element: attributes by name, listeners as `onclick` and the like; text stays text. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => ![undefined, null, false, ''].includes(child)));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** "3 new", or nothing to show. */
export function showNews(badge, count) {
  badge.hidden = count === 0;
  badge.textContent = count === 0 ? '' : `${count} new`;
}
