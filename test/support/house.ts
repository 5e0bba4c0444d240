// A whole house over a database of the test file's own, with platforms that keep what they are given. People speak and
// press as on a real surface: a press carries the token of the card as it was delivered.
import { randomUUID } from 'node:crypto';
import { buttonsOf, type Card, type ExecuteAction, textOf } from '../../src/chat/card.ts';
import {
  type Address,
  type Answer,
  type Deed,
  type Feature,
  HOME_TAB,
  type Message,
  type Outcome,
  type Place,
  type Platform,
  type PlatformName,
  type ShownCard,
} from '../../src/chat/contract.ts';
import type { Limits } from '../../src/chat/limits.ts';
import { features as allFeatures } from '../../src/features.ts';
import { buildHouse, type House, type HouseOptions } from '../../src/house.ts';
import { type Log, noLog } from '../../src/log.ts';
import { asDay } from '../../src/store/days.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import { testDatabase } from './database.ts';

export interface Seen {
  messageId: string;
  platform: PlatformName;
  place: string;
  text: string;
  summary: string;
  card: Card;
  shown: ShownCard;
  edits: number;
}

export interface Person {
  id: number;
  name: string;
}

/** A platform that accepts everything, or answers what `fails` says. */
export class KeptPlatform implements Platform {
  readonly name: PlatformName;
  paceMs = 0;
  readonly seen: Seen[] = [];
  /** What to answer instead, or when: a promise holds the answer back. */
  fails:
    | ((to: Address, message: Message, verb: 'post' | 'edit') => Outcome | undefined | Promise<Outcome | undefined>)
    | undefined;
  /** Why it cannot be used now. */
  troubled: string | undefined;
  private count = 0;

  constructor(name: PlatformName) {
    this.name = name;
  }

  async post(to: Address, message: Message): Promise<Outcome> {
    const failed = await this.fails?.(to, message, 'post');
    if (failed) return failed;
    const messageId = `${this.name}-m${++this.count}`;
    this.seen.push(seenOf(this.name, to.externalId, messageId, message, 0));
    return { kind: 'sent', messageId };
  }

  async edit(to: Address, messageId: string, message: Message): Promise<Outcome> {
    const failed = await this.fails?.(to, message, 'edit');
    if (failed) return failed;
    const index = this.seen.findIndex((one) => one.messageId === messageId);
    // A tab is there for everybody; what it shows is put in its place.
    if (messageId === HOME_TAB) {
      const before = this.seen.find((one) => one.messageId === HOME_TAB && one.place === to.externalId);
      const now = seenOf(this.name, to.externalId, messageId, message, before ? before.edits + 1 : 0);
      if (before) Object.assign(before, now);
      else this.seen.push(now);
      return { kind: 'sent', messageId };
    }
    if (index < 0) return { kind: 'refused', reason: 'no such message', gone: true };
    this.seen[index] = seenOf(this.name, to.externalId, messageId, message, this.seen[index]!.edits + 1);
    return { kind: 'sent', messageId };
  }

  async trouble() {
    return this.troubled;
  }

  async stop() {}
}

function seenOf(platform: PlatformName, place: string, messageId: string, message: Message, edits: number): Seen {
  const { card } = message.card;
  return { messageId, platform, place, text: textOf(card), summary: message.summary, card, shown: message.card, edits };
}

export type KeptPlatforms = Record<PlatformName, KeptPlatform>;

export interface TestHouse {
  house: House;
  platforms: KeptPlatforms;
  prisma: PrismaClient;
  partnershipId: number;
  clock: { now(): Date; moveTo(instant: string): void };
  platform(name?: PlatformName): KeptPlatform;
  school(name: string, more?: Record<string, unknown>): Promise<{ id: number; name: string; urn: number }>;
  /** A person with roles (at a school when given) and a chat of their own on a platform. */
  person(name: string, ...roles: { role: string; school?: { id: number } }[]): Promise<Person>;
  /** A second identity of the same person. */
  alsoOn(person: Person, platform: PlatformName): Promise<void>;
  seat(
    boardId: number,
    person: Person | undefined,
    seat: { role: string; isChair?: boolean; isClerk?: boolean; schoolId?: number },
  ): Promise<void>;
  board(
    name: string,
    more?: { school?: { id: number }; template?: string; openedOn?: string },
  ): Promise<{ id: number }>;
  channel(
    name: string,
    options?: { isPrivate?: boolean; platform?: PlatformName },
  ): Promise<{ id: number; externalId: string; platform: PlatformName }>;
  /** Type words, in the person's own chat or in a channel; delivery runs until quiet afterwards. */
  says(person: Person, text: string, where?: Where): Promise<Answer>;
  /** Press the newest button with this title (or the form button behind it) in the person's chat or a channel. */
  presses(
    person: Person,
    title: string,
    inputs?: Record<string, string>,
    where?: Where & { card?: string; key?: string },
  ): Promise<Answer>;
  /** Press on a card that was kept, as it was then. */
  pressesOn(
    person: Person,
    seen: Seen | ShownCard,
    title: string,
    inputs?: Record<string, string>,
    where?: Where & { key?: string },
  ): Promise<Answer>;
  does(person: Person, deed: Deed, where?: Where & { key?: string }): Promise<Answer>;
  chatOf(person: Person, platform?: PlatformName): Seen[];
  seenIn(channel: { externalId: string }): Seen[];
  /** The newest card of a name in a chat. */
  cardOf(person: Person, name: string, platform?: PlatformName): Seen;
  deliver(): Promise<void>;
  runJobs(): Promise<string[]>;
  /** Look whether all is well, as the clock does every minute; delivery runs until quiet afterwards. */
  beat(): Promise<boolean>;
}

interface Where {
  platform?: PlatformName;
  channel?: { externalId: string; platform?: PlatformName; isPrivate?: boolean };
  key?: string;
}

/**
 * Build a house. Call it at the top of a test file; with the `database` and `platforms` of another house, it is a second
 * copy of the bot beside it, or the same bot after a restart.
 */
export async function aHouse(
  options: {
    now?: string;
    /** The machine's own time; without one it goes with the house's. */
    realClock?: { now(): Date };
    features?: Feature[];
    database?: PrismaClient;
    platforms?: KeptPlatforms;
    log?: Log;
    limits?: Limits;
    look?: HouseOptions['look'];
  } = {},
): Promise<TestHouse> {
  const prisma = options.database ?? (await testDatabase()).prisma;
  let now = new Date(options.now ?? '2026-11-23T09:00:00Z');
  const clock = {
    now: () => now,
    moveTo(instant: string) {
      now = new Date(instant);
    },
  };
  const platforms = options.platforms ?? {
    web: new KeptPlatform('web'),
    teams: new KeptPlatform('teams'),
    slack: new KeptPlatform('slack'),
    mail: new KeptPlatform('mail'),
  };
  const house = await buildHouse({
    prisma,
    limits: options.limits,
    look: options.look,
    features: options.features ?? allFeatures,
    clock,
    realClock: options.realClock ?? clock,
    log: options.log ?? (process.env['TEST_LOG'] ? consoleLog : noLog),
    secretKey: 'a key for tests only, thirty-two characters',
    openPlatforms: () => Object.values(platforms),
  });
  const partnership =
    (await prisma.partnership.findFirst()) ??
    (await prisma.partnership.create({
      data: {
        name: 'Marlowe partnership',
        laCode: '999',
        frameworkId: 'lewisham-2015',
        termCalendarId: 'london-pattern',
      },
    }));
  let urn = 900_100;
  const held = { fromOn: asDay('2026-09-01') };

  const placeOf = (person: Person, where: Where = {}): Place => {
    const platform = where.channel?.platform ?? where.platform ?? 'web';
    if (where.channel) return { platform, tenant: 'local', externalId: where.channel.externalId, kind: 'channel' };
    return { platform, tenant: 'local', externalId: `person-${person.id}`, kind: 'personal' };
  };
  const does: TestHouse['does'] = async (person, deed, where = {}) => {
    const place = placeOf(person, where);
    const answer = await house.door.handle({
      key: where.key ?? randomUUID(),
      from: { platform: place.platform, tenant: 'local', userId: `person-${person.id}` },
      place,
      personal: { platform: place.platform, tenant: 'local', externalId: `person-${person.id}`, kind: 'personal' },
      deed,
    });
    // The surface shows a card that came as an answer, and says under which id.
    if (answer.card) {
      const messageId = `${place.platform}-a${answer.card.copyId ?? randomUUID()}`;
      platforms[place.platform].seen.push(
        seenOf(
          place.platform,
          place.externalId,
          messageId,
          { summary: answer.card.card.fallbackText, card: answer.card, key: '' },
          0,
        ),
      );
      if (answer.card.copyId !== undefined) await house.door.shown(answer.card.copyId, messageId);
    }
    await house.delivery.drain();
    return answer;
  };
  const pressesOn: TestHouse['pressesOn'] = (person, on, title, inputs = {}, where = {}) => {
    const shown = 'shown' in on ? on.shown : on;
    const button = findButton(shown.card, title);
    if (!button) throw new Error(`The card has no button “${title}”, only ${titlesOf(shown.card).join(', ')}`);
    const messageId = 'shown' in on ? on.messageId : undefined;
    const deed: Deed = {
      kind: 'press',
      action: button.id,
      token: shown.token,
      input: inputs,
      ...(messageId ? { messageId } : {}),
    };
    return does(person, deed, where);
  };
  const chat = (place: string, platform?: PlatformName) =>
    Object.values(platforms)
      .flatMap((one) => one.seen)
      .filter((one) => one.place === place && (platform === undefined || one.platform === platform));

  const made: TestHouse = {
    house,
    platforms,
    prisma,
    partnershipId: partnership.id,
    clock,
    platform: (name = 'web') => platforms[name],
    async school(name, more = {}) {
      return prisma.school.create({
        data: {
          partnershipId: partnership.id,
          urn: urn++,
          laCode: '999',
          name,
          phase: 'SECONDARY',
          lowAge: 11,
          highAge: 18,
          hasSixthForm: true,
          ...more,
        },
      });
    },
    async person(name, ...roles) {
      const person = await prisma.person.create({ data: { partnershipId: partnership.id, name } });
      for (const { role, school } of roles)
        await prisma.roleHeld.create({ data: { personId: person.id, role, schoolId: school?.id ?? null, ...held } });
      await made.alsoOn(person, 'web');
      return person;
    },
    async alsoOn(person, platform) {
      const who = { platform, tenant: 'local', userId: `person-${person.id}` };
      await prisma.identity.create({ data: { ...who, personId: person.id, boundAt: now } });
      await prisma.conversation.create({
        data: { platform, tenant: 'local', externalId: `person-${person.id}`, kind: 'personal', personId: person.id },
      });
    },
    async seat(boardId, person, seat) {
      await prisma.seat.create({ data: { boardId, personId: person?.id ?? null, ...seat, ...held } });
    },
    async board(name, more = {}) {
      return prisma.board.create({
        data: {
          partnershipId: partnership.id,
          name,
          template: more.template ?? 'RAB',
          schoolId: more.school?.id ?? null,
          openedOn: asDay(more.openedOn ?? '2026-09-07'),
        },
      });
    },
    async channel(name, { isPrivate = true, platform = 'web' } = {}) {
      const row = await prisma.conversation.create({
        data: { platform, tenant: 'local', externalId: `channel-${name}`, kind: 'channel', name, isPrivate },
      });
      return { id: row.id, externalId: row.externalId, platform };
    },
    says: (person, text, where) => does(person, { kind: 'typed', text }, where),
    presses(person, title, inputs = {}, where = {}) {
      const place = placeOf(person, where);
      const cards = chat(place.externalId, where.platform ?? where.channel?.platform).filter(
        (one) => (where.card === undefined || one.shown.name === where.card) && findButton(one.card, title),
      );
      const newest = cards.at(-1);
      if (!newest)
        throw new Error(
          `${person.name} sees no button “${title}”. They see: ${chat(place.externalId)
            .map((one) => `${one.shown.name} [${titlesOf(one.card).join(', ')}]`)
            .join('; ')}`,
        );
      return pressesOn(person, newest, title, inputs, { platform: newest.platform, ...where });
    },
    pressesOn,
    does,
    chatOf: (person, platform) => chat(`person-${person.id}`, platform),
    seenIn: (channel) => chat(channel.externalId),
    cardOf(person, name, platform) {
      const card = chat(`person-${person.id}`, platform)
        .filter((one) => one.shown.name === name)
        .at(-1);
      if (!card)
        throw new Error(
          `${person.name} has no card ${name}, only ${chat(`person-${person.id}`)
            .map((one) => one.shown.name)
            .join(', ')}`,
        );
      return card;
    },
    deliver: () => house.delivery.drain(),
    async runJobs() {
      const ran = await house.runDueJobs();
      await house.delivery.drain();
      return ran;
    },
    async beat() {
      const looked = await house.beat();
      await house.delivery.drain();
      return looked;
    },
  };
  return made;
}

const consoleLog = {
  debug() {},
  info() {},
  warn: (fields: object, message: string) => console.warn(message, fields),
  error: (fields: object, message: string) => console.error(message, fields),
};

/** The button with this title; for a form's button, the one that sends the form. */
export function findButton(card: Card, title: string): ExecuteAction | undefined {
  for (const action of card.actions)
    if (action.type === 'Action.ShowCard' && action.title === title) return action.card.actions[0];
  return buttonsOf(card).find((button) => button.title === title);
}

export function titlesOf(card: Card): string[] {
  return card.actions.map((action) => action.title);
}
