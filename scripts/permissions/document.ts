// docs/permissions.md, made from the rules that the door checks: nobody has to keep the two alike.
import type { Command, Feature } from '../../src/chat/contract.ts';
import { roleLabel, whoMay } from '../../src/chat/permission.ts';
import { lewisham2015 } from '../../src/frameworks/index.ts';
import { table } from './table.ts';
import { visibility } from './visibility.ts';

const TITLES: Record<string, string> = {
  people: 'People',
  categories: 'Categories',
  risk: 'Schools at risk',
  boards: 'Boards',
  meetings: 'Meetings and agendas',
  actions: 'Actions',
  minutes: 'Minutes',
  evaluation: 'Schools’ own grades',
  warnings: 'Messages that did not arrive',
  setup: 'Setting up',
  digest: 'The weekly digest',
  status: 'Status, home and help',
};

/** Write the document for the features of the house. */
export function permissionsDocument(features: Feature[]): string {
  return [
    '# Who may do and see what',
    '',
    'This page is made by `npm run permissions` from the rules that Convenor checks; a test keeps it true. Change the rules',
    'where the commands are defined, not here.',
    '',
    'A person acts by the roles and seats held on that day: in the whole partnership, at a school, or at a board. Somebody with',
    'several may do what any of them allows. Somebody whom Convenor does not know yet is heard for `join` only.',
    '',
    '## Who may do what',
    '',
    'Besides these rules there are those of the thing itself: nobody confirms a category that they recommended or decides what they',
    'asked for themselves, and only who was asked approves minutes. Who may not is told who may.',
    ...features.filter(({ commands }) => commands.length > 0).flatMap(group),
    '',
    '## Who sees what',
    '',
    ...visibility(features),
    '',
  ].join('\n');
}

function group({ name, commands }: Feature): string[] {
  return ['', `### ${TITLES[name] ?? name}`, '', ...table(['to', 'by typing', 'who may'], commands.map(row))];
}

function row(command: Command): string[] {
  const otherwise = command.name === 'people.accept' ? 'only by the link in the e-mail' : 'only by its card';
  const typed = command.typed ? `\`${command.typed.usage}\`` : otherwise;
  return [inSentence(command.help), typed, who(command)];
}

function who(command: Command): string {
  if (command.forStrangers) return 'everybody, also somebody whom Convenor does not know yet';
  return whoMay(command.may, (role) => roleLabel(lewisham2015, role));
}

function inSentence(help: string): string {
  return help.charAt(0).toLowerCase() + help.slice(1).replace(/\.$/, '');
}
