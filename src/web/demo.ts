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

export interface Demo {
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
