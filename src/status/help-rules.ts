import type { Actor, Command, Feature } from '../chat/contract.ts';
import { nearest } from '../chat/grammar.ts';
import { isAmong, type MayRule } from '../chat/permission.ts';

export type TypedCommand = Command & { typed: NonNullable<Command['typed']> };

export interface HelpGroup {
  title: string;
  /** What to type after "help" to read about the group; its singular and the words of the title do as well. */
  word: string;
  commands: TypedCommand[];
}

const GROUPS: Record<string, { title: string; word: string }> = {
  status: { title: 'Start here', word: 'start' },
  people: { title: 'People', word: 'people' },
  boards: { title: 'Boards', word: 'boards' },
  meetings: { title: 'Meetings and agendas', word: 'meetings' },
  actions: { title: 'Actions', word: 'actions' },
  minutes: { title: 'Minutes', word: 'minutes' },
  evaluation: { title: 'Schools’ grades', word: 'grades' },
  categories: { title: 'Categories', word: 'categories' },
  risk: { title: 'Schools at risk', word: 'risk' },
  warnings: { title: 'Messages that did not arrive', word: 'messages' },
  setup: { title: 'Setting up', word: 'setting' },
  digest: { title: 'The weekly digest', word: 'digest' },
};

const MOST_USEFUL = 6;

/** What different people come for, the likeliest first; what somebody may not use is passed over. */
const USEFUL = {
  clerk: ['home.show', 'meeting.add', 'agenda.publish', 'minutes.write', 'minutes.circulate', 'action.add'],
  officer: [
    ...['home.show', 'status.show', 'category.confirm', 'category.recommend', 'digest.show', 'round.status'],
    ...['risk.list', 'action.list', 'agenda.show', 'category.show'],
  ],
  head: ['home.show', 'status.show', 'evaluation.show', 'agenda.show', 'action.list', 'action.done'],
  governor: [
    'home.show',
    'status.show',
    'minutes.approve',
    'agenda.show',
    'agenda.attend',
    'action.list',
    'agenda.add',
  ],
};

/** The commands that a person may use today, grouped, with the everyday ones first. */
export function helpFor(features: Feature[], actor: Actor): HelpGroup[] {
  const first = (feature: Feature) => (feature.name === 'status' ? 0 : 1);
  return [...features]
    .sort((a, b) => first(a) - first(b))
    .map((feature) => ({
      ...(GROUPS[feature.name] ?? { title: feature.name, word: feature.name }),
      commands: feature.commands.filter(isTyped).filter((one) => !one.forStrangers && mayEver(one.may, actor)),
    }))
    .filter((group) => group.commands.length > 0);
}

/** The few commands that help a person most, by what they are. */
export function mostUseful(groups: HelpGroup[], actor: Actor): TypedCommand[] {
  const own = groups.flatMap((group) => group.commands);
  return USEFUL[kindOf(actor)].flatMap((name) => own.find((one) => one.name === name) ?? []).slice(0, MOST_USEFUL);
}

/** The group that a word names: "boards", "board", "agenda", "schools at risk". */
export function findGroup(groups: HelpGroup[], word: string): HelpGroup | undefined {
  const wanted = singular(word);
  return groups.find(
    ({ title, word }) => singular(word) === wanted || title.toLowerCase().split(' and ').map(singular).includes(wanted),
  );
}

/** The commands that a word is about: those that start with it, then those that mention it, then the nearest. */
export function findCommands(commands: TypedCommand[], word: string): TypedCommand[] {
  const wanted = word.trim().toLowerCase();
  const starting = commands.filter(
    ({ typed }) => `${typed.words} `.startsWith(`${wanted} `) || typed.words.startsWith(wanted),
  );
  if (starting.length > 0) return starting;
  const stem = singular(wanted);
  const mentioning = commands.filter(({ typed, help }) => `${typed.words} ${help}`.toLowerCase().includes(stem));
  return mentioning.length > 0 ? mentioning : nearest(wanted, commands).filter(isTyped);
}

/** Say whether a person's roles and seats today allow the command for anything at all. */
export function mayEver(rules: Command['may'], actor: Actor): boolean {
  return rules === 'anyone' || rules.some((rule) => mayOnce(rule, actor));
}

export function isTyped(command: Command): command is TypedCommand {
  return command.typed !== undefined;
}

function kindOf({ roles, seats }: Actor): keyof typeof USEFUL {
  if (roles.some((held) => held.role === 'CLERK') || seats.some((seat) => seat.isClerk)) return 'clerk';
  if (roles.some((held) => held.schoolId === null || held.role === 'SIO')) return 'officer';
  return roles.some((held) => held.role.endsWith('HEADTEACHER')) ? 'head' : 'governor';
}

const singular = (word: string) => word.trim().toLowerCase().replace(/ies$/, 'y').replace(/s$/, '');

function mayOnce(rule: MayRule, actor: Actor): boolean {
  switch (rule.where) {
    case 'partnership':
      return actor.roles.some((held) => held.schoolId === null && rule.roles.includes(held.role));
    case 'school':
      return actor.roles.some((held) => held.schoolId !== null && rule.roles.includes(held.role));
    case 'board':
      return actor.seats.some((seat) => isAmong(seat, rule.seats));
    case 'own':
      return true;
  }
}
