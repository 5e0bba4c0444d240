import { sayDate } from '../calendar/index.ts';
import { type Command, command } from '../chat/contract.ts';
import type { MayRule } from '../chat/permission.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { addingCommands } from './adding.ts';
import { ActionRef, aboutAction, DueWords, getOwn, Long, Short } from './finding.ts';
import { doneForm, moveForm, reassignForm } from './forms.ts';
import { listOwners, ownerOf } from './owners.ts';
import { saveAction } from './records.ts';
import { checkOpen, readDeadline } from './rules.ts';
import { refreshAll, tellOwner } from './telling.ts';
import { parseDone, parseMove, parseReassign } from './words.ts';

const CHAIR_OR_CLERK: MayRule[] = [{ seats: ['chair', 'clerk'], where: 'board' }];

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
  may: [{ where: 'own' }, ...CHAIR_OR_CLERK],
  about: aboutAction,
  async run({ actionId, evidence }, context) {
    const { tx, now, actor, outbox, happened } = context;
    const action = await getOwn(context, actionId);
    const ref = refOf('ACT', action.id);
    if (action.state === 'done') return { said: `${ref} is marked as done already. Thank you.`, isPrivate: true };
    checkOpen(action, ref);
    if (!evidence) return { form: doneForm(action), isPrivate: true };
    await saveAction(tx, action, { state: 'done', evidence, doneAt: now, doneById: actor.personId });
    await happened({
      event: 'action.done',
      subject: subjectOf('ACT', action.id),
      before: { state: action.state },
      after: { boardId: action.boardId, state: 'done', evidence, doneById: actor.personId },
    });
    await refreshAll(context, outbox, action);
    return { said: `Thank you: ${ref} is done. Its reminders stop.`, isPrivate: true };
  },
});

const reassign = command({
  name: 'action.reassign',
  help: 'Give an action to somebody else on the board.',
  typed: {
    words: 'action reassign',
    usage: 'action reassign ACT-12 to NAME',
    example: 'action reassign ACT-12 to Ben Hughes',
    parse: parseReassign,
  },
  input: ActionRef.extend({ owner: Short }),
  may: CHAIR_OR_CLERK,
  about: aboutAction,
  async run({ actionId, owner: words }, context) {
    const { tx, actor, outbox, happened } = context;
    const action = await getOwn(context, actionId);
    const ref = refOf('ACT', action.id);
    checkOpen(action, ref);
    const owners = await listOwners(context, action.boardId);
    if (!words) return { form: reassignForm(action, owners), isPrivate: true };
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
  input: ActionRef.extend({ due: DueWords, reason: Long(500) }),
  may: CHAIR_OR_CLERK,
  about: aboutAction,
  async run({ actionId, due, reason }, context) {
    const { tx, today, outbox, happened } = context;
    const action = await getOwn(context, actionId);
    const ref = refOf('ACT', action.id);
    checkOpen(action, ref);
    if (!due || !reason) return { form: moveForm(action, { due, reason }, today), isPrivate: true };
    const dueOn = readDeadline(due, today);
    if (dueOn === action.dueOn) return { said: `${ref} is due on ${sayDate(dueOn)} already.`, isPrivate: true };
    await saveAction(tx, action, { dueOn, dueRevision: action.dueRevision + 1 });
    await happened({
      event: 'action.moved',
      subject: subjectOf('ACT', action.id),
      before: { dueOn: action.dueOn, dueRevision: action.dueRevision },
      after: { boardId: action.boardId, dueOn, dueRevision: action.dueRevision + 1, reason },
    });
    await refreshAll(context, outbox, action);
    const told = await tellOwner(context, await getOwn(context, action.id));
    return { said: `${ref} is due on ${sayDate(dueOn)} now.${told}`, isPrivate: true };
  },
});

export const actionCommands: Command[] = [...addingCommands, done, reassign, move];
