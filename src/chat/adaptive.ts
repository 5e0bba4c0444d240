// The card vocabulary as Adaptive Card 1.5, for Teams and for the web page's renderer.
import { blocks, body } from './adaptive-body.ts';
import { inputElement, Naming } from './adaptive-inputs.ts';
import { type Action, type ExecuteAction, type FormAction, formOf } from './card.ts';
import type { Json, ShownCard, ShownForm } from './contract.ts';
import { oneLine } from './literal.ts';

export { readInputs } from './adaptive-inputs.ts';

export type AdaptiveCardJson = { [key: string]: Json };

/** All that a notification may say about a confidential card. */
export const CONFIDENTIAL_NOTICE = 'Convenor has a confidential notice; open it.';

/** The size that every Teams client takes, in bytes as UTF-8 (the documented limits differ; this is the smallest). */
export const MOST_BYTES = 28 * 1024;

/** Show a card as Adaptive Card 1.5 whose buttons carry the copy's token. Refuses a card that is larger than 28 KB. */
export function toAdaptiveCard(shown: ShownCard): AdaptiveCardJson {
  const naming = new Naming();
  const { card, token } = shown;
  return assertFits(shown.name, {
    ...head(shown.isConfidential ? CONFIDENTIAL_NOTICE : oneLine(card.fallbackText)),
    body: body(card.body),
    actions: card.actions.map((action) => button(action, token, naming)),
  });
}

/** Show a form by itself, with what is wrong above the inputs concerned. Refuses one that is larger than 28 KB. */
export function formToAdaptiveCard(
  shown: ShownForm,
  options: { errors?: Record<string, string> } = {},
): AdaptiveCardJson {
  const naming = new Naming();
  const { form, token } = shown;
  const inputs = form.inputs.flatMap((input): Json[] => {
    const error = options.errors?.[input.id];
    const problem =
      error === undefined ? [] : blocks({ type: 'TextBlock', text: error, color: 'Attention', wrap: true });
    return [...problem, inputElement(input, naming)];
  });
  return assertFits(form.title, {
    ...head(oneLine(form.title)),
    body: [
      ...blocks({
        type: 'TextBlock',
        text: form.title,
        weight: 'Bolder',
        size: 'Medium',
        style: 'heading',
        wrap: true,
      }),
      ...body(form.intro),
      ...inputs,
    ],
    actions: [execute(form.submit, token)],
  });
}

/** Throw a fault that names the card when it is too large to be sent. */
export function assertFits(name: string, json: AdaptiveCardJson): AdaptiveCardJson {
  const bytes = Buffer.byteLength(JSON.stringify(json), 'utf8');
  if (bytes > MOST_BYTES)
    throw new Error(`The card ${name} has ${bytes} bytes; Teams takes ${MOST_BYTES}. Show it in pages.`);
  return json;
}

function head(fallbackText: string): AdaptiveCardJson {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText,
  };
}

function button(action: Action, token: string, naming: Naming): Json {
  switch (action.type) {
    case 'Action.Execute':
      return execute(action, token);
    case 'Action.ShowCard':
      return showCard(action, token, naming);
    case 'Action.OpenUrl':
      return { type: 'Action.OpenUrl', title: oneLine(action.title), url: action.url };
  }
}

// Submit is what clients without Execute press; Teams' "Your response was sent to the app" would only be noise.
function execute(action: ExecuteAction, token: string): Json {
  const title = oneLine(action.title);
  const data = { act: action.id, t: token };
  const style: { [key: string]: Json } = action.style === undefined ? {} : { style: action.style };
  const fallback: Json = { type: 'Action.Submit', title, data, ...style, msteams: { feedback: { hide: true } } };
  return { type: 'Action.Execute', id: action.id, title, verb: action.id, data: { ...data }, ...style, fallback };
}

function showCard(action: FormAction, token: string, naming: Naming): Json {
  const form = formOf(action);
  naming.startForm();
  return {
    type: 'Action.ShowCard',
    title: oneLine(action.title),
    card: {
      type: 'AdaptiveCard',
      version: '1.5',
      body: action.card.body.flatMap((part): Json[] =>
        part.type === 'Input.Text' || part.type === 'Input.Date' || part.type === 'Input.ChoiceSet'
          ? [inputElement(part, naming)]
          : blocks(part),
      ),
      actions: [execute(form.submit, token)],
    },
  };
}
