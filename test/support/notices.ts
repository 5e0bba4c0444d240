// A feature made for tests of the core: a notice with a title, kept as a setting; its card says what the title is now.
import { z } from 'zod';
import type { Card } from '../../src/chat/card.ts';
import { type CardKind, command, type Feature, type Job } from '../../src/chat/contract.ts';
import { Conflict, Refusal } from '../../src/chat/refusal.ts';
import type { Tx } from '../../src/store/database.ts';

export interface Notice {
  title: string;
  revision: number;
  /** A form instead of a plain button. */
  hasForm?: boolean;
  isSettled?: boolean;
  isGone?: boolean;
  isBroken?: boolean;
}

/** Read the notice of a name. */
export async function readNotice(tx: Tx, name: string): Promise<Notice> {
  const row = await tx.setting.findUnique({ where: { key: `notice:${name}` } });
  return (row?.value as Notice | undefined) ?? { title: name, revision: 1 };
}

/** Change the notice of a name, as another feature would. */
export async function writeNotice(tx: Tx, name: string, change: Partial<Notice>): Promise<Notice> {
  const value = { ...(await readNotice(tx, name)), ...change };
  await tx.setting.upsert({
    where: { key: `notice:${name}` },
    create: { key: `notice:${name}`, value },
    update: { value },
  });
  return value;
}

function cardOf(name: string, notice: Notice): Card {
  const send = { type: 'Action.Execute' as const, id: 'rename', title: 'Send', verb: 'notice.rename', data: { name } };
  const words = { type: 'Input.Text' as const, id: 'title', label: 'The new title', isRequired: true };
  const form = { type: 'AdaptiveCard' as const, body: [words], actions: [send] };
  const plain = { type: 'Action.Execute' as const, id: 'count', title: 'Count', verb: 'notice.count', data: { name } };
  const open: Card['actions'] = notice.hasForm ? [{ type: 'Action.ShowCard', title: 'Rename', card: form }] : [plain];
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: notice.title,
    body: [{ type: 'TextBlock', text: notice.title, wrap: true }],
    actions: notice.isSettled ? [] : open,
  };
}

function kind(name: string, isConfidential: boolean): CardKind {
  return {
    name,
    isConfidential,
    async show(subject, { tx }) {
      const about = subject.replace('notice:', '');
      const notice = await readNotice(tx, about);
      if (notice.isBroken) throw new Error('The notice is broken.');
      if (notice.isGone) return undefined;
      return { card: cardOf(about, notice), revision: notice.revision, isSettled: notice.isSettled ?? false };
    },
  };
}

const Name = z.object({ name: z.string().min(1, 'Say which notice.').max(50, 'That name is too long.') });
const typed = (words: string) => ({
  words,
  usage: `${words} NAME`,
  example: `${words} fair`,
  parse: (rest: string) => ({ name: rest }),
});

let conflicts = 0;

/** Let the next tries of `notice race` find that somebody was faster. */
export function letConflict(times: number): void {
  conflicts = times;
}

const commands = [
  command({
    name: 'notice.count',
    help: 'Count a notice.',
    typed: typed('notice count'),
    input: Name,
    may: 'anyone',
    async run({ name }, { tx, happened, outbox }) {
      const before = await readNotice(tx, name);
      const after = await writeNotice(tx, name, { revision: before.revision + 1 });
      await happened({
        event: 'notice.counted',
        subject: `notice:${name}`,
        before: { ...before },
        after: { ...after },
      });
      await outbox.refresh(`notice:${name}`);
      return { said: `${name} is at ${after.revision}.`, card: { card: 'notice', subject: `notice:${name}` } };
    },
  }),
  command({
    name: 'notice.rename',
    help: 'Give a notice another title.',
    typed: {
      ...typed('notice rename'),
      parse: (rest) => ({ name: rest.split(' ')[0], title: rest.split(' ').slice(1).join(' ') }),
    },
    input: Name.extend({ title: z.string().trim().min(1, 'Write the new title.').max(100, 'That is too long.') }),
    may: 'anyone',
    async run({ name, title }, { tx, outbox }) {
      await writeNotice(tx, name, { title });
      await outbox.closeQuestions(`notice:${name}`);
      await outbox.refresh(`notice:${name}`);
      return { said: `${name} is called ${title}.` };
    },
  }),
  command({
    name: 'notice.ask',
    help: 'Be asked for the title of a notice.',
    typed: typed('notice ask'),
    input: Name,
    may: 'anyone',
    async run({ name }, { actor, outbox }) {
      const ask = { command: 'notice.rename', input: { name }, answerField: 'title', asked: `What is ${name} called?` };
      await outbox.ask({ personId: actor.personId, subject: `notice:${name}`, ...ask });
      return { said: `What is ${name} called?` };
    },
  }),
  command({
    name: 'notice.secret',
    help: 'See the confidential notice.',
    typed: typed('notice secret'),
    input: Name,
    isQuestion: true,
    may: 'anyone',
    run: async ({ name }) => ({ card: { card: 'secret', subject: `notice:${name}` } }),
  }),
  command({
    name: 'notice.refuse',
    help: 'Be refused, after something was written.',
    typed: typed('notice refuse'),
    input: Name,
    may: 'anyone',
    async run({ name }, { tx }) {
      const { revision } = await writeNotice(tx, name, { revision: (await readNotice(tx, name)).revision + 1 });
      throw new Refusal(`No, not at ${revision}.`);
    },
  }),
  command({
    name: 'notice.break',
    help: 'Break, after something was written.',
    typed: typed('notice break'),
    input: Name,
    may: 'anyone',
    async run({ name }, { tx, outbox }) {
      await writeNotice(tx, 'fair', { title: 'broken' });
      await outbox.post({ key: 'broken', card: 'notice', subject: 'notice:fair', to: { personId: 1 } });
      await tx.$executeRaw`select ${name}::int`;
      return {};
    },
  }),
  command({
    name: 'notice.race',
    help: 'Meet somebody faster.',
    typed: typed('notice race'),
    input: Name,
    may: 'anyone',
    async run({ name }, { tx }) {
      const { revision } = await writeNotice(tx, name, { revision: (await readNotice(tx, name)).revision + 1 });
      if (conflicts-- > 0) throw new Conflict(name);
      return { said: `${name} is at ${revision}.` };
    },
  }),
  command({
    name: 'notice.office',
    help: 'Only for the office and the board’s members.',
    typed: {
      words: 'notice office',
      usage: 'notice office BOARD',
      example: 'notice office 1',
      parse: (rest) => ({ id: Number(rest) }),
    },
    input: z.object({ id: z.number() }),
    may: [
      { roles: ['CLERK'], where: 'partnership' },
      { seats: ['any'], where: 'board' },
    ],
    about: async ({ id }) => ({ boardId: id }),
    run: async () => ({ said: 'Come in.' }),
  }),
];

/** The feature, with jobs if the test wants some. */
export function notices(jobs: Job[] = []): Feature {
  return { name: 'notices', commands, cards: [kind('notice', false), kind('secret', true)], jobs };
}
