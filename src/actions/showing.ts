// One action, and what whoever asks may do about it.
import { MAY_SEE } from '../boards/index.ts';
import { type Command, command } from '../chat/contract.ts';
import { subjectOf } from '../chat/refs.ts';
import { ActionRef, aboutAction, getOwn } from './finding.ts';
import { parseRef } from './words.ts';

const show = command({
  name: 'action.show',
  help: 'See one action, and what you can do about it.',
  typed: {
    words: 'action show',
    usage: 'action show ACT-12',
    example: 'action show ACT-12',
    parse: parseRef,
  },
  input: ActionRef,
  isQuestion: true,
  may: [{ where: 'own' }, ...MAY_SEE],
  about: aboutAction,
  async run({ actionId }, context) {
    const { id } = await getOwn(context, actionId);
    return { card: { card: 'action', subject: subjectOf('ACT', id) }, isPrivate: true };
  },
});

export const showingCommands: Command[] = [show];
