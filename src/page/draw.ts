import { CONFIDENTIAL_NOTICE, formToAdaptiveCard, toAdaptiveCard } from '../chat/adaptive.ts';
import type { Json, ShownCard, ShownForm } from '../chat/contract.ts';
import type { PageCard } from './messages.ts';

/** How cards and forms become what the page keeps and draws. */
export interface Drawing {
  card(shown: ShownCard): PageCard;
  form(shown: ShownForm): PageCard;
}

/** Open the drawing; with `asSlack` a card comes with its Slack blocks, for a second view. */
export function drawing(asSlack?: (shown: ShownCard) => unknown): Drawing {
  return {
    card: (shown) => ({
      kind: 'card',
      title: summaryOf(shown),
      adaptive: toAdaptiveCard(shown) as Json,
      blocks: (asSlack?.(shown) ?? null) as Json,
      copyId: shown.copyId ?? null,
      token: shown.token,
    }),
    form: (shown) => ({
      kind: 'form',
      title: shown.form.title,
      adaptive: formToAdaptiveCard(shown) as Json,
      blocks: null,
      copyId: null,
      token: shown.token,
    }),
  };
}

/** One line that may stand where others can see it. */
export function summaryOf(shown: ShownCard): string {
  return shown.isConfidential ? CONFIDENTIAL_NOTICE : shown.card.fallbackText;
}
