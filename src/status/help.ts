// What a person may do today, in plain words with examples (F-35).
import { z } from 'zod';
import { type CardKind, type Command, command, type Feature, type Reply } from '../chat/contract.ts';
import { listInWords, roleLabel, whoMay } from '../chat/permission.ts';
import { template } from '../chat/template.ts';
import { viewerOf } from '../people/index.ts';
import { findCommands, findGroup, helpFor, isTyped, mostUseful, type TypedCommand } from './help-rules.ts';

const helpCard = template(
  'help',
  z.strictObject({
    title: z.string(),
    intro: z.string(),
    commands: z.array(z.strictObject({ title: z.string(), value: z.string() })),
    more: z.string(),
  }),
);

const MOST_IN_FULL = 3;
const MOST_IN_LIST = 15;

/** `help` and `help WORD`. */
export function helpCommand(features: () => Feature[]): Command {
  return command({
    name: 'help.show',
    help: 'See what you can type, or read more about one thing.',
    typed: {
      words: 'help',
      usage: 'help [WORD]',
      example: 'help actions',
      parse: (rest) => ({ word: rest.replace(/^(me|please)$/i, '') }),
    },
    input: z.object({ word: z.string().trim().max(100, 'Type help and one word.').default('') }),
    isQuestion: true,
    may: 'anyone',
    async run({ word }, { actor, partnership }): Promise<Reply> {
      if (word === '') return { card: { card: 'help', subject: 'help:me' }, isPrivate: true };
      const groups = helpFor(features(), actor);
      const group = findGroup(groups, word);
      if (group) return { said: listed(group.title, group.commands), isPrivate: true };
      const found = findCommands(
        groups.flatMap(({ commands }) => commands),
        word,
      );
      if (found.length > MOST_IN_FULL) return { said: listed(`About “${word}”`, found), isPrivate: true };
      if (found.length > 0) return { said: found.map(explain).join('\n\n'), isPrivate: true };
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
    isFleeting: true,
    async show(_, context) {
      const actor = await viewerOf(context);
      if (!actor) return undefined;
      const groups = helpFor(features(), actor);
      const commands = mostUseful(groups, actor).map(({ typed, help }) => ({ title: typed.words, value: help }));
      const words = groups.filter((group) => group.word !== 'start').map((group) => group.word);
      const title = `What you can do, ${actor.name.split(' ')[0]}`;
      const more = `For more, type help and one of these words: ${listInWords(words, 'or')}. For example: help ${words[0]}.`;
      return { revision: 0, card: helpCard({ title, intro: INTRO, commands, more }) };
    },
  };
}

const INTRO =
  'Press the buttons on the cards I send you, or type words like these. I will ask for whatever is missing.';

function listed(title: string, commands: TypedCommand[]): string {
  const lines = commands.slice(0, MOST_IN_LIST).map(({ typed, help }) => `${typed.words}: ${help}`);
  const first = commands[0]!.typed.words;
  return `${title}. You can type:\n${lines.join('\n')}\nFor one of these in full, type help and its words: help ${first}.`;
}

function explain({ typed, help }: TypedCommand): string {
  const example = typed.example === typed.usage ? '' : ` For example: ${typed.example}`;
  return `${help}\nType: ${typed.usage}.${example}`;
}
