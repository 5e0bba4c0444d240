// What people would be sent: every message that waits in the outbox, and every answer, as Teams, Slack and the page show them.
import type { Answer, ShownCard } from '../../../src/chat/contract.ts';
import { kindOf, showing } from '../../../src/chat/show.ts';
import { features } from '../../../src/features.ts';
import { summaryOf } from '../../../src/page/draw.ts';
import { readPartnership } from '../../../src/people/index.ts';
import { toBlocks, toModal, toSentence } from '../../../src/slack/blocks.ts';
import type { PrismaClient } from '../../../src/store/generated/client.ts';
import { cardMessage, formMessage, teamsCard, words } from '../../../src/teams/cards.ts';

export interface Rendered {
  /** The card's name, or what else it is. */
  what: string;
  teams: unknown[];
  slack: unknown[];
  /** Notifications and what else stands outside of a card. */
  previews: string[];
  isConfidential: boolean;
  /** Where it goes: somebody's own chat, or a channel. */
  place: string;
  isPrivate: boolean;
}

/** An answer as it is shown. */
export function renderedAnswer(answer: Answer): Rendered[] {
  const { said, card, form, replaces, isPrivate } = answer;
  const place = { place: 'answer', isPrivate };
  const all: Rendered[] = [];
  const wrong = Object.values(answer.fieldErrors ?? {}).join('\n');
  for (const text of [said, wrong])
    if (text)
      all.push({
        ...place,
        what: 'words',
        teams: [words(text)],
        slack: [toSentence(text)],
        previews: [],
        isConfidential: false,
      });
  for (const shown of [card, replaces]) if (shown) all.push({ ...renderedCard(shown, said), ...place });
  if (form)
    all.push({
      ...place,
      what: `form ${form.form.title}`,
      teams: [formMessage(form)],
      slack: [toModal(form, {} as never)],
      previews: [form.form.title],
      isConfidential: false,
    });
  return all;
}

function renderedCard(
  shown: ShownCard,
  said?: string,
): Pick<Rendered, 'what' | 'teams' | 'slack' | 'previews' | 'isConfidential'> {
  const teams = cardMessage(shown);
  const slack = toBlocks(shown);
  const summary = teams.type === 'message' && 'summary' in teams ? teams.summary : '';
  const content = 'attachments' in teams ? teams.attachments[0].content : {};
  return {
    what: shown.name,
    teams: [teams, ...(said ? [teamsCard(shown, said)] : [])],
    slack: [slack, ...(said ? [toBlocks(shown, said)] : [])],
    previews: [summary, String(content['fallbackText']), slack.text, summaryOf(shown)],
    isConfidential: shown.isConfidential,
  };
}

/** The messages that were put in the outbox since, as delivery would make them; one for each card and subject. */
export async function renderedOutbox(prisma: PrismaClient, since: bigint, now: Date): Promise<Rendered[]> {
  const rows = await prisma.outbox.findMany({
    where: { id: { gt: since } },
    distinct: ['card', 'subject', 'conversationId'],
    orderBy: { id: 'asc' },
    include: { conversation: true },
    take: 12,
  });
  const found = (await readPartnership(prisma, undefined, now))!;
  const all: Rendered[] = [];
  for (const { card, subject, personId, conversation } of rows) {
    const kind = kindOf({ features }, card);
    const isOwn = conversation === null || conversation.kind === 'personal';
    const viewerId = personId ?? conversation?.personId ?? undefined;
    const place = { kind: isOwn ? 'personal' : 'channel', isPrivate: isOwn || conversation.isPrivate } as const;
    const made = await showing(kind, subject, { tx: prisma, now, ...found, viewerId, conversation: place });
    if (!made) continue;
    const isConfidential = kind.isConfidential ?? false;
    const shown = { copyId: 1, name: card, card: made.card, token: 't'.repeat(43), isConfidential };
    all.push({ ...renderedCard(shown), place: place.kind, isPrivate: place.isPrivate });
  }
  return all;
}

/** The number of the newest message. */
export async function newestMessage(prisma: PrismaClient): Promise<bigint> {
  return (await prisma.outbox.aggregate({ _max: { id: true } }))._max.id ?? 0n;
}
