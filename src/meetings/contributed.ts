import type { Feature, Reading } from '../chat/contract.ts';

/** Ask the features what they bring to the next agenda of a board. */
export async function contributedItems(features: Feature[], reading: Reading, boardId: number) {
  const items: { title: string; lead: string }[] = [];
  for (const feature of features) items.push(...((await feature.agendaItems?.(reading, boardId)) ?? []));
  return items;
}
