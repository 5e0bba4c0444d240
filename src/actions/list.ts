// "action list": what is open, the most overdue first.
import { z } from 'zod';
import { countOf, getBoardNamed, listVisibleBoards } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Command, type Context, command, type Reply } from '../chat/contract.ts';
import { refOf } from '../chat/refs.ts';
import { getPersonNamed } from '../people/index.ts';
import { type Ask, listOpenAsks } from './asking.records.ts';
import { calledOffInWords } from './cards.ts';
import { type Action, type ActionQuery, listCancelled, listOpen } from './records.ts';
import { dueInWords } from './rules.ts';
import { short } from './words.ts';

const MOST = 20;

const list = command({
  name: 'action.list',
  help: 'See open actions: yours, overdue ones or somebody else’s; or those that were called off.',
  typed: {
    words: 'action list',
    usage: 'action list [overdue, mine, called off or NAME] [for BOARD]',
    example: 'action list overdue',
    parse(rest) {
      const { which, board } = /^(?<which>.*?)(?:(?:^|\s+)for\s+(?<board>.+))?$/is.exec(rest.trim())?.groups ?? {};
      return { ...(which ? { which } : {}), ...(board ? { board } : {}) };
    },
  },
  input: z.object({
    which: z.string().trim().max(200, 'That is too long for a name.').optional(),
    board: z.string().trim().max(200, 'That is too long for a name.').optional(),
  }),
  isQuestion: true,
  may: 'anyone',
  async run({ which = '', board }, context) {
    const { tx, today, partnership, actor } = context;
    const visible = (await listVisibleBoards(context, actor)).map((one) => one.id);
    const isMine = /^(mine|my|me)$/i.test(which);
    const isLate = /^(overdue|late)$/i.test(which);
    const isOff = /^(called[ -]?off|cancelled|canceled)$/i.test(which);
    const wanted = board
      ? (await getBoardNamed(tx, board, { partnershipId: partnership.id, today, actor })).id
      : undefined;
    const query: ActionQuery = { partnershipId: partnership.id };
    // What is somebody's own is theirs to see, wherever it was decided.
    if (!isMine) query.boardIds = wanted === undefined ? visible : visible.filter((id) => id === wanted);
    else if (wanted !== undefined) query.boardIds = [wanted];
    if (isLate) query.dueBefore = today;
    if (isMine) query.ownerId = actor.personId;
    if (isOff) return sayCalledOff(context, await listCancelled(tx, query));
    const owner =
      which === '' || isMine || isLate || /^all$/i.test(which)
        ? undefined
        : await getPersonNamed(tx, which, {
            partnershipId: partnership.id,
            today,
            // Somebody who has left may still own what others have to take over.
            left: (await listOpen(tx, query)).map((action) => action.ownerId),
          });
    if (owner) query.ownerId = owner.id;

    const found = await listOpen(tx, query);
    const whose = owner ? ` of ${owner.name}` : isMine ? ' of yours' : '';
    const kind = isLate ? 'overdue action' : 'open action';
    if (found.length === 0)
      return { said: isLate ? 'No action is overdue.' : `There is no ${kind}${whose}.`, isPrivate: true };
    const shown = found.slice(0, MOST);
    const asks = new Map(
      (await listOpenAsks(tx, { actionIds: shown.map((one) => one.id) })).map((one) => [one.actionId, one]),
    );
    const lines = shown.map((action) => {
      const due = dueInWords(action.dueOn, today, partnership.calendar);
      return lineOf(action, `${due}${askedInWords(asks.get(action.id))}`);
    });
    const said = `${countOf(found.length, kind)}${whose}:\n${lines.join('\n')}${moreThan(found)}`;
    return { said: `${said}\nTo open one, type “action show ${refOf('ACT', found[0]!.id)}”.`, isPrivate: true };
  },
});

async function sayCalledOff(context: Context, found: Action[]): Promise<Reply> {
  if (found.length === 0) return { said: 'No action was called off.', isPrivate: true };
  const lines: string[] = [];
  for (const action of found.slice(0, MOST)) {
    const how = lower(await calledOffInWords(context, action));
    lines.push(lineOf(action, action.reason ? `${how}: ${short(action.reason, 120)}` : how));
  }
  const count = countOf(found.length, 'action was called off', 'actions were called off');
  return { said: `${count}:\n${lines.join('\n')}${moreThan(found)}`, isPrivate: true };
}

function lineOf(action: Action, how: string): string {
  return `${refOf('ACT', action.id)}, ${action.owner.name}: ${short(action.what, 120)} (${how})`;
}

function askedInWords(ask: Ask | undefined): string {
  if (!ask) return '';
  return ask.wantedOn === null ? '; its owner says that it is not theirs' : `; ${sayDate(ask.wantedOn)} is asked for`;
}

function moreThan(found: Action[]): string {
  return found.length > MOST ? `\n…and ${found.length - MOST} more. Add “for” and a school’s name to see fewer.` : '';
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

export const listCommands: Command[] = [list];
