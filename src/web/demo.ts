// What the page needs to know about the demonstration partnership; the house fills it in.

/** Somebody a newcomer can be. */
export interface Persona {
  personId: number;
  name: string;
  /** Roles in words: "Headteacher, Marsh Lane School". */
  roles: string;
  /** The heading it stands under: School, Governors, Council, Programme. */
  group: string;
  /** One thing worth trying as this person, in a sentence. */
  tryThis: string;
}

/** A place where several people and Convenor talk. */
export interface Channel {
  conversationId: number;
  externalId: string;
  name: string;
  description: string;
}

/** Something that a newcomer can do as one of the people and see end. */
export interface ToTry {
  /** A name that stays. */
  key: string;
  /** Whose it is; null for the clock, which is nobody's. */
  personId: number | null;
  name: string | null;
  role: string;
  /** What it is, and what to press or type for it; typed words stand in quotation marks and begin small. */
  what: string;
  how: string;
  /** The message in the person's chat that it begins with. */
  messageId: number | null;
  isDone: boolean;
  /** What became of it. */
  ended: string;
  /** Whom to be then, what that person was told, and in which message. */
  next: { personId: number; name: string; role: string; look: string; messageId: number | null } | null;
}

/** What a newcomer is told first. */
export interface Greeting {
  title: string;
  words: string[];
}

export interface Demo {
  greeting: Greeting;
  toTry(): Promise<ToTry[]>;
  personas(): Promise<Persona[]>;
  channels(): Promise<Channel[]>;
  nextSchoolDay(): Promise<Date>;
  nextHalfTerm(): Promise<Date>;
  /** Run the jobs that are due and deliver until nothing is left to say. */
  runDue(): Promise<void>;
}

/** The demonstration's time, which only ever moves on. */
export interface DemoClock {
  now(): Date;
  moveTo(instant: Date): Promise<void>;
}
