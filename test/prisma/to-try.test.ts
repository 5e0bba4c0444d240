// Each thing that the page offers a newcomer, done on the running program in the words that the page proposes.
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PageMessage } from '../../src/page/messages.ts';
import type { ToTry } from '../../src/web/index.ts';
import { aDemonstration } from '../support/demonstration.ts';
import { eventually } from '../support/eventually.ts';

const { address } = await aDemonstration();

interface Answered {
  outcome: string;
  said?: string;
  fieldErrors?: Record<string, string>;
  messages: PageMessage[];
}

async function asked<T>(path: string, body?: object): Promise<T> {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return (await (await fetch(`${address}/api/local/${path}`, body && sent)).json()) as T;
}
const says = (as: number, text: string) => asked<Answered>('say', { as, in: `person-${as}`, text, key: randomUUID() });
const things = async () => (await asked<{ toTry: ToTry[] }>('to-try')).toTry;
const done = async () => (await things()).filter(({ isDone }) => isDone).map(({ key }) => key);
const proposedIn = (words: string) => [...words.matchAll(/“([a-z][^”]*)”/g)].map(([, typed]) => typed!);

async function presses(as: number, { id, card }: PageMessage, input = {}) {
  const { actions } = card!.adaptive as { actions: { id: string }[] };
  const press = { action: actions[0]!.id, token: card!.token, messageId: id, input };
  const sent = await asked<Answered>('press', { as, in: `person-${as}`, key: randomUUID(), ...press });
  expect(sent).toMatchObject({ outcome: 'done' });
  expect(sent.fieldErrors).toBeUndefined();
}

/** How each is done in the end, where what the page proposes is only its beginning. */
const GOES_ON: Record<string, (as: number, answer: Answered | undefined) => Promise<unknown>> = {
  async approve(as) {
    const { messages } = await says(as, 'minutes approve MIN-4');
    await presses(as, messages.find(({ card }) => card)!);
  },
  async grades(as) {
    for (const words of ['Fewer suspensions, better attendance', '2', 'Results are above last year', 'submit'])
      expect(await says(as, words), words).toMatchObject({ outcome: 'done' });
  },
  recommend(as, answer) {
    const form = answer!.messages.find(({ card }) => card?.kind === 'form')!;
    return presses(as, form, { value: 'AMBER', reason: 'Attendance fell.', evidence: 'The register.', nextStep: '' });
  },
  clock: () => asked('clock', { to: 'next-school-day' }),
};

describe.each(await things())('$name: $what', ({ key, personId, how, messageId, next }) => {
  it('has not ended before, and begins with a card or with words to type', async () => {
    expect(await done()).not.toContain(key);
    expect(personId === null || messageId !== null || proposedIn(how).length > 0).toBe(true);
    expect(how).not.toMatch(/undefined|-0\b/);
  });

  it('ends when it is done, and nothing else does', async () => {
    const before = await done();
    const typed = proposedIn(how)[0];
    const answer = typed === undefined ? undefined : await says(personId!, typed);
    if (answer) expect(answer, typed).toMatchObject({ outcome: 'done' });
    await GOES_ON[key]?.(personId!, answer);
    expect((await done()).sort()).toEqual([...before, key].sort());
  });

  it.runIf(next)('leads to somebody who was told, and understands what there is to look at', async () => {
    for (const words of proposedIn(next!.look))
      expect(await says(next!.personId, words), words).toMatchObject({ outcome: 'done' });
    if (!['approve', 'circulate', 'confirm'].includes(key)) return;
    await eventually('the card that tells it', async () => {
      const now = (await things()).find((thing) => thing.key === key)!;
      return now.next!.messageId !== null;
    });
  });
});
