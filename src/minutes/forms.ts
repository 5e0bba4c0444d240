import { sayDate } from '../calendar/index.ts';
import type { Form } from '../chat/card.ts';

/** A form for the text of a meeting's minutes. */
export function writeForm(about: {
  board: string;
  heldOn: string;
  meetingId: number;
  text: string;
  basedOn: string;
  /** Who was there, as it is recorded. */
  there: string;
  isCirculated: boolean;
}): Form {
  return {
    title: 'Write the minutes',
    intro: [
      { type: 'TextBlock', text: `${about.board}, ${sayDate(about.heldOn)}`, wrap: true },
      ...(about.there === '' ? [] : [{ type: 'TextBlock' as const, text: about.there, wrap: true as const }]),
      ...(about.isCirculated
        ? [
            {
              type: 'TextBlock' as const,
              text: 'If you change the text, everyone is asked again.',
              wrap: true as const,
            },
          ]
        : []),
    ],
    inputs: [
      {
        type: 'Input.Text',
        id: 'text',
        label: 'What was said and agreed',
        isMultiline: true,
        isRequired: true,
        maxLength: 3000,
        errorMessage: 'Write or paste the minutes.',
        ...(about.text === '' ? {} : { value: about.text }),
      },
    ],
    submit: {
      type: 'Action.Execute',
      id: 'write',
      title: 'Keep the text',
      verb: 'minutes.write',
      data: { meetingId: about.meetingId, basedOn: about.basedOn },
    },
  };
}
