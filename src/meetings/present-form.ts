import type { Form } from '../chat/card.ts';
import type { Attendee } from './attendance.ts';
import { whichOne } from './forms.ts';
import type { Meeting } from './records.ts';

// A form has twenty inputs at most, and a phone shows three at a time.
const MOST = 18;

/** Ask who was there, a line a person, as they had answered; a large board is asked in parts. Undefined after the last. */
export function presentForm(meeting: Meeting, members: Attendee[], part: number): Form | undefined {
  const parts = Math.max(1, Math.ceil(members.length / MOST));
  const asked = members.slice((part - 1) * MOST, part * MOST);
  if (asked.length === 0) return undefined;
  return {
    title: parts === 1 ? 'Who was there' : `Who was there, ${part} of ${parts}`,
    intro: [{ type: 'TextBlock', text: whichOne(meeting), wrap: true }],
    inputs: asked.map(({ personId, name, answer }) => ({
      type: 'Input.ChoiceSet',
      id: `p${personId}`,
      label: name,
      style: 'compact',
      choices: [
        { title: 'Was there', value: 'present' },
        { title: 'Sent apologies', value: 'apologies' },
        { title: 'Was not there', value: 'absent' },
      ],
      ...(answer === undefined ? {} : { value: answer === 'coming' ? 'present' : answer }),
    })),
    submit: {
      type: 'Action.Execute',
      id: 'present',
      title: part < parts ? 'Keep and go on' : 'Keep',
      verb: 'meeting.present',
      data: { meetingId: meeting.id, part },
    },
  };
}
