// What to try in the chat that is open: how it is done, what became of it, and whom to be next.
import { byId, el } from './dom.js';
import { withProposals } from './proposed.js';

/** `put` proposes words, `begin` goes to a thing, `follow` to whoever was told of it, `greet` to the list of things. */
export function openHint({ put, begin, follow, greet }) {
  const words = byId('hint-words');
  const more = byId('hint-more');
  let shown = '';

  const button = (title, onclick, kind = '') => el('button', { type: 'button', class: kind, onclick }, title);
  const onward = () => button('Try something else', greet);
  const say = (...parts) => parts.flatMap((part) => (typeof part === 'string' ? withProposals(part, put) : [part]));

  return {
    /**
     * Show what a person can try: `after` is the thing of which they were told, `own` the one that is theirs, and
     * `isFollowed` says that whoever was told of that has been visited already.
     */
    show(person, { own, after, isFollowed }) {
      // What has not changed is not read out again.
      const now = JSON.stringify([person.personId, own, after, isFollowed]);
      if (now === shown) return;
      shown = now;

      const isDone = !after && own?.isDone;
      words.parentElement.classList.toggle('done', Boolean(isDone));
      if (after) {
        words.replaceChildren(...say(after.next.look));
        more.replaceChildren(own && !own.isDone ? button(`To try here: ${own.what}`, () => begin(own)) : onward());
      } else if (isDone) {
        words.replaceChildren(
          el('span', { 'aria-hidden': 'true' }, '✓ '),
          el('strong', {}, 'Done. '),
          ...say(own.ended),
        );
        const next = own.next && !isFollowed ? button(inviteOf(own), () => follow(own), 'primary') : onward();
        more.replaceChildren(next);
      } else {
        words.replaceChildren(...(own ? say(el('strong', {}, `${own.what}. `), own.how) : say(person.tryThis)));
        more.replaceChildren();
      }
    },
    /** Put the focus on the words to type, where there are any; says whether there were. */
    focusProposal() {
      const proposal = words.querySelector('button');
      proposal?.focus();
      return proposal !== null;
    },
  };
}

/** "Now be Priya Nair, who clerks the board" */
export const inviteOf = ({ next }) => `Now be ${next.name}, ${next.role}`;
