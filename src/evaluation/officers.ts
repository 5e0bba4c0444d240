// Officers open a round, see how far it is, and read a school's grades.
import { z } from 'zod';
import { listBoards } from '../boards/index.ts';
import { needsYear, parseDateWords, sayDate, yearNeededInWords } from '../calendar/index.ts';
import {
  type About,
  type Actor,
  type CardRef,
  type Command,
  type Context,
  command,
  type Reading,
  type Reply,
} from '../chat/contract.ts';
import { listInWords, type MayRule, may } from '../chat/permission.ts';
import { Ref, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { getSchoolNamed } from '../schools/records.ts';
import { answerSubject, gradeQuestion, promptKey } from './asking.ts';
import { getOwn, HEADS, schoolsLedBy } from './commands.ts';
import { getEvaluation, listAllHeads, listEvaluations } from './records.ts';
import {
  type Asked,
  createEvaluations,
  createRound,
  findRound,
  listOpenRounds,
  listOpenSchools,
  type Round,
} from './rounds.records.ts';
import { sayRounds } from './rounds.ts';
import type { Evaluation } from './rules.ts';

const LEADS = ['HEAD_OF_STANDARDS', 'STRATEGIC_LEAD_PRIMARY', 'STRATEGIC_LEAD_SECONDARY', 'STRATEGIC_LEAD_14_19'];

/** Who opens rounds and sees who has answered. The programme director sees no grades (DOMAIN 17). */
export const ROUND_OFFICERS: MayRule[] = [{ roles: ['SIO', ...LEADS, 'PROGRAMME_DIRECTOR'], where: 'partnership' }];

/** Who reads a school's grades: the school itself, its own board, its improvement officer, and the authority's leads (DOMAIN 17). */
export const GRADE_READERS: MayRule[] = [
  { roles: [...HEADS, 'CHAIR_OF_GOVERNORS', 'SIO'], where: 'school' },
  { seats: ['any'], where: 'board' },
  { roles: ['SIO', ...LEADS], where: 'partnership' },
];

/** What grades are about: the school, and the person's seat at that school's own board; no other board counts. */
export async function aboutGrades({ tx, partnership }: Reading, actor: Actor, schoolId: number): Promise<About> {
  const boards = await listBoards(tx, { partnershipId: partnership.id, schoolId });
  const seat = actor.seats.find((held) => boards.some((board) => board.id === held.boardId));
  return { schoolId, ...(seat ? { boardId: seat.boardId } : {}) };
}

const openRound = command({
  name: 'round.open',
  help: 'Ask every headteacher for the school’s grades.',
  typed: {
    words: 'round open',
    usage: 'round open NAME due DATE',
    example: 'round open Autumn 2026 due 11 December',
    parse: (rest) => {
      const [, name, due] = /^([\s\S]*?)\s*\bdue\s+([\s\S]+)$/i.exec(rest) ?? [];
      return { name: name ?? rest, ...(due === undefined ? {} : { due }) };
    },
  },
  input: z.object({
    name: z.string().trim().max(80, 'Choose a shorter name, such as Autumn 2026.'),
    due: z.string().trim().max(60, 'Give the due date, for example 11 December.').optional(),
  }),
  may: ROUND_OFFICERS,
  async run({ name, due }, context) {
    if (name === '' || !due)
      return { form: roundForm(name), said: 'What is the round called, and when is it due?', isPrivate: true };
    const { tx, partnership, today, actor, happened } = context;
    const dueOn = parseDateWords(due, today);
    if (!dueOn) throw onField('due', `I could not tell the date from “${due}”. Write it like 11 December 2026.`);
    if (needsYear(due, dueOn, today)) throw onField('due', yearNeededInWords(due, dueOn));
    if (dueOn < today) throw onField('due', `${sayDate(dueOn)} has passed. Choose a date to come.`);
    const heads = await listAllHeads(tx, partnership.id, today);
    const schools = new Set(heads.map((head) => head.schoolId));
    if (schools.size === 0) throw new Refusal('No school has a headteacher on record yet, so there is nobody to ask.');

    const round = await createRound(tx, partnership, { name, dueOn, today, openedById: actor.personId });
    const asked = await createEvaluations(tx, partnership, round.id, [...schools]);
    await askHeads(context, round, asked, heads);
    const subject = subjectOf('RND', round.id);
    await happened({ event: 'round.opened', subject, after: { name, dueOn, schools: asked.length } });
    return { said: await sayOpened(context, round, asked), card: { card: 'round-status', subject }, isPrivate: true };
  },
});

const roundStatus = command({
  name: 'round.status',
  help: 'See which schools have given their grades, and which have not.',
  typed: {
    words: 'round status',
    usage: 'round status [NAME]',
    example: 'round status',
    parse: (rest) => ({ name: rest }),
  },
  input: z.object({ name: z.string().trim().max(80).default('') }),
  isQuestion: true,
  may: ROUND_OFFICERS,
  async run({ name }, { tx, partnership }) {
    const open = await listOpenRounds(tx, partnership.id);
    if (open.length === 0) throw new Refusal('No round has been opened yet. Type round open, a name and a due date.');
    const round = name === '' ? open[0]! : await findRound(tx, partnership.id, name);
    if (!round) throw new Refusal(`There is no round called “${name}”. Type round status to see those that are open.`);
    const card = { card: 'round-status', subject: subjectOf('RND', round.id) };
    const isOneOfSeveral = name === '' && open.length > 1;
    return { card, isPrivate: true, ...(isOneOfSeveral ? { said: await sayRounds(tx, open) } : {}) };
  },
});

const showEvaluation = command({
  name: 'evaluation.show',
  help: 'See your school’s grades, or carry on with them.',
  typed: {
    words: 'evaluation show',
    usage: 'evaluation show [SCHOOL]',
    example: 'evaluation show',
    parse: (rest) => ({ school: rest }),
  },
  input: z.object({ school: z.string().trim().max(200).default(''), evaluationId: Ref('EVA').optional() }),
  isQuestion: true,
  may: GRADE_READERS,
  async about({ school, evaluationId }, reading, actor) {
    if (evaluationId !== undefined)
      return aboutGrades(reading, actor, (await getEvaluation(reading.tx, evaluationId)).schoolId);
    const own = actor.roles.find((held) => held.schoolId !== null && isReaderAt(held.role));
    if (school === '') return own?.schoolId ? { schoolId: own.schoolId } : {};
    const schoolId = await schoolNamed(reading, school);
    const about = await aboutGrades(reading, actor, schoolId);
    // Whoever has no school of their own hears who may, as of every other command.
    if (own && !may(GRADE_READERS, actor, about))
      throw new Refusal('You can see the grades of your own school only. Type evaluation show.');
    return about;
  },
  async run({ school, evaluationId }, { tx, actor, partnership }): Promise<Reply> {
    if (evaluationId !== undefined)
      return { card: showOne(await getEvaluation(tx, evaluationId), actor), isPrivate: true };
    const found = school === '' ? undefined : await getSchoolNamed(tx, school, partnership.id);
    const led = schoolsLedBy(actor);
    if (found ? led.includes(found.id) : led.length > 0) {
      const own = found ? (await listEvaluations(tx, [found.id]))[0] : await getOwn(tx, actor);
      if (!own) throw new Refusal(`${found!.name} has not been asked for its grades.`);
      return { card: showOne(own, actor), isPrivate: true };
    }
    const id = found?.id ?? actor.roles.find((held) => held.schoolId !== null && isReaderAt(held.role))?.schoolId;
    if (!id) throw new Refusal('Say which school: evaluation show and its name.');
    const newest = (await listEvaluations(tx, [id])).sort((a, b) => b.id - a.id)[0];
    if (!newest) throw new Refusal(`${found?.name ?? 'Your school'} has not been asked for its grades.`);
    return { card: showOne(newest, actor), isPrivate: true };
  },
});

/** The school's headteacher goes on with the grades, everybody else reads them. */
function showOne(evaluation: Evaluation, actor: Actor): CardRef {
  if (!schoolsLedBy(actor).includes(evaluation.schoolId))
    return { card: 'evaluation-grades', subject: subjectOf('EVA', evaluation.id) };
  return {
    card: 'evaluation',
    subject: evaluation.isSubmitted ? subjectOf('EVA', evaluation.id) : answerSubject(evaluation),
  };
}

export const officerCommands: Command[] = [openRound, roundStatus, showEvaluation];

/** Post every headteacher the first question, and let typed words answer it. */
async function askHeads(
  { outbox, partnership }: Context,
  round: { name: string },
  asked: Asked[],
  heads: { schoolId: number; personId: number }[],
): Promise<void> {
  const bySchool = new Map(asked.map((one) => [one.schoolId, one]));
  const labels = new Map(partnership.framework.aspects.map((aspect) => [aspect.id, aspect]));
  const questions = [];
  for (const { schoolId, personId } of heads) {
    const { evaluationId, schoolName, firstAspect } = bySchool.get(schoolId)!;
    const subject = subjectOf('EVA', evaluationId);
    await outbox.post({
      key: promptKey(evaluationId, personId),
      card: 'evaluation',
      subject,
      to: { personId },
    });
    const question = gradeQuestion({
      id: evaluationId,
      schoolName,
      roundName: round.name,
      aspect: labels.get(firstAspect)!,
    });
    questions.push({ personId, subject, ...question });
  }
  await outbox.ask(questions);
}

async function sayOpened({ tx, partnership }: Context, round: Round, asked: Asked[]): Promise<string> {
  const withHead = new Set(asked.map((one) => one.schoolId));
  const without = (await listOpenSchools(tx, partnership.id)).filter((school) => !withHead.has(school.id));
  const count =
    asked.length === 1 ? 'The headteacher of 1 school has' : `The headteachers of ${asked.length} schools have`;
  const names = without.slice(0, 5).map((school) => school.name);
  if (without.length > names.length) names.push(`${without.length - names.length} more`);
  const missing =
    without.length === 0 ? '' : ` Nobody was asked at ${listInWords(names)}: no headteacher is on record there.`;
  return `${count} been asked for “${round.name}”, due ${sayDate(round.dueOn)}.${missing}`;
}

function roundForm(name: string): Reply['form'] {
  return {
    title: 'Open a round of grades',
    intro: [],
    inputs: [
      {
        type: 'Input.Text',
        id: 'name',
        label: 'What is the round called?',
        isRequired: true,
        errorMessage: 'Give the round a name, for example Autumn 2026.',
        maxLength: 80,
        ...(name === '' ? {} : { value: name }),
      },
      {
        type: 'Input.Date',
        id: 'due',
        label: 'When are the grades due?',
        isRequired: true,
        errorMessage: 'Choose a date.',
      },
    ],
    submit: { type: 'Action.Execute', id: 'open', title: 'Ask the headteachers', verb: 'round.open', data: {} },
  };
}

function isReaderAt(role: string): boolean {
  return GRADE_READERS.some((rule) => rule.where === 'school' && rule.roles.includes(role));
}

async function schoolNamed({ tx, partnership }: Reading, words: string): Promise<number> {
  return (await getSchoolNamed(tx, words, partnership.id)).id;
}

function onField(field: string, sentence: string): Refusal {
  return new Refusal(sentence, { fieldErrors: { [field]: sentence } });
}
