import { expect, test } from 'vitest';
import { Form } from '../../src/chat/card.ts';
import { inputsOf, partsOfLongText } from '../../src/slack/inputs.ts';
import { type ModalOrigin, readMetadata, toModal } from '../../src/slack/modal.ts';
import { checkView, wordsOf } from '../support/slack-limits.ts';
import { declineForm } from './a-room.ts';

const from: ModalOrigin = {
  place: { platform: 'slack', tenant: 'T1', externalId: 'CBOARD', kind: 'channel' },
  channel: 'CBOARD',
  messageTs: '1.2',
  responseUrl: 'https://hooks.slack.com/actions/T1/1/x',
};

function aForm(inputs: object[], facts: object = {}): Form {
  return Form.parse({ title: 'Grade', inputs, submit: declineForm.submit, ...facts });
}

function inputBlocks(form: Form) {
  const view = toModal({ form, token: 't' }, from);
  expect(checkView(view)).toEqual([]);
  return view.blocks.filter((block) => block.type === 'input');
}

test('a form becomes a modal whose fields are named as its inputs', () => {
  const view = toModal({ form: declineForm, token: 'token-7' }, from);
  expect(checkView(view)).toEqual([]);
  expect(view).toMatchObject({
    type: 'modal',
    title: { text: 'Decline' },
    submit: { text: 'Decline' },
    close: { text: 'Cancel' },
  });
  expect(view.blocks).toMatchObject([
    {
      block_id: 'reason',
      optional: false,
      element: { type: 'plain_text_input', action_id: 'reason', multiline: true, max_length: 3000 },
    },
    { block_id: 'byDate', optional: true, element: { type: 'datepicker', action_id: 'byDate' } },
    {
      block_id: 'part',
      optional: true,
      element: { type: 'radio_buttons', options: [{ value: 'attendance' }, { value: 'action' }] },
    },
  ]);
});

test('a form remembers where it came from, and drops the response address before it drops the rest', () => {
  const view = toModal({ form: declineForm, token: 'token-7' }, from);
  expect(readMetadata(view.private_metadata!)).toEqual({ act: 'decline', t: 'token-7', from });
  const long = { ...from, responseUrl: `https://hooks.slack.com/${'x'.repeat(3000)}` };
  const kept = toModal({ form: declineForm, token: 'token-7' }, long);
  expect(checkView(kept)).toEqual([]);
  expect(readMetadata(kept.private_metadata!)?.from).toEqual({ ...from, responseUrl: undefined });
  expect(readMetadata('{"t":1}')).toBeUndefined();
});

test('a title or a button that is too long for Slack stands whole in the form', () => {
  const form = aForm(declineForm.inputs, {
    title: 'Ask for a correction to the minutes',
    submit: { ...declineForm.submit, title: 'Approve with this correction' },
  });
  const view = toModal({ form, token: 't' }, from);
  expect(checkView(view)).toEqual([]);
  expect(view).toMatchObject({ title: { text: 'Convenor' }, submit: { text: 'Send' } });
  expect(wordsOf(view.blocks)).toContain('Ask for a correction to the minutes');
  expect(wordsOf(view.blocks)).toContain('“Send” means: Approve with this correction');
});

test('what is known already stands in the fields, and a date that is none is left out', () => {
  const blocks = inputBlocks(
    aForm([
      { type: 'Input.Text', id: 'text', label: 'Evidence', value: 'Two visits', placeholder: 'What did you see?' },
      { type: 'Input.Date', id: 'on', label: 'On', value: '2026-03-05' },
      { type: 'Input.Date', id: 'bad', label: 'On', value: '5 March' },
      {
        type: 'Input.ChoiceSet',
        id: 'grade',
        label: 'Grade',
        style: 'compact',
        value: '2',
        choices: [{ title: 'Good', value: '2' }],
      },
      {
        type: 'Input.ChoiceSet',
        id: 'other',
        label: 'Grade',
        style: 'compact',
        value: '9',
        choices: [{ title: 'Good', value: '2' }],
      },
    ]),
  );
  const elements = blocks.map((block) => ('element' in block ? block.element : {}));
  expect(elements).toMatchObject([
    { initial_value: 'Two visits' },
    { initial_date: '2026-03-05' },
    {},
    { type: 'static_select', initial_option: { value: '2' } },
    {},
  ]);
  expect(elements[2]).not.toHaveProperty('initial_date');
  expect(elements[4]).not.toHaveProperty('initial_option');
});

test('up to ten choices are radio buttons, more are a menu', () => {
  const choices = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ title: `School ${index}`, value: `${index}` }));
  const kinds = [10, 11, 100].map((count) => {
    const [block] = inputBlocks(
      aForm([{ type: 'Input.ChoiceSet', id: 'school', label: 'School', style: 'expanded', choices: choices(count) }]),
    );
    return (block as { element: { type: string } }).element.type;
  });
  expect(kinds).toEqual(['radio_buttons', 'static_select', 'static_select']);
});

test('choices too long for Slack stand whole and numbered above the field', () => {
  const title = `${'Leaders know the school well and act. '.repeat(4)}`.trim();
  const form = aForm([
    {
      type: 'Input.ChoiceSet',
      id: 'grade',
      label: 'Grade',
      style: 'expanded',
      choices: [
        { title, value: '1' },
        { title: 'No', value: '2' },
      ],
    },
  ]);
  const view = toModal({ form, token: 't' }, from);
  expect(checkView(view)).toEqual([]);
  expect(wordsOf(view.blocks[0])).toBe(`1. ${title}\n2. No`);
  expect(JSON.stringify(view.blocks[1])).toContain('…');
});

test('minutes longer than a Slack box are edited in several and come back as they were', () => {
  const minutes = Array.from(
    { length: 120 },
    (_, index) => `${index + 1}. The board noted the figures for attendance.`,
  ).join('\n');
  const blocks = inputBlocks(
    aForm([
      {
        type: 'Input.Text',
        id: 'text',
        label: 'Minutes',
        isMultiline: true,
        isRequired: true,
        maxLength: 20_000,
        value: minutes,
      },
    ]),
  );
  expect(blocks.length).toBeGreaterThan(1);
  expect(blocks.map((block) => 'optional' in block && block.optional)).toEqual([
    false,
    ...blocks.slice(1).map(() => true),
  ]);
  // Slack may trim what people send.
  for (const trim of [(text: string) => text, (text: string) => text.trim()]) {
    const values = Object.fromEntries(
      partsOfLongText('text', minutes).map(({ id, text }) => [
        id,
        { [id]: { type: 'plain_text_input', value: trim(text) } },
      ]),
    );
    expect(inputsOf(values)).toEqual({ text: minutes });
  }
});

test('long text without lines is put together at spaces or nowhere', () => {
  for (const text of ['word '.repeat(2000).trim(), 'x'.repeat(9000)]) {
    const values = Object.fromEntries(
      partsOfLongText('text', text).map((part) => [part.id, { x: { value: part.text.trim() } }]),
    );
    expect(inputsOf(values)).toEqual({ text });
  }
});

test('empty fields are left out of what is sent', () => {
  const values = {
    reason: { reason: { value: null } },
    byDate: { byDate: { selected_date: null } },
    part: { part: { selected_option: null } },
    name: { name: { value: 'Marsh Lane' } },
  };
  expect(inputsOf(values)).toEqual({ name: 'Marsh Lane' });
});

test('hostile words stay words in a form', () => {
  const words = '<!channel> *x* <@U1>\u202E';
  const form = aForm([{ type: 'Input.Text', id: 'text', label: words, value: words }], {
    intro: [{ type: 'TextBlock', text: words, wrap: true }],
  });
  const view = toModal({ form, token: 't' }, from);
  expect(checkView(view)).toEqual([]);
  expect(JSON.stringify(view)).not.toMatch(/mrkdwn|\u202E/);
});
