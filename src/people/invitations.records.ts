// Codes for scripts and clerks: who is to get one, and what their roles are.
import type { Tx } from '../store/database.ts';
import { asDay } from '../store/days.ts';

export interface Invitee {
  personId: number;
  name: string;
  /** Roles held today, with the school's name where the role is held at one. */
  roles: { role: string; school: string | null }[];
}

/** Everybody of a partnership who has not left, by name; with `role`, those who hold it today; with `personId`, that person. */
export async function listInvitees(
  tx: Tx,
  query: { partnershipId: number; today: string; role?: string; personId?: number },
): Promise<Invitee[]> {
  const day = asDay(query.today);
  const held = { fromOn: { lte: day }, OR: [{ untilOn: null }, { untilOn: { gte: day } }] };
  const people = await tx.person.findMany({
    where: {
      partnershipId: query.partnershipId,
      OR: [{ leftOn: null }, { leftOn: { gt: day } }],
      ...(query.personId === undefined ? {} : { id: query.personId }),
      ...(query.role === undefined ? {} : { rolesHeld: { some: { ...held, role: query.role } } }),
    },
    include: { rolesHeld: { where: held, include: { school: { select: { name: true } } }, orderBy: { id: 'asc' } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  return people.map(({ id, name, rolesHeld }) => ({
    personId: id,
    name,
    roles: rolesHeld.map(({ role, school }) => ({ role, school: school?.name ?? null })),
  }));
}

export async function writeInvited(tx: Tx, personId: number, now: Date, requestId: string): Promise<void> {
  await tx.auditEvent.create({
    data: {
      at: now,
      event: 'person.invited',
      subject: `person:${personId}`,
      platform: 'script',
      place: 'npm run invite',
      requestId,
    },
  });
}
