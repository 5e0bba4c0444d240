// Whom Convenor knows among those whom a platform names.
import type { Member, PlatformName } from '../chat/contract.ts';
import type { Tx } from '../store/database.ts';
import { asDay } from '../store/days.ts';

/** The people of a partnership who are here and are known on a platform as one of these, by user id. */
export async function listPeopleAmong(
  tx: Tx,
  platform: PlatformName,
  members: Member[],
  { partnershipId, today }: { partnershipId: number; today: string },
): Promise<Map<string, { personId: number; name: string }>> {
  const tenants = new Map(members.map(({ userId, tenants }) => [userId, tenants] as const));
  const rows = await tx.identity.findMany({
    where: {
      platform,
      userId: { in: [...tenants.keys()] },
      unboundAt: null,
      person: { partnershipId, OR: [{ leftOn: null }, { leftOn: { gt: asDay(today) } }] },
    },
    select: { userId: true, tenant: true, person: { select: { id: true, name: true } } },
  });
  return new Map(
    rows.flatMap(({ userId, tenant, person }) =>
      tenants.get(userId)!.includes(tenant) ? [[userId, { personId: person.id, name: person.name }] as const] : [],
    ),
  );
}
