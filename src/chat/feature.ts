// What a feature gives to the house, and what it is given to work with.
import type { z } from 'zod';
import type { LocalDate, TermCalendar } from '../calendar/index.ts';
import type { Framework } from '../frameworks/index.ts';
import type { Sql, Tx } from '../store/database.ts';
import type { Card } from './card.ts';
import type { CardRef, CommonDeed, Json, Place, PlatformName, Reply } from './contract.ts';
import type { May } from './permission.ts';

export interface Partnership {
  id: number;
  name: string;
  framework: Framework;
  /** Missing until someone enters term dates. */
  calendar: TermCalendar | undefined;
  timeZone: string;
}

/** Read a partnership and what day it is there; without an id the only or first one. Undefined when there is none. */
export type ReadPartnership = (
  tx: Tx,
  partnershipId: number | undefined,
  now: Date,
) => Promise<{ partnership: Partnership; today: LocalDate } | undefined>;

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
  /** What the store had when a question came; facts that were read on the same snapshot need not be read again. */
  snapshot?: string;
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
  /** The question is answered or void, for one person or for everybody; each of several in one statement. */
  closeQuestions(subject: string | string[], personId?: number): Promise<void>;
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
  /** The viewer with today's roles and seats, where they are known already. */
  viewer?: Actor;
  conversation: { kind: Place['kind']; isPrivate: boolean };
}

export interface Showing {
  card: Card;
  /** The subject's revision as shown; a press on an older one is stale. 0 for cards that have none. */
  revision: number;
  /** Only the newest revision's buttons work. */
  isSettled?: boolean;
  /** What else the viewer may do, where there is room for it. */
  deeds?: CommonDeed[];
}

/** A card that can be posted: what it says now about a subject, or undefined when it is no longer true or allowed there. */
export interface CardKind {
  name: string;
  /** DMs and proven-private channels only; its text stays out of notifications. */
  isConfidential?: boolean;
  /** Whether it is written down who asked to see it; without a word on it, of what is confidential. */
  isWatched?: boolean;
  /** An answer for the moment: without buttons no copy of it is kept. */
  isFleeting?: boolean;
  show(subject: string, context: ShowContext): Promise<Showing | undefined>;
}

export interface JobContext extends Reading {
  outbox: Outbox;
  happened(happening: Happening): Promise<void>;
  slot: string;
}

export interface Job {
  name: string;
  /** What its work is called where people read of it: "Reminders of actions". */
  title: string;
  /** Local time of day, never between 01:00 and 02:00, and on which days. */
  at: string;
  on: 'EVERY_DAY' | 'WEEKDAYS' | 'SCHOOL_DAYS';
  /** Housekeeping: nobody waits for a message of it. */
  isSilent?: boolean;
  run(context: JobContext): Promise<void>;
}

/** Why a platform cannot do its work now. */
export interface Trouble {
  platform: PlatformName;
  reason: string;
}

/** What a look at the house works with, once a minute. */
export interface BeatContext extends Reading {
  outbox: Outbox;
  happened(happening: Happening): Promise<void>;
  /** The machine's own time, which the demonstration's clock does not move. */
  realNow: Date;
  /** Every job of the house. */
  jobs: Job[];
  troubles: Trouble[];
}

export interface StatusLine {
  /** Lower comes first. */
  order: number;
  title: string;
  value: string;
}

/**
 * A feature's part of status: its facts as one JSON expression, and the lines made of them. The facts of all features are
 * read in one statement, so that a status costs the same few milliseconds however many features there are.
 */
export interface StatusPart {
  facts: Sql;
  lines(found: unknown): StatusLine[];
}

/** Define a part of status; its lines get what the facts evaluate to. */
export function statusPart<F>(facts: Sql, lines: (found: F) => StatusLine[]): StatusPart {
  return { facts, lines: lines as (found: unknown) => StatusLine[] };
}

export interface StatusQuestion extends Reading {
  actor: Actor;
  /** About one school, or about the whole partnership. */
  schoolId?: number;
}

export interface HomeItem {
  /** What it is listed under: something to answer, minutes to approve, or something to do. */
  kind: 'question' | 'approval' | 'action';
  title: string;
  dueOn?: LocalDate;
  /** What to press or type. */
  hint: string;
  card?: CardRef;
}

/** Something that a person owes by a date: an answer, an approval, an action. */
export interface Duty {
  personId: number;
  /** What it is about: `action:ACT-12`, `minutes:MIN-7:r2`. */
  subject: string;
  /** Which deadline it is: with another number the reminders start anew, so every new date needs one. */
  revision: number;
  dueOn: LocalDate;
  /** When the person was told of this deadline: what would have been said up to then is not said any more. */
  since: LocalDate;
  /** What has to be done, as a line of a list. */
  title: string;
  /** Where it comes from: "ACT-12, Raising Attainment Board, Marsh Lane School". */
  where: string;
  /** What else somebody who is late should know, such as who hears of it next. */
  note?: string;
  /** The card on which it is done; it is among the person’s home items. */
  card: CardRef;
  /** The subject of cards that show clerks and officers who owes it, and who was reminded. */
  overview?: string;
  /** What became of it, when nothing is owed any more. */
  outcome?: DutyOutcome;
}

export interface DutyOutcome {
  /** "done", "approved", "with Ben Hughes now". */
  words: string;
  /** Somebody has done it, rather than that it is needed no more. */
  isDone: boolean;
}

/**
 * What is asked of a feature's duties: all that anybody owes now and by a day at the latest, without what a person has
 * asked about and waits for; or these things of one person, whatever became of them. Of both it is told in a few
 * statements, however many there are.
 */
export type DutyQuestion = Reading & ({ dueBy: LocalDate } | { personId: number; subjects: string[] });

/** A heading and its lines; `who` is said more quietly, in brackets. */
export interface AgendaPaper {
  title: string;
  lines: { what: string; who: string }[];
}

export interface Feature {
  name: string;
  commands: Command[];
  cards: CardKind[];
  jobs?: Job[];
  /** Looks every minute whether all is well; one copy of the bot at a time. */
  beat?(context: BeatContext): Promise<void>;
  statusParts?(question: StatusQuestion): StatusPart[];
  homeItems?(reading: Reading & { actor: Actor }): Promise<HomeItem[]>;
  /** What people owe by a date: they are reminded of it on the ladder that all features share. */
  duties?(question: DutyQuestion): Promise<Duty[]>;
  /** Titles that belong on a board's next agenda. */
  agendaItems?(reading: Reading, boardId: number): Promise<{ title: string; lead: string }[]>;
  /** What a board has before it at its next meeting, below the items: open actions, minutes to confirm. */
  agendaPapers?(reading: Reading, boardId: number): Promise<AgendaPaper[]>;
  /** What happened elsewhere and concerns this feature: runs in the same transaction. */
  on?: Record<string, (happening: Happening, context: Omit<Context, 'also'>) => Promise<void>>;
}
