// The seats of a new board, planned from the lists as they are today: shown before somebody presses, and made when they do.
import type { Reading } from '../chat/contract.ts';
import { type BoardTemplate, boardTemplate } from '../frameworks/index.ts';
import { listHolders } from '../people/index.ts';
import { isMainstreamSecondary, listSchools, type School } from '../schools/records.ts';
import { type PlannedSeat, planSeats } from './plan.ts';
import type { Member } from './rules.ts';

/** Whoever chairs the board, with the role that allows it. */
export interface Chair {
  id: number;
  role: string;
}

/** The seats of a school's own board, with the people who hold the roles today. `actorId` is whoever sets it up. */
export async function planSchoolBoard(
  reading: Reading,
  school: School,
  actorId: number | undefined,
  chair?: Chair,
): Promise<PlannedSeat[]> {
  const template = boardTemplate(reading.partnership.framework, 'RAB');
  const isChurchSchool = !NO_CHURCH.has(school.religiousCharacter ?? '');
  const clerkId = await findClerk(reading, school.id, actorId);
  return planSeats(
    template,
    { schoolId: school.id, phase: school.phase, isChurchSchool, members: [] },
    await listAllHolders(reading, template),
    { ...(chair ? { chair } : {}), ...(clerkId === undefined ? {} : { clerkId }) },
  );
}

/** The seats of the Challenge Board for its members; a member may chair it from the start. */
export async function planChallengeBoard(
  reading: Reading,
  members: Member[],
  actorId: number | undefined,
): Promise<PlannedSeat[]> {
  const template = boardTemplate(reading.partnership.framework, 'CHALLENGE');
  const clerkId = await findClerk(reading, undefined, actorId);
  const chosen = clerkId === undefined ? {} : { clerkId };
  return planSeats(template, { schoolId: null, members }, await listAllHolders(reading, template), chosen);
}

/** The schools that are members of the Challenge Board: all state-funded mainstream secondary ones (DOMAIN 3.1). */
export async function listMemberSchools({ tx, partnership }: Reading): Promise<School[]> {
  return (await listSchools(tx, partnership.id)).filter(isMainstreamSecondary);
}

async function listAllHolders({ tx, today, partnership }: Reading, { seats }: BoardTemplate) {
  const roles = seats.flatMap((seat) => [seat.role, ...seat.otherRoles]);
  return listHolders(tx, { partnershipId: partnership.id, roles, today });
}

/** The school's own clerk, else whoever sets up the board as a clerk, else the partnership's first clerk. */
async function findClerk(
  { tx, today, partnership }: Reading,
  schoolId: number | undefined,
  actorId: number | undefined,
): Promise<number | undefined> {
  const clerks = await listHolders(tx, { partnershipId: partnership.id, roles: ['CLERK'], today });
  const ofSchool = schoolId === undefined ? undefined : clerks.find((clerk) => clerk.schoolId === schoolId);
  const common = clerks.filter((clerk) => clerk.schoolId === null);
  return (ofSchool ?? common.find((clerk) => clerk.id === actorId) ?? common[0])?.id;
}

const NO_CHURCH = new Set(['', 'None', 'Does not apply', 'Not applicable']);
