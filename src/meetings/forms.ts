import type { Form } from '../chat/card.ts';

/** Ask for what was not typed about a new meeting; what was typed stays. */
export function meetingForm(
  board: { id: number; name: string },
  typed: { on?: string; at?: string; place?: string },
): Form {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(typed.on ?? '');
  return {
    title: 'Plan a meeting',
    intro: [{ type: 'TextBlock', text: board.name, wrap: true }],
    inputs: [
      {
        type: 'Input.Date',
        id: 'on',
        label: 'On which day?',
        isRequired: true,
        errorMessage: 'Choose the day.',
        ...(isDay ? { value: typed.on } : {}),
      },
      {
        type: 'Input.Text',
        id: 'at',
        label: 'At what time? For example 17:30',
        isRequired: true,
        maxLength: 10,
        errorMessage: 'Type the time like 17:30.',
        value: typed.at ?? '17:30',
      },
      { type: 'Input.Text', id: 'place', label: 'Where?', maxLength: 200, value: typed.place ?? '' },
    ],
    submit: {
      type: 'Action.Execute',
      id: 'add',
      title: 'Plan the meeting',
      verb: 'meeting.add',
      data: { boardId: board.id },
    },
  };
}
