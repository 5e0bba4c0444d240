// What is waiting for a person: actions, approvals, questions, in the words of the features they belong to.
import { z } from 'zod';
import { type Command, command, type Feature, WHAT_WAITS } from '../chat/contract.ts';
import { gatherHome } from '../chat/house.ts';
import { Refusal } from '../chat/refusal.ts';

/** `home`, and `home 2` to open the second thing that waits. */
export function homeCommand(features: () => Feature[]): Command {
  return command({
    name: WHAT_WAITS.name,
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
