import { needsYear, parseDateWords } from '../calendar/index.ts';
import type { Form, Input, Leaf } from '../chat/card.ts';
import { refOf } from '../chat/refs.ts';
import type { People } from './owners.ts';
import type { Action } from './records.ts';

/** The day of a form; a day that was typed in words stands in it. */
export function dateInput(
  { label, errorMessage }: { label: string; errorMessage: string },
  typed: string | undefined,
  today: string,
): Input {
  const read = typed === undefined ? undefined : parseDateWords(typed, today);
  const day = read && needsYear(typed!, read, today) ? undefined : read;
  return { type: 'Input.Date', id: 'due', label, isRequired: true, errorMessage, ...(day ? { value: day } : {}) };
}

/** What an action is about, above the inputs of its form. */
export function whatOf(action: Action): Leaf {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: action.what }] };
}

/** Ask for one of those who may own an action. */
export function ownerInput(owners: People[], chosen?: People): Input {
  return {
    type: 'Input.ChoiceSet',
    id: 'owner',
    label: 'Who will do it?',
    style: 'compact',
    choices: owners.slice(0, 100).map(({ id, name }) => ({ title: name, value: String(id) })),
    isRequired: true,
    errorMessage: 'Choose who will do it.',
    ...(chosen ? { value: String(chosen.id) } : {}),
  };
}

/** Ask for the evidence that an action is done. */
export function doneForm(action: Action): Form {
  return {
    title: `${refOf('ACT', action.id)} is done`,
    intro: [whatOf(action)],
    inputs: [
      {
        type: 'Input.Text',
        id: 'evidence',
        label: 'What shows that it is done?',
        isMultiline: true,
        isRequired: true,
        maxLength: 2000,
        errorMessage: 'Say what shows that it is done.',
      },
    ],
    submit: {
      type: 'Action.Execute',
      id: 'done',
      title: 'Mark as done',
      style: 'positive',
      verb: 'action.done',
      data: { actionId: action.id },
    },
  };
}

/** Ask for a new owner. */
export function reassignForm(action: Action, owners: People[]): Form {
  return {
    title: `A new owner for ${refOf('ACT', action.id)}`,
    intro: [whatOf(action)],
    inputs: [ownerInput(owners)],
    submit: {
      type: 'Action.Execute',
      id: 'reassign',
      title: 'Change the owner',
      verb: 'action.reassign',
      data: { actionId: action.id },
    },
  };
}

/** Ask for a new deadline and why. */
export function moveForm(
  action: Action,
  typed: { due?: string | undefined; reason?: string | undefined },
  today: string,
): Form {
  return {
    title: `A new date for ${refOf('ACT', action.id)}`,
    intro: [whatOf(action)],
    inputs: [
      dateInput({ label: 'By when now?', errorMessage: 'Choose the new day.' }, typed.due, today),
      {
        type: 'Input.Text',
        id: 'reason',
        label: 'Why is it moved?',
        isRequired: true,
        maxLength: 500,
        errorMessage: 'Say why it is moved.',
        ...(typed.reason ? { value: typed.reason } : {}),
      },
    ],
    submit: {
      type: 'Action.Execute',
      id: 'move',
      title: 'Move the date',
      verb: 'action.move',
      data: { actionId: action.id },
    },
  };
}

/** Ask why an action is called off. */
export function cancelForm(action: Action): Form {
  return {
    title: `Call off ${refOf('ACT', action.id)}`,
    intro: [whatOf(action)],
    inputs: [reasonInput(`Why is it called off? ${action.owner.name} reads your words.`, 'Say why it is called off.')],
    submit: {
      type: 'Action.Execute',
      id: 'cancel',
      title: 'Call it off',
      style: 'destructive',
      verb: 'action.cancel',
      data: { actionId: action.id },
    },
  };
}

/** Ask for a reason in words. */
export function reasonInput(label: string, errorMessage: string, typed?: string): Input {
  return {
    type: 'Input.Text',
    id: 'reason',
    label,
    isMultiline: true,
    isRequired: true,
    maxLength: 500,
    errorMessage,
    ...(typed ? { value: typed } : {}),
  };
}
