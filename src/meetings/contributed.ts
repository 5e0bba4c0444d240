import type { AgendaPaper, Feature, Reading } from '../chat/contract.ts';

/** Ask the features what they bring to the next agenda of a board. */
export async function contributedItems(features: Feature[], reading: Reading, boardId: number) {
  const items: { title: string; lead: string }[] = [];
  for (const feature of features) items.push(...((await feature.agendaItems?.(reading, boardId)) ?? []));
  return items;
}

/** Ask the features what a board should have before it at its next meeting. */
export async function contributedPapers(
  features: Feature[],
  reading: Reading,
  boardId: number,
): Promise<AgendaPaper[]> {
  const papers: AgendaPaper[] = [];
  for (const feature of features) papers.push(...((await feature.agendaPapers?.(reading, boardId)) ?? []));
  return papers.filter(({ lines }) => lines.length > 0);
}
