// The card that warns, which says what is true of its problems now, and the list of all that was not delivered.
import { z } from 'zod';
import type { Actor, CardKind, Reading } from '../chat/contract.ts';
import { type MayRule, may } from '../chat/permission.ts';
import { refOf } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { OFFICE, viewerOf } from '../people/index.ts';
import { type Facts, type Message, readBatch, readFacts, readState, WARNING } from './records.ts';
import { KINDS, kindOf } from './rules.ts';
import { type Section, sayOver, sayProblem } from './words.ts';

/** Who is told what was not delivered, and decides about it. */
export const MAY_DECIDE: MayRule[] = [{ roles: OFFICE, where: 'partnership' }];

export function mayDecide(actor: Actor): boolean {
  return may(MAY_DECIDE, actor, {});
}

const warningCard = template(
  'warning',
  z.strictObject({
    title: z.string(),
    rows: z.array(
      z.strictObject({
        words: z.string(),
        weight: z.enum(['Bolder', 'Default']),
        isSubtle: z.boolean(),
        isFirst: z.boolean(),
      }),
    ),
    hasOver: z.boolean(),
    over: z.array(z.strictObject({ text: z.string() })),
    hint: z.string(),
    hasHint: z.boolean(),
    buttons: z.array(z.strictObject({ id: z.string(), title: z.string(), verb: z.string(), which: z.string() })),
  }),
);

const settledCard = template(
  'warning-settled',
  z.strictObject({ title: z.string(), lines: z.array(z.strictObject({ text: z.string() })) }),
);

export const warningKind: CardKind = {
  name: WARNING,
  isConfidential: true,
  async show(subject, context) {
    const viewer = await viewerOf(context);
    if (!viewer || !mayDecide(viewer)) return undefined;
    const batch = await readBatch(context.tx, subject);
    if (!batch) return undefined;
    const facts = await factsOf(context);
    const { problems } = await readState(context.tx);
    const sections: Section[] = [];
    const over: { text: string }[] = [];
    for (const key of inOrder([...batch.keys()])) {
      const { now, at } = batch.get(key)!;
      const open = now === 'open' || now === 'back' ? sayProblem(key, problems[key], facts, context) : undefined;
      if (open) sections.push(open);
      else if (now === 'again') over.push({ text: `${titleOf(key)}: I told you again later; see the newest card.` });
      else over.push({ text: sayOver(key, now === 'over' ? at : undefined, context) });
    }
    if (sections.length === 0)
      return { revision: 0, isSettled: true, card: settledCard({ title: 'Nothing more to do', lines: over }) };
    const shown = facts.messages.filter(
      ({ state }) => batch.get(state)?.now === 'open' || batch.get(state)?.now === 'back',
    );
    return { revision: 0, card: cardOf(headingOf(sections.length), sections, over, shown) };
  },
};

export const undeliveredKind: CardKind = {
  name: 'undelivered',
  isConfidential: true,
  async show(_, context) {
    const viewer = await viewerOf(context);
    if (!viewer || !mayDecide(viewer)) return undefined;
    const facts = await factsOf(context);
    const sections = ['uncertain', 'failed', 'unreachable'].flatMap(
      (key) => sayProblem(key, undefined, facts, context) ?? [],
    );
    if (sections.length === 0) {
      const lines = [{ text: 'Everybody can be reached, and no message waits for a decision.' }];
      return { revision: 0, card: settledCard({ title: 'All messages have been delivered', lines }) };
    }
    return { revision: 0, card: cardOf('Not delivered', sections, [], facts.messages) };
  },
};

function factsOf({ tx, partnership, now, today }: Reading): Promise<Facts> {
  return readFacts(tx, { partnershipId: partnership.id, now, today });
}

const MOST_BUTTONS = 6;

function cardOf(title: string, sections: Section[], over: { text: string }[], messages: Message[]) {
  // A message gets all its buttons or none.
  const buttons: ReturnType<typeof buttonsOf> = [];
  let shown = 0;
  for (const message of messages) {
    const own = buttonsOf(message);
    if (buttons.length + own.length > MOST_BUTTONS) break;
    buttons.push(...own);
    shown += 1;
  }
  const hint =
    shown === messages.length
      ? ''
      : 'For the others type “message again”, “message arrived” or “message leave” and the number; for all of them at once, “message again all” or “message leave all”.';
  return warningCard({
    title,
    rows: rowsOf(sections),
    hasOver: over.length > 0,
    over,
    hint,
    hasHint: hint !== '',
    buttons,
  });
}

// More would be too long for a card in Teams, and for anybody to read.
const MOST_ROWS = 40;
const LONGEST = 400;

/** A section's lines one under the other: what is wrong, about whom, and what to do. */
function rowsOf(sections: Section[]) {
  const row = (words: string, weight: 'Bolder' | 'Default', isSubtle = false) => ({
    words: words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words,
    weight,
    isSubtle,
    isFirst: weight === 'Bolder',
  });
  const rows = sections.flatMap(({ title, lines, todo }) => [
    row(title, 'Bolder'),
    ...lines.map((words) => row(words, 'Default')),
    row(todo, 'Default', true),
  ]);
  if (rows.length <= MOST_ROWS) return rows;
  return [...rows.slice(0, MOST_ROWS - 1), row('There is more; type “status” to see it.', 'Default')];
}

/** What can be done about a message: of one that failed everybody knows that it did not arrive. */
function buttonsOf({ id, state }: Message) {
  const ref = refOf('MSG', id);
  const button = (what: string, title: string) => ({ id: `${what}-${id}`, title, verb: `message.${what}`, which: ref });
  return [
    button('again', `Say ${ref} again`),
    ...(state === 'uncertain' ? [button('arrived', `${ref} did arrive`)] : []),
    button('leave', `Leave ${ref}`),
  ];
}

const headingOf = (count: number) => (count === 1 ? 'Something needs you' : `${count} things need you`);

const inOrder = (keys: string[]) => keys.sort((a, b) => KINDS.indexOf(kindOf(a)) - KINDS.indexOf(kindOf(b)));

function titleOf(key: string): string {
  const titles = {
    platform: 'A platform that cannot be used',
    waiting: 'Messages that do not go out',
    job: 'Daily work that was not done',
    uncertain: 'Messages that may not have arrived',
    failed: 'Messages that could not be sent',
    unreachable: 'Who cannot be reached',
  };
  return titles[kindOf(key)];
}
