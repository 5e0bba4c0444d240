import { el } from './dom.js';

/** Words for a newcomer; what is to be typed as it stands is in quotation marks, begins small, and becomes a button. */
export function withProposals(words, put) {
  // A full stop after a button might stand alone on the next line.
  return words.split(/(“[a-z][^”]*”)(?:\.$)?/).map((part) => {
    if (!/^“[a-z]/.test(part)) return part;
    const typed = part.slice(1, -1);
    return el(
      'button',
      { type: 'button', class: 'proposal', title: 'Put these words in the field below', onclick: () => put(typed) },
      typed,
    );
  });
}
