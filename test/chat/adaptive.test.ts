import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertFits, formToAdaptiveCard, readInputs, toAdaptiveCard } from '../../src/chat/adaptive.ts';
import { Card, type Element } from '../../src/chat/card.ts';
import type { ShownCard } from '../../src/chat/contract.ts';
import { isMarkup } from '../../src/chat/literal.ts';
import { cardFaults, cardText } from '../support/check-activity.ts';
import { aShownCard, aShownForm } from '../support/teams-room.ts';

function shownBody(...body: Element[]): Record<string, unknown>[] {
  return toAdaptiveCard(shown(body)).body as Record<string, unknown>[];
}

function shown(body: Element[], rest: object = {}): ShownCard {
  const card = Card.parse({ type: 'AdaptiveCard', version: '1.5', fallbackText: 'A card', body, ...rest });
  return { copyId: 1, name: 'a-card', card, token: 't-1', isConfidential: false };
}

const text = (words: string): Element => ({ type: 'TextBlock', text: words, wrap: true });

const HOSTILE = [
  '**bold**',
  '_quiet_',
  '[press me](https://evil.example)',
  '# Heading',
  '- an item',
  '+ an item',
  '1. first',
  '2) second',
  '~~gone~~',
  '`code`',
  '> quoted',
  '<at>Everyone</at>',
  '<b>loud</b>',
  '&lt;at&gt;',
  'back\\slash',
  'a | b',
  '![](https://evil.example/x.png)',
  'https://evil.example',
  'www.evil.example',
  '---',
];

describe('what people typed shows as they typed it', () => {
  test.each(HOSTILE)('in a text: %s', (words) => {
    const [block] = shownBody(text(words));
    expect(block).toEqual({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: words }] });
  });

  test.each(HOSTILE)('in a fact: %s', (words) => {
    const body = shownBody({ type: 'FactSet', facts: [{ title: 'Owner', value: words }] });
    expect(body.map((block) => block.type)).toEqual(['RichTextBlock']);
    expect(cardText(body)).toBe(`Owner: ${words}`);
  });

  test('plain words stay a text block, with a heading as a heading', () => {
    const [block] = shownBody({ ...text('Board, 5 March (agreed) - 3 items'), style: 'heading' } as Element);
    expect(block).toEqual({
      type: 'TextBlock',
      text: 'Board, 5 March (agreed) - 3 items',
      wrap: true,
      style: 'heading',
    });
  });

  test('every line becomes a block, since clients run lines together', () => {
    expect(shownBody(text('one\ntwo\r\n\nthree')).map((block) => cardText(block))).toEqual(['one', 'two', 'three']);
    const rich = shownBody({
      type: 'RichTextBlock',
      inlines: [
        { type: 'TextRun', text: 'a\nb' },
        { type: 'TextRun', text: 'c' },
      ],
    });
    expect(rich.map((block) => cardText(block))).toEqual(['a', 'bc']);
  });

  test('characters that nobody sees are taken out', () => {
    const [block] = shownBody(text('pay\u202e\u200bment\u0000 \ufeffdue\u2066'));
    expect(block?.text).toBe('payment due');
  });

  test('a date template is not filled in', () => {
    expect(JSON.stringify(shownBody(text('{{DATE(2026-01-01T00:00:00Z)}}')))).not.toContain('{{DATE');
  });

  test('any text at all gives a valid card without markup in a text block', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (words) => {
        const card = toAdaptiveCard(shown([text(words), { type: 'FactSet', facts: [{ title: 'T', value: words }] }]));
        expect(cardFaults(card)).toEqual([]);
        for (const block of card.body as { type: string; text?: string }[])
          if (block.type === 'TextBlock') expect(isMarkup(block.text!)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe('buttons', () => {
  test('a button carries its id as verb, the token, and a Submit for clients without Execute', () => {
    const [approve] = toAdaptiveCard(aShownCard()).actions as Record<string, unknown>[];
    expect(approve).toEqual({
      type: 'Action.Execute',
      id: 'approve',
      title: 'Approve',
      verb: 'approve',
      data: { act: 'approve', t: 'tok-1' },
      fallback: {
        type: 'Action.Submit',
        title: 'Approve',
        data: { act: 'approve', t: 'tok-1' },
        msteams: { feedback: { hide: true } },
      },
    });
  });

  test('the command and what the bot knows stay on the server', () => {
    const card = toAdaptiveCard(
      shown([text('x')], {
        actions: [
          { type: 'Action.Execute', id: 'go', title: 'Go', verb: 'minutes.approve', data: { minutesId: 4711 } },
        ],
      }),
    );
    expect(JSON.stringify(card)).not.toMatch(/4711|minutes\.approve/);
  });

  test('two forms that ask for the same thing keep their inputs apart, and their answers come back under one name', () => {
    const form = (id: string) => ({
      type: 'Action.ShowCard',
      title: id,
      card: {
        type: 'AdaptiveCard',
        body: [{ type: 'Input.Text', id: 'reason', label: 'Why?', isRequired: true }],
        actions: [{ type: 'Action.Execute', id, title: 'Send', verb: 'minutes.decline' }],
      },
    });
    const card = toAdaptiveCard(shown([text('x')], { actions: [form('decline'), form('correct')] }));
    expect(cardFaults(card)).toEqual([]);
    expect(JSON.stringify(card)).toContain('"id":"reason_2"');
    expect(readInputs({ act: 'correct', t: 'x', msteams: {}, reason_2: 'late' })).toEqual({ reason: 'late' });
  });

  test('an input cannot take the name of the button’s own data', () => {
    const form = aShownForm();
    form.form.inputs[0]!.id = 't';
    expect(() => formToAdaptiveCard(form)).toThrow('must not be called t');
  });

  test('what an input sends cannot touch prototypes', () => {
    const data = JSON.parse('{"act":"a","t":"b","__proto__":{"isAdmin":true},"constructor":1,"reason":"x"}');
    const inputs = readInputs(data);
    expect(Object.keys(inputs)).toEqual(['reason']);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});

describe('forms', () => {
  test('a form shows its title and what is wrong above the input', () => {
    const card = formToAdaptiveCard(aShownForm(), { errors: { grade: 'Choose a grade.' } });
    expect(cardFaults(card)).toEqual([]);
    expect(cardText(card)).toBe('Grade\nChoose a grade.');
  });

  test('a required input always says what is missing', () => {
    const json = JSON.stringify(formToAdaptiveCard(aShownForm()));
    expect(json).toContain('"errorMessage":"Please fill in: Your grade"');
  });

  test('spread-out choices with markup in them become a list, which is read literally', () => {
    const form = aShownForm();
    Object.assign(form.form.inputs[0]!, { style: 'expanded', choices: [{ title: '**Good**', value: '2' }] });
    expect(JSON.stringify(formToAdaptiveCard(form))).toContain('"style":"compact"');
  });
});

describe('the whole card', () => {
  test('a confidential card says nothing in its fallback', () => {
    expect(toAdaptiveCard(aShownCard('x', { isConfidential: true })).fallbackText).toBe(
      'Convenor has a confidential notice; open it.',
    );
    expect(toAdaptiveCard(aShownCard()).fallbackText).toBe('Minutes to approve');
  });

  test('a card over 28 KB is a fault that names the card, counted in bytes', () => {
    const long = Array.from({ length: 8 }, () => text('é'.repeat(2000)));
    expect(() => toAdaptiveCard(shown(long))).toThrow(/card a-card has \d+ bytes/);
    expect(() => assertFits('x', { body: 'a'.repeat(28 * 1024 - 11) })).not.toThrow();
    expect(() => assertFits('x', { body: 'a'.repeat(28 * 1024) })).toThrow();
  });
});
