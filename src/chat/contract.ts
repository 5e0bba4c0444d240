// The words that the rooms share: what a platform hands to the door, what a feature gives to the house, and what goes back.
import type { z } from 'zod';
import type { LocalDate, TermCalendar } from '../calendar/index.ts';
import type { Framework } from '../frameworks/index.ts';
import type { Tx } from '../store/database.ts';
import type { Card, Form } from './card.ts';
import type { May } from './permission.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type PlatformName = 'teams' | 'slack' | 'web';

/** Who a platform says is speaking: verified by the platform room, never taken from a payload's free fields. */
export interface Sender {
  platform: PlatformName;
  tenant: string;
  userId: string;
}

/** Where something was said, in the platform's own ids. */
export interface Place {
  platform: PlatformName;
  tenant: string;
  externalId: string;
  kind: 'personal' | 'group' | 'channel';
  /** Proven private: no guests, not shared with other organisations. Unknown is not private. */
  isPrivate?: boolean;
  name?: string;
  /** What the platform's outbound needs to reach it; stored as it is. */
  address?: Record<string, Json>;
}

/** What a person did: typed words, pressed a card's button (with what its form held), or asked for a button's form. */
export type Deed =
  /** `noun` may be left out of the words: Slack's command says it already. */
  | { kind: 'typed'; text: string; noun?: string }
  | { kind: 'press'; action: string; token: string; input: Record<string, unknown>; messageId?: string }
  | { kind: 'open'; action: string; token: string }
  | { kind: 'command'; name: string; input: Record<string, unknown> };

export interface Request {
  /** The same for every delivery of the same deed, unique on its platform: without one a deed may be done twice. */
  key: string;
  from: Sender;
  place: Place;
  /** Where this person can be reached alone, if the platform tells (a Slack user id, a Teams personal chat). */
  personal?: Place;
  deed: Deed;
}

/** A card of a kind about a subject: what it shows is asked of its feature each time it is shown. */
export interface CardRef {
  card: string;
  subject: string;
}

/** What a command answers. */
export interface Reply {
  said?: string;
  card?: CardRef;
  form?: Form;
  /** Input id → what is wrong with it. */
  fieldErrors?: Record<string, string>;
  /** Only the person who asked may see it. */
  isPrivate?: boolean;
  /** What is kept of `said`, and said when the request comes again, if the words themselves must not be stored. */
  keptSaid?: string;
}

/** A card as a platform room shows it: `token` goes into every button, beside the button's id. */
export interface ShownCard {
  copyId: number;
  name: string;
  card: Card;
  token: string;
  /** Notifications and fallbacks must not carry what it says. */
  isConfidential: boolean;
}

export interface ShownForm {
  form: Form;
  token: string;
}

/** What the door answers to a platform room. */
export interface Answer {
  outcome: 'done' | 'refused' | 'fault';
  requestId: string;
  said?: string;
  card?: ShownCard;
  form?: ShownForm;
  fieldErrors?: Record<string, string>;
  /** The newest state of the card that was pressed, to be put in its place. */
  replaces?: ShownCard;
  isPrivate: boolean;
  /** This request had been answered before; nothing was done again. */
  isRepeated?: boolean;
}

/** What a platform room tells about a place without anybody speaking. */
export type PlaceEvent =
  | { kind: 'reachable'; place: Place; from?: Sender }
  | { kind: 'unreachable'; place: Place; reason: string };

/** What the house offers to a platform room. Nothing here throws for what a person did. */
export interface Door {
  handle(request: Request): Promise<Answer>;
  /**
   * The platform accepted a card that came in an answer: from now on the copy can be edited. `place` is where it was shown
   * when that is not where it was asked for (a private answer to a question in a channel).
   */
  shown(copyId: number, messageId: string, place?: Place): Promise<void>;
  placeChanged(event: PlaceEvent): Promise<void>;
}

// ── Outbound ──────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Address {
  conversationId: number;
  tenant: string;
  externalId: string;
  kind: Place['kind'];
  address: Record<string, Json>;
  personId?: number;
}

export interface Message {
  /** For notifications and clients without cards; says nothing confidential. */
  summary: string;
  card: ShownCard;
  /** Unique for this thing said; a platform that can carry it does, so that an uncertain send can be looked up. */
  key: string;
}

/** What became of a message. `uncertain`: nobody knows whether the platform took it. */
export type Outcome =
  | { kind: 'sent'; messageId: string; address?: Record<string, Json> }
  | { kind: 'later'; afterMs?: number; reason: string }
  | { kind: 'refused'; reason: string; unreachable?: boolean; gone?: boolean }
  | { kind: 'uncertain'; reason: string };

/** A platform as delivery sees it. Its calls never throw and never retry by themselves. */
export interface Platform {
  readonly name: PlatformName;
  /** The least time between two messages to one conversation. */
  readonly paceMs: number;
  /** An edit leaves alone what somebody is typing in a card's form; without it such a card is edited only to close it. */
  readonly keepsTyping?: boolean;
  post(to: Address, message: Message): Promise<Outcome>;
  edit(to: Address, messageId: string, message: Message): Promise<Outcome>;
  /** Why it cannot work now, or undefined when it can. */
  trouble(): Promise<string | undefined>;
  stop(): Promise<void>;
}

// ── Features ──────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Partnership {
  id: number;
  name: string;
  framework: Framework;
  /** Missing until someone enters term dates. */
  calendar: TermCalendar | undefined;
  timeZone: string;
}

export interface HeldRole {
  role: string;
  schoolId: number | null;
}

export interface HeldSeat {
  seatId: number;
  boardId: number;
  role: string;
  schoolId: number | null;
  isChair: boolean;
  isClerk: boolean;
}

/** The person at the door, with the roles and seats held today. */
export interface Actor {
  personId: number;
  name: string;
  roles: HeldRole[];
  seats: HeldSeat[];
}

/** What every reader gets: the transaction, the time, and whose partnership it is. */
export interface Reading {
  tx: Tx;
  now: Date;
  today: LocalDate;
  partnership: Partnership;
}

export interface PostOptions {
  /** Deterministic and never reused: `action-due:ACT-12:r2:0`. */
  key: string;
  card: string;
  subject: string;
  to: { personId: number } | { conversationId: number };
  notBefore?: Date;
  validUntil?: Date;
  /** Not before these have been sent, have failed or are uncertain. */
  after?: string[];
  /** What to do when nobody knows whether it was sent: the default is not to send twice. */
  onUncertain?: 'skip' | 'repeat';
}

export interface AskOptions {
  personId: number;
  /** One open question per person and subject; asking again replaces it. */
  subject: string;
  command: string;
  input: Record<string, Json>;
  answerField: string;
  /** The question in a few words, to tell it from others. */
  asked: string;
}

export interface Outbox {
  /** Say something new, once per key. */
  post(options: PostOptions): Promise<void>;
  /** Let every posted copy of cards about the subject show its newest state. */
  refresh(subject: string): Promise<void>;
  /** Let typed words answer a question, or each of several in a few statements. */
  ask(options: AskOptions | AskOptions[]): Promise<void>;
  /** Say whether the person can be reached anywhere now. */
  canReach(personId: number): Promise<boolean>;
  /** The question is answered or void, for one person or for everybody. */
  closeQuestions(subject: string, personId?: number): Promise<void>;
}

export interface Happening {
  event: string;
  subject: string;
  before?: Json;
  after?: Json;
}

/** What a command works with. */
export interface Context extends Reading {
  actor: Actor;
  place: Place & { conversationId: number };
  /** The message a button was pressed on. */
  messageId: string | undefined;
  requestId: string;
  outbox: Outbox;
  /** Write down what happened, old and new values; features that listen act in the same transaction. */
  happened(happening: Happening): Promise<void>;
  /** Run another command for the same person, its permission included. */
  also(name: string, input: Record<string, Json>): Promise<Reply>;
}

/** What a subject belongs to, so that permission can be checked. */
export interface About {
  boardId?: number;
  schoolId?: number;
  /** The person whose own thing it is. */
  personId?: number;
}

export interface Command<I = unknown> {
  /** `noun.verb` */
  name: string;
  /** One line for help. */
  help: string;
  /** How it is typed: the words that start it, and how the rest becomes input. */
  typed?: { words: string; usage: string; example: string; parse(rest: string): Record<string, unknown> };
  input: z.ZodType<I>;
  /** Changes nothing: no receipt is kept. */
  isQuestion?: boolean;
  /** A person nobody knows yet may use it. */
  forStrangers?: boolean;
  may: May;
  /** Find what the input is about; refuses what does not exist. */
  about?(input: NoInfer<I>, reading: Reading, actor: Actor): Promise<About>;
  run(input: NoInfer<I>, context: Context): Promise<Reply>;
}

/** Define a command; the input's type follows from its schema. */
export function command<I>(definition: Command<I>): Command {
  return definition as unknown as Command;
}

export interface ShowContext extends Reading {
  /** Whose chat it stands in; undefined in a channel. */
  viewerId: number | undefined;
  conversation: { kind: Place['kind']; isPrivate: boolean };
}

export interface Showing {
  card: Card;
  /** The subject's revision as shown; a press on an older one is stale. 0 for cards that have none. */
  revision: number;
  /** Only the newest revision's buttons work. */
  isSettled?: boolean;
}

/** A card that can be posted: what it says now about a subject, or undefined when it is no longer true or allowed there. */
export interface CardKind {
  name: string;
  /** DMs and proven-private channels only; its text stays out of notifications. */
  isConfidential?: boolean;
  show(subject: string, context: ShowContext): Promise<Showing | undefined>;
}

export interface JobContext extends Reading {
  outbox: Outbox;
  happened(happening: Happening): Promise<void>;
  slot: string;
}

export interface Job {
  name: string;
  /** Local time of day, never between 01:00 and 02:00, and on which days. */
  at: string;
  on: 'EVERY_DAY' | 'WEEKDAYS' | 'SCHOOL_DAYS';
  run(context: JobContext): Promise<void>;
}

export interface StatusLine {
  /** Lower comes first. */
  order: number;
  title: string;
  value: string;
}

export interface StatusQuestion extends Reading {
  actor: Actor;
  /** About one school, or about the whole partnership. */
  schoolId?: number;
}

export interface HomeItem {
  title: string;
  dueOn?: LocalDate;
  /** What to press or type. */
  hint: string;
  card?: CardRef;
}

export interface Feature {
  name: string;
  commands: Command[];
  cards: CardKind[];
  jobs?: Job[];
  statusLines?(question: StatusQuestion): Promise<StatusLine[]>;
  homeItems?(reading: Reading & { actor: Actor }): Promise<HomeItem[]>;
  /** Titles that belong on a board's next agenda. */
  agendaItems?(reading: Reading, boardId: number): Promise<{ title: string; lead: string }[]>;
  /** What happened elsewhere and concerns this feature: runs in the same transaction. */
  on?: Record<string, (happening: Happening, context: Omit<Context, 'also'>) => Promise<void>>;
}
