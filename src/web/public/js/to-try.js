// What a newcomer can try, as the database knows it: asked again whenever anything happened.
import { get, Trouble } from './api.js';

/** Keep the list; `changed` is called when something ended, here or in another window. */
export function openToTry(given, changed) {
  let things = given;
  let looking;
  let isBehind = false;

  async function read() {
    try {
      const { toTry } = await get('to-try');
      const isNew = JSON.stringify(toTry) !== JSON.stringify(things);
      things = toTry;
      if (isNew) changed();
    } catch (error) {
      // Whoever does something hears that Convenor does not answer; looking at the list is nothing to complain about.
      if (!(error instanceof Trouble)) throw error;
    }
  }

  // One look at a time; what happens meanwhile is looked at by the next.
  async function look() {
    isBehind = true;
    looking ??= (async () => {
      while (isBehind) {
        isBehind = false;
        await read();
      }
    })().finally(() => {
      looking = undefined;
    });
    await looking;
  }

  return {
    look,
    all: () => things,
    named: (key) => things.find((thing) => thing.key === key),
    of: (personId) => things.find((thing) => thing.personId === personId),
    /** "2 of 8 done" */
    inWords() {
      const done = things.filter((thing) => thing.isDone).length;
      return `${done} of ${things.length} done`;
    },
  };
}
