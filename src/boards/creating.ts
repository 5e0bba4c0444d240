// A board is set up: who would sit on it is shown first, unless everything was typed.
import { z } from 'zod';
import { sayDate } from '../calendar/index.ts';
import { type Actor, type Command, type Context, command, type Reading } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { getPersonNamed } from '../people/index.ts';
import { getSchool, getSchoolNamed, type School } from '../schools/records.ts';
import { dayOf } from '../store/days.ts';
import { boardForm, type Choice, chairForm, challengeForm } from './forms.ts';
import { listMemberSchools } from './planning.ts';
import { checkStillAsked } from './prompt.ts';
import { proposeChallengeBoard, proposeSchoolBoard } from './proposal.ts';
import { listBoards, listSchoolsWithout } from './records.ts';
import type { Candidate } from './rules.ts';
import {
  checkNoBoard,
  checkNoChallengeBoard,
  listChairs,
  type SetUp,
  setUpChallengeBoard,
  setUpSchoolBoard,
} from './setup.ts';
import { OFFICE } from './who.ts';
import { countOf, parseCreate } from './words.ts';

const Words = z.string().trim().max(200, 'That is too long for a name.').optional();

const CreateInput = z.object({
  kind: z.enum(['RAB', 'CHALLENGE'], { error: 'Choose which board.' }).default('RAB'),
  school: Words,
  schoolId: z.number().int().positive().optional(),
  chair: Words,
  /** Pressed on the card that asks for a board. */
  asked: z.literal(true).optional(),
  /** Asks who would sit on the board, and sets up none. */
  isProposal: z.literal(true).optional(),
});
type CreateInput = z.infer<typeof CreateInput>;

const create = command({
  name: 'board.create',
  help: 'Set up a school’s Raising Attainment Board, with a governor in the chair, or the Challenge Board.',
  typed: {
    words: 'board create',
    usage: 'board create for SCHOOL chair NAME',
    example: 'board create for Marsh Lane chair Ada Okafor',
    parse: parseCreate,
  },
  input: CreateInput,
  // Set up by the governing body (L §7.2.3; RES-24); the office may do it for them, and it is recorded.
  may: [
    { roles: ['CHAIR_OF_GOVERNORS'], where: 'school' },
    { roles: OFFICE, where: 'partnership' },
  ],
  async about(input, reading, actor) {
    const school = await schoolOf(input, reading, actor);
    return school ? { schoolId: school.id } : {};
  },
  async run(input, context) {
    if (input.kind === 'CHALLENGE') return createChallengeBoard(input, context);
    const school = await schoolOf(input, context, context.actor);
    if (!school) {
      if (input.isProposal)
        throw new Refusal('Say for which school.', { fieldErrors: { school: 'Say for which school.' } });
      return { form: await formFor(context), isPrivate: true };
    }
    if (input.asked) await checkStillAsked(context, school.id);
    await checkNoBoard(context, school);
    const candidates = await listChairs(context, school.id);
    if (!input.chair || input.isProposal) {
      if (candidates.length === 0)
        throw new Refusal(
          `I know no governor of ${school.name} who could chair the board. Ask the programme office to add the governors first.`,
        );
      const proposal = await proposeSchoolBoard(context, school, context.actor.personId, true);
      return { form: chairForm(school, candidates, proposal), isPrivate: true };
    }
    return saySetUp(await setUpSchoolBoard(context, school, await chairOf(input.chair, candidates, context)));
  },
});

async function createChallengeBoard({ chair, isProposal }: CreateInput, context: Context) {
  const { tx, partnership, today, actor } = context;
  if (isProposal) {
    await checkNoChallengeBoard(context);
    const schools = await listMemberSchools(context);
    return { form: challengeForm(await proposeChallengeBoard(context, schools, actor.personId)), isPrivate: true };
  }
  if (!chair) return saySetUp(await setUpChallengeBoard(context));
  const among = async (members: number[]) => {
    if (/^\d+$/.test(chair) && members.includes(Number(chair))) return Number(chair);
    return (await getPersonNamed(tx, chair, { partnershipId: partnership.id, today, among: members })).id;
  };
  return saySetUp(await setUpChallengeBoard(context, among));
}

/** What somebody is asked who may set up several boards: the office any, a chair of governors those of their schools. */
async function formFor(context: Context) {
  const { tx, partnership, actor } = context;
  const isOffice = may([{ roles: OFFICE, where: 'partnership' }], actor, {});
  const own = actor.roles.flatMap((held) => (held.role === 'CHAIR_OF_GOVERNORS' ? (held.schoolId ?? []) : []));
  const without = await listSchoolsWithout(tx, { partnershipId: partnership.id, template: 'RAB' });
  const schools = isOffice ? without : without.filter((school) => own.includes(school.id));
  const choices: Choice[] = schools.map(({ name, urn }) => ({ title: name, value: String(urn) }));
  const challenge = await listBoards(tx, { partnershipId: partnership.id, template: 'CHALLENGE' });
  if (choices.length === 0 && (!isOffice || challenge.length > 0))
    throw new Refusal(
      'Every school that I know has a Raising Attainment Board already. Type “board show” and its name.',
    );
  return boardForm(choices, !isOffice || challenge.length > 0);
}

/** The school of a new board: named, known to the button, or the only school whose governors the person chairs. */
async function schoolOf(input: CreateInput, { tx, partnership }: Reading, actor: Actor): Promise<School | undefined> {
  if (input.kind === 'CHALLENGE') return undefined;
  if (input.school) return getSchoolNamed(tx, input.school, partnership.id);
  const chairs = actor.roles.filter((held) => held.role === 'CHAIR_OF_GOVERNORS' && held.schoolId !== null);
  const id = input.schoolId ?? (chairs.length === 1 ? chairs[0]!.schoolId! : undefined);
  if (id === undefined) return undefined;
  const school = await getSchool(tx, id);
  if (school.partnershipId !== partnership.id) throw new Refusal('There is no such school in your partnership.');
  return school;
}

/** A choice gives the number of one of the candidates, typed words a name; the rules then say whether that person may chair. */
async function chairOf(chair: string, candidates: Candidate[], { tx, today, partnership }: Reading): Promise<number> {
  if (!/^\d+$/.test(chair)) return (await getPersonNamed(tx, chair, { partnershipId: partnership.id, today })).id;
  const chosen = candidates.find((person) => person.id === Number(chair));
  if (!chosen) throw new Refusal('That person cannot chair this board now. Choose one of the school’s governors.');
  return chosen.id;
}

function saySetUp({ board, seats }: SetUp) {
  const chair = seats.places.find(({ row }) => row?.isChair)?.row ?? seats.others.find((row) => row.isChair);
  const led = chair?.person ? `, chaired by ${chair.person.name}` : '';
  const vacant =
    seats.vacant.length === 0
      ? 'every seat is filled'
      : `${countOf(seats.vacant.length, 'seat is', 'seats are')} vacant`;
  const limit = board.limitOn ? ` It ends by ${sayDate(dayOf(board.limitOn))} unless it is extended.` : '';
  return {
    said: `${board.name} is set up as ${refOf('BRD', board.id)}${led}; ${vacant}. Everybody with a seat is being asked whether they take it.${limit} Next, type “meeting add” to plan its first meeting.`,
    card: { card: 'board', subject: subjectOf('BRD', board.id) },
    isPrivate: true,
  };
}

export const createCommands: Command[] = [create];
