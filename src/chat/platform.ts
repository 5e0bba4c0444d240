// What the house hands to a platform, and what a platform answers.
import type { Json, Place, PlatformName, ShownCard } from './contract.ts';

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

/** Whether a platform has a message. `unknown`: it cannot be asked, now or later. */
export type Whereabouts =
  | { kind: 'there'; messageId: string; address?: Record<string, Json> }
  | { kind: 'not-there' }
  | { kind: 'later'; afterMs?: number; reason: string }
  | { kind: 'unknown'; reason: string };

/** What came of a look at one thing. Without `isGood` it cannot be known. */
export interface Finding {
  isGood?: boolean;
  /** How it stands, and what to do about it; that is empty when nothing is. */
  words: string;
  next?: string;
}

/** One thing that can be looked at: "Slack: permissions". Looking changes nothing that anybody sees. */
export interface Checkup {
  title: string;
  look(): Promise<Finding>;
}

/** What was answered at this program's own address, as the platforms reach it. */
export interface Knocked {
  status: number;
  body: string;
}

/** What a platform is told when it is to look at itself. */
export interface CheckQuestion {
  /** The machine's own time. */
  now(): Date;
  /** Send a POST without any credentials to a path of the public address; undefined where there is none. */
  knock: ((path: string) => Promise<Knocked>) | undefined;
  /** The tenants or workspaces of those who have joined on this platform. */
  tenants: string[];
  /** Those who have joined on it, and of them those who cannot be reached now. */
  people: { joined: number; unreachable: number };
  /** Boards whose channel is on it, with why nothing can be sent there, if that is known. */
  channels: { board: string; to: Address; reason: string | null }[];
}

/** A platform as delivery sees it. Its calls never throw and never retry by themselves. */
export interface Platform {
  readonly name: PlatformName;
  /** The least time between two messages to one conversation. */
  readonly paceMs: number;
  /** An edit leaves alone what somebody is typing in a card's form; without it such a card is edited only to close it. */
  readonly keepsTyping?: boolean;
  post(to: Address, message: Message): Promise<Outcome>;
  edit(to: Address, messageId: string, message: Message): Promise<Outcome>;
  /** See whether a message with this key, which was sent between two instants of the machine's time, has arrived. */
  lookUp?(to: Address, key: string, sent: { from: Date; to: Date }): Promise<Whereabouts>;
  /** What it can look at about itself, for whoever sets Convenor up. */
  checkups?(question: CheckQuestion): Checkup[];
  /** Why it cannot work now, or undefined when it can. */
  trouble(): Promise<string | undefined>;
  stop(): Promise<void>;
}
