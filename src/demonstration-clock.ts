// The demonstration's time: real time, moved on by what somebody pressed. The move is kept in the database, so that a
// restart and a second copy live in the same time.
import type { Clock } from './chat/clock.ts';
import { askJson, sql } from './store/database.ts';
import type { PrismaClient } from './store/generated/client.ts';

/** The setting that keeps by how many milliseconds the clock was moved on. */
export const CLOCK_SETTING = 'demonstration-clock-offset-ms';

export interface MovableClock extends Clock {
  /** Move on to an instant. Refuses to go back: what has been said stays said. */
  moveTo(instant: Date): Promise<void>;
  /** Read the move again, for another copy's sake. */
  read(): Promise<void>;
}

/** Open the demonstration's clock. */
export async function openDemonstrationClock(prisma: PrismaClient): Promise<MovableClock> {
  let offset = 0;
  const now = () => new Date(Date.now() + offset);
  const read = async () => {
    const kept = await askJson(prisma, sql`(select value from "Setting" where key = ${CLOCK_SETTING})`);
    offset = typeof kept === 'number' ? kept : 0;
  };
  await read();
  return {
    now,
    read,
    async moveTo(instant) {
      if (instant <= now()) throw new RangeError('The demonstration’s clock only moves on.');
      offset = instant.getTime() - Date.now();
      await keepOffset(prisma, offset);
    },
  };
}

/** Keep by how many milliseconds the clock was moved on. */
export async function keepOffset(prisma: PrismaClient, offset: number): Promise<void> {
  await prisma.setting.upsert({
    where: { key: CLOCK_SETTING },
    create: { key: CLOCK_SETTING, value: offset },
    update: { value: offset },
  });
}
