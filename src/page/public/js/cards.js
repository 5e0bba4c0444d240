// Cards and forms, drawn by Microsoft's own renderer.
import { el } from './dom.js';
import { hostConfig } from './host-config.js';

const { AdaptiveCard, HostConfig } = globalThis.AdaptiveCards;
const config = new HostConfig(hostConfig);
// Words are shown as they are written; Convenor's cards have no Markdown.
AdaptiveCard.onProcessMarkdown = () => {};

/**
 * Draw a card. `press(action, input)` gives back `{ fieldErrors }` or nothing; what was typed stays in either case.
 */
export function drawCard({ adaptive, title }, press) {
  const card = new AdaptiveCard();
  card.hostConfig = config;
  card.onExecuteAction = async (action) => {
    if (action.url) return void open(action.url);
    const inputs = action.getReferencedInputs() ?? {};
    const problem = await busy(element, () => press(action.id, valuesOf(inputs)));
    if (problem) showErrors(element, inputs, problem);
  };
  // A form opens below its button, which may be the last thing on the screen.
  card.onInlineCardExpanded = (action, isExpanded) => {
    if (isExpanded) action.card.renderedElement?.scrollIntoView({ block: 'nearest' });
  };
  card.parse(adaptive);

  const drawn = card.render();
  drawn.removeAttribute('tabindex');
  const element = el('div', { class: 'card', role: 'group', 'aria-label': title }, drawn);
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeForm(element, event);
  });

  return {
    element,
    /** Somebody may be typing: do not draw over it. */
    isInUse: () =>
      element.querySelector('[aria-expanded="true"]') !== null ||
      card.getAllInputs().some((input) => input.isDirty()) ||
      (document.activeElement?.matches('input, textarea, select') && element.contains(document.activeElement)),
    focusFirstInput: () => card.getAllInputs()[0]?.focus(),
  };
}

// While an answer is on its way a second press would only be confusing; focus stays where it is.
async function busy(element, work) {
  if (element.getAttribute('aria-busy') === 'true') return undefined;
  element.setAttribute('aria-busy', 'true');
  try {
    return await work();
  } finally {
    element.removeAttribute('aria-busy');
  }
}

function valuesOf(inputs) {
  const set = Object.values(inputs).filter((input) => input.isSet());
  return Object.fromEntries(set.map((input) => [input.id, input.value]));
}

function showErrors(element, inputs, { fieldErrors = {}, said }) {
  element.querySelector('.card-problem')?.remove();
  let first;
  for (const input of Object.values(inputs)) {
    // Two forms of one card may both have a "reason"; the second is then called reason_2.
    const problem = fieldErrors[input.id.replace(/_\d{1,3}$/, '')];
    const control = input.renderedInputControlElement;
    control?.removeAttribute('aria-invalid');
    input.resetValidationFailureCue();
    if (!problem) continue;
    input.errorMessage = problem;
    input.showValidationErrorMessage();
    control?.classList.add('ac-input-validation-failed');
    control?.setAttribute('aria-invalid', 'true');
    first ??= input;
  }
  const unplaced = Object.entries(fieldErrors).filter(
    ([id]) => !Object.values(inputs).some((input) => input.id.replace(/_\d{1,3}$/, '') === id),
  );
  const words = [said, ...unplaced.map(([, problem]) => problem)].filter(Boolean).join(' ');
  if (words) element.append(el('p', { class: 'card-problem', role: 'alert' }, words));
  first?.focus();
}

function closeForm(element, event) {
  const opener = element.querySelector('[aria-expanded="true"]');
  if (!opener) return;
  event.stopPropagation();
  opener.click();
  opener.focus();
}

function open(address) {
  if (/^https?:/i.test(address)) window.open(address, '_blank', 'noopener,noreferrer');
}
