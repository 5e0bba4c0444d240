// What the card of `home` says: what waits for a person, kind by kind, numbered through.
import { z } from 'zod';
import { type LocalDate, sayDate } from '../calendar/index.ts';
import {
  type Actor,
  type CardKind,
  COMMON_DEEDS,
  type CommonDeed,
  type Feature,
  type HomeItem,
} from '../chat/contract.ts';
import { gatherHome } from '../chat/house.ts';
import { OpenButton, openButton } from '../chat/opening.ts';
import { template } from '../chat/template.ts';
import { viewerOf } from '../people/index.ts';
import { helpFor } from './help-rules.ts';

const Item = z.strictObject({
  title: z.string(),
  detail: z.string(),
  hasButton: z.boolean(),
  button: OpenButton.nullable(),
});

const homeCard = template(
  'home',
  z.strictObject({
    title: z.string(),
    sum: z.string(),
    hasQuestions: z.boolean(),
    questions: z.array(Item),
    hasApprovals: z.boolean(),
    approvals: z.array(Item),
    hasActions: z.boolean(),
    actions: z.array(Item),
    hasMore: z.boolean(),
    more: z.string(),
    buttons: z.array(OpenButton),
  }),
);

// Six buttons fit a card in Teams; more items than these would be a wall of text on a phone.
const MOST_BUTTONS = 6;
const MOST_ITEMS = 12;

/** The card of `home`, gathered anew each time that it is shown. */
export function homeKind(features: () => Feature[]): CardKind {
  return {
    name: 'home',
    isConfidential: true,
    // What waits for oneself.
    isWatched: false,
    async show(_, context) {
      const { tx, today, now, partnership } = context;
      const actor = await viewerOf(context);
      if (!actor) return undefined;
      const items = await gatherHome(features(), { tx, today, now, partnership, actor });
      const numbered = items.slice(0, MOST_ITEMS).map((item, index) => ({ ...item, number: index + 1 }));
      const of = (kind: HomeItem['kind']) =>
        numbered.filter((item) => item.kind === kind).map((item) => inWords(item, today));
      const [questions, approvals, actions] = [of('question'), of('approval'), of('action')];
      const more = items.length - numbered.length;
      const card = homeCard({
        title: `Waiting for you, ${actor.name.split(' ')[0]}`,
        sum: sumOf(items.length),
        hasQuestions: questions.length > 0,
        questions,
        hasApprovals: approvals.length > 0,
        approvals,
        hasActions: actions.length > 0,
        actions,
        hasMore: more > 0,
        more: more === 1 ? 'And 1 more.' : `And ${more} more.`,
        buttons: numbered.flatMap((item) => buttonOf(item) ?? []).slice(0, MOST_BUTTONS),
      });
      return { revision: 0, card, deeds: deedsOf(features(), actor) };
    },
  };
}

/** What else the person may do, as help has it. */
function deedsOf(features: Feature[], actor: Actor): CommonDeed[] {
  const names = new Set(helpFor(features, actor).flatMap(({ commands }) => commands.map(({ name }) => name)));
  return (Object.keys(COMMON_DEEDS) as CommonDeed[]).filter((name) => names.has(name));
}

type Numbered = HomeItem & { number: number };

function inWords(item: Numbered, today: LocalDate): z.infer<typeof Item> {
  const button = buttonOf(item) ?? null;
  return {
    title: `${item.number}. ${item.title}`,
    detail: [dueWords(item.dueOn, today), item.hint].filter(Boolean).join(' '),
    hasButton: button !== null,
    button,
  };
}

function buttonOf({ number, card }: Numbered): OpenButton | undefined {
  return card && openButton(card, number);
}

function sumOf(count: number): string {
  if (count === 0) return 'Nothing is waiting for you. Thank you.';
  return count === 1 ? '1 thing is waiting for you.' : `${count} things are waiting for you.`;
}

function dueWords(dueOn: LocalDate | undefined, today: LocalDate): string {
  if (dueOn === undefined) return '';
  if (dueOn === today) return 'Due today.';
  return dueOn < today ? `Overdue: was due on ${sayDate(dueOn)}.` : `Due ${sayDate(dueOn)}.`;
}
