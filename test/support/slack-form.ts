// What Slack makes of what people type and choose.

type Json = Record<string, unknown>;

/** What an input holds after somebody answered it with words, a date or a choice's words; else what it held. */
export function stateOf(element: Json, answer: string | undefined): Json {
  switch (element.type) {
    case 'plain_text_input':
      return { type: element.type, value: (answer ?? element.initial_value ?? null) || null };
    case 'datepicker':
      return { type: element.type, selected_date: answer ?? element.initial_date ?? null };
    default: {
      const options = element.options as { text: { text: string }; value: string }[];
      const chosen = options.find((option) => option.value === answer || option.text.text === answer);
      if (answer !== undefined && chosen === undefined) throw new Error(`No choice ${answer}`);
      return { type: element.type, selected_option: chosen ?? element.initial_option ?? null };
    }
  }
}

/** Nothing was typed or chosen. */
export function isEmptyState(state: Json): boolean {
  return (state.value ?? state.selected_date ?? state.selected_option ?? null) === null;
}

/** Slack escapes what people type. */
export function escapeTyped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
