// Walks the tour on a house over the demonstration: types and presses as its sentences say, and expects to be understood.
import { expect } from 'vitest';
import type { Step } from '../../scripts/tour/steps.ts';
import { instantAt, nextSchoolDay, today } from '../../src/calendar/index.ts';
import type { Form } from '../../src/chat/card.ts';
import type { Answer } from '../../src/chat/contract.ts';
import { readPartnership } from '../../src/people/index.ts';
import { findButton, type Person, type Seen, type TestHouse, titlesOf } from '../support/house.ts';

type OpenForm = Pick<Form, 'inputs'> & { submit: string; send(inputs: Record<string, string>): Promise<Answer> };

/** Somebody who takes the tour. */
export class Walker {
  private readonly house: TestHouse;
  private who: Person | undefined;
  private channel: { externalId: string } | undefined;
  private form: OpenForm | undefined;
  private written: string[] = [];
  private chosen: Record<string, string> = {};

  constructor(house: TestHouse) {
    this.house = house;
  }

  /** Take a step. Throws, in words, when the program has no such person, words or button. */
  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'be':
        this.who = await this.house.prisma.person.findFirstOrThrow({ where: { name: step.name } });
        this.channel = undefined;
        this.form = undefined;
        return;
      case 'open':
        this.channel = await this.house.prisma.conversation.findFirstOrThrow({ where: { name: step.channel } });
        return;
      case 'type': {
        const answer = await this.house.says(this.me(), step.words, this.where());
        expect(answer, `“${step.words}”: ${answer.said}`).toMatchObject({
          outcome: step.isRefused ? 'refused' : 'done',
        });
        this.opens(answer);
        return;
      }
      case 'write':
        expect(this.form, `there is no form to write “${step.words}” in`).toBeDefined();
        this.written.push(step.words);
        return;
      case 'choose':
        return this.choose(step.title);
      case 'press':
        return this.press(step.title);
      case 'picture':
        if (this.who) expect(this.seen(), `the picture ${step.name} would be of an empty chat`).not.toEqual([]);
        return;
    }
  }

  private me(): Person {
    if (!this.who) throw new Error('The tour has to say who to be.');
    return this.who;
  }

  private where() {
    return this.channel ? { channel: this.channel } : {};
  }

  private opens({ form: shown }: Answer): void {
    if (!shown) return;
    const { form, token } = shown;
    this.fill({
      inputs: form.inputs,
      submit: form.submit.title,
      send: (input) => this.house.does(this.me(), { kind: 'press', action: form.submit.id, token, input }),
    });
  }

  private fill(form: OpenForm): void {
    this.form = form;
    this.written = [];
    this.chosen = {};
  }

  private choose(title: string): void {
    for (const input of this.form?.inputs ?? []) {
      const found = input.type === 'Input.ChoiceSet' && input.choices.find((choice) => choice.title === title);
      if (found) this.chosen[input.id] = found.value;
    }
    expect(Object.keys(this.chosen), `there is no “${title}” to choose`).not.toEqual([]);
  }

  private async press(title: string): Promise<void> {
    if (title === 'Next school day') return this.sleep();
    if (this.form?.submit === title) return this.send(this.form);
    const seen = this.newestWith(title);
    const opener = seen.card.actions.find((action) => action.title === title && action.type === 'Action.ShowCard');
    if (opener?.type === 'Action.ShowCard') {
      const { body, actions } = opener.card;
      const inputs = body.filter((element) => element.type.startsWith('Input.')) as Form['inputs'];
      const submit = actions[0]!.title;
      this.fill({ inputs, submit, send: (input) => this.house.pressesOn(this.me(), seen, title, input, this.where()) });
      return;
    }
    const answer = await this.house.pressesOn(this.me(), seen, title, {}, this.where());
    expect(answer, `_${title}_: ${answer.said}`).toMatchObject({ outcome: 'done' });
    expect(answer.fieldErrors).toBeUndefined();
    this.opens(answer);
  }

  private seen(): Seen[] {
    return this.channel ? this.house.seenIn(this.channel) : this.house.chatOf(this.me());
  }

  private newestWith(title: string): Seen {
    const cards = this.seen();
    const found = cards.findLast((seen) => findButton(seen.card, title));
    const there = cards.map(({ shown, card }) => `${shown.name} [${titlesOf(card).join(', ')}]`).join('; ');
    if (!found) throw new Error(`${this.me().name} sees no button _${title}_. There is: ${there}`);
    return found;
  }

  // What is written goes into the fields in their order; a choice that was made already stays.
  private async send({ inputs, send, submit }: OpenForm): Promise<void> {
    const words = [...this.written];
    const filled = inputs.flatMap((input): [string, string][] => {
      if (input.type === 'Input.Text') return [[input.id, words.shift() ?? input.value ?? '']];
      return 'value' in input && input.value !== undefined ? [[input.id, String(input.value)]] : [];
    });
    const answer = await send({ ...Object.fromEntries(filled), ...this.chosen });
    expect(answer.fieldErrors, `_${submit}_`).toBeUndefined();
    expect(answer, `_${submit}_: ${answer.said}`).toMatchObject({ outcome: 'done' });
    expect(words, `the form of _${submit}_ has fewer fields than the tour writes in`).toEqual([]);
    this.form = undefined;
  }

  private async sleep(): Promise<void> {
    const now = this.house.clock.now();
    const { partnership } = (await readPartnership(this.house.prisma, undefined, now))!;
    const morning = instantAt(nextSchoolDay(today(now), partnership.calendar!), '09:00');
    this.house.clock.moveTo(morning.toISOString());
    await this.house.runJobs();
  }
}
