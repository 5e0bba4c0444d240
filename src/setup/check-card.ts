// What a look at the house has found so far, in the chat of whoever asked for it.
import { z } from 'zod';
import type { CardKind } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { template } from '../chat/template.ts';
import { viewerOf } from '../people/index.ts';
import { MAY_DECIDE } from '../warnings/index.ts';
import { findCheck } from './check.records.ts';
import { markOf, sayResult } from './check-lines.ts';

const checkCard = template(
  'self-check',
  z.strictObject({
    title: z.string(),
    result: z.string(),
    lines: z.array(
      z.strictObject({
        mark: z.string(),
        title: z.string(),
        words: z.string(),
        next: z.string(),
        hasNext: z.boolean(),
      }),
    ),
    hasEnded: z.boolean(),
  }),
);

export const selfCheckKind: CardKind = {
  name: 'self-check',
  isConfidential: true,
  async show(subject, context) {
    const viewer = await viewerOf(context);
    if (!viewer || !may(MAY_DECIDE, viewer, {})) return undefined;
    const { tx, partnership } = context;
    const row = await findCheck(tx, { id: Number(subject.split(':')[1]), partnershipId: partnership.id });
    if (!row) return undefined;
    const hasEnded = row.endedAt !== null;
    // What needs somebody comes first, once it is all known; before that lines stay where they are.
    const isBad = ({ state }: { state: string }) => (state === 'bad' ? 0 : 1);
    const lines = hasEnded ? row.lines.toSorted((a, b) => isBad(a) - isBad(b)) : row.lines;
    const card = checkCard({
      title: 'How Convenor is doing',
      result: sayResult(row.lines, hasEnded),
      lines: lines.map((line) => ({
        ...{ mark: markOf(line), title: line.title, words: line.words },
        ...{ next: line.next, hasNext: line.next !== '' },
      })),
      hasEnded,
    });
    return { card, revision: hasEnded ? 1 : 0 };
  },
};
