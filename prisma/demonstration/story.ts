// What the story remembers of itself: the numbers that its records have in this database.
import { z } from 'zod';
import { CLOCK_SETTING } from '../../src/demonstration-clock.ts';
import type { Tx } from '../../src/store/database.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';

export const Story = z.strictObject({
  /** The action that is two school days late. */
  late: z.string(),
  /** The action for which its owner asks for another date. */
  asked: z.string(),
  /** The message of which nobody knows whether it arrived. */
  uncertain: z.string(),
  /** The minutes that wait for two governors, and the draft. */
  circulated: z.string(),
  draft: z.string(),
  /** The recommendation that waits for the Head of Standards. */
  recommendation: z.string(),
  /** The grades that a head is half-way through. */
  grades: z.string(),
  /** By how many milliseconds the clock had been moved on when the story began. */
  clock: z.number(),
});
export type Story = z.infer<typeof Story>;

const KEY = 'demonstration-story';

/** Keep the numbers of the story's records, for what a newcomer is told to do. */
export async function saveStory(tx: Tx, records: Omit<Story, 'clock'>): Promise<void> {
  await tx.setting.create({ data: { key: KEY, value: { ...records, clock: await clockOffset(tx) } } });
}

/** The story as it was loaded; undefined when the demonstration is not there. */
export async function findStory(prisma: PrismaClient): Promise<Story | undefined> {
  const found = Story.safeParse((await prisma.setting.findUnique({ where: { key: KEY } }))?.value);
  return found.success ? found.data : undefined;
}

/** By how many milliseconds the demonstration's clock has been moved on. */
export async function clockOffset(tx: Tx | PrismaClient): Promise<number> {
  const row = await tx.setting.findUnique({ where: { key: CLOCK_SETTING } });
  return typeof row?.value === 'number' ? row.value : 0;
}
