// Outbox fan-out: messages that wait in the database, each made into a card, rendered and handed to a platform that takes it at
// once, in this very process. There is nothing bare to compare it with: the figure stands alone.
import type { PrismaClient } from '../../../src/store/generated/client.ts';
import type { Places } from '../places.ts';
import { type Line, number } from '../report.ts';
import { median } from '../rounds.ts';
import { measureCrowd } from './crowd.ts';
import { aTakingHouse } from './taking.ts';

const SCHOOLS = 250;
const EACH = 10;

export async function measureOutbox(places: Places, { rounds }: { rounds: number }): Promise<Line[]> {
  const { prisma, taking, delivery, stop } = await aTakingHouse(places, 'outbox', {
    schools: SCHOOLS,
    actionsEach: EACH,
  });
  await giveChats(prisma);
  const found: number[] = [];
  // The first round only warms up.
  for (let round = 0; round <= rounds; round++) {
    taking.keys.clear();
    const messages = await writeMessages(prisma, round);
    const from = performance.now();
    await delivery.drain();
    const perSecond = messages / ((performance.now() - from) / 1000);
    taking.check(messages);
    if (round > 0) found.push(perSecond);
  }
  await stop();
  const perSecond = median(found);
  return [
    {
      measure: `outbox, ${number(SCHOOLS * EACH)} action cards to ${SCHOOLS} headteachers, in order`,
      found: `${number(perSecond)} a second`,
      target: 'at least 400 a second',
      isMet: perSecond >= 400,
      figures: `rounds: ${found.map((one) => number(one)).join(', ')}`,
    },
    ...(await measureCrowd(places)),
  ];
}

async function giveChats(prisma: PrismaClient): Promise<void> {
  await prisma.$executeRaw`
    insert into "Conversation" (platform, tenant, "externalId", kind, "personId", address)
    select 'teams', 'bench', 'head-' || n, 'personal', 2 * n, '{}' from generate_series(1, ${SCHOOLS}::int) n`;
}

async function writeMessages(prisma: PrismaClient, round: number): Promise<number> {
  return prisma.$executeRaw`
    insert into "Outbox" (key, "conversationId", "personId", card, subject, "notBefore", "requestId", "createdAt")
    select 'bench:' || ${round}::int || ':' || a.id, c.id, a."ownerId", 'action', 'action:ACT-' || a.id, now() - interval '1 minute', 'bench', now()
    from "Action" a join "Conversation" c on c."personId" = a."ownerId" order by a.id`;
}
