// An ask on its way: the deciders get it, somebody ends it, and the asker hears how.
import type { Context, Outbox, PostOptions, Reading } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { type Ask, type AskEnd, listOpenAsks, saveEnd } from './asking.records.ts';
import { listDeciders } from './deciders.ts';
import type { People } from './owners.ts';
import { getAction } from './records.ts';
import { askSubject } from './telling.ts';

/** What is needed to tell people of an ask; a feature that hears of an event has no more. */
export type Telling = Omit<Context, 'also'>;

/** Give an ask to everybody who may answer it, each once; returns them. */
export async function tellDeciders(
  context: Reading & { outbox: Outbox },
  ask: Ask,
  boardId: number,
): Promise<People[]> {
  const deciders = await listDeciders(context, boardId, ask.askedById);
  for (const { id } of deciders)
    await context.outbox.post({
      key: `action-ask:${refOf('ACT', ask.actionId)}:${ask.id}:${id}`,
      card: 'action-ask',
      subject: askSubject(ask),
      to: { personId: id },
    });
  return deciders;
}

const EVENTS: Record<AskEnd, string> = {
  granted: 'action.askGranted',
  refused: 'action.askRefused',
  void: 'action.askVoid',
};

/** End an open ask, by an answer or because something else was decided; the cards that show it say so. */
export async function endAsk(
  { tx, now, actor, outbox, happened }: Telling,
  ask: Ask,
  state: AskEnd,
  words: string | null = null,
): Promise<Ask> {
  const decidedById = actor.personId;
  const ended = await saveEnd(tx, ask.id, { state, decidedById, decidedAt: now, words });
  const { actionId, kind, wantedOn, dueRevision } = ask;
  await happened({
    event: EVENTS[state],
    subject: subjectOf('ACT', actionId),
    before: { askId: ask.id, state: ask.state },
    after: { askId: ask.id, state, kind, wantedOn, dueRevision, decidedById, words },
  });
  await outbox.refresh(askSubject(ask));
  return ended;
}

/** The card that tells an asker how it ended. */
export function answerCard(ask: Ask): Pick<PostOptions, 'key' | 'card' | 'subject'> {
  const key = `action-answer:${refOf('ACT', ask.actionId)}:${ask.id}`;
  return { key, card: 'action-answer', subject: askSubject(ask) };
}

/** Tell the asker how it ended, unless it was by their own hand. */
export async function tellAsker({ outbox, actor }: Telling, ask: Ask): Promise<void> {
  if (ask.askedById !== actor.personId) await outbox.post({ ...answerCard(ask), to: { personId: ask.askedById } });
}

/** Somebody took or left the chair or the clerk's seat of a board: whoever answers now has what waits. */
export async function passOn(context: Telling, boardId?: number): Promise<void> {
  const scope = boardId === undefined ? { partnershipId: context.partnership.id } : { boardId };
  for (const ask of await listOpenAsks(context.tx, scope)) {
    const action = await getAction(context.tx, ask.actionId);
    await tellDeciders(context, ask, action.boardId);
    await context.outbox.refresh(askSubject(ask));
    await context.outbox.refresh(subjectOf('ACT', action.id));
  }
}

/** Somebody has left: what they asked needs no answer any more. */
export async function voidAsksOf(context: Telling, personId: number): Promise<void> {
  for (const ask of await listOpenAsks(context.tx, { askedById: personId })) await endAsk(context, ask, 'void');
}
