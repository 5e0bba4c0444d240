// S6 through the house: hostile words in every free text of every command. Whatever comes of them, the answer, its form and every
// message that others get, mentions nobody, links nowhere and holds no hidden character, as Teams, Slack and the page get it.
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Command, Deed, Json } from '../../src/chat/contract.ts';
import { features } from '../../src/features.ts';
import { testDatabase } from '../support/database.ts';
import { aHouse } from '../support/house.ts';
import { faultsForSlack, faultsForTeams, HOSTILE } from './hostile.ts';
import { BEFORE, inputOf } from './verbs/inputs.ts';
import { newestMessage, renderedAnswer, renderedOutbox } from './verbs/rendered.ts';
import { rolledBack } from './verbs/rolled-back.ts';
import { type Holder, openTrying } from './verbs/trying.ts';
import { aWorld } from './verbs/world.ts';

const { prisma } = await testDatabase();
const house = await aHouse({ now: '2026-11-23T09:00:00Z', database: prisma });
const world = await aWorld(house);
const { does, personOf, holderOf, placeFor } = openTrying(house, world);

type Shape = { type?: string; maxLength?: number; enum?: unknown; const?: unknown; pattern?: string };

/** The fields of a command in which anything may stand, with how much. */
function freeTexts(command: Command): [field: string, most: number][] {
  const { properties = {} } = z.toJSONSchema(command.input, { unrepresentable: 'any', io: 'input' }) as {
    properties?: Record<string, Shape>;
  };
  return Object.entries(properties).flatMap(([field, shape]): [string, number][] => {
    const isFree = shape.type === 'string' && !shape.enum && !shape.const && !shape.pattern;
    return isFree ? [[field, shape.maxLength ?? 500]] : [];
  });
}

/** As many of the hostile texts as fit a field, in one text; each text stands in one of them. */
function packs(most: number): string[] {
  const made: string[] = [];
  let pack = 'Mark: ';
  for (const text of HOSTILE) {
    const cut = text.slice(0, Math.max(1, most - 7));
    if (pack.length + cut.length + 1 > Math.min(most, 1900)) {
      made.push(pack);
      pack = 'Mark: ';
    }
    pack += `${cut} `;
  }
  return [...made, pack];
}

const commands = features.flatMap((feature) => feature.commands);
const withTexts = commands.flatMap((command) => freeTexts(command).map(([field, most]) => ({ command, field, most })));
const holders = new Map<Command, Holder>();
let tried = 0;
let kept = 0;
let looked = 0;
const shownIn = new Set<string>();

it('there are more than a hundred hostile texts, and many fields', () => {
  expect(new Set(HOSTILE).size).toBeGreaterThanOrEqual(100);
  expect(withTexts.length).toBeGreaterThan(40);
  // The shortest field gets each of them too.
  for (const { most } of withTexts) expect(packs(most).join('').length).toBeGreaterThan(HOSTILE.length);
});

describe.each(withTexts.map(({ command, field, most }) => [command.name, field, most, command] as const))(
  '%s: %s',
  (_name, field, most, command) => {
    it('shows hostile words to everybody as words', async () => {
      const faults: string[] = [];
      await rolledBack(prisma, async (database) => {
        const who = holders.get(command) ?? (await holderOf(database, command));
        holders.set(command, who);
        const they = await personOf(command, 'one who may', who);
        for (const pack of packs(most))
          await database.takenBack(async () => {
            const db = database.prisma;
            await BEFORE[command.name]?.(db, world.own, world);
            const since = await newestMessage(db);
            const input: Record<string, Json> = { ...inputOf(command, world.own, world, true), [field]: pack };
            const deed: Deed = { kind: 'command', name: command.name, input };
            const answer = await does(db, they, deed, placeFor(command));
            tried += 1;
            if (answer.outcome === 'done') kept += 1;
            const sent = [...renderedAnswer(answer), ...(await renderedOutbox(db, since, house.clock.now()))];
            for (const { what, teams, slack } of sent) {
              looked += 1;
              if (JSON.stringify(teams).includes('Mark: ')) shownIn.add(what);
              const found = [...teams.flatMap(faultsForTeams), ...slack.flatMap(faultsForSlack)];
              faults.push(...found.map((fault) => `${what}: ${fault} [${pack.slice(0, 80)}]`));
            }
          });
      });
      expect(faults.slice(0, 5)).toEqual([]);
    });
  },
);

afterAll(() => {
  console.info(
    `${HOSTILE.length} texts in ${withTexts.length} fields: ${tried} tries, ${kept} of them kept; ${looked} messages looked at; the words stood in ${[...shownIn].sort().join(', ')}`,
  );
  expect(kept).toBeGreaterThan(100);
  expect(shownIn.size).toBeGreaterThan(8);
});
