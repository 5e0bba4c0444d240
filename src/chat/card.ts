// The card vocabulary: a closed subset of Adaptive Cards 1.5 that every surface can show. All text is literal: a platform
// room escapes what its platform would read as markup. Inputs stand only in the form behind an `Action.ShowCard`.
import { z } from 'zod';

const Text = z.string().max(20_000);

export const TextBlock = z.strictObject({
  type: z.literal('TextBlock'),
  text: Text,
  size: z.enum(['Small', 'Default', 'Medium', 'Large', 'ExtraLarge']).optional(),
  weight: z.enum(['Default', 'Bolder']).optional(),
  color: z.enum(['Default', 'Good', 'Warning', 'Attention', 'Accent']).optional(),
  style: z.enum(['default', 'heading']).optional(),
  isSubtle: z.boolean().optional(),
  wrap: z.literal(true),
  separator: z.boolean().optional(),
  spacing: z.enum(['None', 'Small', 'Default', 'Medium', 'Large']).optional(),
});
export type TextBlock = z.infer<typeof TextBlock>;

export const TextRun = z.strictObject({
  type: z.literal('TextRun'),
  text: Text,
  weight: z.enum(['Default', 'Bolder']).optional(),
  italic: z.boolean().optional(),
  isSubtle: z.boolean().optional(),
  size: z.enum(['Small', 'Default', 'Medium', 'Large']).optional(),
  color: z.enum(['Default', 'Good', 'Warning', 'Attention', 'Accent']).optional(),
});
export type TextRun = z.infer<typeof TextRun>;

/** What people typed goes here, a paragraph a block. */
export const RichTextBlock = z.strictObject({
  type: z.literal('RichTextBlock'),
  inlines: z.array(TextRun).min(1).max(50),
  separator: z.boolean().optional(),
  spacing: z.enum(['None', 'Small', 'Default', 'Medium', 'Large']).optional(),
});
export type RichTextBlock = z.infer<typeof RichTextBlock>;

export const FactSet = z.strictObject({
  type: z.literal('FactSet'),
  facts: z
    .array(z.strictObject({ title: z.string().min(1).max(200), value: z.string().max(4000) }))
    .min(1)
    .max(60),
  separator: z.boolean().optional(),
  spacing: z.enum(['None', 'Small', 'Default', 'Medium', 'Large']).optional(),
});
export type FactSet = z.infer<typeof FactSet>;

const Leaf = z.discriminatedUnion('type', [TextBlock, RichTextBlock, FactSet]);
export type Leaf = z.infer<typeof Leaf>;

/** A button: a command and what the bot already knows for it. `id` tells two buttons of one card apart. */
export const ExecuteAction = z.strictObject({
  type: z.literal('Action.Execute'),
  id: z.string().regex(/^[a-z][A-Za-z0-9-]{0,60}$/),
  title: z.string().min(1).max(75),
  /** The command's name. */
  verb: z.string().regex(/^[a-z]+(\.[a-zA-Z]+)?$/),
  data: z.record(z.string(), z.json()).default({}),
  style: z.enum(['default', 'positive', 'destructive']).optional(),
});
export type ExecuteAction = z.infer<typeof ExecuteAction>;

/** A group of lines; its style only ever repeats what the words say. */
export const Container = z.strictObject({
  type: z.literal('Container'),
  items: z.array(Leaf).min(1).max(60),
  style: z.enum(['default', 'emphasis', 'good', 'attention', 'warning', 'accent']).optional(),
  separator: z.boolean().optional(),
  spacing: z.enum(['None', 'Small', 'Default', 'Medium', 'Large']).optional(),
  // Not shown where the group itself would be the button: screen readers would hear its title instead of its words.
  /** The group's own button, for surfaces with room for one under each; others show the card's actions. */
  selectAction: ExecuteAction.optional(),
});
export type Container = z.infer<typeof Container>;

export const Element = z.discriminatedUnion('type', [TextBlock, RichTextBlock, FactSet, Container]);
export type Element = z.infer<typeof Element>;

const inputBase = {
  id: z.string().regex(/^[a-z][A-Za-z0-9]{0,40}$/),
  label: z.string().min(1).max(500),
  isRequired: z.boolean().optional(),
  errorMessage: z.string().max(300).optional(),
};

export const Input = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('Input.Text'),
    ...inputBase,
    isMultiline: z.boolean().optional(),
    maxLength: z.number().int().min(1).max(20_000).optional(),
    placeholder: z.string().max(150).optional(),
    value: Text.optional(),
  }),
  z.strictObject({ type: z.literal('Input.Date'), ...inputBase, value: z.string().optional() }),
  z.strictObject({
    type: z.literal('Input.ChoiceSet'),
    ...inputBase,
    style: z.enum(['compact', 'expanded']),
    choices: z
      .array(z.strictObject({ title: z.string().min(1).max(200), value: z.string().min(1).max(150) }))
      .min(1)
      .max(100),
    value: z.string().optional(),
  }),
]);
export type Input = z.infer<typeof Input>;

/** A button that opens a form: words and inputs, and one button that sends them. */
export const FormAction = z.strictObject({
  type: z.literal('Action.ShowCard'),
  title: z.string().min(1).max(75),
  card: z.strictObject({
    type: z.literal('AdaptiveCard'),
    body: z
      .array(z.union([Leaf, Input]))
      .min(1)
      .max(30),
    actions: z.array(ExecuteAction).length(1),
  }),
});
export type FormAction = z.infer<typeof FormAction>;

export const LinkAction = z.strictObject({
  type: z.literal('Action.OpenUrl'),
  title: z.string().min(1).max(75),
  url: z.url().max(2000),
});

export const Action = z.discriminatedUnion('type', [ExecuteAction, FormAction, LinkAction]);
export type Action = z.infer<typeof Action>;

export const Card = z.strictObject({
  type: z.literal('AdaptiveCard'),
  $schema: z.string().optional(),
  version: z.literal('1.5'),
  /** One line for notifications and for clients that cannot show cards. */
  fallbackText: z.string().min(1).max(500),
  body: z.array(Element).min(1).max(80),
  // Teams shows six buttons at most; the rest hide behind a menu that few people find.
  actions: z.array(Action).max(6).default([]),
});
export type Card = z.infer<typeof Card>;

/** A form that answers a command by itself, without a card around it. */
export const Form = z.strictObject({
  title: z.string().min(1).max(75),
  intro: z.array(Leaf).max(10).default([]),
  inputs: z.array(Input).min(1).max(20),
  submit: ExecuteAction,
});
export type Form = z.infer<typeof Form>;

/** Find the form behind a card's button, by the id of the button that sends it. */
export function formOf(action: FormAction): Form {
  const inputs = action.card.body.filter((part): part is Input => part.type.startsWith('Input.'));
  const intro = action.card.body.filter((part): part is Leaf => !part.type.startsWith('Input.'));
  return { title: action.title, intro, inputs, submit: action.card.actions[0]! };
}

/** Every button that sends a command, those inside forms and those of groups included. */
export function buttonsOf(card: Card): ExecuteAction[] {
  const own = card.actions.flatMap((action) =>
    action.type === 'Action.Execute' ? [action] : action.type === 'Action.ShowCard' ? action.card.actions : [],
  );
  return [...own, ...card.body.flatMap((element) => groupButtonOf(element) ?? [])];
}

/** The button of a group of lines, if it has one. */
export function groupButtonOf(element: Element): ExecuteAction | undefined {
  return element.type === 'Container' ? element.selectAction : undefined;
}

/** All that a card says, a line a paragraph: for screen readers, e-mail and tests. */
export function textOf(card: Pick<Card, 'body'>): string {
  return card.body.flatMap(linesOf).join('\n');
}

export function linesOf(element: Element): string[] {
  switch (element.type) {
    case 'TextBlock':
      return [element.text];
    case 'RichTextBlock':
      return [element.inlines.map((run) => run.text).join('')];
    case 'FactSet':
      return element.facts.map((fact) => `${fact.title}: ${fact.value}`);
    case 'Container':
      return element.items.flatMap(linesOf);
  }
}
