// What a request means: which command, with which input. Nothing in a button's payload is trusted but its opaque token.

import type { Asking } from './answers.ts';
import type { Form } from './card.ts';
import type { Actor, Command, Reading, Request } from './contract.ts';
import type { ConversationRow } from './conversations.records.ts';
import { nearest, slipOf, understand } from './grammar.ts';
import { listOpenQuestions, type StoredToken } from './records.ts';
import type { Button, Pressed } from './show.ts';

export interface Asked {
  kind: 'command';
  command: Command;
  input: Record<string, unknown>;
  /** The card whose button was pressed. */
  pressed?: Pressed;
}

export interface Opened {
  kind: 'open';
  command: string;
  form: Form;
  token: string;
}

export type Meaning = Asked | Opened | { kind: 'said'; said: string };

interface House {
  commands: Command[];
}

export const NO_PARTNERSHIP =
  'Convenor has no partnership yet. Whoever runs it types npm run setup on its machine, and gets a code for the first programme director.';

/** The command that typed words start with; `noun` may be left out of them. */
function commandTyped(house: House, { text, noun }: { text: string; noun?: string }): Asked | undefined {
  return understood(house, text) ?? (noun === undefined ? undefined : understood(house, `${noun} ${text}`));
}

const HOW_TO_JOIN =
  'I do not know you yet. Ask your board’s clerk or the programme office for a join code, then type it here: join ABC-234-DEF.';

/** Find what a request of somebody known means, or the sentence that says why it means nothing. */
export async function findMeaning(asking: Asking, request: Request, token: StoredToken | undefined): Promise<Meaning> {
  const { house, reading, conversation } = asking;
  const { deed } = request;
  const actor = asking.actor!;
  switch (deed.kind) {
    case 'typed':
      return typed(house, reading, deed, conversation, actor);
    case 'command':
      return named(house, deed) ?? { kind: 'said', said: 'I do not know that command.' };
    case 'press':
    case 'open':
      return pressed(house, reading.now, deed, conversation, actor, token);
  }
}

/** A stranger is heard for the commands that say who they are, and for nothing else. */
export function meaningForStranger(house: House, { deed }: Request): Asked | { kind: 'said'; said: string } {
  const meant =
    deed.kind === 'typed' ? understood(house, deed.text) : deed.kind === 'command' ? named(house, deed) : undefined;
  return meant?.command.forStrangers ? meant : { kind: 'said', said: HOW_TO_JOIN };
}

function named(house: House, deed: { name: string; input: Record<string, unknown> }): Asked | undefined {
  const command = house.commands.find((one) => one.name === deed.name);
  return command && { kind: 'command', command, input: deed.input };
}

function understood(house: House, text: string): Asked | undefined {
  const meant = understand(text, house.commands);
  return meant && { kind: 'command', ...meant };
}

async function typed(
  house: House,
  reading: Reading,
  { text, noun }: { text: string; noun?: string },
  conversation: ConversationRow,
  actor: Actor,
): Promise<Meaning> {
  const meant =
    commandTyped(house, noun === undefined ? { text } : { text, noun }) ??
    // What is asked in private is answered in private: words said among others are no answer.
    (conversation.kind === 'personal'
      ? await answerToQuestion(house, reading, { text: text.trim(), noun }, actor)
      : undefined);
  if (meant) return meant;
  if (text.trim() === '') return { kind: 'said', said: 'Type help to see what I can do for you.' };
  const near = nearest(text, house.commands);
  if (near.length === 0)
    return {
      kind: 'said',
      said: 'I did not understand that. Type help to see what I can do for you, or press a button on a card.',
    };
  const list = near.map((command) => `“${command.typed!.usage}”`).join(' or ');
  return { kind: 'said', said: `I did not understand that. Did you mean ${list}? Type help to see everything.` };
}

/**
 * Words that are no command may answer an open question; with several open, the person says which. A mistyped command
 * must not be kept as an answer.
 */
async function answerToQuestion(
  house: House,
  reading: Reading,
  { text, noun }: { text: string; noun: string | undefined },
  actor: Actor,
): Promise<Meaning | undefined> {
  const questions = await listOpenQuestions(reading.tx, actor.personId);
  if (questions.length === 0 || text === '') return undefined;
  const numbered = /^(\d{1,2})\s*[.:)-]?\s+(\S[\s\S]*)$/.exec(text);
  const answer = questions.length > 1 && numbered ? numbered[2]! : text;
  const slip =
    slipOf(answer, house.commands) ?? (noun === undefined ? undefined : slipOf(`${noun} ${answer}`, house.commands));
  if (slip) {
    const words = slip.typed!.usage.slice(0, slip.typed!.words.length);
    return {
      kind: 'said',
      said: `Did you mean “${words}”? If that was your answer, type it with a few more words.`,
    };
  }
  const chosen = questions.length === 1 ? questions[0] : numbered ? questions[Number(numbered[1]) - 1] : undefined;
  if (!chosen) {
    const list = questions.map((question, index) => `${index + 1}. ${question.asked}`).join('\n');
    return {
      kind: 'said',
      said: `You have ${questions.length} open questions:\n${list}\nType the number and your answer, for example “1 good”, or press a button on its card.`,
    };
  }
  const command = house.commands.find((one) => one.name === chosen.command);
  if (!command) return undefined;
  return { kind: 'command', command, input: { ...(chosen.input as object), [chosen.answerField]: answer } };
}

function pressed(
  house: House,
  now: Date,
  deed: { kind: 'press' | 'open'; action: string; token: string; input?: Record<string, unknown> },
  conversation: ConversationRow,
  actor: Actor,
  row: StoredToken | undefined,
): Meaning {
  if (!row) return { kind: 'said', said: 'I do not know this card. Type home to see what is waiting for you.' };
  if (new Date(row.expiresAt) <= now)
    return { kind: 'said', said: 'This card is too old to be used. Type home to see what is waiting for you.' };
  // A private answer to a question in a channel may be shown there to its asker alone, or in their own chat.
  const isOwn = row.copy.viewerId === actor.personId;
  const isHere = row.copy.conversationId === conversation.id || (isOwn && conversation.kind === 'personal');
  if (!isHere) return { kind: 'said', said: 'This card belongs to another conversation. Open it where it was posted.' };
  if (row.copy.viewerId !== null && !isOwn)
    return { kind: 'said', said: 'This card is somebody else’s. Type home to see what is waiting for you.' };
  const buttons = row.actions as Record<string, Button>;
  const button = Object.hasOwn(buttons, deed.action) ? buttons[deed.action] : undefined;
  if (!button)
    return { kind: 'said', said: 'This button is no longer in use. Type home to see what is waiting for you.' };
  if (deed.kind === 'open') {
    if (!button.form) return { kind: 'said', said: 'This button has no form. Press it again on the newest card.' };
    return { kind: 'open', command: button.command, form: button.form, token: deed.token };
  }
  const command = house.commands.find((one) => one.name === button.command);
  if (!command) throw new Error(`A stored button names the command ${button.command}, which nobody knows`);
  // Only what the form asked for is taken from the press, and what the bot knew always wins.
  const asked = new Set(button.form?.inputs.map((input) => input.id) ?? []);
  const inputs = Object.fromEntries(Object.entries(deed.input ?? {}).filter(([key]) => asked.has(key)));
  const copy = { ...row.copy, token: deed.token, actions: buttons, expiresAt: new Date(row.expiresAt) };
  return { kind: 'command', command, input: { ...inputs, ...button.input }, pressed: copy };
}
