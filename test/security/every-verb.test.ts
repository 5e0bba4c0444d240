// S3: every verb, tried by every kind of person in every situation. The list is made from the commands of the house, so that a
// new one is in by itself. Only where somebody may is a row changed; receipts, card copies and the like are named in
// `test/support/rows.ts` and do not count.
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import type { Command, Deed, Json, Place } from '../../src/chat/contract.ts';
import type { MayRule } from '../../src/chat/permission.ts';
import { features } from '../../src/features.ts';
import { testDatabase } from '../support/database.ts';
import { aHouse } from '../support/house.ts';
import { BEFORE, fieldsOf, inputOf } from './verbs/inputs.ts';
import { rolledBack, type Tried } from './verbs/rolled-back.ts';
import { type Holder, openTrying } from './verbs/trying.ts';
import { ACTORS, type ActorKind, aWorld, giveButton, type Somebody, type Target } from './verbs/world.ts';

const { prisma } = await testDatabase();
const house = await aHouse({ now: '2026-11-23T09:00:00Z', database: prisma });
const world = await aWorld(house);
const { does, watched, personOf, holderOf, placeFor, CHANNEL } = openTrying(house, world);
const commands = features.flatMap((feature) => feature.commands);

const SITUATIONS = [
  'about their own board',
  'about another board',
  'by a button of their own',
  'by a button that was forwarded',
  'by a button with an older revision',
  'by a button that was used',
  'by a button that has expired',
  'by a button with another token',
  'by a button with more inputs than it asked for',
] as const;
type Situation = (typeof SITUATIONS)[number];

/** What is asked for in a form, and what the bot knows already. */
const isKnown = (field: string) =>
  /Id$|^(id|seen|revision|dueRevision|basedOn|wantedOn|which|school|code)$/.test(field);
const REVISIONS = ['revision', 'dueRevision'];
const STOLEN = { __proto__: { polluted: true }, constructor: { prototype: {} }, personId: 1, actorId: 1, command: 'x' };

interface Cell {
  command: Command;
  actor: ActorKind;
  situation: Situation;
}

const counted = new Map<string, number>();

/** What the test says that each kind of person holds, in the words of the permissions. */
function allows(command: Command, kind: ActorKind, isOwn: boolean, who: Holder): boolean {
  if (command.may === 'anyone') return command.forStrangers === true ? false : isKnownPerson(kind);
  return command.may.some((rule) => {
    if (kind === 'one who may')
      return (
        isOwn ||
        !hasTarget(command) ||
        (rule.where === 'partnership' && rule.roles.some((role) => who.offices.includes(role)))
      );
    if (kind === 'a member of the board without that office') return isOwn && suits(rule, ['any', 'GOVERNOR']);
    if (kind === 'the chair of another board') return !isOwn && suits(rule, ['any', 'GOVERNOR', 'chair']);
    // What is about nothing in particular is about their own partnership, and so is setting one up.
    const isOffice = kind === 'the office of another partnership' && rule.where === 'partnership';
    const isAboutTheirs = command.isQuestion === true || /^setup\.(partnership|list|check)$/.test(command.name);
    return isOffice && !hasTarget(command) && isAboutTheirs;
  });
}
const isKnownPerson = (kind: ActorKind) =>
  !['somebody who left', 'somebody in another tenant', 'somebody unknown'].includes(kind);
function suits(rule: MayRule, seats: string[]): boolean {
  if (rule.where === 'board') return rule.seats.some((seat) => seats.includes(seat));
  return rule.where === 'school' && rule.roles.includes('GOVERNOR');
}

/** Whether it is about a board or school that was named. */
const hasTarget = (command: Command) =>
  JSON.stringify(inputOf(command, world.own, world)) !== JSON.stringify(inputOf(command, world.other, world));

/** Try one cell; says whether rows that count were changed, which of them lead astray, and what was answered. */
async function tryCell(tried: Tried, { command, actor, situation }: Cell, who: Holder) {
  const { prisma: db } = tried;
  const [they, may] = [await personOf(command, actor, who), await personOf(command, 'one who may', who)];
  const target: Target = situation === 'about another board' ? world.other : world.own;
  await BEFORE[command.name]?.(db, target, world);
  const isWho = actor === 'one who may';
  const input = inputOf(command, target, world, isWho);
  const now = house.clock.now();
  const known = Object.fromEntries(Object.entries(input).filter(([field]) => isKnown(field)));
  const rest = Object.fromEntries(Object.entries(input).filter(([field]) => !isKnown(field)));
  const asked = fieldsOf(command).filter((field) => !isKnown(field));
  const give = (to: Somebody, more: { known?: Record<string, Json>; isExpired?: boolean } = {}) =>
    giveButton(db, to, { command: command.name, known, asked, now, ...more });
  const press = (token: string, more: object = {}): Deed => ({
    kind: 'press',
    action: 'go',
    token,
    input: { ...rest, ...more },
  });
  // Nobody gives a button to somebody unknown: they come by another's.
  const governor = await personOf(command, 'one who may', { id: world.people.governor.id, offices: [] }, true);
  const giver = may.conversationId === undefined ? governor : may;
  const owned = they.conversationId === undefined ? giver : they;
  const tries = (deed: Deed, where = {}) => watched(tried, () => does(db, they, deed, where));
  const attempt = async () => {
    switch (situation) {
      case 'about their own board':
      case 'about another board':
        return tries({ kind: 'command', name: command.name, input }, placeFor(command));
      case 'by a button of their own':
        return tries(press(await give(owned)));
      case 'by a button that was forwarded': {
        // The one whose it is passes it on to a channel, and everybody else tries it in their own chat.
        const place: Place = { ...CHANNEL, tenant: they.from.tenant };
        return tries(press(await give(giver)), isWho || !they.personId ? { place } : {});
      }
      case 'by a button with an older revision': {
        const others = Object.fromEntries(REVISIONS.filter((field) => field in input).map((field) => [field, 99]));
        return tries(press(await give(owned, { known: { ...known, ...others } })));
      }
      case 'by a button that was used': {
        const token = await give(giver);
        const key = randomUUID();
        await does(db, giver, press(token), { key });
        return tries(press(token), { key });
      }
      case 'by a button that has expired':
        return tries(press(await give(owned, { isExpired: true })));
      case 'by a button with another token': {
        const token = await give(owned);
        return tries(press(`${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`));
      }
      case 'by a button with more inputs than it asked for':
        return tries(press(await give(owned), { ...inputOfOther(command), ...STOLEN }));
    }
  };
  const { isChanged, answer, added } = await attempt();
  // Somebody who may decides about what the button means, and about nothing that was sent with it.
  const isAside = isWho && situation !== 'about another board' && hasTarget(command);
  return { isChanged, answer, astray: isAside ? added.filter(isAboutTheOther) : [] };
}

/** What a modified client adds: everything that the button means, about another board. */
function inputOfOther(command: Command) {
  return Object.fromEntries(Object.entries(inputOf(command, world.other, world)).filter(([field]) => isKnown(field)));
}

function mayChange({ command, actor, situation }: Cell, who: Holder): boolean {
  if (command.isQuestion) return false;
  switch (situation) {
    case 'about their own board':
    case 'by a button of their own':
    case 'by a button with more inputs than it asked for':
      if (command.forStrangers) return actor === 'one who may' && situation === 'about their own board';
      return allows(command, actor, true, who);
    case 'about another board':
      if (command.forStrangers) return actor === 'one who may';
      return allows(command, actor, false, who);
    case 'by a button with an older revision':
      return !hasRevision(command) && allows(command, actor, true, who);
    default:
      return false;
  }
}
const hasRevision = (command: Command) => REVISIONS.some((field) => fieldsOf(command).includes(field));

const OTHERS = Object.values(world.other).map((one) => new RegExp(`(?<!\\d)${one}(?!\\d)`));
/** Whether a row has a number or the name of the other school and board. */
function isAboutTheOther(row: string): boolean {
  return OTHERS.some((one) => one.test(row));
}

it('knows every field of every command', () => {
  for (const command of commands) inputOf(command, world.own, world);
});

describe.each(commands.map((command) => [command.name, command] as const))('%s', (_name, command) => {
  it('changes rows only for those who may, whatever they try', async () => {
    const faults: string[] = [];
    let cells = 0;
    await rolledBack(prisma, async (tried) => {
      const who = await holderOf(tried, command);
      for (const situation of SITUATIONS)
        for (const actor of ACTORS) {
          const cell = { command, actor, situation };
          const { isChanged, answer, astray } = await tried.takenBack(() => tryCell(tried, cell, who));
          cells += 1;
          for (const row of astray) faults.push(`${situation}: it reached another board: ${row.slice(0, 200)}`);
          const isAllowed = mayChange(cell, who);
          if (isChanged && !isAllowed) faults.push(`${actor}, ${situation}: rows were changed (${answer.said})`);
          const isSure =
            isAllowed &&
            actor === 'one who may' &&
            /own/.test(situation) &&
            !(command.name === 'board.channel' && /button/.test(situation));
          if (isSure && !isChanged) faults.push(`${actor}, ${situation}: nothing was done (${answer.said})`);
          const isOwn = situation !== 'about another board';
          const isShown = answer.outcome === 'done' && (answer.card !== undefined || answer.form !== undefined);
          if (command.isQuestion && isShown && !allows(command, actor, isOwn, who))
            faults.push(`${actor}, ${situation}: it was shown (${answer.card?.name ?? 'a form'})`);
        }
    });
    expect(faults).toEqual([]);
    expect(cells).toBe(SITUATIONS.length * ACTORS.length);
    counted.set(command.name, cells);
  });
});

afterAll(() => {
  const all = [...counted.values()].reduce((sum, one) => sum + one, 0);
  console.info(
    `${counted.size} verbs, ${ACTORS.length} kinds of person, ${SITUATIONS.length} situations: ${all} cells`,
  );
});

it('has tried every verb of the house', () => {
  expect([...counted.keys()].sort()).toEqual(commands.map(({ name }) => name).sort());
});
