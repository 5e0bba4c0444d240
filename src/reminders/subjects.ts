// Which card says what somebody was reminded of on a day, and how cards come to know that something has changed.
import type { Context } from '../chat/contract.ts';
import { listReminders } from './records.ts';

/** The card of one person's reminders on one day; its message has the same key, so that there is one. */
export function reminderSubject(personId: number, day: string): string {
  return `reminder:PER-${personId}:${day}`;
}

/** The person and the day in a reminder's subject. */
export function readReminder(subject: string): { personId: number; day: string } {
  const found = /^reminder:PER-(\d+):(\d{4}-\d{2}-\d{2})$/.exec(subject);
  if (!found) throw new Error(`${subject} is not the subject of a reminder`);
  return { personId: Number(found[1]), day: found[2]! };
}

/** Let the reminders that named these subjects say what is true now: a feature calls it when one of its duties changes. */
export async function refreshReminders(
  { tx, outbox }: Pick<Context, 'tx' | 'outbox'>,
  subjects: string[],
): Promise<void> {
  for (const { personId, on } of await listReminders(tx, subjects)) await outbox.refresh(reminderSubject(personId, on));
}
