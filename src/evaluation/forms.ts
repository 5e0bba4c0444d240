import type { Form } from '../chat/card.ts';
import { scaleById } from '../frameworks/index.ts';
import { type Evaluation, NOT_APPLICABLE } from './rules.ts';

export interface Choice {
  title: string;
  value: string;
}

/** The aspects that have been answered, to choose one to change. */
export function aspectChoices(evaluation: Evaluation): Choice[] {
  const answered = new Set(evaluation.answers.map((answer) => answer.aspect));
  return evaluation.aspects.filter(({ id }) => answered.has(id)).map(({ id, label }) => ({ title: label, value: id }));
}

/** Every grade of the aspects' scales by its name, and "Not applicable". */
export function gradeChoices(evaluation: Evaluation): Choice[] {
  const scales = [...new Set(evaluation.aspects.map((aspect) => aspect.scale))];
  const labels = scales.flatMap((id) => scaleById(evaluation.framework, id).grades.map((grade) => grade.label));
  return [...new Set([...labels, NOT_APPLICABLE])].map((label) => ({ title: label, value: label }));
}

/** The form to change an answer, for those who type rather than press. */
export function changeForm(evaluation: Evaluation): Form {
  return {
    title: 'Change an answer',
    intro: [],
    inputs: [
      {
        type: 'Input.ChoiceSet',
        id: 'aspect',
        label: 'What do you want to change?',
        isRequired: true,
        errorMessage: 'Choose what to change.',
        style: 'compact',
        choices: aspectChoices(evaluation),
      },
      {
        type: 'Input.ChoiceSet',
        id: 'grade',
        label: 'New grade (leave empty to keep it)',
        style: 'compact',
        choices: gradeChoices(evaluation),
      },
      {
        type: 'Input.Text',
        id: 'evidence',
        label: 'New evidence, or why it does not apply (leave empty to keep it)',
        isMultiline: true,
        maxLength: 3000,
      },
    ],
    submit: {
      type: 'Action.Execute',
      id: 'change',
      title: 'Save the change',
      verb: 'evaluation.change',
      data: { evaluationId: evaluation.id },
    },
  };
}
