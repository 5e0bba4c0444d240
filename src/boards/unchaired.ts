// A board that has lost its chair: its clerk hears it, and it waits for those who can choose another (L App F: a governor chairs).
import type { Actor, Context, Feature, Happening, HomeItem, Reading } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { listBoardsOf, listSeatHolders, listUnchaired } from './records.ts';

/** Somebody has left: the cards of their boards say so, and the clerk of a board that they chaired is shown it. */
async function onLeft({ subject }: Happening, context: Omit<Context, 'also'>): Promise<void> {
  const { tx, today, outbox, actor } = context;
  const personId = Number(subject.split(':')[1]);
  for (const { boardId, isChair } of await listBoardsOf(tx, personId, today)) {
    await outbox.refresh(subjectOf('BRD', boardId));
    if (!isChair) continue;
    const clerks = (await listSeatHolders(tx, boardId, today)).filter((one) => one.isClerk);
    for (const clerk of clerks.filter((one) => one.personId !== actor.personId))
      await outbox.post({
        key: `board-unchaired:${refOf('BRD', boardId)}:${personId}:${today}:${clerk.personId}`,
        card: 'board',
        subject: subjectOf('BRD', boardId),
        to: { personId: clerk.personId },
      });
  }
}

export const unchairedOn: NonNullable<Feature['on']> = { 'person.left': onLeft };

/** What waits for a clerk and a school's chair of governors: a board that nobody chairs. */
export async function unchairedItems({ tx, today, actor }: Reading & { actor: Actor }): Promise<HomeItem[]> {
  const boardIds = actor.seats.filter((seat) => seat.isClerk).map((seat) => seat.boardId);
  const schoolIds = actor.roles.flatMap((held) =>
    held.role === 'CHAIR_OF_GOVERNORS' && held.schoolId !== null ? [held.schoolId] : [],
  );
  if (boardIds.length + schoolIds.length === 0) return [];
  return (await listUnchaired(tx, { boardIds, schoolIds, today })).map((board) => ({
    kind: 'action',
    title: `Choose a chair: ${board.name}`,
    hint: `Nobody chairs it. Open it to choose, or type “board chair NAME on ${board.school?.name ?? board.name}”.`,
    card: { card: 'board', subject: subjectOf('BRD', board.id) },
  }));
}
