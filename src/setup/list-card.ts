// What a pasted list would change, until somebody stores it or throws it away.
import { z } from 'zod';
import type { CardKind } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { template } from '../chat/template.ts';
import { type ListKind, takeList } from '../imports/index.ts';
import { viewerOf } from '../people/index.ts';
import { digestOf, shownLines } from './list-words.ts';
import { findList } from './lists.records.ts';
import { MAY_SET_UP } from './who.ts';

const openCard = template(
  'pasted-list',
  z.strictObject({
    title: z.string(),
    summary: z.string(),
    lines: z.array(z.strictObject({ text: z.string(), isDetail: z.boolean(), spacing: z.enum(['None', 'Default']) })),
    hasLines: z.boolean(),
    canStore: z.boolean(),
    id: z.number(),
    seen: z.string(),
  }),
);
const settledCard = template('pasted-list-settled', z.strictObject({ title: z.string(), outcome: z.string() }));

const TITLES: Record<ListKind, string> = {
  schools: 'A list of schools',
  people: 'A list of people',
  terms: 'A list of term dates',
};

export const pastedListKind: CardKind = {
  name: 'pasted-list',
  isConfidential: true,
  async show(subject, context) {
    const { tx, now, partnership } = context;
    const viewer = await viewerOf(context);
    const row = await findList(tx, { id: Number(subject.split(':')[1]), partnershipId: partnership.id });
    if (!row || !viewer || row.personId !== viewer.personId || !may(MAY_SET_UP, viewer, {})) return undefined;
    const { id, kind, text, state } = row;
    const title = TITLES[kind];
    if (state !== 'open' || text === null) {
      const outcome = state === 'stored' ? `Stored: ${row.outcome}.` : 'Thrown away. Nothing was stored.';
      return { card: settledCard({ title, outcome }), revision: 1, isSettled: true };
    }
    const options = { dryRun: true, partnership: partnership.name };
    const { lines, changes, outcome, faults } = await takeList(tx, { kind, text }, options, { now, requestId: '' });
    const put = faults === 0 ? '' : ' Put those rows right and paste them again; the others can be stored now.';
    const card = openCard({
      title: `${title}: look before it is stored`,
      summary: changes === 0 ? `There is nothing to store: ${outcome}.` : `If you store it: ${outcome}.${put}`,
      lines: shownLines(lines),
      hasLines: lines.length > 0,
      canStore: changes > 0,
      id,
      seen: digestOf(lines),
    });
    return { card, revision: 0 };
  },
};
