import type { Json } from '../chat/contract.ts';
import { json } from '../chat/records.ts';
import type { Tx } from '../store/database.ts';
import { asDay } from '../store/days.ts';

const DIRECTOR = 'PROGRAMME_DIRECTOR';

function heldOn(today: string) {
  return { fromOn: { lte: asDay(today) }, OR: [{ untilOn: null }, { untilOn: { gte: asDay(today) } }] };
}

/** Who is programme director of a partnership today, and whether they have joined. */
export async function listDirectors(tx: Tx, partnershipId: number, today: string) {
  const people = await tx.person.findMany({
    where: {
      partnershipId,
      OR: [{ leftOn: null }, { leftOn: { gt: asDay(today) } }],
      rolesHeld: { some: { role: DIRECTOR, schoolId: null, ...heldOn(today) } },
    },
    select: { id: true, name: true, identities: { where: { unboundAt: null }, select: { id: true } } },
    orderBy: { id: 'asc' },
  });
  return people.map(({ id, name, identities }) => ({ id, name, hasJoined: identities.length > 0 }));
}

/** Somebody of a partnership by the key that a list would give them; made where there is nobody. */
export async function makePerson(tx: Tx, data: { partnershipId: number; name: string; importKey: string }) {
  const { partnershipId, importKey } = data;
  const found = await tx.person.findUnique({ where: { partnershipId_importKey: { partnershipId, importKey } } });
  return found ?? tx.person.create({ data });
}

/** Make somebody programme director from today, unless they are. Says whether they were not. */
export async function giveRole(tx: Tx, personId: number, today: string): Promise<boolean> {
  const held = await tx.roleHeld.findFirst({ where: { personId, role: DIRECTOR, schoolId: null, ...heldOn(today) } });
  if (held) return false;
  await tx.roleHeld.create({ data: { personId, role: DIRECTOR, fromOn: asDay(today) } });
  return true;
}

/** Write into the audit what `npm run setup` did. */
export async function writeFirst(
  tx: Tx,
  row: { event: string; subject: string; after?: Json; now: Date; requestId: string },
): Promise<void> {
  const { event, subject, after, now, requestId } = row;
  await tx.auditEvent.create({
    data: {
      ...{ at: now, event, subject, platform: 'script', place: 'npm run setup', requestId },
      ...(after === undefined ? {} : { after: json(after) }),
    },
  });
}
