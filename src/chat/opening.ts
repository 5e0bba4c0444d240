// The buttons that open what waits for somebody: at home, and on reminders.
import { z } from 'zod';
import type { CardRef } from './contract.ts';

export const OpenButton = z.strictObject({ id: z.string(), title: z.string(), card: z.string(), subject: z.string() });
export type OpenButton = z.infer<typeof OpenButton>;

/**
 * The button for the thing with this number. The number alone: a phone cuts longer titles, and the item stands above with
 * the same number. The id names the thing, so that a button of an older list never opens what has its number now.
 */
export function openButton({ card, subject }: CardRef, number: number): OpenButton {
  const id = `open-${card}-${subject}`.replace(/[^A-Za-z0-9-]/g, '-');
  return { id, title: `Open ${number}`, card, subject };
}
