// The forms about seats: who takes which, and why somebody cannot.
import type { Form } from '../chat/card.ts';
import type { BoardTemplate } from '../frameworks/index.ts';
import type { Invitation } from './answers.ts';
import type { Board } from './records.ts';
import type { Seating } from './rules.ts';

/** Ask somebody who cannot take a seat for the reason. */
export function declineForm({ seatId, board }: Invitation): Form {
  return {
    title: 'I cannot take the seat',
    intro: [{ type: 'TextBlock', text: board.name, wrap: true }],
    inputs: [
      {
        type: 'Input.Text',
        id: 'reason',
        label: 'Why not? Whoever gives the seats reads it.',
        isMultiline: true,
        isRequired: true,
        maxLength: 500,
        errorMessage: 'Say in a few words why you cannot.',
      },
    ],
    submit: {
      type: 'Action.Execute',
      id: 'decline',
      title: 'Say that I cannot',
      verb: 'board.decline',
      data: { seatId },
    },
  };
}

/** Ask who takes which seat: the vacancies, the clerk's when nobody has it, and seats that several may hold. */
export function seatForm(
  board: Board,
  template: BoardTemplate,
  seats: Seating,
  schoolNames: Map<number, string>,
  name?: string,
): Form {
  const vacancies = seats.vacant.map(({ place }) => ({
    title:
      place.schoolId !== null && place.memberId !== null
        ? `${place.template.title}, ${schoolNames.get(place.schoolId)}`
        : place.template.title,
    value: `${place.template.role}@${place.schoolId ?? 0}`,
  }));
  const hasClerk = seats.others.some((row) => row.isClerk && row.person);
  const extra = template.seats
    .filter((seat) => seat.many)
    .map((seat) => ({ title: seat.title, value: `${seat.role}@${board.schoolId ?? 0}` }));
  const clerk = hasClerk ? [] : [{ title: 'Clerk', value: 'CLERK@0' }];
  return {
    title: 'Give somebody a seat',
    intro: [{ type: 'TextBlock', text: board.name, wrap: true }],
    inputs: [
      {
        type: 'Input.Text',
        id: 'name',
        label: 'Who?',
        isRequired: true,
        maxLength: 200,
        errorMessage: 'Type the person’s name.',
        ...(name ? { value: name } : {}),
      },
      {
        type: 'Input.ChoiceSet',
        id: 'seat',
        label: 'Which seat?',
        style: 'compact',
        choices: [...vacancies, ...clerk, ...extra].slice(0, 100),
        isRequired: true,
        errorMessage: 'Choose the seat.',
      },
    ],
    submit: {
      type: 'Action.Execute',
      id: 'seat',
      title: 'Give the seat',
      verb: 'board.seat',
      data: { boardId: board.id },
    },
  };
}
