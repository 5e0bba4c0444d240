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
export type Sighting =
  | { kind: 'there'; messageId: string; address?: Record<string, Json> }
  | { kind: 'not-there' }
  | { kind: 'later'; afterMs?: number; reason: string }
  | { kind: 'unknown'; reason: string };

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
  lookUp?(to: Address, key: string, sent: { from: Date; to: Date }): Promise<Sighting>;
  /** Why it cannot work now, or undefined when it can. */
  trouble(): Promise<string | undefined>;
  stop(): Promise<void>;
}
