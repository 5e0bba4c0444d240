// What waits for somebody: meetings of which nobody has said whether they were held, and those to say whether they come.
import { listSeatHolders } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import type { Actor, HomeItem, Reading } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { dayOf } from '../store/days.ts';
import { listAttendance } from './attendance.records.ts';
import { listPlanned, listUnrecorded } from './records.ts';
import { runnersOf } from './telling.ts';

type Asking = Reading & { actor: Actor };

export async function meetingItems(reading: Asking): Promise<HomeItem[]> {
  return [...(await whetherHeld(reading)), ...(await whetherComing(reading))];
}

async function whetherHeld({ tx, today, partnership, actor }: Asking): Promise<HomeItem[]> {
  const boardIds = boardsOf(actor.seats.filter((seat) => seat.isClerk || seat.isChair));
  if (boardIds.length === 0) return [];
  const items: HomeItem[] = [];
  for (const { id, boardId, heldOn, board } of await listUnrecorded(tx, {
    partnershipId: partnership.id,
    today,
    boardIds,
  })) {
    const runners = runnersOf(await listSeatHolders(tx, boardId, today));
    if (!runners.some((one) => one.personId === actor.personId)) continue;
    items.push({
      kind: 'question',
      title: `Was the meeting held? ${board.name}, ${sayDate(dayOf(heldOn))}`,
      hint: `Press a button on its card, or type “meeting held ${refOf('MTG', id)}”.`,
      card: { card: 'meeting', subject: subjectOf('MTG', id) },
    });
  }
  return items;
}

async function whetherComing({ tx, today, partnership, actor }: Asking): Promise<HomeItem[]> {
  const boardIds = boardsOf(actor.seats);
  const planned = await listPlanned(tx, { partnershipId: partnership.id, today, boardIds, isPublished: true });
  const items: HomeItem[] = [];
  for (const { id, heldOn, board } of planned) {
    if ((await listAttendance(tx, id)).some((one) => one.personId === actor.personId)) continue;
    items.push({
      kind: 'question',
      title: `Say whether you are coming: ${board.name}`,
      dueOn: dayOf(heldOn),
      hint: `Press a button on the agenda, or type “agenda attend yes ${refOf('MTG', id)}”.`,
      card: { card: 'agenda', subject: subjectOf('MTG', id) },
    });
  }
  return items;
}

const boardsOf = (seats: { boardId: number }[]) => [...new Set(seats.map((seat) => seat.boardId))];
