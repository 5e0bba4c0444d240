import { randomUUID } from 'node:crypto';
import type { Partnership } from '../chat/contract.ts';
import { Refusal } from '../chat/refusal.ts';
import type { Tx } from '../store/database.ts';
import { type Invitee, listInvitees, writeInvited } from './invitations.records.ts';
import { makeJoinCode } from './joining.ts';
import { getPersonNamed } from './naming.ts';

export interface Invitation extends Invitee {
  /** Known to whoever asked, and to nobody else: it is not stored. */
  code: string;
  expiresAt: Date;
}

/** Who is invited: one person by name, the holders of a role (by its id), or everybody. */
export type Invited = { name: string } | { role: string } | { all: true };

/**
 * Make a join code for each of the people; the codes they were given before stop working. Refuses a name that fits
 * nobody or several, and a role that nobody holds today.
 */
export async function invite(
  tx: Tx,
  whom: Invited,
  { partnership, today, now }: { partnership: Partnership; today: string; now: Date },
): Promise<Invitation[]> {
  const query = { partnershipId: partnership.id, today };
  const personId = 'name' in whom ? (await getPersonNamed(tx, whom.name, query)).id : undefined;
  const role = 'role' in whom ? whom.role : undefined;
  const people = await listInvitees(tx, {
    ...query,
    ...(personId === undefined ? {} : { personId }),
    ...(role === undefined ? {} : { role }),
  });
  if (people.length === 0 && role !== undefined)
    throw new Refusal(`Nobody holds the role ${partnership.framework.roles[role] ?? role} today.`);
  if (people.length === 0)
    throw new Refusal('There is nobody to invite yet. Import people first: npm run import -- people FILE.');

  const requestId = randomUUID();
  const invitations: Invitation[] = [];
  for (const person of people) {
    const { code, expiresAt } = await makeJoinCode(tx, person.personId, now);
    await writeInvited(tx, person.personId, now, requestId);
    invitations.push({ ...person, code, expiresAt });
  }
  return invitations;
}
