// The forms by which a board is set up; each shows who would sit on it before anybody presses.
import type { Form, Leaf } from '../chat/card.ts';
import type { Proposal } from './proposal.ts';
import type { Candidate } from './rules.ts';

const WHO_CHAIRS =
  'A governor of the school chairs its Raising Attainment Board. The headteacher and the local authority’s officers cannot.';

/** What somebody chooses from: every school that has no board yet, or their own ones, by URN. */
export interface Choice {
  title: string;
  value: string;
}

/** Ask which board, of somebody who may set up several: a school's own, or unless `isForSchoolsOnly` the Challenge Board. */
export function boardForm(schools: Choice[], isForSchoolsOnly: boolean): Form {
  const kinds = [
    { title: 'A school’s Raising Attainment Board', value: 'RAB' },
    { title: 'The Challenge Board of all secondary schools', value: 'CHALLENGE' },
  ];
  // Beyond a hundred no surface shows a list; then the name is typed.
  const school =
    schools.length > 0 && schools.length <= 100
      ? ({ type: 'Input.ChoiceSet', style: 'compact', choices: schools } as const)
      : ({ type: 'Input.Text', maxLength: 200 } as const);
  return {
    title: 'Set up a board',
    intro: [
      { type: 'TextBlock', text: `${WHO_CHAIRS} Next I show who would sit on it; nothing is set up yet.`, wrap: true },
    ],
    inputs: [
      ...(isForSchoolsOnly
        ? []
        : [
            {
              type: 'Input.ChoiceSet' as const,
              id: 'kind',
              label: 'Which board?',
              style: 'expanded' as const,
              choices: kinds,
              isRequired: true,
              errorMessage: 'Choose which board.',
            },
          ]),
      {
        ...school,
        id: 'school',
        label: isForSchoolsOnly ? 'For which school?' : 'For which school? (only for a school’s own board)',
        ...(isForSchoolsOnly ? { isRequired: true } : {}),
        errorMessage: 'Say for which school.',
      },
    ],
    submit: {
      type: 'Action.Execute',
      id: 'propose',
      title: 'Show who would sit on it',
      verb: 'board.create',
      data: { isProposal: true, ...(isForSchoolsOnly ? { kind: 'RAB' } : {}) },
    },
  };
}

/** Ask which governor will chair the board of a known school, below the people who would sit on it. */
export function chairForm(school: { id: number; name: string }, candidates: Candidate[], proposal: Proposal): Form {
  return {
    title: 'Set up a Raising Attainment Board',
    intro: [{ type: 'TextBlock', text: `${school.name}. ${WHO_CHAIRS}`, wrap: true }, ...proposed(proposal)],
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

/** Show who would sit on the Challenge Board, and ask who chairs it if that is known already. */
export function challengeForm(proposal: Proposal & { sum: string; people: { id: number; name: string }[] }): Form {
  return {
    title: 'Set up the Challenge Board',
    intro: [{ type: 'TextBlock', text: proposal.sum, wrap: true }, ...proposed(proposal)],
    inputs: [
      {
        ...(proposal.people.length === 0 || proposal.people.length > 100
          ? ({ type: 'Input.Text', maxLength: 200 } as const)
          : ({
              type: 'Input.ChoiceSet',
              style: 'compact',
              choices: proposal.people.map(({ id, name }) => ({ title: name, value: String(id) })),
            } as const)),
        id: 'chair',
        label: 'Who chairs it? Leave this empty until the board has elected somebody.',
      },
    ],
    submit: {
      type: 'Action.Execute',
      id: 'create',
      title: 'Set up the board',
      verb: 'board.create',
      data: { kind: 'CHALLENGE' },
    },
  };
}

function proposed({ members, gaps }: Proposal): Leaf[] {
  return [
    { type: 'FactSet', facts: members },
    ...(gaps === '' ? [] : [{ type: 'TextBlock' as const, text: gaps, wrap: true as const }]),
  ];
}

/** Governors as choices; the value is the person's id. */
export function chairChoices(candidates: Candidate[]): Choice[] {
  return candidates.slice(0, 100).map(({ id, name, roles }) => ({
    title: roles.some((held) => held.role === 'CHAIR_OF_GOVERNORS') ? `${name} (chair of governors)` : name,
    value: String(id),
  }));
}
