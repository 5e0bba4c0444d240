// How the partnership or a school stands, in the words that every feature contributes.
import { z } from 'zod';
import { sayDate, timeOfDay } from '../calendar/index.ts';
import { type Actor, type CardKind, type Command, command, type Feature, type Reading } from '../chat/contract.ts';
import { gatherStatus } from '../chat/house.ts';
import { listInWords, may } from '../chat/permission.ts';
import { Refusal } from '../chat/refusal.ts';
import { template } from '../chat/template.ts';
import { viewerOf } from '../people/index.ts';
import { getSchool, getSchoolNamed } from '../schools/records.ts';
import { mayDecide } from '../warnings/index.ts';
import { machineryFacts, machineryLines, unsaidLines } from './machinery.ts';
import { ONE_SCHOOL, ownSchools, seesWhole } from './who.ts';

const statusCard = template(
  'status',
  z.strictObject({
    title: z.string(),
    asOf: z.string(),
    hasLines: z.boolean(),
    lines: z.array(z.strictObject({ title: z.string(), value: z.string() })),
    hasUnsaid: z.boolean(),
    unsaid: z.array(z.strictObject({ text: z.string() })),
    hint: z.string(),
  }),
);

/** `status` and `status SCHOOL`. Its answer is private wherever it was asked. */
export function statusCommand(): Command {
  return command({
    name: 'status.show',
    help: 'See how your school or the partnership stands.',
    typed: {
      words: 'status',
      usage: 'status [SCHOOL]',
      example: 'status',
      parse: (rest) => ({ school: rest.replace(/^of\s+/i, '') }),
    },
    input: z.object({ school: z.string().trim().max(200, 'That is too long for a school’s name.').default('') }),
    isQuestion: true,
    may: ONE_SCHOOL,
    about: async ({ school }, reading, actor) => {
      const schoolId = await schoolFor(school, reading, actor);
      return schoolId === undefined ? {} : { schoolId };
    },
    async run({ school }, context) {
      const schoolId = await schoolFor(school, context, context.actor);
      const subject = schoolId === undefined ? 'status:all' : `status:school-${schoolId}`;
      return { card: { card: 'status', subject }, isPrivate: true };
    },
  });
}

/** The card of `status`, gathered anew each time that it is shown. */
export function statusKind(features: () => Feature[]): CardKind {
  return {
    name: 'status',
    isConfidential: true,
    isFleeting: true,
    async show(subject, context) {
      const { today, now, partnership } = context;
      const actor = await viewerOf(context);
      if (!actor) return undefined;
      const found = /^status:school-(\d+)$/.exec(subject)?.[1];
      const schoolId = found === undefined ? undefined : Number(found);
      const isAllowed = schoolId === undefined ? seesWhole(actor) : may(ONE_SCHOOL, actor, { schoolId });
      if (!isAllowed) return undefined;

      const about = schoolId === undefined ? {} : { schoolId };
      const isWhole = schoolId === undefined;
      const question = { ...context, actor, ...about };
      const { lines, more } = await gatherStatus(features(), question, isWhole ? machineryFacts(today) : []);
      const machinery = isWhole ? machineryLines(context, features(), more) : [];
      // Names of people are for those who look after who is reached.
      const unsaid = isWhole && mayDecide(actor) ? unsaidLines(more as Parameters<typeof unsaidLines>[0]) : [];
      const card = statusCard({
        title: schoolId === undefined ? partnership.name : (await getSchool(context.tx, schoolId)).name,
        asOf: `${sayDate(today)}, ${timeOfDay(now, partnership.timeZone)}`,
        hasLines: lines.length + machinery.length > 0,
        lines: [...lines.map(({ title, value }) => ({ title, value })), ...machinery],
        hasUnsaid: unsaid.length > 0,
        unsaid: unsaid.map((text) => ({ text })),
        hint: isWhole ? 'For one school, type status and its name.' : 'Type home for what is waiting for you.',
      });
      return { revision: 0, card };
    },
  };
}

/** The school that was named, or the person's own; undefined for the whole partnership. Refuses other people's schools. */
async function schoolFor(words: string, reading: Reading, actor: Actor): Promise<number | undefined> {
  const { tx, partnership } = reading;
  const own = ownSchools(actor);
  if (words !== '') {
    const school = await getSchoolNamed(tx, words, partnership.id);
    if (may(ONE_SCHOOL, actor, { schoolId: school.id })) return school.id;
    throw new Refusal(own.length > 0 ? 'You can see your own school only. Type status.' : NOT_FOR_YOU);
  }
  if (seesWhole(actor)) return undefined;
  if (own.length === 1) return own[0]!;
  if (own.length === 0 && may(ONE_SCHOOL, actor, {})) throw new Refusal('Say which school: type status and its name.');
  if (own.length === 0) throw new Refusal(NOT_FOR_YOU);
  const names = [];
  for (const id of own.slice(0, 6)) names.push((await getSchool(tx, id)).name);
  if (own.length > names.length) names.push(`${own.length - names.length} more`);
  throw new Refusal(`Which school? Type status and its name: ${listInWords(names, 'or')}.`);
}

const NOT_FOR_YOU =
  'Status is for a school’s headteacher and chair of governors, and for the local authority’s officers. Type home for what is waiting for you.';
