import { keepOffset, type MovableClock } from '../../src/demonstration-clock.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';

/** A clock that stands still until it is moved: pictures taken today and next year show the same times. */
export function stillClock(start: Date): (prisma: PrismaClient) => Promise<MovableClock> {
  return async (prisma) => {
    let now = start;
    return {
      now: () => now,
      async read() {},
      async moveTo(instant) {
        now = instant;
        await keepOffset(prisma, instant.getTime() - start.getTime());
      },
    };
  };
}
