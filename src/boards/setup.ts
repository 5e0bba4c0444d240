// Setting up a board: the rules, the seats, the record and who is told.
import { addMonths } from '../calendar/index.ts';
import type { Context, Reading } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { getActor, listHolders } from '../people/index.ts';
import { isMainstreamSecondary, listSchools, type School } from '../schools/records.ts';
import { planSeats } from './plan.ts';
import {
  type Board,
  createBoard,
  createSeats,
  listBoards,
  listMembers,
  listSeatHolders,
  listSeats,
  lockPartnership,
  lockSchool,
} from './records.ts';
import { type Candidate, canChair, checkChair, type Seating, seating } from './rules.ts';

export interface SetUp {
  board: Board;
  seats: Seating;
}

/** The subject of the card that asks a school's chair of governors to set up a board. */
export function promptSubject(schoolId: number): string {
  return `prompt:SCH-${schoolId}`;
}

/** The governors who may chair a school's own board, with their roles. */
export async function listChairs(reading: Reading, schoolId: number): Promise<Candidate[]> {
  const { tx, today, partnership } = reading;
  const template = boardTemplate(partnership.framework, 'RAB');
  const governors = await listHolders(tx, {
    partnershipId: partnership.id,
    roles: template.chairRule.must,
    schoolId,
    today,
  });
  const people = new Map(governors.map(({ id, name }) => [id, name]));
  const candidates: Candidate[] = [];
  for (const [id, name] of people) candidates.push({ id, name, roles: (await getActor(tx, id, today)).roles });
  return candidates.filter((person) => canChair(partnership.framework, template, person, schoolId));
}

/** Set up the Raising Attainment Board of a school. Refuses a second open one and a chair who may not be. */
export async function setUpSchoolBoard(context: Context, school: School, chairId: number): Promise<SetUp> {
  const { tx, today, partnership, actor } = context;
  const template = boardTemplate(partnership.framework, 'RAB');
  await lockSchool(tx, school.id);
  const open = await findOpenBoard(context, school.id);
  if (open)
    throw new Refusal(
      `${school.name} already has an open Raising Attainment Board, ${refOf('BRD', open.id)}. Type “board show ${school.name}” to see it.`,
    );
  const { name, roles } = await getActor(tx, chairId, today);
  checkChair(partnership.framework, template, { id: chairId, name, roles }, school.id);

  const made = await createBoard(tx, {
    partnershipId: partnership.id,
    template: template.kind,
    name: `${template.name}, ${school.name}`,
    schoolId: school.id,
    openedOn: today,
    limitOn: template.lifeMonths ? addMonths(today, template.lifeMonths) : null,
    setUpById: actor.personId,
    memberSchools: [],
  });
  const chair = {
    id: chairId,
    role: roles.find((held) => held.schoolId === school.id && template.chairRule.must.includes(held.role))!.role,
  };
  const isChurchSchool = !NO_CHURCH.has(school.religiousCharacter ?? '');
  const holders = await listAllHolders(
    context,
    template.seats.flatMap((seat) => [seat.role, ...seat.otherRoles]),
  );
  const clerkId = await findClerk(context, school.id);
  const plan = planSeats(template, { schoolId: school.id, phase: school.phase, isChurchSchool, members: [] }, holders, {
    chair,
    ...(clerkId === undefined ? {} : { clerkId }),
  });
  await createSeats(tx, made.board.id, plan, today);
  return tellSetUp(context, made.board, { chairId });
}

/** Set up the Challenge Board over all mainstream secondary schools and the authority, two seats a member (F-26). */
export async function setUpChallengeBoard(context: Context): Promise<SetUp> {
  const { tx, today, partnership, actor } = context;
  const template = boardTemplate(partnership.framework, 'CHALLENGE');
  await lockPartnership(tx, partnership.id);
  const [open] = await listBoards(tx, { partnershipId: partnership.id, template: template.kind });
  if (open)
    throw new Refusal(
      `There is a ${open.name} already, ${refOf('BRD', open.id)}. Type “board show challenge” to see it.`,
    );
  const schools = (await listSchools(tx, partnership.id)).filter(isMainstreamSecondary);
  if (schools.length === 0)
    throw new Refusal('I know no state-funded mainstream secondary school yet. Import the schools first.');

  const made = await createBoard(tx, {
    partnershipId: partnership.id,
    template: template.kind,
    name: template.name,
    schoolId: null,
    openedOn: today,
    limitOn: template.lifeMonths ? addMonths(today, template.lifeMonths) : null,
    setUpById: actor.personId,
    // The local authority is a member without a school, and comes last.
    memberSchools: [...schools.map((school) => school.id), null],
  });
  const holders = await listAllHolders(
    context,
    template.seats.flatMap((seat) => [seat.role, ...seat.otherRoles]),
  );
  const clerkId = await findClerk(context, undefined);
  const plan = planSeats(
    template,
    { schoolId: null, members: made.members },
    holders,
    clerkId === undefined ? {} : { clerkId },
  );
  await createSeats(tx, made.board.id, plan, today);
  return tellSetUp(context, made.board, {});
}

/** The open Raising Attainment Board of a school. */
export async function findOpenBoard(reading: Reading, schoolId: number): Promise<Board | undefined> {
  return (await listBoards(reading.tx, { partnershipId: reading.partnership.id, schoolId, template: 'RAB' }))[0];
}

/** Who sits where on a board today. */
export async function readSeating({ tx, today, partnership }: Reading, board: Board): Promise<Seating> {
  const template = boardTemplate(partnership.framework, board.template);
  const members = await listMembers(tx, board.id, today);
  return seating(template, members, await listSeats(tx, board.id, today), board.schoolId);
}

/** Tell somebody that they have a seat, once per seat. */
export async function invite(
  { outbox }: Pick<Context, 'outbox'>,
  boardId: number,
  seat: { seatId: number; personId: number },
) {
  await outbox.post({
    key: `board-invitation:${refOf('BRD', boardId)}:${seat.seatId}:${seat.personId}`,
    card: 'board-invitation',
    subject: `${subjectOf('BRD', boardId)}:seat-${seat.seatId}`,
    to: { personId: seat.personId },
  });
}

async function tellSetUp(context: Context, board: Board, more: { chairId?: number }): Promise<SetUp> {
  const { tx, today, outbox, actor, happened } = context;
  for (const seat of await listSeatHolders(tx, board.id, today)) await invite(context, board.id, seat);
  await happened({
    event: 'board.created',
    subject: subjectOf('BRD', board.id),
    after: { template: board.template, schoolId: board.schoolId, setUpById: actor.personId, ...more },
  });
  if (board.schoolId !== null) await outbox.refresh(promptSubject(board.schoolId));
  return { board, seats: await readSeating(context, board) };
}

async function listAllHolders({ tx, today, partnership }: Reading, roles: string[]) {
  return listHolders(tx, { partnershipId: partnership.id, roles, today });
}

/** The school's own clerk, else whoever sets up the board as a clerk, else the partnership's first clerk. */
async function findClerk(
  { tx, today, partnership, actor }: Context,
  schoolId: number | undefined,
): Promise<number | undefined> {
  const clerks = await listHolders(tx, { partnershipId: partnership.id, roles: ['CLERK'], today });
  const ofSchool = schoolId === undefined ? undefined : clerks.find((clerk) => clerk.schoolId === schoolId);
  const common = clerks.filter((clerk) => clerk.schoolId === null);
  return (ofSchool ?? common.find((clerk) => clerk.id === actor.personId) ?? common[0])?.id;
}

const NO_CHURCH = new Set(['', 'None', 'Does not apply', 'Not applicable']);
