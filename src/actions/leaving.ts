// An overdue action is left as it is.
import { MAY_RUN } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Command, type Context, command } from '../chat/contract.ts';
import { listInWords } from '../chat/permission.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { LEFT, whoLeft } from './decided.records.ts';
import { listDeciders } from './deciders.ts';
import { isTooLate } from './deciding-rights.ts';
import { ActionRef, aboutAction, getToDecide, Seen } from './finding.ts';
import { type Action, saveAction } from './records.ts';
import { checkOpen, isOverdue } from './rules.ts';
import { refreshAll } from './telling.ts';
import { parseRef } from './words.ts';

const leave = command({
  name: 'action.leave',
  help: 'Leave an overdue action as it is: it stays open, and nobody is reminded of this date any more.',
  typed: {
    words: 'action leave',
    usage: 'action leave ACT-12',
    example: 'action leave ACT-12',
    parse: parseRef,
  },
  input: ActionRef.extend({ dueRevision: Seen.dueRevision }),
  may: MAY_RUN,
  about: aboutAction,
  async run({ actionId, dueRevision }, context) {
    const { tx, today, actor, outbox, happened } = context;
    const action = await getToDecide(context, actionId);
    const ref = refOf('ACT', action.id);
    checkOpen(action, ref);
    const late = await isTooLate(context, action, { dueRevision });
    if (late) return late;
    if (!isOverdue(action, today))
      throw new Refusal(`${ref} is with ${action.owner.name}, due on ${sayDate(action.dueOn)}: it is not overdue.`);
    if (action.ownerId === actor.personId) throw await notYours(context, action);
    if ((await whoLeft(tx, [action])).size > 0) return { said: `${ref} is left as it is already.`, isPrivate: true };
    await saveAction(tx, action, {});
    await happened({
      event: LEFT,
      subject: subjectOf('ACT', action.id),
      after: { boardId: action.boardId, actionId: action.id, dueRevision: action.dueRevision },
    });
    await refreshAll(context, outbox, action);
    return {
      said: `${ref} stays open and overdue, with ${action.owner.name}. Nobody is reminded of this date any more; it stays on the list and on the agenda.`,
      isPrivate: true,
    };
  },
});

/** Nobody accepts for themselves that they are late. */
async function notYours(context: Context, action: Action): Promise<Refusal> {
  const deciders = await listDeciders(context, action.boardId, action.ownerId);
  const who =
    deciders.length === 0
      ? 'somebody else'
      : listInWords(
          deciders.map((one) => one.name),
          'or',
        );
  return new Refusal(`${refOf('ACT', action.id)} is your own, so ${who} decides that.`);
}

export const leavingCommands: Command[] = [leave];
