import { refOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import type { Tx } from '../store/database.ts';

export async function getMeeting(tx: Tx, id: number) {
  const meeting = await tx.meeting.findUnique({ where: { id }, include: { board: { include: { school: true } } } });
  if (!meeting) throw new Refusal(`There is no meeting ${refOf('MTG', id)}.`);
  return meeting;
}
