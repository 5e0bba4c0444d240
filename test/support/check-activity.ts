// What Teams would refuse, or show wrongly, in a message that the bot sends.
import { createRequire } from 'node:module';

interface Renderer {
  AdaptiveCard: new () => {
    parse(json: unknown, context: unknown): void;
    validateProperties(): { validationEvents: { message: string }[] };
  };
  SerializationContext: new () => { eventCount: number; getEventAt(index: number): { message: string } };
}

// The package cannot be imported by plain Node; its bundle can be required.
const renderer = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as Renderer;

const MOST_BYTES = 28 * 1024;

export interface SentActivity {
  type?: string;
  id?: string;
  text?: string;
  textFormat?: string;
  summary?: string;
  attachments?: { contentType: string; content: Record<string, unknown> }[];
  recipient?: { id: string; isTargeted?: boolean };
  from?: { id: string };
  replyToId?: string;
}

/** Everything wrong with a message, a sentence each. */
export function faultsOf(activity: SentActivity): string[] {
  const faults: string[] = [];
  if (activity.type !== 'message') faults.push(`type is ${activity.type}, not message`);
  const attachments = activity.attachments ?? [];
  if (attachments.length > 1) faults.push('more than one attachment');
  if (attachments.length > 0 && activity.text) faults.push('text beside a card');
  if (attachments.length === 0 && !activity.text?.trim()) faults.push('neither text nor card');
  if (attachments.length > 0 && !activity.summary?.trim()) faults.push('a card without a summary');
  for (const { contentType, content } of attachments) {
    if (contentType !== 'application/vnd.microsoft.card.adaptive') faults.push(`attachment is ${contentType}`);
    else faults.push(...cardFaults(content));
  }
  return faults;
}

/** Everything wrong with an Adaptive Card, as Microsoft's own parser and Teams' documented limits see it. */
export function cardFaults(card: Record<string, unknown>): string[] {
  const faults: string[] = [];
  const bytes = Buffer.byteLength(JSON.stringify(card), 'utf8');
  if (bytes > MOST_BYTES) faults.push(`the card has ${bytes} bytes`);
  if (card.version !== '1.5') faults.push(`version is ${String(card.version)}`);
  if (typeof card.fallbackText !== 'string' || card.fallbackText === '') faults.push('no fallbackText');
  for (const action of actionsOf(card)) {
    if (action.type !== 'Action.Execute') continue;
    const data = action.data as { act?: unknown; t?: unknown } | undefined;
    const fallback = action.fallback as { type?: unknown; data?: unknown } | undefined;
    if (typeof action.verb !== 'string' || action.verb === '') faults.push(`"${String(action.title)}" has no verb`);
    if (data?.act !== action.verb || typeof data?.t !== 'string')
      faults.push(`"${String(action.title)}" carries no act and t`);
    if (fallback?.type !== 'Action.Submit' || JSON.stringify(fallback.data) !== JSON.stringify(data))
      faults.push(`"${String(action.title)}" has no Action.Submit like it as fallback`);
  }
  const context = new renderer.SerializationContext();
  const parsed = new renderer.AdaptiveCard();
  parsed.parse(card, context);
  for (let index = 0; index < context.eventCount; index += 1) faults.push(context.getEventAt(index).message);
  // The renderer's own default is five buttons; Teams shows six.
  const isLimit = (message: string) => /maximum number of actions/i.test(message);
  faults.push(
    ...parsed
      .validateProperties()
      .validationEvents.map((event) => event.message)
      .filter((m) => !isLimit(m)),
  );
  return faults;
}

export type CardAction = Record<string, unknown> & { type: string; title?: string };

/** Every button of a card, those inside forms included. */
export function actionsOf(card: Record<string, unknown>): CardAction[] {
  const own = (card.actions ?? []) as CardAction[];
  return own.flatMap((action) => [action, ...(action.card ? actionsOf(action.card as Record<string, unknown>) : [])]);
}

/** Every text of a card, in reading order, a line a block. */
export function cardText(node: unknown): string {
  if (Array.isArray(node)) return node.map(cardText).filter(Boolean).join('\n');
  if (typeof node !== 'object' || node === null) return '';
  const { type, text, inlines, facts, items, body } = node as Record<string, unknown>;
  if (type === 'RichTextBlock') return (inlines as { text: string }[]).map((run) => run.text).join('');
  if (Array.isArray(facts))
    return (facts as { title: string; value: string }[]).map((f) => `${f.title}: ${f.value}`).join('\n');
  return [typeof text === 'string' ? text : '', cardText(items ?? []), cardText(body ?? [])].filter(Boolean).join('\n');
}
