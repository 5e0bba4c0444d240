// An action gets another date, or somebody else.
import { MAY_RUN } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Command, type Context, command, type Reply } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { giveForm } from './ask-forms.ts';
import { type Ask, findOpenAsk } from './asking.records.ts';
import { answerCard, endAsk, tellAsker } from './asks.ts';
import { listDeciders } from './deciders.ts';
import { checkMayChange, isTooLate } from './deciding-rights.ts';
import { ActionRef, aboutAction, DueWords, getOwn, getToDecide, Long, Seen, Short } from './finding.ts';
import { moveForm, reassignForm } from './forms.ts';
import { listOthers, listOwners, ownerOf } from './owners.ts';
import { type Action, saveAction } from './records.ts';
import { checkOpen, readDeadline } from './rules.ts';
import { refreshAll, tellOwner } from './telling.ts';
import { parseMove, parseReassign } from './words.ts';

/** The open action to change, with what was asked about it; or what to answer to somebody who comes too late. */
async function findToChange(
  context: Context,
  actionId: number,
  seen: Parameters<typeof isTooLate>[2],
): Promise<{ action: Action; ref: string; asked: Ask | undefined } | { late: Reply }> {
  const action = await getToDecide(context, actionId);
  const ref = refOf('ACT', action.id);
  const late = await isTooLate(context, action, seen);
  if (late) return { late };
  checkOpen(action, ref);
  const asked = await findOpenAsk(context.tx, action.id);
  await checkMayChange(context, action, asked);
  return { action, ref, asked };
}

const reassign = command({
  name: 'action.reassign',
  help: 'Give an action to somebody else on the board.',
  typed: {
    words: 'action reassign',
    usage: 'action reassign ACT-12 to NAME',
    example: 'action reassign ACT-12 to Ben Hughes',
    parse: parseReassign,
  },
  input: ActionRef.extend({ owner: Short, ...Seen }),
  may: MAY_RUN,
  about: aboutAction,
  async run({ actionId, owner: words, ...seen }, context) {
    const { tx, actor, outbox, happened } = context;
    const found = await findToChange(context, actionId, seen);
    if ('late' in found) return found.late;
    const { action, ref, asked } = found;
    if (!words) {
      const others = await listOthers(context, action);
      const form = seen.askId === undefined ? reassignForm(action, others) : giveForm(action, others, seen.askId);
      return { form, isPrivate: true };
    }
    const owners = await listOwners(context, action.boardId);
    const owner = await ownerOf(words, owners, context, actor);
    if (owner.id === action.ownerId) return { said: `${ref} is with ${owner.name} already.`, isPrivate: true };
    // A new owner is reminded from the start, so what the one before was told does not count.
    await saveAction(tx, action, { ownerId: owner.id, dueRevision: action.dueRevision + 1 });
    await happened({
      event: 'action.reassigned',
      subject: subjectOf('ACT', action.id),
      before: { ownerId: action.ownerId, dueRevision: action.dueRevision },
      after: { boardId: action.boardId, ownerId: owner.id, dueRevision: action.dueRevision + 1 },
    });
    if (asked) await tellAsker(context, await endAsk(context, asked, asked.kind === 'notMine' ? 'granted' : 'void'));
    await refreshAll(context, outbox, action);
    const told = await tellOwner(context, await getOwn(context, action.id));
    return { said: `${ref} is with ${owner.name} now, no longer with ${action.owner.name}.${told}`, isPrivate: true };
  },
});

const move = command({
  name: 'action.move',
  help: 'Give an action a new deadline, with the reason.',
  typed: {
    words: 'action move',
    usage: 'action move ACT-12 to DATE because REASON',
    example: 'action move ACT-12 to 11 Dec because the data comes on the 9th',
    parse: parseMove,
  },
  input: ActionRef.extend({ due: DueWords, reason: Long(500), ...Seen }),
  may: MAY_RUN,
  about: aboutAction,
  async run({ actionId, due, reason, ...seen }, context) {
    const { today, actor, also } = context;
    const found = await findToChange(context, actionId, seen);
    if ('late' in found) return found.late;
    const { action, ref, asked } = found;
    // Nobody gives themselves more time, whatever they run: somebody else answers, if there is anybody.
    const isOwn = action.ownerId === actor.personId;
    if (isOwn && (await listDeciders(context, action.boardId, actor.personId)).length > 0)
      return also('action.later', { actionId, ...(due ? { due } : {}), ...(reason ? { reason } : {}) });
    if (!due || !reason) return { form: moveForm(action, { due, reason }, today), isPrivate: true };
    const dueOn = readDeadline(due, today);
    if (dueOn === action.dueOn) return { said: `${ref} is due on ${sayDate(dueOn)} already.`, isPrivate: true };
    const told = await moveTo(context, action, { dueOn, reason }, asked);
    return { said: `${ref} is due on ${sayDate(dueOn)} now.${told}`, isPrivate: true };
  },
});

/**
 * Give an action another deadline, from which its reminders start anew. What its owner had asked is granted if it is the
 * day that they wished for, and overtaken otherwise; they hear it with the new date. Says what to add about the telling.
 */
export async function moveTo(
  context: Context,
  action: Action,
  { dueOn, reason }: { dueOn: string; reason: string },
  asked: Ask | undefined,
): Promise<string> {
  const { tx, outbox, happened } = context;
  await saveAction(tx, action, { dueOn, dueRevision: action.dueRevision + 1 });
  await happened({
    event: 'action.moved',
    subject: subjectOf('ACT', action.id),
    before: { dueOn: action.dueOn, dueRevision: action.dueRevision },
    after: { boardId: action.boardId, dueOn, dueRevision: action.dueRevision + 1, reason },
  });
  const isWish = asked?.kind === 'date' && asked.wantedOn === dueOn;
  const ended = asked && (await endAsk(context, asked, isWish ? 'granted' : 'void'));
  await refreshAll(context, outbox, action);
  return tellOwner(context, await getOwn(context, action.id), ended && answerCard(ended));
}

export const changingCommands: Command[] = [reassign, move];
