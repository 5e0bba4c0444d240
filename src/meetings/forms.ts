import { listSeatHolders } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import type { Form, Input } from '../chat/card.ts';
import type { Actor, Reading } from '../chat/contract.ts';
import { dayOf } from '../store/days.ts';
import type { Meeting } from './records.ts';

interface Typed {
  on?: string | undefined;
  at?: string | undefined;
  place?: string | undefined;
}

const about = (...lines: string[]): Form['intro'] => lines.map((text) => ({ type: 'TextBlock', text, wrap: true }));

/** Ask for what was not typed about a new meeting; what was typed stays. */
export function meetingForm(board: { id: number; name: string }, typed: Typed): Form {
  return {
    title: 'Plan a meeting',
    intro: about(board.name),
    inputs: slotInputs('On which day?', { ...typed, at: typed.at ?? '17:30' }),
    submit: {
      type: 'Action.Execute',
      id: 'add',
      title: 'Plan the meeting',
      verb: 'meeting.add',
      data: { boardId: board.id },
    },
  };
}

/** Ask where a meeting is moved to; its time and place stay unless they are changed. */
export function moveForm(meeting: Meeting, typed: Typed): Form {
  return {
    title: 'Move the meeting',
    intro: about(whichOne(meeting), 'Everybody who has the agenda is told, and asked again whether they come.'),
    inputs: slotInputs('To which day?', {
      ...typed,
      at: typed.at ?? meeting.startsAt,
      place: typed.place ?? meeting.place,
    }),
    submit: {
      type: 'Action.Execute',
      id: 'move',
      title: 'Move the meeting',
      verb: 'meeting.move',
      data: { meetingId: meeting.id },
    },
  };
}

/** Ask why a meeting is called off. */
export function cancelForm(meeting: Meeting, isOver: boolean): Form {
  return {
    title: isOver ? 'It did not take place' : 'Call the meeting off',
    intro: about(whichOne(meeting)),
    inputs: [
      {
        type: 'Input.Text',
        id: 'reason',
        label: 'Why? Everybody who has the agenda can read it.',
        isMultiline: true,
        isRequired: true,
        maxLength: 500,
        errorMessage: 'Say why.',
      },
    ],
    submit: {
      type: 'Action.Execute',
      id: 'cancel',
      title: isOver ? 'Record it' : 'Call it off',
      verb: 'meeting.cancel',
      data: { meetingId: meeting.id },
    },
  };
}

/** Ask for a new item of an agenda, and who leads it. */
export async function itemForm({ tx, today }: Reading, meeting: Meeting, actor: Actor): Promise<Form> {
  const holders = await listSeatHolders(tx, meeting.boardId, today);
  const mine = holders.find(({ personId }) => personId === actor.personId);
  const lead: Input[] =
    holders.length === 0
      ? []
      : [
          {
            type: 'Input.ChoiceSet',
            id: 'lead',
            label: 'Who leads it?',
            style: 'compact',
            choices: holders.slice(0, 100).map(({ name, personId }) => ({ title: name, value: String(personId) })),
            ...(mine ? { value: String(mine.personId) } : {}),
          },
        ];
  return {
    title: 'Add an item',
    intro: about(whichOne(meeting)),
    inputs: [
      {
        type: 'Input.Text',
        id: 'title',
        label: 'What should the board talk about?',
        isRequired: true,
        maxLength: 200,
        errorMessage: 'Say what the board should talk about.',
      },
      ...lead,
    ],
    submit: {
      type: 'Action.Execute',
      id: 'add',
      title: 'Add the item',
      verb: 'agenda.add',
      data: { meetingId: meeting.id },
    },
  };
}

function slotInputs(question: string, { on, at, place }: Typed): Input[] {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(on ?? '');
  return [
    {
      type: 'Input.Date',
      id: 'on',
      label: question,
      isRequired: true,
      errorMessage: 'Choose the day.',
      ...(isDay ? { value: on } : {}),
    },
    {
      type: 'Input.Text',
      id: 'at',
      label: 'At what time? For example 17:30',
      isRequired: true,
      maxLength: 10,
      errorMessage: 'Type the time like 17:30.',
      ...(at ? { value: at } : {}),
    },
    { type: 'Input.Text', id: 'place', label: 'Where?', maxLength: 200, value: place ?? '' },
  ];
}

/** "Raising Attainment Board, Marsh Lane School, Thursday 3 December 2026" */
export function whichOne(meeting: Meeting): string {
  return `${meeting.board.name}, ${sayDate(dayOf(meeting.heldOn))}`;
}
