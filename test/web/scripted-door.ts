// A door that knows a few words: minutes to approve, a form, a fault; and the cards that it shows.
import { Card, Form } from '../../src/chat/card.ts';
import type { Answer, Deed, Door, Request, ShownCard } from '../../src/chat/contract.ts';

let copies = 100;

/** Minutes to approve: open, or settled with what came of them. */
export function minutesCard(options: { copyId?: number; said?: string; isConfidential?: boolean } = {}): ShownCard {
  const copyId = options.copyId ?? ++copies;
  const isSettled = options.said !== undefined;
  const card = Card.parse({
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: 'Minutes of the Raising Attainment Board on 17 November',
    body: [
      {
        type: 'TextBlock',
        text: 'Minutes for approval',
        style: 'heading',
        size: 'Medium',
        weight: 'Bolder',
        wrap: true,
      },
      {
        type: 'TextBlock',
        text: 'Raising Attainment Board, Marsh Lane School',
        isSubtle: true,
        wrap: true,
        spacing: 'None',
      },
      {
        type: 'FactSet',
        facts: [
          { title: 'Meeting', value: 'Tuesday 17 November 2026' },
          { title: 'Revision', value: '2' },
          { title: 'Approved by', value: isSettled ? '3 of 3 governors' : '1 of 3 governors' },
        ],
      },
      {
        type: 'RichTextBlock',
        separator: true,
        spacing: 'Medium',
        inlines: [
          { type: 'TextRun', text: 'Item 3. ', weight: 'Bolder' },
          { type: 'TextRun', text: 'Attendance in Year 10 is <b>91.2 %</b>; the target of *94 %* stands.' },
        ],
      },
      isSettled
        ? {
            type: 'Container',
            style: 'good',
            spacing: 'Medium',
            items: [{ type: 'TextBlock', text: options.said, weight: 'Bolder', color: 'Good', wrap: true }],
          }
        : {
            type: 'Container',
            style: 'warning',
            spacing: 'Medium',
            items: [
              {
                type: 'TextBlock',
                text: 'Waiting for you. Please answer by Friday 27 November.',
                color: 'Warning',
                wrap: true,
              },
            ],
          },
    ],
    actions: isSettled
      ? []
      : [
          { type: 'Action.Execute', id: 'approve', title: 'Approve', verb: 'minutes.approve', style: 'positive' },
          correction('correct', 'Approve with a correction', 'Your correction'),
          correction('decline', 'Decline', 'Your reason'),
        ],
  });
  const token = `token-${copyId}-${isSettled ? 'settled' : 'open'}`;
  return { copyId, name: 'MinutesApproval', card, token, isConfidential: options.isConfidential ?? false };
}

const correction = (id: string, title: string, label: string) => ({
  type: 'Action.ShowCard',
  title,
  card: {
    type: 'AdaptiveCard',
    body: [
      { type: 'TextBlock', text: 'The clerk sees your words; approving is not undone by them.', wrap: true },
      { type: 'Input.Text', id: 'words', label, isMultiline: true, maxLength: 1000 },
      { type: 'Input.Date', id: 'by', label: 'Answer wanted by' },
    ],
    actions: [{ type: 'Action.Execute', id, title: 'Send', verb: `minutes.${id}`, style: 'positive' }],
  },
});

export const gradeForm: Form = Form.parse({
  title: 'Leadership and management',
  intro: [
    { type: 'TextBlock', text: 'Question 1 of 4. Nobody else sees your grades before they are released.', wrap: true },
  ],
  inputs: [
    {
      type: 'Input.ChoiceSet',
      id: 'grade',
      label: 'Your grade',
      style: 'expanded',
      isRequired: true,
      errorMessage: 'Choose a grade.',
      choices: ['Outstanding', 'Good', 'Requires improvement', 'Inadequate'].map((title, index) => ({
        title,
        value: String(index + 1),
      })),
    },
    { type: 'Input.Text', id: 'evidence', label: 'Your evidence', isMultiline: true },
  ],
  submit: { type: 'Action.Execute', id: 'save', title: 'Save and go on', verb: 'evaluation.answer', style: 'positive' },
});

/** Answer as the house would; requests and shown cards are kept. */
export function scriptedDoor(requests: Request[], shown: { copyId: number; messageId: string }[]): Door {
  const receipts = new Map<string, Answer>();
  return {
    async handle(request) {
      requests.push(request);
      const before = receipts.get(request.key);
      if (before) return { ...before, isRepeated: true };
      const answer = answerTo(request.deed, request.place.kind !== 'personal');
      receipts.set(request.key, answer);
      return answer;
    },
    async shown(copyId, messageId) {
      shown.push({ copyId, messageId });
    },
    async placeChanged() {},
  };
}

function answerTo(deed: Deed, isChannel: boolean): Answer {
  const done = { outcome: 'done', requestId: 'K7-4Q2M', isPrivate: false } as const;
  switch (deed.kind) {
    case 'typed':
      if (deed.text === 'minutes') return { ...done, card: minutesCard() };
      if (deed.text === 'grades') return { ...done, form: { form: gradeForm, token: 'form-token' } };
      if (deed.text === 'status')
        return { ...done, said: 'Marsh Lane School: 3 actions open, 1 overdue.', isPrivate: isChannel };
      if (deed.text === 'home')
        return { ...done, said: 'Nothing is waiting for you. Thank you.', isPrivate: isChannel };
      if (deed.text === 'break')
        return {
          ...done,
          outcome: 'fault',
          said: 'Sorry, something went wrong here. Please quote K7-4Q2M.',
          isPrivate: true,
        };
      if (deed.text === 'help')
        return {
          ...done,
          said: 'You can type:\nstatus – how your school stands\nminutes – minutes to approve\ngrades – your self-evaluation',
        };
      return { ...done, outcome: 'refused', said: 'I do not know that. Type help.' };
    case 'open':
      return { ...done, form: { form: gradeForm, token: 'form-token' } };
    case 'press':
      return pressed(deed, done);
    case 'command':
      return { ...done, said: deed.name };
  }
}

function pressed(deed: Extract<Deed, { kind: 'press' }>, done: Answer & { outcome: 'done' }): Answer {
  const words = String(deed.input.words ?? deed.input.evidence ?? '');
  if (deed.action === 'save')
    return words.length < 10
      ? { ...done, outcome: 'refused', fieldErrors: { evidence: 'Write a sentence of evidence.' } }
      : { ...done, said: 'Saved: Good.' };
  if (deed.action !== 'approve' && words.length < 10)
    return {
      ...done,
      outcome: 'refused',
      said: 'Not sent yet.',
      fieldErrors: { words: 'Write at least ten letters, so that the clerk knows what to change.' },
    };
  const copyId = Number(deed.token.split('-')[1]);
  return {
    ...done,
    said: 'Thank you. Your approval of revision 2 is kept.',
    replaces: minutesCard({ copyId, said: 'Approved by you on 24 November 2026.' }),
  };
}
