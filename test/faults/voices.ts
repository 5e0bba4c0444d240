// People who do not give up: what was not done is delivered again under the same id, as platforms do, or pressed again, as people do.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Surface, slackSurface, teamsSurface } from '../contract/surfaces.ts';
import type { Outside } from '../support/outside.ts';
import type { Chance } from './chance.ts';
import type { Copies } from './copies.ts';

/** Whether something is so, as the database has it. */
export type Fact = () => Promise<boolean>;

export interface Voice {
  name: string;
  surface: Surface;
  /** Begin to say something: each call delivers the same request once more. Gives what was answered there and then. */
  deliveryOf(text: string): () => Promise<string>;
}

export interface Persistence {
  /**
   * Say something until it is so. It is one deed, however often it arrives; on a platform it may also be typed anew, which has to
   * change nothing more.
   */
  says(voice: Voice, text: string, fact: Fact, how?: { mayBeAnew: boolean }): Promise<void>;
  /**
   * Press the newest button of this title on a card with these words until it is so. Whoever does not see one for a while asks
   * for it, or types the same: what nobody knows to have arrived is not sent again by itself.
   */
  presses(
    voice: Voice,
    button: { title: string; on: RegExp; inputs?: Record<string, string>; ask: string; isAskedFirst?: boolean },
    fact: Fact,
  ): Promise<void>;
  /** Deliver one of the requests of before once more, long after it was answered. */
  late(): Promise<void>;
  /** How many deeds were done, how many requests were sent for them, and everything that was answered there and then. */
  counts: { deeds: number; deliveries: number; presses: number };
  answers: string[];
}

const PATIENCE_MS = 120_000;
const LOOK_MS = 1500;
/** How long somebody looks for a card before asking for it. */
const ASK_MS = 4000;
const FORM_MS = 6000;

export function voiceInTeams(outside: Outside, name: string, client = outside.teamsPerson(name)): Voice {
  return {
    name,
    surface: teamsSurface(outside, name, client),
    deliveryOf(text) {
      const activity = client.message(text);
      return async () => (await outside.teams.send(activity)).body;
    },
  };
}

export function voiceInSlack(outside: Outside, name: string, user = outside.slackPerson(name)): Voice {
  let newest: symbol | undefined;
  return {
    name,
    surface: slackSurface(outside, name, user),
    deliveryOf(text) {
      const mine = Symbol(text);
      let isSent = false;
      return async () => {
        // A person's last request is all that can be had again; what came before it stays as it was.
        if (isSent) return newest === mine ? (await user.repeatLast()).body : '';
        isSent = true;
        newest = mine;
        return (await user.types(`/board ${text}`)).body;
      };
    },
  };
}

export function voiceOnPage(outside: Outside, name: string, personId: number, surface: Surface): Voice {
  return {
    name,
    surface,
    deliveryOf(text) {
      const body = JSON.stringify({ as: personId, in: `person-${personId}`, key: randomUUID(), text });
      return async () => {
        const headers = { 'content-type': 'application/json' };
        return (await fetch(`${outside.url}/api/local/say`, { method: 'POST', headers, body })).text();
      };
    },
  };
}

export function openPersistence(copies: Copies, chance: Chance): Persistence {
  const done: (() => Promise<unknown>)[] = [];
  const counts = { deeds: 0, deliveries: 0, presses: 0 };
  const answers: string[] = [];
  const isSoon = async (fact: Fact) => {
    const end = Date.now() + LOOK_MS;
    for (;;) {
      if (await fact()) return true;
      if (Date.now() > end) return false;
      await sleep(40);
    }
  };
  const once = async (deliver: () => Promise<string>) => {
    await copies.turn();
    counts.deliveries += 1;
    // A copy that was killed, or is not back yet, answers nobody.
    const answer = await deliver().catch(() => '');
    if (answer !== '') answers.push(answer);
  };
  const giveUp = (end: number, who: Voice, what: string) => {
    if (Date.now() > end) throw new Error(`${who.name} has tried for ${PATIENCE_MS / 1000} s: ${what}`);
  };
  return {
    counts,
    answers,
    async says(voice, text, fact, { mayBeAnew } = { mayBeAnew: voice.surface.name !== 'the page' }) {
      const end = Date.now() + PATIENCE_MS;
      let deliver = voice.deliveryOf(text);
      let tries = 0;
      do {
        // A refusal is repeated to whoever delivers again: after a while people type it anew, where it is no new decision to do so.
        if (mayBeAnew && tries > 0 && tries % 3 === 0) deliver = voice.deliveryOf(text);
        tries += 1;
        giveUp(end, voice, `${text}; answered ${answers.slice(-3).join(' | ').slice(0, 600)}`);
        await once(deliver);
      } while (!(await isSoon(fact)));
      counts.deeds += 1;
      done.push(() => once(deliver));
      if (chance.percent(30)) await once(deliver);
    },
    async presses(voice, { title, on, inputs, ask, isAskedFirst = false }, fact) {
      const end = Date.now() + PATIENCE_MS;
      let asksAt = Date.now() + (isAskedFirst ? 0 : ASK_MS);
      while (!(await fact())) {
        giveUp(end, voice, `press ${title}`);
        await copies.turn();
        const seen = (await voice.surface.sees().catch(() => [])).findLast((one) => one.buttons.includes(title));
        if (seen && on.test(seen.words)) {
          counts.presses += 1;
          // A form that never opens is not waited for; should it open late, it is filled in all the same.
          await Promise.race([voice.surface.presses(title, inputs).catch(() => undefined), sleep(FORM_MS)]);
          if (await isSoon(fact)) break;
        } else await sleep(250);
        // Whoever does not see it for a while asks.
        if (Date.now() < asksAt) continue;
        await once(voice.deliveryOf(ask));
        asksAt = Date.now() + ASK_MS;
      }
      counts.deeds += 1;
    },
    async late() {
      if (done.length > 0) await chance.pick(done)();
    },
  };
}
