import type { Actor, ShowContext } from '../chat/contract.ts';
import type { Tx } from '../store/database.ts';
import { asDay } from '../store/days.ts';

/** A person with the roles and seats held on a day. */
export async function getActor(tx: Tx, personId: number, today: string): Promise<Actor> {
  const day = asDay(today);
  const held = { fromOn: { lte: day }, OR: [{ untilOn: null }, { untilOn: { gte: day } }] };
  const person = await tx.person.findUniqueOrThrow({
    where: { id: personId },
    include: { rolesHeld: { where: held }, seats: { where: { ...held, board: stillOpen(day) } } },
  });
  return actorOf(person);
}

/** Whoever looks at a card, with today's roles and seats; undefined in a channel, where nobody in particular looks. */
export async function viewerOf({ tx, today, viewerId, viewer }: ShowContext): Promise<Actor | undefined> {
  if (viewerId === undefined || viewer?.personId === viewerId) return viewerId === undefined ? undefined : viewer;
  return getActor(tx, viewerId, today);
}

function stillOpen(day: Date) {
  return { OR: [{ closedOn: null }, { closedOn: { gt: day } }] };
}

function actorOf(person: {
  id: number;
  name: string;
  rolesHeld: { role: string; schoolId: number | null }[];
  seats: { id: number; boardId: number; role: string; schoolId: number | null; isChair: boolean; isClerk: boolean }[];
}): Actor {
  return {
    personId: person.id,
    name: person.name,
    roles: person.rolesHeld.map(({ role, schoolId }) => ({ role, schoolId })),
    seats: person.seats.map(({ id, boardId, role, schoolId, isChair, isClerk }) => ({
      seatId: id,
      boardId,
      role,
      schoolId,
      isChair,
      isClerk,
    })),
  };
}

/** The people who hold one of the roles today, in the partnership or at a school. */
export async function listHolders(
  tx: Tx,
  query: { partnershipId: number; roles: string[]; schoolId?: number; today: string },
): Promise<{ id: number; name: string; role: string; schoolId: number | null }[]> {
  const day = asDay(query.today);
  const rows = await tx.roleHeld.findMany({
    where: {
      role: { in: query.roles },
      ...(query.schoolId === undefined ? {} : { schoolId: query.schoolId }),
      fromOn: { lte: day },
      OR: [{ untilOn: null }, { untilOn: { gte: day } }],
      person: { partnershipId: query.partnershipId, OR: [{ leftOn: null }, { leftOn: { gt: day } }] },
    },
    orderBy: { id: 'asc' },
    include: { person: { select: { id: true, name: true } } },
  });
  return rows.map((row) => ({ ...row.person, role: row.role, schoolId: row.schoolId }));
}

/** Names of people, by id. */
export async function namesOf(tx: Tx, ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.person.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true } });
  return new Map(rows.map((row) => [row.id, row.name]));
}

export async function nameOf(tx: Tx, id: number): Promise<string> {
  // Asked one by one, Prisma puts those together that are asked at the same time.
  return (await tx.person.findUnique({ where: { id }, select: { name: true } }))?.name ?? 'somebody';
}
