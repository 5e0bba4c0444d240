// The same card as Slack shows it: the blocks that Convenor sends there, drawn by a small renderer of the page's own.
import { el } from './dom.js';
import { rich, text } from './slack-text.js';

/** Draw Slack blocks. `press` is called with a button's action id; buttons that the page cannot find are only shown. */
export function drawSlack(given, press) {
  const blocks = Array.isArray(given) ? given : (given?.blocks ?? []);
  return el(
    'div',
    { class: 'slack', role: 'group', 'aria-label': 'As Slack shows it' },
    ...blocks.map((one) => block(one, press)),
  );
}

function block(one, press) {
  switch (one.type) {
    case 'header':
      return el('h3', { class: 'slack-header' }, ...text(one.text));
    case 'section':
      return section(one, press);
    case 'rich_text':
      return el('div', { class: 'slack-rich' }, ...one.elements.map(rich));
    case 'context':
      return el(
        'div',
        { class: 'slack-context' },
        ...one.elements.map((part) =>
          el('span', {}, ...(part.text === undefined ? [part.alt_text ?? ''] : text(part))),
        ),
      );
    case 'divider':
      return el('hr');
    case 'actions':
      return el('div', { class: 'slack-actions' }, ...one.elements.map((part) => control(part, press)));
    case 'input':
      return el(
        'label',
        { class: 'slack-input' },
        el('strong', {}, ...text(one.label)),
        control(one.element, press),
        hint(one),
      );
    default:
      return el('p', { class: 'slack-context' }, `(a ${one.type} block)`);
  }
}

function section({ text: words, fields = [], accessory }, press) {
  return el(
    'div',
    { class: 'slack-section' },
    el(
      'div',
      { class: 'slack-words' },
      words && el('p', {}, ...text(words)),
      fields.length > 0 && el('div', { class: 'slack-fields' }, ...fields.map((field) => el('p', {}, ...text(field)))),
    ),
    accessory && control(accessory, press),
  );
}

const hint = ({ hint: words }) => words && el('span', { class: 'subtle' }, ...text(words));

function control(part, press) {
  const label = part.placeholder?.text ?? part.text?.text ?? 'Answer';
  switch (part.type) {
    case 'button':
      return el(
        'button',
        { type: 'button', class: `slack-button ${part.style ?? ''}`, onclick: () => press(part) },
        ...text(part.text),
      );
    case 'plain_text_input':
      return el(part.multiline ? 'textarea' : 'input', { placeholder: label, readonly: true, 'aria-label': label });
    case 'datepicker':
      return el('input', { type: 'date', value: part.initial_date, readonly: true, 'aria-label': label });
    case 'static_select':
    case 'overflow':
      return el(
        'select',
        { 'aria-label': label },
        el('option', {}, label),
        ...(part.options ?? []).map((option) => el('option', { value: option.value }, option.text.text)),
      );
    case 'radio_buttons':
    case 'checkboxes':
      return el(
        'span',
        { class: 'slack-choices' },
        ...part.options.map((option) => el('span', {}, '◯ ', ...text(option.text))),
      );
    default:
      return el('span', { class: 'subtle' }, `(${part.type})`);
  }
}
