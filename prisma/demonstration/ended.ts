// Whether what a newcomer can try has ended, by what is stored: a reload, another browser and somebody who typed instead of
// pressing all see the same.
import { Ref } from '../../src/chat/refs.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import { QUILLGATE, VERRALL_GREEN } from './borough.ts';
import { clockOffset, type Story } from './story.ts';

/** The things to try, by names that stay. */
export type ThingKey =
  | 'grades'
  | 'approve'
  | 'circulate'
  | 'action'
  | 'ask'
  | 'recommend'
  | 'confirm'
  | 'status'
  | 'clock';

/** Which of the things have ended by now. */
export async function whatEnded(prisma: PrismaClient, story: Story): Promise<Set<ThingKey>> {
  const circulated = Ref('MIN').parse(story.circulated);
  const draft = Ref('MIN').parse(story.draft);
  const late = Ref('ACT').parse(story.late);
  const asked = Ref('ACT').parse(story.asked);
  const recommendation = Ref('CAT').parse(story.recommendation);
  const grades = Ref('EVA').parse(story.grades);
  const governor = `demonstration-governor-${QUILLGATE}-2`;
  // Moving the date of an action or asking for another is an answer too. Status is a question and changes nothing, so its
  // answer in the chat is looked for: it has the key of the words that asked.
  const [found] = await prisma.$queryRaw<[Record<Exclude<ThingKey, 'clock'>, boolean>]>`
    select
      exists (select 1 from "SelfEvaluation" where id = ${grades} and state <> 'asked') as grades,
      exists (select 1 from "MinutesApproval" a join "Person" p on p.id = a."personId"
        where a."minutesId" = ${circulated} and p."importKey" = ${governor}) as approve,
      exists (select 1 from "Minutes" where id = ${draft} and state <> 'draft') as circulate,
      exists (select 1 from "Action" a where a.id = ${late} and (a.state <> 'open' or a."dueRevision" > 1
        or exists (select 1 from "ActionAsk" where "actionId" = a.id))) as action,
      not exists (select 1 from "ActionAsk" where "actionId" = ${asked} and state = 'open') as ask,
      exists (select 1 from "CategoryDecision" c join "School" s on s.id = c."schoolId"
        where s.urn = ${VERRALL_GREEN} and c.id > ${recommendation}) as recommend,
      exists (select 1 from "CategoryDecision" where id = ${recommendation} and state <> 'recommended') as confirm,
      exists (select 1 from "WebMessage" w
        join "Person" p on p.id = w."personId" and p."importKey" = 'demonstration-programme'
        join "WebMessage" a on a.key = regexp_replace(w.key, ':words$', ':card')
        where w.text ~* '^\\s*/?status\\y') as status`;
  const ended = (Object.keys(found) as (keyof typeof found)[]).filter((key) => found[key]);
  const hasClockMoved = (await clockOffset(prisma)) > story.clock;
  return new Set<ThingKey>(hasClockMoved ? [...ended, 'clock'] : ended);
}

/** A card in a person's chat: the one that a thing begins with, or the one that tells somebody of it. */
export interface Standing {
  personId: number;
  subject: string;
}

/** The messages on the page in which these cards stand, in their order; the newest of several, undefined where none has come. */
export async function messagesOf(
  prisma: PrismaClient,
  cards: (Standing | undefined)[],
): Promise<(number | undefined)[]> {
  const asked = cards.flatMap((card) => card ?? []);
  const copies = await prisma.cardCopy.findMany({
    where: {
      messageId: { not: null },
      state: { not: 'gone' },
      OR: asked.map(({ personId, subject }) => ({
        conversation: { platform: 'web', kind: 'personal', personId },
        OR: [{ subject }, { subject: { startsWith: `${subject}:` } }],
      })),
    },
    include: { conversation: { select: { personId: true } } },
    orderBy: { id: 'asc' },
  });
  return cards.map((card) => {
    const own = copies.filter(
      ({ conversation, subject }) =>
        conversation.personId === card?.personId && `${subject}:`.startsWith(`${card?.subject}:`),
    );
    const messageId = Number(own.at(-1)?.messageId);
    return Number.isInteger(messageId) ? messageId : undefined;
  });
}
