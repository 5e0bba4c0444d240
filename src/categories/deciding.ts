// The Head of Standards or a strategic lead confirms a recommended category, or decides on another one.
import { z } from 'zod';
import { schoolYearOf } from '../calendar/index.ts';
import { type About, type Context, command, type Reading } from '../chat/contract.ts';
import { Ref, splitRef, subjectOf } from '../chat/refs.ts';
import { overrideForm } from './forms.ts';
import { onField, words } from './inputs.ts';
import { leadersInWords } from './leaders.ts';
import {
  createOverride,
  findCurrent,
  getDecision,
  getDecisionLocked,
  saveConfirmed,
  saveWithdrawn,
} from './records.ts';
import { categoryWords, coloursOf, type Decision, isAlreadyConfirmed, readCategory, refuseOverride } from './rules.ts';
import { CONFIRMERS } from './who.ts';

export const confirm = command({
  name: 'category.confirm',
  help: 'Confirm a recommended category.',
  typed: {
    words: 'category confirm',
    usage: 'category confirm CAT-NUMBER',
    example: 'category confirm CAT-3',
    parse: (rest) => ({ categoryId: splitRef('CAT', rest)[0] ?? rest }),
  },
  input: z.object({ categoryId: Ref('CAT') }),
  may: CONFIRMERS,
  about: aboutDecision,
  async run({ categoryId }, context) {
    const { tx, now, today, partnership, actor } = context;
    const before = await getDecisionLocked(tx, categoryId);
    if (isAlreadyConfirmed(before, actor.personId))
      return {
        said: `${before.schoolName} has been confirmed already as ${categoryWords(partnership.framework, before.value)}.`,
        isPrivate: true,
      };
    const after = await saveConfirmed(tx, before, { personId: actor.personId, at: now, today });
    return { said: await tellConfirmed(context, after, before), isPrivate: true };
  },
});

export const override = command({
  name: 'category.override',
  help: 'Decide on another category than was recommended, and say why.',
  typed: {
    words: 'category override',
    usage: 'category override CAT-NUMBER CATEGORY because REASON',
    example: 'category override CAT-3 yellow because the new head has turned attendance round',
    parse: (rest) => {
      const [categoryId, more] = splitRef('CAT', rest);
      const [, value, reason] = /^(\S+)\s*(?:because|since|as|:|,)?\s*([\s\S]*)$/i.exec(more) ?? [];
      return { categoryId: categoryId ?? rest, ...(value ? { value } : {}), ...(reason ? { reason } : {}) };
    },
  },
  input: z.object({
    categoryId: Ref('CAT'),
    value: words('the category', 80).optional(),
    reason: words('the reason').optional(),
  }),
  may: CONFIRMERS,
  about: aboutDecision,
  async run({ categoryId, value: said, reason }, context) {
    const { tx, now, today, partnership, actor, outbox, happened } = context;
    const before = await getDecisionLocked(tx, categoryId);
    if (!said)
      return {
        form: overrideForm(partnership.framework, before),
        said: `Your decision for ${before.schoolName}:`,
        isPrivate: true,
      };
    const value = readCategory(partnership.framework, said);
    if (!value) throw onField('value', `“${said}” is no category. Choose ${coloursOf(partnership.framework)}.`);
    refuseOverride(before, value, actor.personId);
    if (!reason) throw onField('reason', 'Say why you decide otherwise than was recommended.');

    await saveWithdrawn(tx, before);
    await happened({
      event: 'category.overridden',
      subject: subjectOf('CAT', before.id),
      before: { state: before.state, value: before.value },
      after: { state: 'withdrawn', value: value.id },
    });
    await outbox.refresh(subjectOf('CAT', before.id));
    const decided = {
      value: value.id,
      reason,
      personId: actor.personId,
      at: now,
      today,
      schoolYear: schoolYearOf(today),
    };
    const after = await createOverride(tx, before, decided);
    return { said: await tellConfirmed(context, after), isPrivate: true };
  },
});

/** Write down that a category is in force, for the features that act on it, and say so. */
async function tellConfirmed(context: Context, after: Decision, before?: Decision): Promise<string> {
  const { tx, partnership, outbox, happened } = context;
  const previous = (await findCurrent(tx, after.schoolId, after))?.value ?? null;
  const subject = subjectOf('CAT', after.id);
  await outbox.refresh(subject);
  await happened({
    event: 'category.confirmed',
    subject,
    before: { value: previous, ...(before ? { state: before.state } : {}) },
    after: { categoryId: after.id, schoolId: after.schoolId, value: after.value, previous },
  });
  const told = await leadersInWords(context, after.schoolId, { one: 'is being told', both: 'are being told' });
  return `${after.schoolName} is now ${categoryWords(partnership.framework, after.value)}. ${told}`;
}

/** What permission asks about a decision: its school. */
async function aboutDecision({ categoryId }: { categoryId: number }, { tx }: Reading): Promise<About> {
  return { schoolId: (await getDecision(tx, categoryId)).schoolId };
}
