import type { Tx } from '../store/database.ts';
import { ANSWERED } from './records.ts';

/** What somebody answered beforehand. */
export type Answer = 'coming' | 'apologies';
/** What is recorded afterwards: apologies stand as they were sent. */
export type Presence = 'present' | 'apologies' | 'absent';

export interface Said {
  personId: number;
  answer: Answer | Presence;
}

/** What is known of people at a meeting, in the order in which it was said. */
export async function listAttendance(tx: Tx, meetingId: number): Promise<Said[]> {
  return saidIn(await tx.attendance.findMany({ ...ANSWERED, where: { meetingId, ...ANSWERED.where } }));
}

/** The same, from the rows of a meeting that was read with its agenda. */
export function saidIn(rows: { personId: number; answer: string }[]): Said[] {
  return rows.map(({ personId, answer }) => ({ personId, answer: answer as Answer | Presence }));
}

/** Keep somebody's answer, or whether they were there; says what it was before. */
export async function saveAnswer(
  tx: Tx,
  meetingId: number,
  personId: number,
  answer: Answer | Presence,
  at: Date,
): Promise<Answer | Presence | undefined> {
  const key = { meetingId_personId: { meetingId, personId } };
  const before = await tx.attendance.findUnique({ where: key });
  if (before?.answer !== answer)
    await tx.attendance.upsert({
      where: key,
      create: { meetingId, personId, answer, answeredAt: at },
      update: { answer, answeredAt: at },
    });
  return before?.answer as Answer | Presence | undefined;
}

/** What was recorded of who was there counts no more; apologies stand, and whoever was there had come, as they had said. */
export async function forgetPresence(tx: Tx, meetingId: number): Promise<void> {
  await tx.attendance.updateMany({ where: { meetingId, answer: 'present' }, data: { answer: 'coming' } });
  await tx.attendance.updateMany({ where: { meetingId, answer: 'absent' }, data: { answer: 'void' } });
}

/** What was answered for another day counts no more; the rows stay, and everybody can answer again. */
export async function voidAnswers(tx: Tx, meetingId: number): Promise<void> {
  await tx.attendance.updateMany({ where: { meetingId }, data: { answer: 'void' } });
}
