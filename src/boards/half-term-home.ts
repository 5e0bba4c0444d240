// A board that has to meet waits at home for those who can plan the meeting.
import type { Actor, HomeItem, Reading } from '../chat/contract.ts';
import { dayOf } from '../store/days.ts';
import { halfTermSubject } from './half-terms.ts';
import { halfTermsAround, type Obliging } from './missed.ts';
import type { Board } from './records.ts';
import { listMeetingDays, listOwn } from './watching.records.ts';
import { isUnmet, watch } from './watching.ts';

/** For chair and clerk while the half-term is nearly over, and for a chair of governors when it has gone by. */
export async function halfTermItems({
  tx,
  today,
  partnership,
  actor,
}: Reading & { actor: Actor }): Promise<HomeItem[]> {
  const { last, running } = halfTermsAround(partnership, today);
  const isNear = running !== undefined && running.warnFrom <= today;
  const run = isNear ? actor.seats.filter((seat) => seat.isChair || seat.isClerk).map((seat) => seat.boardId) : [];
  const governs = (role: string) => role === 'CHAIR_OF_GOVERNORS';
  const schools = last ? actor.roles.flatMap((held) => (governs(held.role) ? (held.schoolId ?? []) : [])) : [];
  if (run.length + schools.length === 0) return [];

  const { templates } = (running ?? last)!;
  const boards = await listOwn(tx, { boardIds: run, schoolIds: schools, templates });
  const meetings = await listMeetingDays(
    tx,
    boards.map((board) => board.id),
  );
  const items: HomeItem[] = [];
  for (const board of boards) {
    const own = meetings.get(board.id) ?? [];
    if (running && run.includes(board.id) && isObliged(board, running) && isUnmet(watch(own, running, today)))
      items.push({ ...itemFor(board, running, 'half-term-warning'), dueOn: running.lastDay });
    if (!last || board.schoolId === null || !schools.includes(board.schoolId) || !isObliged(board, last)) continue;
    const { held, next, last: latest } = watch(own, last, today);
    const hasMetSince = latest !== undefined && latest.on > last.lastDay;
    if (!held && !next && !hasMetSince) items.push(itemFor(board, last, 'half-term-missed'));
  }
  return items;
}

function itemFor(board: Board, { key }: Obliging, card: string): HomeItem {
  return {
    kind: 'action',
    title: `Plan a meeting: ${board.name}`,
    hint: `It has to meet every half-term. Open it to plan a meeting, or type “meeting add ${board.school?.name ?? board.name}”.`,
    card: { card, subject: halfTermSubject(board.id, key) },
  };
}

function isObliged(board: Board, { openedBefore }: Obliging): boolean {
  return dayOf(board.openedOn) < openedBefore;
}
