// Every template with its sample, on every surface: nothing left to fill in, every button means a command that takes what
// it sends, and the limits of Teams and Slack hold, for long lists too.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toAdaptiveCard } from '../../src/chat/adaptive.ts';
import {
  type Card,
  type ExecuteAction,
  type Form,
  formOf,
  groupButtonOf,
  type Input,
  textOf,
} from '../../src/chat/card.ts';
import type { Json, ShownCard } from '../../src/chat/contract.ts';
// The house's own template, which no feature loads.
import '../../src/chat/closed-card.ts';
import { allTemplates } from '../../src/chat/template.ts';
import { features } from '../../src/features.ts';
import { toBlocks, toModal } from '../../src/slack/blocks.ts';
import { toHome } from '../../src/slack/home.ts';
import { cardFaults } from '../support/check-activity.ts';
import { checkHome, checkMessage, checkView } from '../support/slack-limits.ts';

const folder = new URL('../../cards/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.endsWith('.sample.json'));
const names = files.map((name) => name.replace('.json', ''));
const templates = new Map(allTemplates().map((made) => [made.name, made]));
const commands = new Map(features.flatMap((feature) => feature.commands).map((command) => [command.name, command]));
const confidential = new Set(
  features
    .flatMap((feature) => feature.cards)
    .filter((kind) => kind.isConfidential)
    .map((kind) => kind.name),
);

function sampleOf(name: string): Json {
  return JSON.parse(readFileSync(new URL(`${name}.sample.json`, folder), 'utf8')) as Json;
}

function shown(name: string, card: Card): ShownCard {
  return { copyId: 1, name, card, token: 't'.repeat(43), isConfidential: confidential.has(name) };
}

describe.each(names)('the card %s', (name) => {
  const make = templates.get(name) as unknown as ((data: Json) => Card) | undefined;

  it('belongs to a feature and is made whole from its sample', () => {
    expect(make, 'no feature loads this template').toBeDefined();
    const card = make!(sampleOf(name));
    expect(JSON.stringify(card)).not.toMatch(/\$\{|undefined|\[object Object\]|NaN/);
    expect(lines(card)).toMatchSnapshot();
  });

  it('has buttons that mean commands, and sends what those commands take', () => {
    for (const { button, form } of buttons(make!(sampleOf(name)))) {
      const command = commands.get(button.verb);
      expect(command, `${button.verb} is no command`).toBeDefined();
      const typed = Object.fromEntries((form?.inputs ?? []).map((input) => [input.id, answerTo(input)]));
      const parsed = command!.input.safeParse({ ...typed, ...button.data });
      expect(parsed.success ? [] : parsed.error.issues, `${button.title} sends what ${button.verb} refuses`).toEqual(
        [],
      );
    }
  });

  it.each(['as in its sample', 'with long lists and long words'])('fits in Teams and in Slack %s', (how) => {
    const data = how === 'as in its sample' ? sampleOf(name) : stretched(sampleOf(name));
    const card = make!(data);
    expect(cardFaults(toAdaptiveCard(shown(name, card)))).toEqual([]);
    const message = toBlocks(shown(name, card));
    expect(checkMessage(message)).toEqual([]);
    expect(Buffer.byteLength(message.text)).toBeLessThanOrEqual(4000);
    expect(checkHome(toHome(shown(name, card), '/board'))).toEqual([]);
    for (const { form } of buttons(card))
      if (form) expect(checkView(toModal({ form, token: 't'.repeat(43) }, {} as never))).toEqual([]);
  });

  it('says in its notification nothing that is confidential', () => {
    if (!confidential.has(name)) return;
    const card = make!(sampleOf(name));
    expect(toBlocks(shown(name, card)).text).toBe('Convenor has a confidential notice; open it.');
    expect(toAdaptiveCard(shown(name, card))['fallbackText']).toBe('Convenor has a confidential notice; open it.');
  });
});

it('every template that a feature loads has its file and its sample', () => {
  expect([...templates.keys()].sort()).toEqual([...names].sort());
});

function buttons(card: Card): { button: ExecuteAction; form?: Form }[] {
  const inGroups = card.body.flatMap((element) => groupButtonOf(element) ?? []).map((button) => ({ button }));
  const own = card.actions.flatMap((action) => {
    if (action.type === 'Action.Execute') return [{ button: action }];
    if (action.type === 'Action.ShowCard') return [{ button: action.card.actions[0]!, form: formOf(action) }];
    return [];
  });
  return [...own, ...inGroups];
}

function answerTo(input: Input): string {
  if (input.type === 'Input.ChoiceSet') return input.choices[0]!.value;
  return input.type === 'Input.Date' ? '2026-12-01' : (input.value ?? 'Some words');
}

function lines(card: Card): string {
  return [card.fallbackText, '', textOf(card), '', ...card.actions.map((action) => `[${action.title}]`)].join('\n');
}

/** The sample with every list but those of buttons five times as long, and longer text: what a long year makes of it. */
function stretched(value: Json, key = ''): Json {
  if (Array.isArray(value))
    return Array.from({ length: key === 'choices' || key === 'buttons' ? 1 : 5 }, () => value)
      .flat()
      .map((item) => stretched(item));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, stretched(item, name)]));
  if (typeof value === 'string' && key === 'text' && value.length > 40)
    return Array.from({ length: 4 }, () => value).join(' ');
  return value;
}
