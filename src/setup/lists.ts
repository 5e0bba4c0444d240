// Lists that somebody pastes in chat: schools, people, term dates. What they would change is shown before anything is stored.
import { z } from 'zod';
import type { Form } from '../chat/card.ts';
import { type Command, type Context, command } from '../chat/contract.ts';
import { Refusal } from '../chat/refusal.ts';
import { LIST_COLUMNS, type ListKind, takeList } from '../imports/index.ts';
import { digestOf } from './list-words.ts';
import { endList, findList, keepList, type ListRow, lockList } from './lists.records.ts';
import { MAY_SET_UP } from './who.ts';

// Slack's forms hold no more.
const MOST_CHARACTERS = 3000;

const KINDS: { kind: ListKind; title: string }[] = [
  { kind: 'schools', title: 'Schools' },
  { kind: 'terms', title: 'Term dates' },
  { kind: 'people', title: 'People and their roles' },
];

const Kind = z.enum(['schools', 'people', 'terms'], { error: 'Say which list: schools, terms or people.' });

const list = command({
  name: 'setup.list',
  help: 'Paste a list of schools, term dates or people, and look at it before it is stored.',
  typed: {
    words: 'setup list',
    usage: 'setup list people',
    example: 'setup list people',
    parse: parseList,
  },
  input: z.object({
    kind: Kind.optional(),
    text: z
      .string()
      .max(20_000, 'That is too long. Paste it in several parts.')
      .transform((text) => (text.trim() === '' ? undefined : text))
      .optional(),
    /** Sent by the form, where nothing pasted is a mistake. */
    isSent: z.literal(true).optional(),
  }),
  may: MAY_SET_UP,
  async run({ kind, text, isSent }, context) {
    const { tx, now, partnership, actor, place, happened } = context;
    if (place.kind !== 'personal')
      throw new Refusal(
        'A list of people belongs to nobody else: ask me in our own chat, where only you and I read it.',
      );
    if (isSent && kind === undefined) throw missing('kind', 'Say which list it is.');
    if (isSent && text === undefined) throw missing('text', 'Paste the rows here.');
    if (kind === undefined || text === undefined) return { form: listForm(kind), isPrivate: true };
    await planned(context, { kind, text });
    const id = await keepList(tx, { partnershipId: partnership.id, personId: actor.personId, kind, text, madeAt: now });
    await happened({ event: 'list.pasted', subject: `list:${id}`, after: { kind } });
    return { card: { card: 'pasted-list', subject: `list:${id}` }, isPrivate: true };
  },
});

function missing(field: string, said: string): Refusal {
  return new Refusal(said, { fieldErrors: { [field]: said } });
}

/** Read the list, so that what is none is refused beside the field that it was pasted into. */
async function planned({ tx, partnership, now, requestId }: Context, pasted: { kind: ListKind; text: string }) {
  try {
    await takeList(tx, pasted, { dryRun: true, partnership: partnership.name }, { now, requestId });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw missing('text', error.message);
  }
}

function parseList(rest: string): Record<string, unknown> {
  const [, word = '', text = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest) ?? [];
  if (word === '') return {};
  const said = word.toLowerCase();
  const kind =
    said.startsWith('term') || said.startsWith('date') ? 'terms' : said.startsWith('school') ? 'schools' : said;
  return { kind, text };
}

function listForm(kind: ListKind | undefined): Form {
  const columns = (one: ListKind, most: number) => LIST_COLUMNS[one].slice(0, most).join(', ');
  return {
    title: 'Add a list',
    intro: [
      {
        type: 'TextBlock',
        wrap: true,
        text: `Copy the rows from your spreadsheet and paste them, with or without the line of headings, up to ${MOST_CHARACTERS.toLocaleString('en-GB')} characters at a time. Next I show what would change; nothing is stored yet.`,
      },
      {
        type: 'FactSet',
        facts: [
          { title: 'Schools', value: columns('schools', 6) },
          { title: 'Term dates', value: `${columns('terms', 4)}: “2026/27, half-term 1, 02/09/2026, 23/10/2026”` },
          {
            title: 'People',
            value: `${columns('people', 4)}: “Ada Okafor, ada@example.org, Headteacher, Marsh Lane School”`,
          },
        ],
      },
    ],
    inputs: [
      {
        type: 'Input.ChoiceSet',
        id: 'kind',
        label: 'Which list?',
        style: 'expanded',
        choices: KINDS.map((one) => ({ title: one.title, value: one.kind })),
        isRequired: true,
        errorMessage: 'Say which list it is.',
        ...(kind === undefined ? {} : { value: kind }),
      },
      {
        type: 'Input.Text',
        id: 'text',
        label: 'The rows',
        isMultiline: true,
        maxLength: MOST_CHARACTERS,
        isRequired: true,
        errorMessage: 'Paste the rows here.',
      },
    ],
    submit: {
      type: 'Action.Execute',
      id: 'look',
      title: 'Show what would change',
      verb: 'setup.list',
      data: { isSent: true },
    },
  };
}

const store = command({
  name: 'setup.store',
  help: 'Store a pasted list as it was shown.',
  input: z.object({ id: z.number().int().positive(), seen: z.string().max(100) }),
  may: MAY_SET_UP,
  async run({ id, seen }, context) {
    const { tx, now, requestId, partnership, actor, place, happened } = context;
    const row = await openList(context, id);
    const by = { personId: actor.personId, platform: place.platform, place: place.externalId };
    const { kind, text } = row;
    const author = { now, requestId, by };
    const report = await takeList(tx, { kind, text }, { dryRun: false, partnership: partnership.name }, author);
    // Thrown, it takes back what was just written: nobody stores what they have not seen.
    if (digestOf(report.lines) !== seen)
      throw new Refusal('Something has changed since this was shown, so nothing was stored. Look at it again.');
    await endList(tx, id, { state: 'stored', outcome: report.outcome, now });
    await happened({ event: 'list.stored', subject: `list:${id}`, after: { kind, outcome: report.outcome } });
    return { said: `Stored: ${report.outcome}.`, isPrivate: true };
  },
});

const drop = command({
  name: 'setup.drop',
  help: 'Throw a pasted list away.',
  input: z.object({ id: z.number().int().positive() }),
  may: MAY_SET_UP,
  async run({ id }, context) {
    const { kind } = await openList(context, id);
    await endList(context.tx, id, { state: 'dropped', now: context.now });
    await context.happened({ event: 'list.dropped', subject: `list:${id}`, after: { kind } });
    return { said: 'It is thrown away; nothing was stored.', isPrivate: true };
  },
});

/** A list that is still to be decided on, held until the end of the transaction. */
async function openList({ tx, partnership, actor }: Context, id: number): Promise<ListRow & { text: string }> {
  await lockList(tx, id);
  const row = await findList(tx, { id, partnershipId: partnership.id });
  if (!row || row.personId !== actor.personId)
    throw new Refusal('I do not know this list. Type “setup list” to paste it again.');
  if (row.state === 'stored') throw new Refusal(`It is stored already: ${row.outcome}.`);
  if (row.state !== 'open' || row.text === null)
    throw new Refusal('It was thrown away. Type “setup list” to paste it again.');
  return { ...row, text: row.text };
}

export const listCommands: Command[] = [list, store, drop];
