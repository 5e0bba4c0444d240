// What the partnership is called, and with which framework it works.
import { z } from 'zod';
import type { Form } from '../chat/card.ts';
import { command, type Partnership } from '../chat/contract.ts';
import { plain } from '../chat/names.ts';
import { Refusal } from '../chat/refusal.ts';
import { frameworks } from '../frameworks/index.ts';
import { findPartnerships, oneImportAtATime } from '../imports/index.ts';
import { hasJudged, lockPartnership, savePartnership } from './partnership.records.ts';
import { MAY_SET_UP } from './who.ts';

const Input = z.object({
  name: z.string().trim().max(120, 'That is too long for a name: 120 characters at most.').default(''),
  framework: z.string().trim().max(100).optional(),
});

export const partnershipCommand = command({
  name: 'setup.partnership',
  help: 'Name the partnership, and choose its framework while nothing has been judged by it.',
  typed: {
    words: 'setup partnership',
    usage: 'setup partnership NAME',
    example: 'setup partnership Aldermarsh Secondary Partnership',
    parse: (rest) => ({ name: rest }),
  },
  input: Input,
  may: MAY_SET_UP,
  async run({ name: said, framework }, { tx, partnership, happened }) {
    if (said === '' && framework === undefined) return { form: await formOf(), isPrivate: true };
    if (said === '')
      throw new Refusal('Say what the partnership is called.', { fieldErrors: { name: 'Write its name.' } });
    const name = said.replace(/\s+/g, ' ');
    // Lists find their partnership by its name: two of one name would get each other's.
    await oneImportAtATime(tx);
    const others = (await findPartnerships(tx)).filter(({ id }) => id !== partnership.id);
    if (others.some((other) => plain(other.name) === plain(name)))
      throw new Refusal(`Another partnership here is called ${name}. Choose a name that tells them apart.`, {
        fieldErrors: { name: 'Another partnership here has this name.' },
      });
    const before = await lockPartnership(tx, partnership.id);
    const after = { name, frameworkId: framework ?? before.frameworkId };
    if (!frameworks.some(({ id }) => id === after.frameworkId))
      throw new Refusal(
        `There is no framework “${framework}”. Choose from ${frameworks.map(({ id }) => id).join(', ')}.`,
      );
    // What was graded on one scale means nothing on another.
    if (after.frameworkId !== before.frameworkId && (await hasJudged(tx, partnership.id)))
      throw new Refusal(
        `${before.name} has boards, grades or categories of the framework ${before.frameworkId} already, so it stays. Nothing was changed.`,
      );
    if (after.name === before.name && after.frameworkId === before.frameworkId)
      return { said: `It stays ${name}, with the framework ${after.frameworkId}.`, isPrivate: true };
    await savePartnership(tx, partnership.id, after);
    await happened({ event: 'partnership.changed', subject: `partnership:${partnership.id}`, before, after });
    return { said: `The partnership is ${name} now, with the framework ${after.frameworkId}.`, isPrivate: true };

    async function formOf(): Promise<Form> {
      return form(partnership, !(await hasJudged(tx, partnership.id)));
    }
  },
});

function form({ name, framework }: Partnership, mayChange: boolean): Form {
  const choices = frameworks.map(({ id, place, version }) => ({ title: `${place}, version ${version}`, value: id }));
  return {
    title: 'Name and framework',
    intro: [
      {
        type: 'TextBlock',
        wrap: true,
        text: mayChange
          ? 'A framework says how schools are graded and which boards there are. It can be changed until the first board, grade or category.'
          : `The framework stays ${framework.id}, since there are boards, grades or categories by it.`,
      },
    ],
    inputs: [
      {
        type: 'Input.Text',
        id: 'name',
        label: 'What is the partnership called?',
        maxLength: 120,
        isRequired: true,
        errorMessage: 'Write its name.',
        value: name,
      },
      ...(mayChange
        ? [
            {
              type: 'Input.ChoiceSet' as const,
              id: 'framework',
              label: 'With which framework?',
              style: 'compact' as const,
              choices,
              value: framework.id,
            },
          ]
        : []),
    ],
    submit: { type: 'Action.Execute', id: 'save', title: 'Save', verb: 'setup.partnership', data: {} },
  };
}
