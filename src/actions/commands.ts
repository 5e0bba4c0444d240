import { z } from 'zod';
import { aboutBoard, BoardWords, boardOf, listSeatHolders, OFFICE } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Actor, type Command, command, type Reading } from '../chat/contract.ts';
import type { MayRule } from '../chat/permission.ts';
import { Ref, refOf, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { getPersonNamed } from '../people/index.ts';
import { addForm, doneForm, moveForm, type People, reassignForm } from './forms.ts';
import { type Action, createAction, getAction, isMeetingOf, saveAction } from './records.ts';
import { checkOpen, readDeadline } from './rules.ts';
import { refreshAll, tellOwner } from './telling.ts';
import { parseAdd, parseDone, parseMove, parseReassign } from './words.ts';

const Short = z.string().trim().max(200, 'That is too long for a name.').optional();
const Long = (most: number) => z.string().trim().max(most, `Please say it in at most ${most} letters.`).optional();
const DueWords = z.string().trim().max(60, 'That is too long for a date.').optional();
const ActionRef = z.object({ actionId: Ref('ACT') });

const CHAIR_OR_CLERK: MayRule[] = [{ seats: ['chair', 'clerk'], where: 'board' }];

/** What permission asks about an action: its board, and its owner. */
async function aboutAction({ actionId }: { actionId: number }, reading: Reading) {
  const action = await getOwn(reading, actionId);
  return { ...aboutBoard(action.board), personId: action.ownerId };
}

const add = command({
  name: 'action.add',
  help: 'Give somebody on the board an action with a deadline.',
  typed: {
    words: 'action add',
    usage: 'action add WHAT owner NAME by DATE for BOARD',
    example: 'action add Letter to parents owner Ada Okafor by 4 Dec',
    parse: parseAdd,
  },
  input: BoardWords.extend({
    what: Long(1000),
    owner: Short,
    due: DueWords,
    impact: Long(1000),
    meetingId: Ref('MTG').optional(),
  }),
  may: [
    { seats: ['any'], where: 'board' },
    { roles: OFFICE, where: 'partnership' },
  ],
  about: async (input, reading, actor) => aboutBoard(await boardOf(input, reading, actor)),
  async run(input, context) {
    const { tx, now, today, partnership, actor, happened } = context;
    const board = await boardOf(input, context, actor);
    const owners = await listOwners(context, board.id);
    if (!input.what || !input.owner || !input.due) {
      if (owners.length === 0)
        throw new Refusal(`Nobody sits on ${board.name} yet, so nobody can own an action. Type “board seat” first.`);
      return { form: addForm(board, owners, input, input.meetingId), isPrivate: true };
    }
    if (input.meetingId !== undefined && !(await isMeetingOf(tx, board.id, input.meetingId)))
      throw new Refusal(`${refOf('MTG', input.meetingId)} is not a meeting of ${board.name}.`);
    const owner = await ownerOf(input.owner, owners, context, actor);
    const dueOn = readDeadline(input.due, today);
    const action = await createAction(tx, {
      boardId: board.id,
      meetingId: input.meetingId ?? null,
      what: input.what,
      intendedImpact: input.impact || null,
      ownerId: owner.id,
      dueOn,
      createdById: actor.personId,
      createdAt: now,
    });
    await happened({
      event: 'action.added',
      subject: subjectOf('ACT', action.id),
      after: {
        boardId: board.id,
        meetingId: action.meetingId,
        ownerId: owner.id,
        dueOn,
        dueRevision: action.dueRevision,
        partnershipId: partnership.id,
      },
    });
    const told = await tellOwner(context, action);
    return {
      said: `Added ${refOf('ACT', action.id)} for ${owner.name}, due ${sayDate(dueOn)}.${told}`,
      // Any other channel has people who need not know what this board decides.
      isPrivate: context.place.conversationId !== board.channelConversationId,
    };
  },
});

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
    if (!due || !reason) return { form: moveForm(action, { due, reason }), isPrivate: true };
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

async function getOwn({ tx, partnership }: Reading, id: number): Promise<Action> {
  const action = await getAction(tx, id);
  if (action.board.partnershipId !== partnership.id) throw new Refusal(`There is no action ${refOf('ACT', id)}.`);
  return action;
}

/** Those who may own an action: everybody who sits at the board today, each once. */
async function listOwners({ tx, today }: Reading, boardId: number): Promise<People[]> {
  const holders = await listSeatHolders(tx, boardId, today);
  return [...new Map(holders.map(({ personId, name }) => [personId, { id: personId, name }])).values()];
}

/** A choice gives the person's number, typed words a name or "me". Refuses anybody who does not sit at the board. */
async function ownerOf(
  words: string,
  owners: People[],
  { tx, today, partnership }: Reading,
  actor: Actor,
): Promise<People> {
  const id = /^me$/i.test(words) ? actor.personId : /^\d+$/.test(words) ? Number(words) : undefined;
  if (id !== undefined) {
    const chosen = owners.find((one) => one.id === id);
    if (chosen) return chosen;
    throw new Refusal('Only somebody with a seat on the board can own its actions.', {
      fieldErrors: { owner: 'Choose somebody with a seat on the board.' },
    });
  }
  return getPersonNamed(tx, words, { partnershipId: partnership.id, today, among: owners.map((one) => one.id) });
}

export const actionCommands: Command[] = [add, done, reassign, move];
