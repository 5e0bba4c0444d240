// Messages as Teams takes them: words alone or one card alone, never both, or the card could not be edited later.
import {
  type AdaptiveCardJson,
  assertFits,
  CONFIDENTIAL_NOTICE,
  formToAdaptiveCard,
  toAdaptiveCard,
} from '../chat/adaptive.ts';
import type { Json, ShownCard, ShownForm } from '../chat/contract.ts';
import { paragraphs, visible } from '../chat/literal.ts';

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

export type Outgoing =
  | { type: 'message'; text: string; textFormat: 'plain' }
  | { type: 'message'; summary: string; attachments: [{ contentType: typeof CARD_TYPE; content: AdaptiveCardJson }] };

/** Words, to be shown as they are. */
export function words(text: string): Outgoing {
  return { type: 'message', text: visible(text), textFormat: 'plain' };
}

/** A card and the line that stands for it in notifications. */
export function cardMessage(shown: ShownCard, summary?: string): Outgoing {
  const line = shown.isConfidential ? CONFIDENTIAL_NOTICE : (summary ?? shown.card.fallbackText);
  return attached(teamsCard(shown), line);
}

export function formMessage(shown: ShownForm): Outgoing {
  return attached(teamsForm(shown), shown.form.title);
}

/** The card as Teams shows it, as wide as the chat; with a sentence above it when the answer has one. */
export function teamsCard(shown: ShownCard, said?: string): AdaptiveCardJson {
  const json = wide(toAdaptiveCard(shown));
  if (said === undefined) return json;
  const sentence: Json[] = paragraphs(said).map((text) => ({
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text, weight: 'Bolder' }],
  }));
  return assertFits(shown.name, { ...json, body: [...sentence, ...(json.body as Json[])] });
}

export function teamsForm(shown: ShownForm): AdaptiveCardJson {
  return wide(formToAdaptiveCard(shown));
}

function wide(json: AdaptiveCardJson): AdaptiveCardJson {
  return { ...json, msteams: { width: 'Full' } };
}

function attached(content: AdaptiveCardJson, summary: string): Outgoing {
  return { type: 'message', summary: visible(summary), attachments: [{ contentType: CARD_TYPE, content }] };
}
