import { MAY_RUN } from '../boards/index.ts';
import { type Command, type Context, command } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { findOpenAsk } from './asking.records.ts';
import { endAsk, tellAsker } from './asks.ts';
import { CALLED_OFF } from './decided.records.ts';
import { checkMayChange, isTooLate } from './deciding-rights.ts';
import { ActionRef, aboutAction, getToDecide, Long, MAY_FINISH, Seen } from './finding.ts';
import { cancelForm, doneForm } from './forms.ts';
import { type Action, saveAction } from './records.ts';
import { checkOpen } from './rules.ts';
import { hasOwnerLeft, refreshAll, whetherTold } from './telling.ts';
import { parseDone, parseReason } from './words.ts';

const done = command({
  name: 'action.done',
  help: 'Mark an action as done, with what shows that it is.',
  typed: {
    words: 'action done',
    usage: 'action done ACT-12 EVIDENCE',
    example: 'action done ACT-12 letter sent to all parents on Monday',
    parse: parseDone,
  },
  input: ActionRef.extend({ evidence: Long(2000) }),
  may: MAY_FINISH,
  about: aboutAction,
  async run({ actionId, evidence }, context) {
    const { tx, now, actor, outbox, happened } = context;
    const action = await getToDecide(context, actionId);
    const ref = refOf('ACT', action.id);
    if (action.state === 'done') return { said: `${ref} is marked as done already. Thank you.`, isPrivate: true };
    checkOpen(action, ref);
    if (!evidence) return { form: doneForm(action), isPrivate: true };
    const asked = await findOpenAsk(tx, action.id);
    await saveAction(tx, action, { state: 'done', evidence, doneAt: now, doneById: actor.personId });
    await happened({
      event: 'action.done',
      subject: subjectOf('ACT', action.id),
      before: { state: action.state },
      after: { boardId: action.boardId, state: 'done', evidence, doneById: actor.personId },
    });
    if (asked) await tellAsker(context, await endAsk(context, asked, 'void'));
    await refreshAll(context, outbox, action);
    return { said: `Thank you: ${ref} is done. Its reminders stop.`, isPrivate: true };
  },
});

const cancel = command({
  name: 'action.cancel',
  help: 'Call an action off, with the reason; its owner is told.',
  typed: {
    words: 'action cancel',
    usage: 'action cancel ACT-12 because REASON',
    example: 'action cancel ACT-12 because the council does this for all schools now',
    parse: parseReason,
  },
  input: ActionRef.extend({ reason: Long(500), dueRevision: Seen.dueRevision }),
  may: MAY_RUN,
  about: aboutAction,
  async run({ actionId, reason, ...seen }, context) {
    const { tx, outbox, happened } = context;
    const action = await getToDecide(context, actionId);
    const ref = refOf('ACT', action.id);
    if (action.state === 'cancelled') return { said: `${ref} is called off already.`, isPrivate: true };
    if (action.state === 'done') throw new Refusal(`${ref} is done, so it cannot be called off.`);
    const late = await isTooLate(context, action, seen);
    if (late) return late;
    const asked = await findOpenAsk(tx, action.id);
    await checkMayChange(context, action, asked);
    if (!reason) return { form: cancelForm(action), isPrivate: true };
    await saveAction(tx, action, { state: 'cancelled', reason });
    await happened({
      event: CALLED_OFF,
      subject: subjectOf('ACT', action.id),
      before: { state: action.state },
      after: {
        boardId: action.boardId,
        actionId: action.id,
        dueRevision: action.dueRevision,
        state: 'cancelled',
        reason,
      },
    });
    if (asked) await endAsk(context, asked, 'void');
    await refreshAll(context, outbox, action);
    return {
      said: `${ref} is called off, and its reminders stop.${await tellCalledOff(context, action)}`,
      isPrivate: true,
    };
  },
});

/** The owner has the action's card once more, which says who called it off and why. */
async function tellCalledOff(context: Context, action: Action): Promise<string> {
  const { id, ownerId } = action;
  if (ownerId === context.actor.personId || hasOwnerLeft(context, action)) return '';
  await context.outbox.post({
    key: `action-cancelled:${refOf('ACT', id)}`,
    card: 'action',
    subject: subjectOf('ACT', id),
    to: { personId: ownerId },
  });
  return whetherTold(context, action);
}

export const endingCommands: Command[] = [done, cancel];
