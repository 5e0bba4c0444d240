// What a person may do today, in plain words with examples (F-35).
import { z } from 'zod';
import { type CardKind, type Command, command, type Feature, type Reply } from '../chat/contract.ts';
import { roleLabel, whoMay } from '../chat/permission.ts';
import { template } from '../chat/template.ts';
import { getActor } from '../people/index.ts';
import { findCommands, helpFor, isTyped, type TypedCommand } from './help-rules.ts';

const helpCard = template(
  'help',
  z.strictObject({
    title: z.string(),
    intro: z.string(),
    groups: z.array(
      z.strictObject({
        title: z.string(),
        commands: z.array(z.strictObject({ title: z.string(), value: z.string() })),
      }),
    ),
  }),
);

const MOST = 5;

/** `help` and `help WORD`. */
export function helpCommand(features: () => Feature[]): Command {
  return command({
    name: 'help.show',
    help: 'See what you can type, or more about a word: help action.',
    typed: { words: 'help', usage: 'help [WORD]', example: 'help action', parse: (rest) => ({ word: rest }) },
    input: z.object({ word: z.string().trim().max(100, 'Type help and one word.').default('') }),
    isQuestion: true,
    may: 'anyone',
    async run({ word }, { actor, partnership }): Promise<Reply> {
      if (word === '') return { card: { card: 'help', subject: 'help:me' }, isPrivate: true };
      const own = helpFor(features(), actor).flatMap((group) => group.commands);
      const found = findCommands(own, word);
      if (found.length > 0) return { said: found.slice(0, MOST).map(explain).join('\n\n'), isPrivate: true };
      const all = features().flatMap((feature) => feature.commands.filter(isTyped));
      const [other] = findCommands(all, word);
      if (!other) return { said: `I have no help about “${word}”. Type help to see what you can do.`, isPrivate: true };
      const who = whoMay(other.may, (role) => roleLabel(partnership.framework, role));
      return { said: `“${other.typed.words}” is for ${who}. Type help to see what you can do.`, isPrivate: true };
    },
  });
}

/** The card of `help`: only what the viewer may use today. */
export function helpKind(features: () => Feature[]): CardKind {
  return {
    name: 'help',
    async show(_, { tx, viewerId, today }) {
      if (viewerId === undefined) return undefined;
      const actor = await getActor(tx, viewerId, today);
      const groups = helpFor(features(), actor).map(({ title, commands }) => ({
        title,
        commands: commands.map(({ typed, help }) => ({ title: typed.example, value: help })),
      }));
      const title = `What you can do, ${actor.name.split(' ')[0]}`;
      return { revision: 0, card: helpCard({ title, intro: INTRO, groups }) };
    },
  };
}

const INTRO =
  'Press the buttons on the cards I send you, or type words like these. For more about one: help and the word.';

function explain({ typed, help }: TypedCommand): string {
  const example = typed.example === typed.usage ? '' : ` For example: ${typed.example}`;
  return `${help}\nType: ${typed.usage}.${example}`;
}
