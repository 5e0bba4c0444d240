// What the owner hears of what they asked.
import { z } from 'zod';
import type { CardKind } from '../chat/contract.ts';
import { refOf } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { endingForAsker } from './ask-words.ts';
import { getAsk } from './asking.records.ts';
import { getAction } from './records.ts';
import { readAskSubject } from './telling.ts';

const answerCard = template(
  'action-answer',
  z.strictObject({
    ref: z.string(),
    board: z.string(),
    what: z.string(),
    title: z.string(),
    said: z.string(),
    words: z.string(),
    hasWords: z.boolean(),
    open: z.string(),
    isOpen: z.boolean(),
    actionId: z.number(),
    fallback: z.string(),
  }),
);

export const answerKind: CardKind = {
  name: 'action-answer',
  async show(subject, context) {
    const ask = await getAsk(context.tx, readAskSubject(subject));
    if (ask.state === 'open' || context.viewerId !== ask.askedById) return undefined;
    const action = await getAction(context.tx, ask.actionId);
    const { title, said } = await endingForAsker(context, ask, action);
    const ref = refOf('ACT', action.id);
    const card = answerCard({
      ref,
      board: action.board.name,
      what: action.what,
      title,
      said,
      words: ask.words ?? '',
      hasWords: ask.words !== null && ask.words !== '',
      open: `Open ${ref}`,
      isOpen: action.state === 'open' && action.ownerId === ask.askedById,
      actionId: action.id,
      fallback: `${title}: ${ref}`,
    });
    return { card, revision: 0 };
  },
};
