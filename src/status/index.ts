// Status, help and home: the three questions that everybody asks, answered with what all features contribute.
import type { Feature } from '../chat/contract.ts';
import { helpCommand, helpKind } from './help.ts';
import { homeCommand } from './home.ts';
import { homeKind } from './home-card.ts';
import { statusCommand, statusKind } from './status.ts';

export { helpFor, mayEver } from './help-rules.ts';
export { seesWhole, WHOLE } from './who.ts';

/** The feature that speaks for all others; they are handed in, since they are made after it. */
export function statusFeature(features: () => Feature[]): Feature {
  return {
    name: 'status',
    commands: [homeCommand(features), statusCommand(), helpCommand(features)],
    cards: [statusKind(features), helpKind(features), homeKind(features)],
  };
}
