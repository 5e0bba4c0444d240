// What the Teams client does when a button is pressed: check the form, merge it into the button's data.
import { actionsOf, type CardAction } from './check-activity.ts';

export interface Button {
  data: Record<string, unknown>;
  verb: string;
  id: unknown;
}

/** Find the button by its title, or by its form's title, and fill in the form; throws where the client would not send. */
export function press(card: Record<string, unknown>, title: string, inputs: Record<string, unknown>): Button {
  for (const action of (card.actions ?? []) as CardAction[]) {
    const inner = action.card as { body?: unknown[]; actions?: CardAction[] } | undefined;
    if (action.type === 'Action.Execute' && action.title === title) return filled(action, inputsIn(card.body), inputs);
    const send =
      inner?.actions?.find((own) => own.title === title) ?? (action.title === title ? inner?.actions?.[0] : undefined);
    if (inner && send) return filled(send, inputsIn(inner.body), inputs);
  }
  const titles = actionsOf(card).map((action) => action.title);
  throw new Error(`no button "${title}"; there are: ${titles.join(', ')}`);
}

interface InputElement {
  type: string;
  id: string;
  label?: string;
  value?: string;
  isRequired?: boolean;
  choices?: { value: string }[];
}

function inputsIn(body: unknown): InputElement[] {
  return ((body ?? []) as InputElement[]).filter((part) => part.type.startsWith('Input.'));
}

/** Fill in the form under the ids that people know, though the card may number them (`reason_2`). */
function filled(action: CardAction, elements: InputElement[], inputs: Record<string, unknown>): Button {
  const values: Record<string, unknown> = {};
  const left = new Map(Object.entries(inputs));
  for (const element of elements) {
    const id = element.id.replace(/_\d+$/, '');
    const value = left.get(id) ?? element.value;
    left.delete(id);
    if (element.isRequired && (value === undefined || value === ''))
      throw new Error(`Teams would not send "${element.label}" empty`);
    if (element.choices && value !== undefined && !element.choices.some((choice) => choice.value === value))
      throw new Error(`"${String(value)}" is not a choice of "${element.label}"`);
    if (value !== undefined) values[element.id] = value;
  }
  if (left.size > 0) throw new Error(`no such input: ${[...left.keys()].join(', ')}`);
  const data = { ...(action.data as object), ...values };
  return { data, verb: String(action.verb), id: action.id };
}
