// What is asked of owners and deciders when they typed less than is needed.
import type { Form, Leaf } from '../chat/card.ts';
import { listInWords } from '../chat/permission.ts';
import { refOf } from '../chat/refs.ts';
import { dateInput, ownerInput, reasonInput, whatOf } from './forms.ts';
import type { People } from './owners.ts';
import type { Action } from './records.ts';

/** Ask which day an owner would like, and why. */
export function laterForm(
  action: Action,
  deciders: string[],
  typed: { due?: string | undefined; reason?: string | undefined },
  today: string,
): Form {
  return {
    title: `Another date for ${refOf('ACT', action.id)}`,
    intro: [whatOf(action), whoAnswers(deciders)],
    inputs: [
      dateInput({ label: 'By when could it be done?', errorMessage: 'Choose the day.' }, typed.due, today),
      reasonInput('Why is it needed?', 'Say why you need another date.', typed.reason),
    ],
    submit: {
      type: 'Action.Execute',
      id: 'later',
      title: 'Ask for this date',
      verb: 'action.later',
      data: { actionId: action.id },
    },
  };
}

/** Ask an owner why an action is not theirs. */
export function declineForm(action: Action, deciders: string[]): Form {
  return {
    title: `${refOf('ACT', action.id)} is not mine`,
    intro: [whatOf(action), whoAnswers(deciders)],
    inputs: [reasonInput('Why is it not yours? If you know whose it is, say so.', 'Say why it is not yours.')],
    submit: {
      type: 'Action.Execute',
      id: 'decline',
      title: 'Say it is not mine',
      verb: 'action.decline',
      data: { actionId: action.id },
    },
  };
}

/** Ask a decider for the words of a refusal. */
export function refuseForm(action: Action, ask: { id: number; askedBy: { name: string } }): Form {
  return {
    title: `Refuse: ${refOf('ACT', action.id)}`,
    intro: [whatOf(action)],
    inputs: [{ ...reasonInput(`Why? ${ask.askedBy.name} reads your words.`, 'Say why, in a few words.'), id: 'words' }],
    submit: {
      type: 'Action.Execute',
      id: 'refuse',
      title: 'Refuse',
      verb: 'action.refuse',
      data: { actionId: action.id, askId: ask.id },
    },
  };
}

/** Ask a decider who will do what its owner says is not theirs. */
export function giveForm(action: Action, owners: People[], askId: number): Form {
  return {
    title: `Give ${refOf('ACT', action.id)} to somebody else`,
    intro: [whatOf(action)],
    inputs: [ownerInput(owners)],
    submit: {
      type: 'Action.Execute',
      id: 'give',
      title: 'Give it to them',
      verb: 'action.reassign',
      data: { actionId: action.id, askId },
    },
  };
}

function whoAnswers(deciders: string[]): Leaf {
  return { type: 'TextBlock', text: `${listInWords(deciders, 'or')} will answer.`, wrap: true };
}
