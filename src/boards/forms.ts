import type { Form } from '../chat/card.ts';
import type { BoardTemplate } from '../frameworks/index.ts';
import type { Board } from './records.ts';
import type { Candidate, Seating } from './rules.ts';

const WHO_CHAIRS =
  'A governor of the school chairs its Raising Attainment Board. The headteacher and the local authority’s officers cannot.';

/** Ask for the school and the chair, of somebody who may set up any school's board. */
export function schoolForm(): Form {
  return {
    title: 'Set up a Raising Attainment Board',
    intro: [{ type: 'TextBlock', text: WHO_CHAIRS, wrap: true }],
    inputs: [
      {
        type: 'Input.Text',
        id: 'school',
        label: 'Which school?',
        isRequired: true,
        maxLength: 200,
        errorMessage: 'Type the school’s name.',
      },
      {
        type: 'Input.Text',
        id: 'chair',
        label: 'Which governor will chair it?',
        isRequired: true,
        maxLength: 200,
        errorMessage: 'Type the governor’s name.',
      },
    ],
    submit: {
      type: 'Action.Execute',
      id: 'create',
      title: 'Set up the board',
      verb: 'board.create',
      data: { kind: 'RAB' },
    },
  };
}

/** Ask which governor will chair the board of a known school. */
export function chairForm(school: { id: number; name: string }, candidates: Candidate[]): Form {
  return {
    title: 'Set up a Raising Attainment Board',
    intro: [{ type: 'TextBlock', text: `${school.name}. ${WHO_CHAIRS}`, wrap: true }],
    inputs: [
      {
        type: 'Input.ChoiceSet',
        id: 'chair',
        label: 'Which governor will chair it?',
        style: candidates.length > 6 ? 'compact' : 'expanded',
        choices: chairChoices(candidates),
        isRequired: true,
        errorMessage: 'Choose who will chair the board.',
      },
    ],
    submit: {
      type: 'Action.Execute',
      id: 'create',
      title: 'Set up the board',
      verb: 'board.create',
      data: { kind: 'RAB', schoolId: school.id },
    },
  };
}

/** Governors as choices; the value is the person's id. */
export function chairChoices(candidates: Candidate[]): { title: string; value: string }[] {
  return candidates.slice(0, 100).map(({ id, name, roles }) => ({
    title: roles.some((held) => held.role === 'CHAIR_OF_GOVERNORS') ? `${name} (chair of governors)` : name,
    value: String(id),
  }));
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
