// What is waiting for a person: actions, approvals, questions, in the words of the features they belong to.
import { z } from 'zod';
import { type LocalDate, sayDate } from '../calendar/index.ts';
import {
  type Actor,
  type CardKind,
  type Command,
  command,
  type Feature,
  type HomeItem,
  type Reading,
} from '../chat/contract.ts';
import { gatherHome } from '../chat/house.ts';
import { Refusal } from '../chat/refusal.ts';
import { template } from '../chat/template.ts';
import { viewerOf } from '../people/index.ts';

const homeCard = template(
  'home',
  z.strictObject({
    title: z.string(),
    sum: z.string(),
    items: z.array(z.strictObject({ title: z.string(), detail: z.string() })),
    hasMore: z.boolean(),
    more: z.string(),
    buttons: z.array(z.strictObject({ id: z.string(), title: z.string(), card: z.string(), subject: z.string() })),
  }),
);

// Six buttons fit a card in Teams; more items than these would be a wall of text on a phone.
const MOST_BUTTONS = 6;
const MOST_ITEMS = 12;

/** `home`, and `home 2` to open the second thing that waits. */
export function homeCommand(features: () => Feature[]): Command {
  return command({
    name: 'home.show',
    help: 'See what is waiting for you.',
    typed: {
      words: 'home',
      usage: 'home [NUMBER]',
      example: 'home',
      parse: (rest) => (rest.trim() === '' ? {} : { item: rest }),
    },
    input: z.object({
      item: z.coerce.number('Type home and the number of what you want to open.').int().positive().optional(),
      card: z.string().max(60).optional(),
      subject: z.string().max(100).optional(),
    }),
    isQuestion: true,
    may: 'anyone',
    async run({ item, card, subject }, context) {
      if (item === undefined && card === undefined)
        return { card: { card: 'home', subject: 'home:me' }, isPrivate: true };
      // Only what waits for this person is opened: the card's own feature decides what it shows.
      const items = await gatherHome(features(), context);
      const chosen = items.find((one, index) =>
        item === undefined ? one.card?.card === card && one.card?.subject === subject : index === item - 1,
      );
      if (!chosen) throw new Refusal('That is no longer waiting for you. Type home for what is.');
      if (!chosen.card) return { said: `${chosen.title}. ${chosen.hint}`, isPrivate: true };
      return { card: chosen.card, isPrivate: true };
    },
  });
}

/** The card of `home`, gathered anew each time that it is shown. */
export function homeKind(features: () => Feature[]): CardKind {
  return {
    name: 'home',
    isConfidential: true,
    async show(_, context) {
      const { tx, today, now, partnership } = context;
      const actor = await viewerOf(context);
      if (!actor) return undefined;
      const items = await itemsFor(features(), { tx, today, now, partnership }, actor);
      const shown = items.slice(0, MOST_ITEMS);
      const more = items.length - shown.length;
      const card = homeCard({
        title: `Waiting for you, ${actor.name.split(' ')[0]}`,
        sum: sumOf(items.length),
        items: shown.map((item, index) => ({
          title: `${index + 1}. ${item.title}`,
          detail: [dueWords(item.dueOn, today), item.hint].filter((words) => words !== '').join(' '),
        })),
        hasMore: more > 0,
        more: more === 1 ? 'And 1 more.' : `And ${more} more.`,
        buttons: shown
          .flatMap((item, index) => (item.card ? [buttonOf(item.card, index + 1)] : []))
          .slice(0, MOST_BUTTONS),
      });
      return { revision: 0, card };
    },
  };
}

function itemsFor(features: Feature[], reading: Reading, actor: Actor): Promise<HomeItem[]> {
  return gatherHome(features, { ...reading, actor });
}

// The number alone: a phone cuts longer titles, and the item stands above with the same number.
function buttonOf({ card, subject }: { card: string; subject: string }, number: number) {
  return { id: `open-${number}`, title: `Open ${number}`, card, subject };
}

function sumOf(count: number): string {
  if (count === 0) return 'Nothing is waiting for you. Thank you.';
  return count === 1 ? '1 thing is waiting for you.' : `${count} things are waiting for you.`;
}

function dueWords(dueOn: LocalDate | undefined, today: LocalDate): string {
  if (dueOn === undefined) return '';
  if (dueOn === today) return 'Due today.';
  return dueOn < today ? `Was due on ${sayDate(dueOn)}.` : `Due ${sayDate(dueOn)}.`;
}
