import { byId } from './dom.js';

/** The field to write in: Enter sends, Shift+Enter makes a new line; what could not be sent stays. */
export function openComposer(say) {
  const field = byId('say');
  const form = byId('composer');
  let isSending = false;
  let proposed = '';

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
    /** Put words that were proposed in the field, to be looked at and sent; what somebody wrote there stays before them. */
    put(words) {
      const own = field.value === proposed ? '' : field.value.trimEnd();
      field.value = own === '' ? words : `${own} ${words}`;
      proposed = own === '' ? words : '';
      field.focus();
    },
    focus: () => field.focus({ preventScroll: true }),
    clear: () => {
      field.value = '';
    },
  };
}
