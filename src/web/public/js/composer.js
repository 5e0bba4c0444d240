import { byId } from './dom.js';

/** The field to write in: Enter sends, Shift+Enter makes a new line; what could not be sent stays. */
export function openComposer(say) {
  const field = byId('say');
  const form = byId('composer');
  let isSending = false;

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text === '' || isSending) return;
    isSending = true;
    form.setAttribute('aria-busy', 'true');
    const written = field.value;
    const focusWas = document.activeElement;
    if (await say(text)) {
      if (field.value === written) field.value = '';
      if (document.activeElement === focusWas) field.focus();
    }
    form.removeAttribute('aria-busy');
    isSending = false;
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  return {
    focus: () => field.focus({ preventScroll: true }),
    clear: () => {
      field.value = '';
    },
  };
}
