// The words that the rooms share: what a platform hands to the door and what goes back. Platforms and features have pages of
// their own, which are reached from here too.
import type { Card, Form } from './card.ts';

export * from './feature.ts';
export * from './platform.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type PlatformName = 'teams' | 'slack' | 'mail' | 'web';

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

/** The tab that a platform keeps for each person, such as Slack's Home tab: the message id of the card that stands in it. */
export const HOME_TAB = 'tab:home';

/** What is asked for somebody who opens their tab. */
export const WHAT_WAITS = { kind: 'command', name: 'home.show', input: {} } as const satisfies Deed;

/** What is asked for somebody who wants to give somebody else something to do. */
export const NEW_ACTION = { kind: 'command', name: 'action.add', input: {} } as const satisfies Deed;

/** The input of its form that takes what has to be done. */
export const WHAT_TO_DO = 'what';

/** What people do often, by command, in the words of its button: for a place that has room for more than the card. */
export const COMMON_DEEDS = {
  [NEW_ACTION.name]: 'Add an action',
  'status.show': 'Status',
  'setup.show': 'Set up',
  'help.show': 'Help',
} as const;
export type CommonDeed = keyof typeof COMMON_DEEDS;

export interface Request {
  /** The same for every delivery of the same deed, unique on its platform: without one a deed may be done twice. */
  key: string;
  from: Sender;
  place: Place;
  /** Where this person can be reached alone, if the platform tells (a Slack user id, a Teams personal chat). */
  personal?: Place;
  deed: Deed;
  /** Where the answer's card is to stand from now on and be kept true, instead of coming with the answer. */
  tab?: typeof HOME_TAB;
}

/** A card of a kind about a subject: what it shows is asked of its feature each time it is shown. */
export interface CardRef {
  card: string;
  subject: string;
}

/** The command that is to be told who is in the conversation, and what it is to know besides. */
export interface WantsMembers {
  command: string;
  input: Record<string, Json>;
}

/** Somebody in a conversation, as a platform tells it. */
export interface Member {
  userId: string;
  /** The tenants under which they may be known. */
  tenants: string[];
  /** From outside the organisation that the conversation belongs to. */
  isGuest: boolean;
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
  /** After this answer the platform tells the command who is in the conversation, or why it cannot, if it knows how. */
  members?: WantsMembers;
  /** What is kept of `said`, and said when the request comes again, if the words themselves must not be stored. */
  keptSaid?: string;
}

/** A card as a platform room shows it: `token` goes into every button, beside the button's id. */
export interface ShownCard {
  /** Missing when no copy of it is kept: it is not shown anew and has no buttons. */
  copyId?: number;
  /** It shows what was true when it was asked for: nobody needs to know where it stands. */
  isFleeting?: boolean;
  name: string;
  card: Card;
  token: string;
  /** Notifications and fallbacks must not carry what it says. */
  isConfidential: boolean;
  /** What else the viewer may do, where there is room for it. */
  deeds?: CommonDeed[];
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
  /** What was pressed among others is this person's own card: nobody else sees it, nor may they see what comes of it. */
  onOwnCard?: boolean;
  members?: WantsMembers;
  /** This request had been answered before; nothing was done again. */
  isRepeated?: boolean;
}

/** What a platform room tells about a place without anybody speaking. */
export type PlaceEvent =
  | { kind: 'reachable'; place: Place; from?: Sender }
  | { kind: 'unreachable'; place: Place; reason: string }
  /** Of a place that is known already: what it is called, or whether it is private now. */
  | { kind: 'changed'; place: Place }
  /** Access to whole tenants was withdrawn: nobody there can be reached. `reason` says what to do. */
  | { kind: 'withdrawn'; platform: PlatformName; tenants: string[]; reason: string }
  /** Access is there again: what waits for one of these reasons goes out. */
  | { kind: 'granted'; platform: PlatformName; tenants: string[]; reasons: string[] };

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
