// The reminders ask the database as many questions for a hundred actions as for three.
import { expect, it } from 'vitest';
import { features } from '../../src/features.ts';
import { buildHouse } from '../../src/house.ts';
import { noLog } from '../../src/log.ts';
import { asDay } from '../../src/store/days.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import { aHouse } from '../support/house.ts';
import { aBusyPerson } from './a-week.ts';

const house = await aHouse({ now: '2026-11-09T07:00:00Z' });
let asked = 0;

/** The client, with every question inside its transactions counted. */
const counted = new Proxy(house.prisma, {
  get(prisma, name) {
    if (name !== '$transaction') return Reflect.get(prisma, name, prisma);
    return (work: (tx: object) => Promise<unknown>, options: object) =>
      prisma.$transaction((tx) => work(counting(tx)), options);
  },
}) as PrismaClient;

function counting(tx: object): object {
  return new Proxy(tx, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (typeof value === 'function')
        return (...values: unknown[]) => {
          asked += 1;
          return value.apply(target, values);
        };
      return typeof value === 'object' && value !== null ? counting(value) : value;
    },
  });
}

// The jobs of meetings and boards ask about them, on their own days.
const withoutBoards = features.map((one) =>
  /^(meetings|minutes|boards)$/.test(one.name) ? { ...one, jobs: [] } : one,
);
const made = await buildHouse({
  prisma: counted,
  features: withoutBoards,
  clock: house.clock,
  log: noLog,
  secretKey: 'a key for tests only, thirty-two characters',
  openPlatforms: () => [],
});

async function questionsOn(instant: string): Promise<number> {
  house.clock.moveTo(instant);
  asked = 0;
  await made.runDueJobs();
  return asked;
}

it('for owners who are reminded and for chairs who are asked', async () => {
  const cast = await aBusyPerson(house);
  const add = async (count: number, dueOn: string) => {
    const createdAt = new Date('2026-11-02T09:00:00Z');
    const one = { boardId: cast.board.id, what: 'Letter', ownerId: cast.busy.id, dueOn: asDay(dueOn), createdAt };
    await house.prisma.action.createMany({ data: Array.from({ length: count }, () => one) });
  };
  await add(3, '2026-11-10');
  await add(100, '2026-11-24');
  const few = [await questionsOn('2026-11-11T08:30:00Z'), await questionsOn('2026-11-13T08:30:00Z')];
  await house.prisma.action.updateMany({ where: { dueOn: asDay('2026-11-10') }, data: { state: 'done' } });
  const many = [await questionsOn('2026-11-25T08:30:00Z'), await questionsOn('2026-11-27T08:30:00Z')];
  expect(await house.prisma.reminder.count({ where: { rung: 1 } })).toBe(103);
  expect(await house.prisma.reminder.count({ where: { subject: { startsWith: 'overdue:' } } })).toBe(103);
  expect(few[0]).toBeGreaterThan(5);
  expect(many).toEqual(few);
});
