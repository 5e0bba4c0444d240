// Inputs as Adaptive Card elements, and what comes back from them.
import type { Input } from './card.ts';
import type { Json } from './contract.ts';
import { isMarkup, oneLine, visible } from './literal.ts';

const RESERVED = new Set(['act', 't', 'msteams']);
const NEVER = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Gives every input of a card an id of its own: Adaptive Cards wants them unique in the whole card, while two of our forms
 * may both ask for a `reason`. The second becomes `reason_2`; our ids have no underscore, so it is taken off again.
 */
export class Naming {
  readonly #used = new Set<string>();
  readonly #inForm = new Set<string>();

  startForm(): void {
    this.#inForm.clear();
  }

  name(id: string): string {
    if (RESERVED.has(id)) throw new Error(`An input must not be called ${id}: the button's own data has that name.`);
    if (this.#inForm.has(id)) throw new Error(`A form has two inputs called ${id}.`);
    this.#inForm.add(id);
    let name = id;
    for (let n = 2; this.#used.has(name); n += 1) name = `${id}_${n}`;
    this.#used.add(name);
    return name;
  }
}

/** Read what a pressed button's form held: the data without the button's own part, under the form's own ids. */
export function readInputs(data: Record<string, unknown>): Record<string, unknown> {
  const inputs: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(data)) {
    const id = key.replace(/_\d{1,3}$/, '');
    if (!RESERVED.has(id) && !NEVER.has(id)) inputs[id] = value;
  }
  return inputs;
}

/** Show an input; a required one always says what is missing. */
export function inputElement(input: Input, naming: Naming): Json {
  const label = oneLine(input.label);
  const errorMessage = oneLine(input.errorMessage ?? (input.isRequired ? `Please fill in: ${label}` : ''));
  const base = {
    id: naming.name(input.id),
    label,
    ...(input.isRequired ? { isRequired: true } : {}),
    ...(errorMessage === '' ? {} : { errorMessage }),
  };
  switch (input.type) {
    case 'Input.Text':
      return {
        type: 'Input.Text',
        ...base,
        ...(input.isMultiline ? { isMultiline: true } : {}),
        ...(input.maxLength === undefined ? {} : { maxLength: input.maxLength }),
        ...(input.placeholder === undefined ? {} : { placeholder: oneLine(input.placeholder) }),
        ...(input.value === undefined ? {} : { value: visible(input.value) }),
      };
    case 'Input.Date':
      return { type: 'Input.Date', ...base, ...(input.value === undefined ? {} : { value: input.value }) };
    case 'Input.ChoiceSet':
      return {
        type: 'Input.ChoiceSet',
        ...base,
        style: choiceStyle(input),
        wrap: true,
        choices: input.choices.map(({ title, value }) => ({ title: oneLine(title), value })),
        ...(input.value === undefined ? {} : { value: input.value }),
      };
  }
}

// Spread-out choices are read as Markdown, and iOS does not mark the one that is set before; a list does neither wrong.
function choiceStyle(input: Extract<Input, { type: 'Input.ChoiceSet' }>): 'compact' | 'expanded' {
  const isSafe = input.value === undefined && !input.choices.some(({ title }) => isMarkup(title));
  return input.style === 'expanded' && isSafe ? 'expanded' : 'compact';
}
