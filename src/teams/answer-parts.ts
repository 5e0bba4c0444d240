// An answer as the messages that it takes in Teams, one for its words and one for each card.
import type { Answer, Request } from '../chat/contract.ts';
import type { Log } from '../log.ts';
import { cardMessage, formMessage, type Outgoing, words } from './cards.ts';

const TOO_LONG = 'The answer is too long for a Teams card. Please ask for a smaller part of it.';

export interface Part {
  message: Outgoing;
  /** The card's copy, if it is to be kept up to date. */
  copyId?: number;
}

/** What an answer says, message by message; `text` are the words that are still to be said. */
export function partsOf(text: string | undefined, answer: Answer, request: Request, log: Log): Part[] {
  const parts: Part[] = text === undefined ? [] : [{ message: words(text) }];
  try {
    const { card } = answer;
    if (card)
      parts.push({
        message: cardMessage(card),
        ...(card.copyId === undefined || card.isFleeting ? {} : { copyId: card.copyId }),
      });
    if (answer.form) parts.push({ message: formMessage(answer.form) });
  } catch (error) {
    log.error({ err: error, key: request.key, request: answer.requestId }, 'answer cannot be shown in Teams');
    parts.push({ message: words(TOO_LONG) });
  }
  return parts;
}

/** An answer's words; what is wrong with a form, field by field. */
export function textOf(answer: Answer): string | undefined {
  const problems = Object.entries(answer.fieldErrors ?? {}).map(
    ([id, problem]) => `${labelOf(id, answer)}: ${problem}`,
  );
  if (problems.length === 0) return answer.said;
  return [answer.said ?? 'Please check:', ...problems].join('\n');
}

function labelOf(id: string, { form, replaces }: Answer): string {
  const shown =
    replaces?.card.actions.flatMap((action) => (action.type === 'Action.ShowCard' ? action.card.body : [])) ?? [];
  const label = [...(form?.form.inputs ?? []), ...shown].find((part) => 'id' in part && part.id === id);
  if (label && 'label' in label) return label.label;
  const spaced = id.replace(/([A-Z])/g, ' $1').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
