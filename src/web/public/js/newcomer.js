// A newcomer's way: the greeting with what there is to try, and in each chat what to do there and whom to be next.
import { byId } from './dom.js';
import { openHint } from './hint.js';
import { openToTry } from './to-try.js';
import { welcome } from './welcome.js';

/** `go(personId, more)` opens somebody's own chat, `greet` the greeting; `move` leads to the clock, `put` proposes words. */
export function openNewcomer({ greeting, toTry: given, people }, { go, greet, move, put }) {
  const toTry = openToTry(given, redraw);
  const hint = openHint({ put, begin, follow, greet });
  let person;
  // What this person was told of, until the person's own thing has ended as well.
  let told;
  // The things after which whoever was told has been visited.
  const followed = new Set();

  function begin({ key, personId }) {
    if (personId === null) move();
    else go(personId, { try: key });
  }
  function follow({ key, next }) {
    go(next.personId, { told: key });
  }

  function redraw() {
    byId('to-try-count').textContent = toTry.all().length > 0 ? toTry.inWords() : '';
    if (!person) {
      welcome(byId('welcome'), { greeting, toTry, people, choose: go, begin, follow });
      return;
    }
    const own = toTry.of(person.personId);
    if (told && own?.isDone && !told.wasDone) told = undefined;
    const after = told && toTry.named(told.key);
    hint.show(person, { own, after, isFollowed: followed.has(own?.key) });
  }

  byId('to-try').addEventListener('click', greet);

  return {
    /** Something happened: see what has ended. */
    look: toTry.look,
    /** Somebody's chat is opened, or with nobody the greeting; `asked` says whether for a thing, or after one. */
    enter(entered, asked) {
      person = entered;
      const thing = toTry.named(asked.get('told'));
      const isTold = thing?.next && thing.next.personId === person?.personId;
      if (isTold) followed.add(thing.key);
      told = isTold ? { key: thing.key, wasDone: toTry.of(person.personId)?.isDone } : undefined;
      redraw();
      if (!person) toTry.look();
    },
    /** The message to begin with, when somebody comes for a thing; at the first visit it may just have been delivered. */
    async messageFor(asked) {
      const key = asked.get('try') ?? asked.get('told');
      if (key === null || !toTry.named(key)) return undefined;
      const message = () => {
        const thing = toTry.named(key);
        return (asked.has('try') ? thing : thing.next)?.messageId ?? undefined;
      };
      if (message() === undefined) await toTry.look();
      return message();
    },
    focusProposal: () => hint.focusProposal(),
  };
}
