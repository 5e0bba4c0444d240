// The demonstration as `npm start` begins it on a day, with two copies of the program over one database.
import { beginDemonstration } from '../../prisma/demonstration.ts';
import { instantAt, type LocalDate } from '../../src/calendar/index.ts';
import { testDatabase } from '../support/database.ts';
import { aHouse, type Person } from '../support/house.ts';
import { Diary } from './diary.ts';

/** Begin the demonstration on the morning of a day. Call it at the top of a test file or of a `describe`. */
export async function aFortnight(start: LocalDate) {
  const { prisma } = await testDatabase();
  let now = instantAt(start, '07:30');
  await beginDemonstration(prisma, {
    now: () => now,
    async moveTo(instant) {
      now = instant;
    },
  });
  const house = await aHouse({ database: prisma, now: now.toISOString() });
  const copy = await aHouse({ database: prisma, now: now.toISOString(), platforms: house.platforms });
  return {
    house,
    diary: await Diary.of(house, copy),
    person: (name: string): Promise<Person> => prisma.person.findFirstOrThrow({ where: { name } }),
  };
}
