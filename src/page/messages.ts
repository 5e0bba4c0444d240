// What the page is given for each line of a chat.
import type { Json } from '../chat/contract.ts';

/** A card or form as the page draws it. */
export interface PageCard {
  kind: 'card' | 'form';
  title: string;
  adaptive: Json;
  /** The same card as Slack blocks; forms open as windows there and have none. */
  blocks: Json;
  /** Which copy of the card it is, so that its newest state can take its place. */
  copyId: number | null;
  /** Goes back with every press, beside the button's id. */
  token: string;
}

export interface PageMessage {
  id: number;
  /** The conversation, by the name that the interface uses for it. */
  in: string;
  /** Null when Convenor speaks. */
  from: { personId: number; name: string } | null;
  text: string;
  card: PageCard | null;
  /** Only the person who is looking sees it. */
  isPrivate: boolean;
  at: string;
  /** Higher whenever the message was written or changed. */
  change: number;
}
