// R8. Platforms deliver again, late and in another order, to whichever copy of the program: what was asked happens once.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { aHouse, type Person } from '../support/house.ts';
import { found, times, within } from './extent.ts';

const one = await aHouse();
const two = await aHouse({ database: one.prisma, platforms: one.platforms });
const copies = [one, two];
let clerk: Person;
const owners: Person[] = [];

beforeAll(async () => {
  const school = await one.school('Marsh Lane School');
  const board = await one.board('Raising Attainment Board', { school });
  clerk = await one.person('Miriam Stein', { role: 'CLERK' });
  await one.seat(board.id, clerk, { role: 'CLERK', isClerk: true });
  for (const name of ['Grace Adeyemi', 'Owen Clarke', 'Hana Novak']) {
    const owner = await one.person(name, { role: 'GOVERNOR', school });
    await one.seat(board.id, owner, { role: 'GOVERNOR' });
    owners.push(owner);
  }
});

/** Something that a person did once. It arrives so many times; a press may come again under an id of its own. */
const deed = fc.record({ arrives: fc.integer({ min: 1, max: 4 }), isUnderNewId: fc.boolean() });
const history = fc.array(
  fc.record({ owner: fc.nat(2), given: deed, done: fc.array(deed, { minLength: 0, maxLength: 2 }) }),
  { minLength: 2, maxLength: 6 },
);
/** In which order all arrive, and at which copy: the first number counts for the first arrival, and so on. */
const shuffle = fc.array(fc.nat(1_000_000), { minLength: 60, maxLength: 60 });

interface Arrival {
  order: number;
  copy: number;
  arrive(): Promise<unknown>;
}

/** Let everything arrive, a few at a time at the same instant. */
async function arriveAll(arrivals: Arrival[]): Promise<void> {
  const inOrder = arrivals.toSorted((a, b) => a.order - b.order);
  for (let at = 0; at < inOrder.length; at += 4)
    await Promise.all(inOrder.slice(at, at + 4).map((arrival) => arrival.arrive()));
}

let runs = 0;
const counts = { deeds: 0, arrivals: 0 };

it('R8: whatever arrives again, late or elsewhere, each thing happens once', {
  timeout: within(90_000, 1_500_000),
}, async () => {
  const property = fc.asyncProperty(history, shuffle, async (told, numbers) => {
    runs += 1;
    let next = 0;
    const arrivals = (
      deed: { arrives: number; isUnderNewId: boolean },
      act: (copy: number, key: string) => Promise<unknown>,
    ) => {
      const key = randomUUID();
      counts.deeds += 1;
      return Array.from({ length: deed.arrives }, (_, again): Arrival => {
        const order = numbers[next++ % numbers.length]!;
        counts.arrivals += 1;
        return {
          order,
          copy: order % 2,
          arrive: () => act(order % 2, again > 0 && deed.isUnderNewId ? randomUUID() : key),
        };
      });
    };
    const whatOf = (index: number) => `Run ${runs} task ${index}`;

    // Typed words are the same words only under the same id: somebody may well say the same thing twice.
    await arriveAll(
      told.flatMap(({ owner, given }, index) =>
        arrivals({ ...given, isUnderNewId: false }, (copy, key) =>
          copies[copy]!.says(clerk, `action add ${whatOf(index)} owner ${owners[owner]!.name} by 11 December 2027`, {
            key,
          }),
        ),
      ),
    );
    await one.deliver();
    const made = await one.prisma.action.findMany({ where: { what: { startsWith: `Run ${runs} task` } } });
    expect(made.map(({ what, ownerId }) => `${what} ${ownerId}`).sort()).toEqual(
      told.map(({ owner }, index) => `${whatOf(index)} ${owners[owner]!.id}`).sort(),
    );

    await arriveAll(
      told.flatMap(({ owner, done }, index) => {
        const card = one
          .chatOf(owners[owner]!)
          .find((seen) => seen.shown.name === 'action' && seen.text.includes(whatOf(index)));
        expect(card, `no card of ${whatOf(index)}`).toBeDefined();
        const asShown = { ...card!, shown: structuredClone(card!.shown) };
        return done.flatMap((deed, way) =>
          arrivals(deed, (copy, key) =>
            copies[copy]!.pressesOn(owners[owner]!, asShown, 'Done', { evidence: `evidence ${way}` }, { key }),
          ),
        );
      }),
    );
    await one.deliver();
    for (const [index, { done }] of told.entries()) {
      const action = await one.prisma.action.findFirstOrThrow({ where: { what: whatOf(index) } });
      const subject = `action:ACT-${action.id}`;
      const events = await one.prisma.auditEvent.count({ where: { subject, event: 'action.done' } });
      expect(events, `${whatOf(index)} of ${JSON.stringify(done)}`).toBe(Math.min(1, done.length));
      expect(action.state === 'done').toBe(done.length > 0);
      // Of two that were different, one was first, and its words stand.
      if (done.length > 0) expect(done.map((_, way) => `evidence ${way}`)).toContain(action.evidence);
      expect(await one.prisma.outbox.count({ where: { subject, card: 'action' } })).toBe(1);
    }
    const twice = one
      .platform('web')
      .seen.filter((seen) => seen.text.includes(`Run ${runs} task`) && seen.shown.name === 'action');
    expect(twice).toHaveLength(told.length);
  });
  const numRuns = times(12, 1000);
  await fc.assert(property, { numRuns, endOnFailure: true, ...(times(1, 0) === 1 ? { seed: 20_261_125 } : {}) });
  found(
    'R8',
    `${runs} histories, ${counts.deeds} deeds arriving ${counts.arrivals} times at two copies: each happened once`,
  );
});
