import { z } from 'zod';
import { sayDate } from '../calendar/index.ts';
import { type Actor, type Command, command, type Reading } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { getPersonNamed } from '../people/index.ts';
import { getSchool, getSchoolNamed, type School } from '../schools/records.ts';
import { dayOf } from '../store/days.ts';
import { chairForm, schoolForm } from './forms.ts';
import { BoardWords, boardOf } from './naming.ts';
import { checkStillAsked } from './prompt.ts';
import { bindChannel, findOtherInChannel } from './records.ts';
import type { Candidate } from './rules.ts';
import { listChairs, type SetUp, setUpChallengeBoard, setUpSchoolBoard } from './setup.ts';
import { aboutBoard, MAY_RUN, MAY_SEE, OFFICE } from './who.ts';
import { countOf, parseCreate } from './words.ts';

const Words = z.string().trim().max(200, 'That is too long for a name.').optional();

const CreateInput = z.object({
  kind: z.enum(['RAB', 'CHALLENGE']).default('RAB'),
  school: Words,
  schoolId: z.number().int().positive().optional(),
  chair: Words,
  /** Pressed on the card that asks for a board. */
  asked: z.literal(true).optional(),
});

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
    if (input.kind === 'CHALLENGE') return saySetUp(await setUpChallengeBoard(context));
    const school = await schoolOf(input, context, context.actor);
    if (!school) return { form: schoolForm(), isPrivate: true };
    if (input.asked) await checkStillAsked(context, school.id);
    const candidates = await listChairs(context, school.id);
    if (!input.chair) {
      if (candidates.length === 0)
        throw new Refusal(
          `I know no governor of ${school.name} who could chair the board. Ask the programme office to add the governors first.`,
        );
      return { form: chairForm(school, candidates), isPrivate: true };
    }
    return saySetUp(await setUpSchoolBoard(context, school, await chairOf(input.chair, candidates, context)));
  },
});

const show = command({
  name: 'board.show',
  help: 'See who sits on a board, which seats are vacant and when it meets next.',
  typed: {
    words: 'board show',
    usage: 'board show SCHOOL',
    example: 'board show Marsh Lane',
    parse: (rest) => ({ board: rest }),
  },
  input: BoardWords,
  isQuestion: true,
  may: MAY_SEE,
  about: async (input, reading, actor) => aboutBoard(await boardOf(input, reading, actor)),
  async run(input, context) {
    const board = await boardOf(input, context, context.actor);
    const isHere = context.place.conversationId === board.channelConversationId;
    return { card: { card: 'board', subject: subjectOf('BRD', board.id) }, isPrivate: !isHere };
  },
});

const channel = command({
  name: 'board.channel',
  help: 'Tell me, in a channel, that a board’s cards belong there.',
  typed: {
    words: 'board channel',
    usage: 'board channel here for SCHOOL',
    example: 'board channel here for Marsh Lane',
    parse: (rest) => ({ board: rest.replace(/^here\b\s*/i, '') }),
  },
  input: BoardWords,
  may: MAY_RUN,
  about: async (input, reading, actor) => aboutBoard(await boardOf(input, reading, actor)),
  async run(input, context) {
    const { tx, place, actor, happened } = context;
    const board = await boardOf(input, context, actor);
    if (place.kind === 'personal')
      throw new Refusal('Type this in the channel that the board uses: then I know which one you mean.');
    const other = await findOtherInChannel(tx, board.id, place.conversationId);
    if (other)
      throw new Refusal(
        `This channel already belongs to ${other.name}. Use another one, so that nobody reads what is not theirs.`,
      );
    const { isPrivate } = await bindChannel(tx, board, place.conversationId);
    // Schools at risk are named to this board, so its channel must be known to keep that to its members (DOMAIN 17).
    if (board.template === 'CHALLENGE' && !isPrivate)
      throw new Refusal(
        'This channel is not known to be private, and the Challenge Board speaks about schools at risk. Make a private channel without guests and type this there.',
      );
    await happened({
      event: 'board.channelBound',
      subject: subjectOf('BRD', board.id),
      before: { conversationId: board.channelConversationId },
      after: { conversationId: place.conversationId },
    });
    const warning = isPrivate
      ? ''
      : ' Take care: I cannot tell that this channel is private, so others than the board’s members may read along.';
    return { said: `From now on the cards of ${board.name} are posted here as well.${warning}` };
  },
});

/** The school of a new board: named, known to the button, or the only school whose governors the person chairs. */
async function schoolOf(
  input: z.infer<typeof CreateInput>,
  { tx, partnership }: Reading,
  actor: Actor,
): Promise<School | undefined> {
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
    said: `${board.name} is set up as ${refOf('BRD', board.id)}${led}; ${vacant}. Everybody with a seat is being told.${limit} Next, type “meeting add” to plan its first meeting.`,
    card: { card: 'board', subject: subjectOf('BRD', board.id) },
    isPrivate: true,
  };
}

export const boardCommands: Command[] = [create, show, channel];
