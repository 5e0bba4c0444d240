// What people answered to their invitations, as the board's card says it. Once the board has met nobody asks any more.
import { listInWords } from '../chat/permission.ts';
import type { Invitation } from './answers.ts';
import { countOf } from './words.ts';

const isAsked = ({ endedOn, hasMet }: Invitation) => endedOn === null && !hasMet;

/** "accepted", "no answer yet", or nothing once the board has met. */
export function answerOf(invitation: Invitation): string {
  if (!isAsked(invitation)) return '';
  return invitation.answer === null ? 'no answer yet' : 'accepted';
}

/** "3 accepted, 1 declined, 2 not answered yet"; empty when there is nothing to wait for. */
export function answersInWords(invitations: Invitation[], declined: Invitation[]): string {
  const asked = invitations.filter(isAsked);
  if (asked.length + declined.length === 0) return '';
  const accepted = asked.filter((one) => one.answer === 'accepted').length;
  const parts = [
    `${accepted} accepted`,
    ...(declined.length > 0 ? [`${declined.length} declined`] : []),
    ...(asked.length > accepted ? [`${asked.length - accepted} not answered yet`] : []),
  ];
  return parts.join(', ');
}

const MOST = 8;

/** Whose answer the clerk is waiting for. */
export function waitingInWords(invitations: Invitation[]): string {
  const names = invitations.filter((one) => isAsked(one) && one.answer === null).map((one) => one.name);
  if (names.length === 0) return '';
  const some =
    names.length > MOST ? [...names.slice(0, MOST), countOf(names.length - MOST, 'more person', 'more people')] : names;
  return `Waiting for an answer from ${listInWords(some)}.`;
}
