import { randomUUID } from 'node:crypto';
import type { Partnership } from '../chat/contract.ts';
import { openOutbox } from '../chat/outbox.ts';
import { Refusal } from '../chat/refusal.ts';
import type { Tx } from '../store/database.ts';
import { type Invitee, listInvitees, writeInvited } from './invitations.records.ts';
import { makeJoinCode } from './joining.ts';
import { inviteByMail } from './mail-invitations.ts';
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
  const people = await chooseInvitees(tx, whom, { partnership, today });
  const requestId = randomUUID();
  const invitations: Invitation[] = [];
  for (const person of people) {
    const { code, expiresAt } = await makeJoinCode(tx, person.personId, now);
    await writeInvited(tx, person.personId, now, requestId);
    invitations.push({ ...person, code, expiresAt });
  }
  return invitations;
}

/**
 * Have a joining link sent to each of the people, at the address in the list of people; says of each where it goes, or why
 * none does. Refuses as `invite` does, and one person by name also for want of an address.
 */
export async function inviteAllByMail(
  tx: Tx,
  whom: Invited,
  { partnership, today, now }: { partnership: Partnership; today: string; now: Date },
): Promise<{ name: string; sent: string }[]> {
  const people = await chooseInvitees(tx, whom, { partnership, today });
  const requestId = randomUUID();
  const outbox = openOutbox(tx, now, requestId);
  const told: { name: string; sent: string }[] = [];
  for (const { personId, name } of people) {
    try {
      const { address } = await inviteByMail(tx, { id: personId, name }, { now, requestId, outbox });
      await writeInvited(tx, personId, now, requestId);
      told.push({ name, sent: `a joining link goes to ${address}` });
    } catch (error) {
      // Of many, those without an address do not hold up the others: nothing was written for them.
      if (!(error instanceof Refusal) || 'name' in whom) throw error;
      told.push({ name, sent: `not invited. ${error.message}` });
    }
  }
  await outbox.flush();
  return told;
}

async function chooseInvitees(
  tx: Tx,
  whom: Invited,
  { partnership, today }: { partnership: Partnership; today: string },
): Promise<Invitee[]> {
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
    throw new Refusal(
      'There is nobody to invite yet. Add people first: type “setup list people” in chat, or npm run import -- people FILE.',
    );
  return people;
}
