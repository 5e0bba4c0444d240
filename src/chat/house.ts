// What a feature room gets from others without importing them: the house's contributions, gathered.
import type { Actor, Feature, HomeItem, Reading, StatusLine, StatusQuestion } from './contract.ts';

/** Gather every feature's status lines, in their order. */
export async function gatherStatus(features: Feature[], question: StatusQuestion): Promise<StatusLine[]> {
  const lines: StatusLine[] = [];
  for (const feature of features) lines.push(...((await feature.statusLines?.(question)) ?? []));
  return lines.sort((a, b) => a.order - b.order);
}

/** Gather what is waiting for a person, the most urgent first. */
export async function gatherHome(features: Feature[], reading: Reading & { actor: Actor }): Promise<HomeItem[]> {
  const items: HomeItem[] = [];
  for (const feature of features) items.push(...((await feature.homeItems?.(reading)) ?? []));
  return items.sort((a, b) => (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999'));
}
