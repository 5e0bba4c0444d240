import type { Form, Input } from '../chat/card.ts';
import { refOf } from '../chat/refs.ts';
import type { Action } from './records.ts';

export interface People {
  id: number;
  name: string;
}

interface Typed {
  what?: string | undefined;
  owner?: string | undefined;
  due?: string | undefined;
  impact?: string | undefined;
}

/** Ask for what was not typed about a new action; what was typed stays. */
export function addForm(
  board: { id: number; name: string },
  owners: People[],
  typed: Typed,
  meetingId: number | undefined,
): Form {
  const chosen = owners.find((one) => one.name.toLowerCase() === typed.owner?.toLowerCase());
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(typed.due ?? '');
  return {
    title: 'A new action',
    intro: [{ type: 'TextBlock', text: board.name, wrap: true }],
    inputs: [
      {
        type: 'Input.Text',
        id: 'what',
        label: 'What has to be done?',
        isMultiline: true,
        isRequired: true,
        maxLength: 1000,
        errorMessage: 'Say what has to be done.',
        ...(typed.what ? { value: typed.what } : {}),
      },
      ownerInput(owners, chosen),
      {
        type: 'Input.Date',
        id: 'due',
        label: 'By when?',
        isRequired: true,
        errorMessage: 'Choose the day by which it is done.',
        ...(isDay ? { value: typed.due } : {}),
      },
      {
        type: 'Input.Text',
        id: 'impact',
        label: 'What will be better when it is done? (intended impact)',
        isMultiline: true,
        maxLength: 1000,
        ...(typed.impact ? { value: typed.impact } : {}),
      },
    ],
    submit: {
      type: 'Action.Execute',
      id: 'add',
      title: 'Add the action',
      verb: 'action.add',
      data: { boardId: board.id, ...(meetingId === undefined ? {} : { meetingId }) },
    },
  };
}

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
    intro: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: action.what }] }],
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
    intro: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: action.what }] }],
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
export function moveForm(action: Action, typed: { due?: string | undefined; reason?: string | undefined }): Form {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(typed.due ?? '');
  return {
    title: `A new date for ${refOf('ACT', action.id)}`,
    intro: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: action.what }] }],
    inputs: [
      {
        type: 'Input.Date',
        id: 'due',
        label: 'By when now?',
        isRequired: true,
        errorMessage: 'Choose the new day.',
        ...(isDay ? { value: typed.due } : {}),
      },
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
