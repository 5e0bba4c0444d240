import type { Tx } from '../store/database.ts';
import { asDay, dayOf } from '../store/days.ts';
import { isChanged, type PersonPlan, type RolePlan, type StoredPerson } from './people-plan.ts';
import type { NamedSchool } from './people-schools.ts';
import { type Author, writeImported } from './records.ts';

/** The partnership’s schools that are not closed, where somebody can have a role. */
export async function findOpenSchools(tx: Tx, partnershipId: number): Promise<NamedSchool[]> {
  return tx.school.findMany({
    where: { partnershipId, status: { not: 'Closed' } },
    select: { id: true, urn: true, name: true },
  });
}

/** Everybody of the partnership with all the roles that they ever held, also those who left. */
export async function findPeople(tx: Tx, partnershipId: number): Promise<StoredPerson[]> {
  const people = await tx.person.findMany({
    where: { partnershipId },
    include: { rolesHeld: { orderBy: { fromOn: 'desc' } } },
    orderBy: { id: 'asc' },
  });
  return people.map(({ rolesHeld, ...person }) => ({
    ...person,
    leftOn: dayOf(person.leftOn),
    roles: rolesHeld.map((held) => ({ ...held, fromOn: dayOf(held.fromOn), untilOn: dayOf(held.untilOn) })),
  }));
}

/** A seat that its holder keeps although the role that it goes with ends. */
export interface KeptSeat {
  name: string;
  role: string;
  board: string;
}

/** The seats on open boards that go with roles which the list ends: nobody loses a seat by a list (L §7.2.3). */
export async function findKeptSeats(tx: Tx, people: PersonPlan[]): Promise<KeptSeat[]> {
  const ended = people.flatMap(({ before, roles }) =>
    before ? roles.filter((one) => one.untilOn !== null).map((one) => ({ personId: before.id, ...one })) : [],
  );
  if (ended.length === 0) return [];
  const seats = await tx.seat.findMany({
    where: { personId: { in: ended.map((one) => one.personId) }, untilOn: null, board: { closedOn: null } },
    select: {
      personId: true,
      role: true,
      schoolId: true,
      board: { select: { name: true, schoolId: true } },
      person: { select: { name: true } },
    },
    orderBy: { id: 'asc' },
  });
  return seats
    .filter((seat) =>
      ended.some(
        ({ personId, role, schoolId }) =>
          personId === seat.personId &&
          role === seat.role &&
          (schoolId === null || [seat.schoolId, seat.board.schoolId].includes(schoolId)),
      ),
    )
    .map(({ role, board, person }) => ({ name: person!.name, role, board: board.name }));
}

/** Write one person as planned, with the audit rows of what changed. */
export async function savePerson(tx: Tx, partnershipId: number, plan: PersonPlan, author: Author): Promise<void> {
  const { before, name, email, importKey } = plan;
  const facts = { name, email, importKey };
  const id = before?.id ?? (await tx.person.create({ data: { ...facts, partnershipId } })).id;
  if (before && isChanged(plan))
    await tx.person.update({ where: { id }, data: { ...facts, version: { increment: 1 } } });
  for (const role of plan.roles) await saveRole(tx, id, role);
  if (plan.roles.length > 0 || isChanged(plan))
    await writeImported(tx, {
      event: 'person.imported',
      subject: `person:${id}`,
      before: {
        name: before?.name ?? null,
        roles: plan.roles.flatMap(({ role, schoolId, before }) => (before ? [{ role, schoolId, ...before }] : [])),
      },
      after: {
        name,
        roles: plan.roles.map(({ role, schoolId, fromOn, untilOn }) => ({ role, schoolId, fromOn, untilOn })),
      },
      ...author,
    });
}

async function saveRole(tx: Tx, personId: number, { id, role, schoolId, fromOn, untilOn }: RolePlan): Promise<void> {
  const days = { fromOn: asDay(fromOn), untilOn: untilOn === null ? null : asDay(untilOn) };
  if (id === undefined) await tx.roleHeld.create({ data: { personId, role, schoolId, ...days } });
  else await tx.roleHeld.update({ where: { id }, data: days });
}
