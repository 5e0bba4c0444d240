// A school's improvement officer recommends its category.
import { z } from 'zod';
import { schoolYearOf } from '../calendar/index.ts';
import { type Actor, type Context, command, type Reading } from '../chat/contract.ts';
import { listInWords } from '../chat/permission.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { listHolders } from '../people/index.ts';
import { getSchool, getSchoolNamed } from '../schools/records.ts';
import { recommendForm } from './forms.ts';
import { onField, words } from './inputs.ts';
import { createRecommendation, listOpenRecommendations, listSchoolNames, saveWithdrawn } from './records.ts';
import { categoryWords, coloursOf, type Decision, readCategory, splitCategory } from './rules.ts';
import { LEADS } from './who.ts';

export const recommend = command({
  name: 'category.recommend',
  help: 'Recommend a category for a school that you look after.',
  typed: {
    words: 'category recommend',
    usage: 'category recommend SCHOOL CATEGORY',
    example: 'category recommend Fernhill amber',
    parse: (rest) => ({ text: rest }),
  },
  input: z.object({
    text: words('the name', 300).optional(),
    schoolId: z.coerce.number().int().positive().optional(),
    value: words('the category', 80).optional(),
    reason: words('the reason').optional(),
    evidence: words('the evidence').optional(),
    nextStep: words('the next step', 1000).optional(),
  }),
  may: [{ roles: ['SIO'], where: 'school' }],
  about: async (input, reading, actor) => ({ schoolId: input.schoolId ?? (await schoolFor(input, reading, actor)).id }),
  async run(input, context) {
    const { tx, now, today, partnership, actor, outbox, happened } = context;
    const { framework } = partnership;
    const school = await schoolFor(input, context, actor);
    const typed = splitCategory(framework, input.text ?? '').value;
    const value = input.value ? readCategory(framework, input.value) : typed;
    if (input.value && !value)
      throw onField('value', `“${input.value}” is no category. Choose ${coloursOf(framework)}.`);
    if (!value || !input.reason || !input.evidence) {
      const isFirst = input.reason === undefined && input.evidence === undefined;
      if (!isFirst) throw missing(input);
      const schools = input.text ? [] : await listSchoolNames(tx, schoolsOf(actor));
      return {
        form: recommendForm(framework, school, schools, value),
        said: `Your recommendation for ${school.name}:`,
        isPrivate: true,
      };
    }
    const { reason, evidence, nextStep = '' } = input;
    for (const older of await listOpenRecommendations(tx, school.id)) {
      await saveWithdrawn(tx, older);
      await outbox.refresh(subjectOf('CAT', older.id));
    }
    const made = await createRecommendation(tx, {
      ...{ schoolId: school.id, schoolYear: schoolYearOf(today), value: value.id, reason, evidence, nextStep },
      ...{ recommendedById: actor.personId, recommendedAt: now },
    });
    const subject = subjectOf('CAT', made.id);
    await happened({ event: 'category.recommended', subject, after: { schoolId: school.id, value: value.id } });
    return { said: await askToConfirm(context, made), isPrivate: true };
  },
});

/** Post the recommendation to the Head of Standards, or to the strategic leads where there is none who may decide. */
async function askToConfirm({ tx, partnership, today, actor, outbox }: Context, made: Decision): Promise<string> {
  const ask = async (roles: string[]) => {
    const found = await listHolders(tx, { partnershipId: partnership.id, roles, today });
    return [...new Map(found.map((one) => [one.id, one])).values()].filter((one) => one.id !== actor.personId);
  };
  const heads = await ask(['HEAD_OF_STANDARDS']);
  const people = heads.length > 0 ? heads : await ask(LEADS);
  const subject = subjectOf('CAT', made.id);
  for (const { id } of people)
    await outbox.post({
      key: `category-recommendation:CAT-${made.id}:${id}`,
      card: 'category-recommendation',
      subject,
      to: { personId: id },
    });
  const what = `${refOf('CAT', made.id)} recommends ${categoryWords(partnership.framework, made.value)} for ${made.schoolName}.`;
  if (people.length === 0)
    return `${what} Nobody can confirm it yet: no Head of Standards or strategic lead is on record.`;
  return `${what} ${listInWords(people.map((one) => one.name))} ${people.length === 1 ? 'has' : 'have'} been asked to confirm it.`;
}

/** The school that the form knows, that was typed, or the officer's own. */
async function schoolFor(
  input: { text?: string | undefined; schoolId?: number | undefined },
  { tx, partnership }: Reading,
  actor: Actor,
): Promise<{ id: number; name: string }> {
  if (input.schoolId !== undefined) return getSchool(tx, input.schoolId);
  const named = splitCategory(partnership.framework, input.text ?? '').school;
  if (named !== '') return getSchoolNamed(tx, named, partnership.id);
  const own = schoolsOf(actor)[0];
  if (own === undefined) throw new Refusal('Only a school’s own improvement officer can recommend its category.');
  return getSchool(tx, own);
}

function schoolsOf(actor: Actor): number[] {
  return actor.roles.flatMap((held) => (held.role === 'SIO' && held.schoolId !== null ? [held.schoolId] : []));
}

function missing({ reason, evidence }: { reason?: string | undefined; evidence?: string | undefined }): Refusal {
  const fieldErrors = {
    ...(reason ? {} : { reason: 'Say why in a sentence or two.' }),
    ...(evidence ? {} : { evidence: 'Sum up the evidence: nobody can confirm a category without it.' }),
  };
  return new Refusal(Object.values(fieldErrors)[0] ?? `Choose a category.`, { fieldErrors });
}
