import { roleLabel } from '../chat/permission.ts';
import type { Framework } from '../frameworks/index.ts';
import { asDay } from '../store/days.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import type { Persona } from './demo.ts';

// A page with more people than this is no longer a place to try things.
const MOST = 500;

/** Everybody in the partnership, with today's roles in words: on the local page a visitor may be any of them. */
export async function listEveryone(
  prisma: PrismaClient,
  query: { partnershipId: number; framework: Framework; today: string },
): Promise<Persona[]> {
  const day = asDay(query.today);
  const people = await prisma.person.findMany({
    where: { partnershipId: query.partnershipId, OR: [{ leftOn: null }, { leftOn: { gt: day } }] },
    include: {
      rolesHeld: {
        where: { fromOn: { lte: day }, OR: [{ untilOn: null }, { untilOn: { gte: day } }] },
        include: { school: { select: { name: true } } },
        orderBy: { id: 'asc' },
      },
      identities: { where: { platform: 'web', tenant: 'local' }, select: { id: true } },
    },
    orderBy: { name: 'asc' },
    take: MOST,
  });
  await makeKnown(
    prisma,
    people.filter((person) => person.identities.length === 0).map((person) => person.id),
  );
  return people.map((person) => ({
    personId: person.id,
    name: person.name,
    roles:
      person.rolesHeld
        .map(({ role, school }) => upper([roleLabel(query.framework, role), school?.name].filter(Boolean).join(', ')))
        .join('; ') || 'No role today',
    group: 'Everybody else',
    tryThis: 'Type “home” for what is waiting, or “help” for what this person may do.',
  }));
}

/** The page itself says who somebody is, so nobody needs a code here. */
async function makeKnown(prisma: PrismaClient, personIds: number[]): Promise<void> {
  if (personIds.length === 0) return;
  const place = { platform: 'web', tenant: 'local' };
  await prisma.identity.createMany({
    skipDuplicates: true,
    data: personIds.map((personId) => ({ ...place, userId: `person-${personId}`, personId, boundAt: new Date() })),
  });
  await prisma.conversation.createMany({
    skipDuplicates: true,
    data: personIds.map((personId) => ({ ...place, externalId: `person-${personId}`, kind: 'personal', personId })),
  });
}

function upper(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
