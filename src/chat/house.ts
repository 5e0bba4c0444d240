// What a feature room gets from others without importing them: the house's contributions, gathered.
import type { Actor, Feature, HomeItem, Reading, StatusLine, StatusQuestion } from './contract.ts';

/** Gather every feature's status lines, in their order. */
export async function gatherStatus(features: Feature[], question: StatusQuestion): Promise<StatusLine[]> {
  const lines: StatusLine[] = [];
  for (const feature of features) lines.push(...((await feature.statusLines?.(question)) ?? []));
  return lines.sort((a, b) => a.order - b.order);
}

const KINDS: HomeItem['kind'][] = ['question', 'approval', 'action'];

/** Gather what is waiting for a person: kind by kind, the most urgent of each first. */
export async function gatherHome(features: Feature[], reading: Reading & { actor: Actor }): Promise<HomeItem[]> {
  const items: HomeItem[] = [];
  for (const feature of features) items.push(...((await feature.homeItems?.(reading)) ?? []));
  // What has no date waits now: it comes after what is overdue and before what has time.
  const dueOn = (item: HomeItem) => item.dueOn ?? reading.today;
  return items.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || dueOn(a).localeCompare(dueOn(b)));
}
