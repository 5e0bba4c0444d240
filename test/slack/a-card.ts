import { Card } from '../../src/chat/card.ts';
import type { ShownCard } from '../../src/chat/contract.ts';

export type Body = { type: string; [key: string]: unknown }[];

/** A card of these elements. */
export function aCard(body: Body, facts: Partial<ShownCard> & { actions?: unknown[] } = {}): ShownCard {
  const { actions = [], ...rest } = facts;
  const card = Card.parse({ type: 'AdaptiveCard', version: '1.5', fallbackText: 'Minutes', body, actions });
  return { copyId: 7, name: 'Minutes', card, token: 'token', isConfidential: false, ...rest };
}

export const line = (text: string) => ({ type: 'TextBlock', text, wrap: true });
export const typed = (text: string) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] });
