import type { Form, Input } from '../chat/card.ts';
import { type Category, categoryById, type Framework } from '../frameworks/index.ts';
import type { Decision } from './rules.ts';

interface SchoolName {
  id: number;
  name: string;
}

/** The categories to choose from, each with its colour's name and what it means. */
export function categoryChoices(framework: Framework): { title: string; value: string }[] {
  return framework.categories.map(({ id, colourName, label }) => ({ title: `${colourName}: ${label}`, value: id }));
}

/** The form of a recommendation; with several schools of one officer, it asks which. */
export function recommendForm(
  framework: Framework,
  school: SchoolName,
  schools: SchoolName[],
  value: Category | undefined,
): Form {
  const asksSchool = schools.length > 1;
  return {
    title: 'Recommend a category',
    intro: asksSchool ? [] : [{ type: 'TextBlock', text: school.name, wrap: true, weight: 'Bolder' }],
    inputs: [
      ...(asksSchool ? [schoolInput(schools)] : []),
      {
        type: 'Input.ChoiceSet',
        id: 'value',
        label: 'Which category do you recommend?',
        isRequired: true,
        errorMessage: 'Choose a category.',
        style: 'compact',
        choices: categoryChoices(framework),
        ...(value ? { value: value.id } : {}),
      },
      text('reason', 'Why?', 'Say why in a sentence or two.'),
      text('evidence', 'What is the evidence? Please name no pupils.', 'Sum up the evidence.'),
      { type: 'Input.Text', id: 'nextStep', label: 'What happens next?', isMultiline: true, maxLength: 1000 },
    ],
    submit: {
      type: 'Action.Execute',
      id: 'recommend',
      title: 'Recommend',
      verb: 'category.recommend',
      data: asksSchool ? {} : { schoolId: school.id },
    },
  };
}

/** The form to decide otherwise than was recommended. */
export function overrideForm(framework: Framework, decision: Decision): Form {
  return {
    title: 'Not this category',
    intro: [{ type: 'TextBlock', text: decision.schoolName, wrap: true, weight: 'Bolder' }],
    inputs: [
      {
        type: 'Input.ChoiceSet',
        id: 'value',
        label: `Which category, rather than ${categoryById(framework, decision.value).colourName}?`,
        isRequired: true,
        errorMessage: 'Choose a category.',
        style: 'compact',
        choices: otherChoices(framework, decision.value),
      },
      text('reason', 'Why?', 'Say why you decide otherwise.'),
    ],
    submit: {
      type: 'Action.Execute',
      id: 'override',
      title: 'Save my decision',
      verb: 'category.override',
      data: { categoryId: decision.id },
    },
  };
}

/** Every category but the recommended one. */
export function otherChoices(framework: Framework, value: string): { title: string; value: string }[] {
  return categoryChoices(framework).filter((choice) => choice.value !== value);
}

// An officer of more schools than a list can hold types the school's name instead.
function schoolInput(schools: SchoolName[]): Input {
  return {
    type: 'Input.ChoiceSet',
    id: 'schoolId',
    label: 'Which school?',
    isRequired: true,
    errorMessage: 'Choose a school.',
    style: 'compact',
    choices: schools.slice(0, 100).map(({ id, name }) => ({ title: name, value: String(id) })),
  };
}

function text(id: string, label: string, errorMessage: string): Input {
  return { type: 'Input.Text', id, label, isMultiline: true, maxLength: 2000, isRequired: true, errorMessage };
}
