// Who hears what about a board, besides everybody who sits on it.
import type { Reading } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import type { Framework } from '../frameworks/index.ts';
import { getActor, listHolders } from '../people/index.ts';
import { type Board, isHere, listSeatHolders, type SeatHolder } from './records.ts';
import { isMemberSchool, listChairsOf } from './watching.records.ts';
import { aboutBoard, MAY_SEAT, OFFICE } from './who.ts';

/** Who looks after a board's seats: its clerk, or else whoever set it up, its chair, or the office; never `except`. */
export async function whoSeats(reading: Reading, board: Board, except: number): Promise<number[]> {
  const { tx, today } = reading;
  const holders = (await listSeatHolders(tx, board.id, today)).filter((one) => one.personId !== except);
  const clerk = holders.find((one) => one.isClerk);
  if (clerk) return [clerk.personId];
  const { setUpById } = board;
  if (setUpById !== null && setUpById !== except && (await maySeat(reading, board, setUpById))) return [setUpById];
  const chair = holders.find((one) => one.isChair);
  return chair ? [chair.personId] : (await listOffice(reading)).filter((id) => id !== except);
}

/** Whether somebody is still here and in a role that gives seats: whoever set up a board long ago may be neither. */
async function maySeat({ tx, today }: Reading, board: Board, personId: number): Promise<boolean> {
  return (await isHere(tx, personId, today)) && may(MAY_SEAT, await getActor(tx, personId, today), aboutBoard(board));
}

/** "Priya Nair (clerk)", or whom else to turn to about a board. */
export function clerkInWords(holders: SeatHolder[]): string {
  const clerk = holders.find((one) => one.isClerk);
  if (clerk) return `${clerk.name} (clerk)`;
  const chair = holders.find((one) => one.isChair);
  return chair ? `${chair.name} (chair)` : 'the programme office';
}

/** Those who stand in for boards that have nobody: the programme directors, or else the rest of the office. */
export async function listOffice({ tx, today, partnership }: Reading): Promise<number[]> {
  const holders = await listHolders(tx, { partnershipId: partnership.id, roles: OFFICE, today });
  const central = holders.filter((one) => one.schoolId === null);
  const directors = central.filter((one) => one.role === 'PROGRAMME_DIRECTOR');
  return [...new Set((directors.length > 0 ? directors : central).map((one) => one.id))];
}

/** Who runs a board from day to day: its chair and clerk; without either the school's chair of governors, or the office. */
export async function whoRuns(reading: Reading, board: Board): Promise<number[]> {
  const holders = await listSeatHolders(reading.tx, board.id, reading.today);
  const own = unique(holders.filter((one) => one.isChair || one.isClerk).map((one) => one.personId));
  if (own.length > 0) return own;
  const leaders = await whoGoverns(reading, board);
  return leaders.length > 0 ? leaders : listOffice(reading);
}

/** The school's chairs of governors, for whom an academy's sponsor may stand in (L §5.3.1). */
export async function whoGoverns({ tx, today, partnership }: Reading, { schoolId }: Board): Promise<number[]> {
  if (schoolId === null) return [];
  for (const role of ['CHAIR_OF_GOVERNORS', 'ACADEMY_SPONSOR']) {
    const holders = await listHolders(tx, { partnershipId: partnership.id, roles: [role], schoolId, today });
    if (holders.length > 0) return unique(holders.map((one) => one.id));
  }
  return [];
}

/**
 * The officers to whom a missed half-term is flagged (D-04): the school's improvement officer, and for the School Review
 * Board its chair. Of a member school of the Challenge Board the programme director hears too, not the board: it is told of
 * categories only (DOMAIN 11, 17).
 */
export async function whoWatches(reading: Reading, board: Board): Promise<number[]> {
  const { tx, today, partnership } = reading;
  const holders = await listHolders(tx, {
    partnershipId: partnership.id,
    roles: ['SIO', 'PROGRAMME_DIRECTOR', ...reviewers(partnership.framework)],
    today,
  });
  const central = (role: string) => holders.filter((one) => one.schoolId === null && one.role === role);
  const officers = holders.filter(
    (one) => one.role === 'SIO' && one.schoolId === board.schoolId && one.schoolId !== null,
  );
  const seated = (await listSeatHolders(tx, board.id, today)).filter((one) => one.role === 'SIO');
  const review = await listChairsOf(tx, partnership.id, kindsOver(partnership.framework, 'ALL_SCHOOLS'), today);
  const chairs =
    review.length > 0
      ? review
      : reviewers(partnership.framework)
          .flatMap(central)
          .map((one) => one.id);
  const isMember =
    board.schoolId !== null &&
    (await isMemberSchool(tx, board.schoolId, kindsOver(partnership.framework, 'MEMBER_SCHOOLS'), today));
  const directors = isMember ? central('PROGRAMME_DIRECTOR').map((one) => one.id) : [];
  return unique([...officers.map((one) => one.id), ...seated.map((one) => one.personId), ...chairs, ...directors]);
}

/** Who chairs a board over all schools by the framework, where none has been set up here. */
function reviewers({ boardTemplates }: Framework): string[] {
  return boardTemplates.filter(({ scope }) => scope === 'ALL_SCHOOLS').flatMap(({ chairRule }) => chairRule.must);
}

function kindsOver({ boardTemplates }: Framework, scope: 'ALL_SCHOOLS' | 'MEMBER_SCHOOLS'): string[] {
  return boardTemplates.filter((one) => one.scope === scope).map(({ kind }) => kind);
}

const unique = (ids: number[]) => [...new Set(ids)];
