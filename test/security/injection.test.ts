// S6: hostile words in every text of every card: what is handed to Teams and to Slack mentions nobody, links nowhere, holds no
// character that nobody sees, and is whole.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toAdaptiveCard } from '../../src/chat/adaptive.ts';
import { type Card, type Form, formOf } from '../../src/chat/card.ts';
import type { Json, ShownCard } from '../../src/chat/contract.ts';
import { allTemplates } from '../../src/chat/template.ts';
import { features } from '../../src/features.ts';
import { toBlocks, toModal } from '../../src/slack/blocks.ts';
import { toHome } from '../../src/slack/home.ts';
import { teamsCard, teamsForm, words } from '../../src/teams/cards.ts';
import { faultsForSlack, faultsForTeams, HIDDEN, HOSTILE, stringsIn } from './hostile.ts';

const folder = new URL('../../cards/', import.meta.url);
// Templates are known once their features are loaded.
const templates = features.length > 0 ? allTemplates() : [];

function sampleOf(name: string): Json {
  return JSON.parse(readFileSync(new URL(`${name}.sample.json`, folder), 'utf8')) as Json;
}

type Path = (string | number)[];

function textsOf(value: Json, path: Path = []): Path[] {
  if (typeof value === 'string') return [path];
  if (Array.isArray(value)) return value.flatMap((one, at) => textsOf(one, [...path, at]));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, one]) => textsOf(one!, [...path, key]));
}

function put(value: Json, path: Path, text: string): Json {
  const [key, ...rest] = path;
  if (key === undefined) return text;
  const copy = structuredClone(value) as Record<string | number, Json>;
  copy[key] = put(copy[key]!, rest, text);
  return copy as Json;
}

it('there are more than a hundred hostile texts', () => {
  expect(new Set(HOSTILE).size).toBeGreaterThanOrEqual(100);
});

let tried = 0;
describe.each(templates.map((make) => [make.name, make] as const))('the card %s', (name, template) => {
  const make = template as unknown as (data: Json) => Card;
  const sample = sampleOf(name);
  // Dates, references and words that the program chooses are no free text: the card refuses anything else there.
  const free = textsOf(sample).filter((path) => {
    try {
      make(put(sample, path, 'Some other words'));
      return true;
    } catch {
      return false;
    }
  });

  it('has words that people wrote, or none at all', () => {
    expect(free.length).toBeLessThanOrEqual(textsOf(sample).length);
  });

  it('shows hostile words in all of its texts as words', () => {
    for (const hostile of HOSTILE) {
      let data = sample;
      for (const path of free) {
        const more = put(data, path, hostile);
        try {
          make(more);
          data = more;
          tried += 1;
        } catch {
          // Too long for this field, or empty: refused before it is a card.
        }
      }
      const card = make(data);
      const shown: ShownCard = { copyId: 1, name, card, token: 't'.repeat(43), isConfidential: false };
      const forms: Form[] = card.actions.flatMap((action) =>
        action.type === 'Action.ShowCard' ? [formOf(action)] : [],
      );
      const what = `${name}: ${JSON.stringify(hostile.slice(0, 60))}`;
      const teams = toAdaptiveCard(shown);
      expect([...faultsForTeams(teams), ...faultsForTeams(teamsCard(shown, hostile))], what).toEqual([]);
      const slack = [toBlocks(shown, hostile), toHome(shown, '/board')];
      expect(slack.flatMap(faultsForSlack), what).toEqual([]);
      for (const form of forms) {
        expect(faultsForTeams(teamsForm({ form, token: 't' })), what).toEqual([]);
        expect(faultsForSlack(toModal({ form, token: 't' }, {} as never)), what).toEqual([]);
      }
    }
  });
});

it('every text of every card was tried with every hostile text', () => {
  console.info(`${HOSTILE.length} texts in ${templates.length} cards: ${tried} times`);
  expect(tried).toBeGreaterThan(HOSTILE.length * templates.length);
});

it.each(HOSTILE.map((hostile) => [hostile.slice(0, 40), hostile]))(
  'said as words, %j mentions nobody',
  (_title, hostile) => {
    const said = words(hostile);
    expect(stringsIn(said).filter(({ text }) => HIDDEN.test(text))).toEqual([]);
    expect(JSON.stringify(said)).not.toMatch(/"entities"|"mention"/);
  },
);
