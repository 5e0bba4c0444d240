// What is asked about a new action.
import type { Form } from '../chat/card.ts';
import { WHAT_TO_DO } from '../chat/contract.ts';
import { dateInput, ownerInput } from './forms.ts';
import type { People } from './owners.ts';

interface Typed {
  what?: string | undefined;
  /** Whoever was named, if that is somebody who may own it. */
  owner?: People | undefined;
  due?: string | undefined;
  impact?: string | undefined;
}

/** Ask for what was not typed about a new action, or not understood; what was typed stays. */
export function addForm(
  board: { id: number; name: string },
  owners: People[],
  typed: Typed,
  { today, meetingId }: { today: string; meetingId: number | undefined },
): Form {
  return {
    title: 'A new action',
    intro: [{ type: 'TextBlock', text: board.name, wrap: true }],
    inputs: [
      {
        type: 'Input.Text',
        id: WHAT_TO_DO,
        label: 'What has to be done?',
        isMultiline: true,
        isRequired: true,
        maxLength: 1000,
        errorMessage: 'Say what has to be done.',
        ...(typed.what ? { value: typed.what } : {}),
      },
      ownerInput(owners, typed.owner),
      dateInput({ label: 'By when?', errorMessage: 'Choose the day by which it is done.' }, typed.due, today),
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

/** Ask which board a new action is for, when somebody has several; the rest is asked next. */
export function boardForm(boards: { id: number; name: string }[], typed: Record<string, string>): Form {
  return {
    title: 'A new action',
    intro: typed['what'] ? [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: typed['what'] }] }] : [],
    inputs: [
      {
        type: 'Input.ChoiceSet',
        id: 'boardId',
        label: 'For which board?',
        style: 'compact',
        choices: boards.slice(0, 100).map(({ id, name }) => ({ title: name, value: String(id) })),
        isRequired: true,
        errorMessage: 'Choose the board.',
      },
    ],
    submit: { type: 'Action.Execute', id: 'choose', title: 'Go on', verb: 'action.add', data: typed },
  };
}
