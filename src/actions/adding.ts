// A new action: what, who, by when, for which board.
import { aboutBoard, type Board, BoardWords, OFFICE } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Command, type Context, command, NEW_ACTION, type Reply } from '../chat/contract.ts';
import type { MayRule } from '../chat/permission.ts';
import { Ref, refOf, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { addForm, boardForm } from './add-forms.ts';
import { DueWords, Long, Short } from './finding.ts';
import { listOwners, ownerOf, type People } from './owners.ts';
import { createAction, isMeetingOf } from './records.ts';
import { readDeadline } from './rules.ts';
import { tellOwner } from './telling.ts';
import { findBoard } from './which-board.ts';
import { parseAdd } from './words.ts';

const MAY_ADD: MayRule[] = [
  { seats: ['any'], where: 'board' },
  { roles: OFFICE, where: 'partnership' },
];

const add = command({
  name: NEW_ACTION.name,
  help: 'Give somebody on the board an action with a deadline.',
  typed: {
    words: 'action add',
    usage: 'action add WHAT owner NAME by DATE for BOARD [from MTG-3]',
    example: 'action add Letter to parents owner Ada Okafor by 4 Dec',
    parse: parseAdd,
  },
  input: BoardWords.extend({
    boardId: Ref('BRD').optional(),
    what: Long(1000),
    owner: Short,
    due: DueWords,
    impact: Long(1000),
    meetingId: Ref('MTG').optional(),
  }),
  may: MAY_ADD,
  about: async (input, reading, actor) => {
    const found = await findBoard(input, reading, actor, MAY_ADD);
    // Of several, each is one that they may add to; which one it is, is asked.
    return aboutBoard('board' in found ? found.board : found.boards[0]!);
  },
  async run(input, context) {
    const found = await findBoard(input, context, context.actor, MAY_ADD);
    const typed = { ...input, what: found.what, due: found.due };
    if ('boards' in found) return { form: boardForm(found.boards, wordsOf(typed)), isPrivate: true };
    return addTo(found.board, typed, context);
  },
});

interface Wanted {
  what?: string | undefined;
  owner?: string | undefined;
  due?: string | undefined;
  impact?: string | undefined;
  meetingId?: number | undefined;
}

async function addTo(board: Board, input: Wanted, context: Context): Promise<Reply> {
  const { tx, now, today, partnership, actor, happened } = context;
  const owners = await listOwners(context, board.id);
  if (owners.length === 0)
    throw new Refusal(`Nobody sits on ${board.name} yet, so nobody can own an action. Type “board seat” first.`);
  if (input.meetingId !== undefined && !(await isMeetingOf(tx, board.id, input.meetingId)))
    throw new Refusal(`${refOf('MTG', input.meetingId)} is not a meeting of ${board.name}.`);

  const { what, due } = input;
  const wrong: string[] = [];
  const owner = await understood(input.owner, /^\d+$/, wrong, (words) => ownerOf(words, owners, context, actor));
  const dueOn = await understood(due, /^\d{4}-\d{2}-\d{2}$/, wrong, (words) => readDeadline(words, today));
  if (!what || !owner || !dueOn) {
    const typed = { what, owner, due: dueOn, impact: input.impact };
    const form = addForm(board, owners, typed, { today, meetingId: input.meetingId });
    return { ...(wrong.length === 0 ? {} : { said: wrong.join('\n') }), form, isPrivate: true };
  }

  const action = await createAction(tx, {
    boardId: board.id,
    meetingId: input.meetingId ?? null,
    what,
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
}

/**
 * What typed words mean. When they mean nothing here the sentence that says so is kept, and the form asks again with the
 * rest as it was typed. What a form sent is refused at the form.
 */
async function understood<T extends People | string>(
  words: string | undefined,
  fromForm: RegExp,
  wrong: string[],
  read: (words: string) => T | Promise<T>,
): Promise<T | undefined> {
  if (!words) return undefined;
  try {
    return await read(words);
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || fromForm.test(words)) throw refusal;
    wrong.push(refusal.message);
    return undefined;
  }
}

/** What was typed already, for the next form to keep. */
function wordsOf({ what, owner, due, impact }: Wanted): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ what, owner, due, impact }).flatMap(([key, one]) => (one ? [[key, one]] : [])),
  );
}

export const addingCommands: Command[] = [add];
