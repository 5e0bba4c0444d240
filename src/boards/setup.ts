// Setting up a board: the rules, the seats, the record and who is told.
import { addMonths } from '../calendar/index.ts';
import type { Context, Reading } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { getActor, listHolders } from '../people/index.ts';
import type { School } from '../schools/records.ts';
import { acceptOwn } from './invitations.records.ts';
import { invite } from './inviting.ts';
import { listMemberSchools, planChallengeBoard, planSchoolBoard } from './planning.ts';
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
  type SeatHolder,
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

/** Those who sit on a board and may chair it; the clerk takes the minutes. */
export async function listWhoMayChair(reading: Reading, board: Board): Promise<SeatHolder[]> {
  const { tx, today, partnership } = reading;
  const template = boardTemplate(partnership.framework, board.template);
  const holders = (await listSeatHolders(tx, board.id, today)).filter((one) => !one.isClerk);
  const { must, mustNot } = template.chairRule;
  if (must.length + mustNot.length === 0) return holders;
  const may: SeatHolder[] = [];
  for (const one of holders) {
    const { name, roles } = await getActor(tx, one.personId, today);
    if (canChair(partnership.framework, template, { id: one.personId, name, roles }, board.schoolId)) may.push(one);
  }
  return may;
}

/** Set up the Raising Attainment Board of a school. Refuses a second open one and a chair who may not be. */
export async function setUpSchoolBoard(context: Context, school: School, chairId: number): Promise<SetUp> {
  const { tx, today, partnership, actor } = context;
  const template = boardTemplate(partnership.framework, 'RAB');
  await lockSchool(tx, school.id);
  await checkNoBoard(context, school);
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
  const plan = await planSchoolBoard(context, school, actor.personId, chair);
  await createSeats(tx, made.board.id, plan, today);
  return tellSetUp(context, made.board, { chairId });
}

/**
 * Set up the Challenge Board over all mainstream secondary schools and the authority, two seats a member (F-26). It elects
 * its chair: one who is known already can be named, and is a member. Refuses a second open one.
 */
export async function setUpChallengeBoard(context: Context, findChair?: FindChair): Promise<SetUp> {
  const { tx, today, partnership, actor } = context;
  const template = boardTemplate(partnership.framework, 'CHALLENGE');
  await lockPartnership(tx, partnership.id);
  await checkNoChallengeBoard(context);
  const schools = await listMemberSchools(context);

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
  const plan = await planChallengeBoard(context, made.members, actor.personId);
  const members = plan.flatMap((seat) => (seat.personId === null || seat.isClerk ? [] : seat.personId));
  const chairId = await findChair?.(members);
  const seats = plan.map((seat) =>
    seat.personId !== null && seat.personId === chairId ? { ...seat, isChair: true } : seat,
  );
  await createSeats(tx, made.board.id, seats, today);
  return tellSetUp(context, made.board, chairId === undefined ? {} : { chairId });
}

/** Find the chair among the people who will sit on the board; refuses anybody else. */
export type FindChair = (members: number[]) => Promise<number>;

/** Refuse a second open board of a school. */
export async function checkNoBoard(reading: Reading, school: School): Promise<void> {
  const open = await findOpenBoard(reading, school.id);
  if (open)
    throw new Refusal(
      `${school.name} already has an open Raising Attainment Board, ${refOf('BRD', open.id)}. Type “board show ${school.name}” to see it.`,
    );
}

/** Refuse a second Challenge Board, and one without a school. */
export async function checkNoChallengeBoard(reading: Reading): Promise<void> {
  const [open] = await listBoards(reading.tx, { partnershipId: reading.partnership.id, template: 'CHALLENGE' });
  if (open)
    throw new Refusal(
      `There is a ${open.name} already, ${refOf('BRD', open.id)}. Type “board show challenge” to see it.`,
    );
  if ((await listMemberSchools(reading)).length === 0)
    throw new Refusal('I know no state-funded mainstream secondary school yet. Import the schools first.');
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

async function tellSetUp(context: Context, board: Board, more: { chairId?: number }): Promise<SetUp> {
  const { tx, now, today, outbox, actor, happened } = context;
  await acceptOwn(tx, board.id, actor.personId, now);
  for (const seat of await listSeatHolders(tx, board.id, today)) await invite(context, board.id, seat);
  await happened({
    event: 'board.created',
    subject: subjectOf('BRD', board.id),
    after: { template: board.template, schoolId: board.schoolId, setUpById: actor.personId, ...more },
  });
  if (board.schoolId !== null) await outbox.refresh(promptSubject(board.schoolId));
  return { board, seats: await readSeating(context, board) };
}
