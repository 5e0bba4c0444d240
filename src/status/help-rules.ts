import type { Actor, Command, Feature } from '../chat/contract.ts';
import { nearest } from '../chat/grammar.ts';
import type { MayRule } from '../chat/permission.ts';

export type TypedCommand = Command & { typed: NonNullable<Command['typed']> };

export interface HelpGroup {
  title: string;
  commands: TypedCommand[];
}

const TITLES: Record<string, string> = {
  status: 'Start here',
  people: 'People',
  boards: 'Boards',
  meetings: 'Meetings and agendas',
  actions: 'Actions',
  minutes: 'Minutes',
  evaluation: 'Your school’s grades',
  categories: 'Categories',
  risk: 'Schools at risk',
};

/** The commands that a person may use today, grouped, with the everyday ones first. */
export function helpFor(features: Feature[], actor: Actor): HelpGroup[] {
  const first = (feature: Feature) => (feature.name === 'status' ? 0 : 1);
  return [...features]
    .sort((a, b) => first(a) - first(b))
    .map((feature) => ({
      title: TITLES[feature.name] ?? feature.name,
      commands: feature.commands.filter(isTyped).filter((one) => !one.forStrangers && mayEver(one.may, actor)),
    }))
    .filter((group) => group.commands.length > 0);
}

/** The commands that a word is about: those that start with it, then those that mention it, then the nearest. */
export function findCommands(commands: TypedCommand[], word: string): TypedCommand[] {
  const wanted = word.trim().toLowerCase();
  const starting = commands.filter(
    ({ typed }) => `${typed.words} `.startsWith(`${wanted} `) || typed.words.startsWith(wanted),
  );
  if (starting.length > 0) return starting;
  const singular = wanted.replace(/s$/, '');
  const mentioning = commands.filter(({ typed, help }) => `${typed.words} ${help}`.toLowerCase().includes(singular));
  return mentioning.length > 0 ? mentioning : nearest(wanted, commands).filter(isTyped);
}

/** Say whether a person's roles and seats today allow the command for anything at all. */
export function mayEver(rules: Command['may'], actor: Actor): boolean {
  return rules === 'anyone' || rules.some((rule) => mayOnce(rule, actor));
}

export function isTyped(command: Command): command is TypedCommand {
  return command.typed !== undefined;
}

function mayOnce(rule: MayRule, actor: Actor): boolean {
  switch (rule.where) {
    case 'partnership':
      return actor.roles.some((held) => held.schoolId === null && rule.roles.includes(held.role));
    case 'school':
      return actor.roles.some((held) => held.schoolId !== null && rule.roles.includes(held.role));
    case 'board':
      return actor.seats.some((seat) =>
        rule.seats.some(
          (wanted) =>
            wanted === 'any' ||
            (wanted === 'chair' && seat.isChair) ||
            (wanted === 'clerk' && seat.isClerk) ||
            wanted === seat.role,
        ),
      );
    case 'own':
      return true;
  }
}
