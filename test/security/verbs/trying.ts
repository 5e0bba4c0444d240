// Trying what people do, one deed at a time, over a world whose changes are taken back.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Answer, Command, Deed, Place } from '../../../src/chat/contract.ts';
import { features } from '../../../src/features.ts';
import { buildHouse, type HouseOptions } from '../../../src/house.ts';
import { type Log, noLog } from '../../../src/log.ts';
import type { PrismaClient } from '../../../src/store/generated/client.ts';
import type { TestHouse } from '../../support/house.ts';
import { hashOfRows, rowsThatCount } from '../../support/rows.ts';
import { BEFORE, inputOf } from './inputs.ts';
import type { Tried } from './rolled-back.ts';
import { type ActorKind, INVITED, type Somebody, somebody, type World } from './world.ts';

export interface Holder {
  id: number;
  offices: string[];
}

/** Open the ways of trying; `log` gets what the bot writes meanwhile, and `onHandled` each request that came to its end. */
export function openTrying(
  house: TestHouse,
  world: World,
  { log = noLog, onHandled = () => {} }: { log?: Log; onHandled?: HouseOptions['onHandled'] } = {},
) {
  /** A copy of the bot over what is tried, with nothing in its memory. */
  async function door(tried: PrismaClient) {
    const clock = house.clock;
    const secretKey = 'a key for tests only, thirty-two characters';
    const built = await buildHouse({
      prisma: tried,
      features,
      clock,
      realClock: clock,
      log,
      secretKey,
      onHandled,
      openPlatforms: () => [],
    });
    return built.door;
  }

  async function does(
    tried: PrismaClient,
    who: Somebody,
    deed: Deed,
    where: { place?: Place; key?: string } = {},
  ): Promise<Answer> {
    const answer = await (await door(tried)).handle({
      key: where.key ?? randomUUID(),
      from: who.from,
      place: where.place ?? who.place,
      personal: who.place,
      deed,
    });
    expect(answer.outcome, `${answer.said}`).not.toBe('fault');
    return answer;
  }

  const CHANNEL: Place = { platform: 'web', tenant: 'local', externalId: world.channel.externalId, kind: 'channel' };
  /** Where a command is typed that means the channel it is typed in. */
  const placeFor = (command: Command) => (command.name === 'board.channel' ? { place: CHANNEL } : {});

  /**
   * Do something and say whether rows that count are others than before. They are hashed only where PostgreSQL has counted a write
   * to a table that counts, which a refusal never does: then first as they are, and again when it was taken back.
   */
  async function watched(tried: Tried, deed: () => Promise<Answer>) {
    let after = '';
    let rows: string[] = [];
    const writes = await tried.writes();
    const answer = await tried.takenBack(async () => {
      const answered = await deed();
      if ((await tried.writes()) === writes) return answered;
      after = await hashOfRows(tried.prisma);
      rows = await rowsThatCount(tried.prisma);
      return answered;
    });
    const isChanged = after !== '' && (await hashOfRows(tried.prisma)) !== after;
    const known = new Set(isChanged ? await rowsThatCount(tried.prisma) : []);
    return { isChanged, answer, added: rows.filter((row) => !known.has(row)) };
  }

  /** People by what they are, looked up once. */
  const found = new Map<string, Somebody>();
  async function personOf(command: Command, kind: ActorKind, who: Holder, isKnownToo = false): Promise<Somebody> {
    const isJoining = command.forStrangers === true && kind === 'one who may' && !isKnownToo;
    if (isJoining && command.name === 'people.accept')
      return { from: INVITED, place: { ...INVITED, externalId: INVITED.userId, kind: 'personal' } };
    const wanted = isJoining ? 'somebody unknown' : kind;
    const key = `${wanted} ${who.id}`;
    const one = found.get(key) ?? (await somebody(house.prisma, world, wanted, who.id));
    found.set(key, one);
    return one;
  }

  /** Somebody for whom the command does something: a decision changes rows, a question is answered. */
  async function holderOf(tried: Tried, command: Command): Promise<Holder> {
    const said: string[] = [];
    for (const person of [...Object.values(world.people), world.idle]) {
      const works = await tried.takenBack(async () => {
        await BEFORE[command.name]?.(tried.prisma, world.own, world);
        const who = await personOf(command, 'one who may', { id: person.id, offices: [] });
        const input = inputOf(command, world.own, world, true);
        const deed: Deed = { kind: 'command', name: command.name, input };
        const { answer, isChanged } = await watched(tried, () => does(tried.prisma, who, deed, placeFor(command)));
        said.push(`${person.name}: ${answer.outcome} ${answer.said ?? (answer.form ? 'a form' : '')}`);
        return command.isQuestion ? answer.outcome === 'done' : isChanged;
      });
      if (!works) continue;
      const roles = await tried.prisma.roleHeld.findMany({ where: { personId: person.id, schoolId: null } });
      return { id: person.id, offices: roles.map(({ role }) => role) };
    }
    throw new Error(
      `Nobody could do ${command.name}, so it was not tried. Say in test/security/verbs/inputs.ts what it needs.\n${[...new Set(said)].join('\n')}`,
    );
  }

  return { does, watched, personOf, holderOf, placeFor, CHANNEL };
}
