// The owner's side: "another date, please", and "this is not mine".
import { sayDate } from '../calendar/index.ts';
import { type Command, type Context, command, type Reply } from '../chat/contract.ts';
import { listInWords } from '../chat/permission.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { dayOf } from '../store/days.ts';
import { declineForm, laterForm } from './ask-forms.ts';
import { readWish } from './ask-rules.ts';
import { type Ask, changeAsk, createAsk, findOpenAsk } from './asking.records.ts';
import { endAsk, tellDeciders } from './asks.ts';
import { listDeciders } from './deciders.ts';
import { ActionRef, aboutAction, DueWords, getToDecide, Long } from './finding.ts';
import { type Action, saveAction } from './records.ts';
import { checkOpen } from './rules.ts';
import { askSubject, refreshAll } from './telling.ts';
import { parseMove, parseReason } from './words.ts';

const later = command({
  name: 'action.later',
  help: 'Ask for another date for an action of yours, with the reason.',
  typed: {
    words: 'action later',
    usage: 'action later ACT-12 to DATE because REASON',
    example: 'action later ACT-12 to 9 January because the data comes on the 7th',
    parse: parseMove,
  },
  input: ActionRef.extend({ due: DueWords, reason: Long(500) }),
  may: [{ where: 'own' }],
  about: aboutAction,
  async run({ actionId, due, reason }, context) {
    const action = await getToDecide(context, actionId);
    const ref = refOf('ACT', action.id);
    checkOpen(action, ref);
    const deciders = await whoAnswers(context, action);
    if (!due || !reason) return { form: laterForm(action, deciders, { due, reason }, context.today), isPrivate: true };
    const limitOn = action.board.limitOn === null ? undefined : dayOf(action.board.limitOn);
    const wantedOn = readWish(due, { ...action, ref, limitOn }, context.today);
    return keep(context, action, { kind: 'date', wantedOn, reason });
  },
});

const decline = command({
  name: 'action.decline',
  help: 'Say that an action is not yours, and why.',
  typed: {
    words: 'action decline',
    usage: 'action decline ACT-12 because REASON',
    example: 'action decline ACT-12 because the exams officer looks after this',
    parse: parseReason,
  },
  input: ActionRef.extend({ reason: Long(500) }),
  may: [{ where: 'own' }],
  about: aboutAction,
  async run({ actionId, reason }, context) {
    const action = await getToDecide(context, actionId);
    checkOpen(action, refOf('ACT', action.id));
    const deciders = await whoAnswers(context, action);
    if (!reason) return { form: declineForm(action, deciders), isPrivate: true };
    return keep(context, action, { kind: 'notMine', wantedOn: null, reason });
  },
});

/** The names of those who will answer. Refuses when there is nobody. */
async function whoAnswers(context: Context, action: Action): Promise<string[]> {
  const deciders = await listDeciders(context, action.boardId, context.actor.personId);
  if (deciders.length === 0)
    throw new Refusal(
      `Nobody can answer that yet: ${action.board.name} has no chair and no clerk besides you. Ask the programme office to find them.`,
    );
  return deciders.map((one) => one.name);
}

type Wish = Pick<Ask, 'kind' | 'wantedOn' | 'reason'>;

/** Keep what the owner asks and give it to the deciders. The newest wish counts: never are two open for an action. */
async function keep(context: Context, action: Action, wish: Wish): Promise<Reply> {
  const { tx, now, actor, outbox, happened } = context;
  const ref = refOf('ACT', action.id);
  const open = await findOpenAsk(tx, action.id);
  if (open && open.kind === wish.kind && open.wantedOn === wish.wantedOn && open.reason === wish.reason) {
    const names = (await listDeciders(context, action.boardId, actor.personId)).map((one) => one.name);
    return { said: `You have asked for that already. ${listInWords(names, 'or')} will answer.`, isPrivate: true };
  }

  // Nothing of the action changes but its version, by which its cards know that they are to be shown anew.
  await saveAction(tx, action, {});
  const isSame = open?.kind === wish.kind;
  if (open && !isSame) await endAsk(context, open, 'void');
  const ask =
    open && isSame
      ? await changeAsk(tx, open.id, { ...rest(wish), askedAt: now })
      : await createAsk(tx, {
          ...wish,
          actionId: action.id,
          dueRevision: action.dueRevision,
          askedById: actor.personId,
          askedAt: now,
        });
  await happened({
    event: 'action.asked',
    subject: subjectOf('ACT', action.id),
    ...(open && isSame ? { before: { askId: open.id, wantedOn: open.wantedOn, reason: open.reason } } : {}),
    after: { askId: ask.id, boardId: action.boardId, dueRevision: action.dueRevision, ...wish },
  });
  const deciders = await tellDeciders(context, ask, action.boardId);
  await outbox.refresh(askSubject(ask));
  await refreshAll(context, outbox, action);

  const who = listInWords(deciders.map((one) => one.name));
  const asked =
    wish.wantedOn === null
      ? `I have told ${who} that ${ref} is not yours.`
      : `I have asked ${who} for ${sayDate(wish.wantedOn)}.`;
  const instead = open ? ' This takes the place of what you asked before.' : '';
  return { said: `${asked}${instead} ${untilThen(action)}${await unreachable(context, deciders)}`, isPrivate: true };
}

const rest = ({ wantedOn, reason }: Wish) => ({ wantedOn, reason });

function untilThen({ dueOn }: Action): string {
  return `Until there is an answer it stays yours, due on ${sayDate(dueOn)}, and I do not remind you.`;
}

/** Nobody waits in silence for somebody who has not joined. */
async function unreachable({ outbox }: Context, deciders: { id: number; name: string }[]): Promise<string> {
  const missing: string[] = [];
  for (const { id, name } of deciders) if (!(await outbox.canReach(id))) missing.push(name);
  if (missing.length === 0) return '';
  return ` I cannot reach ${listInWords(missing)} yet, so please tell them yourself.`;
}

export const askingCommands: Command[] = [later, decline];
