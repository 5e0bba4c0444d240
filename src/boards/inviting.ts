// Everybody who is given a seat is asked whether they take it.
import type { Actor, Context, HomeItem, Reading } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { listAsked, listInvitationsOf } from './invitations.records.ts';

/** The card on which somebody answers for a seat. */
export function invitationSubject(boardId: number, seatId: number): string {
  return `${subjectOf('BRD', boardId)}:seat-${seatId}`;
}

/** The card that tells whoever gives the seats that one was declined. */
export function declinedSubject(boardId: number, seatId: number): string {
  return `${subjectOf('BRD', boardId)}:declined-${seatId}`;
}

/** The seat in either of these subjects. */
export function seatIn(subject: string): number {
  const id = /:(?:seat|declined)-(\d+)$/.exec(subject)?.[1];
  if (id === undefined) throw new Error(`${subject} is not the subject of a seat`);
  return Number(id);
}

/** Tell somebody that they have a seat, once per seat. */
export async function invite(
  { outbox }: Pick<Context, 'outbox'>,
  boardId: number,
  seat: { seatId: number; personId: number },
): Promise<void> {
  await outbox.post({
    key: `board-invitation:${refOf('BRD', boardId)}:${seat.seatId}:${seat.personId}`,
    card: 'board-invitation',
    subject: invitationSubject(boardId, seat.seatId),
    to: { personId: seat.personId },
  });
}

/** Somebody who has not said whether they take a seat finds the question at home too. */
export async function invitationItems({ tx, today, actor }: Reading & { actor: Actor }): Promise<HomeItem[]> {
  const open = (await listInvitationsOf(tx, actor.personId, today)).filter(
    (one) => one.answer === null && one.endedOn === null && !one.hasMet,
  );
  if (open.length === 0) return [];
  const asked = await listAsked(tx, actor.personId);
  return open
    .filter(({ board, seatId }) => asked.has(invitationSubject(board.id, seatId)))
    .map(({ board, seatId }) => ({
      kind: 'question',
      title: `Say whether you take your seat: ${board.name}`,
      hint: 'Open it and press “I accept” or “I cannot”, or type “board accept”.',
      card: { card: 'board-invitation', subject: invitationSubject(board.id, seatId) },
    }));
}
