// What a feature room gets from others without importing them: the house's contributions, gathered.
import { compareDates } from '../calendar/index.ts';
import { askJson, joinSql, type Sql, sql } from '../store/database.ts';
import type { Actor, Duty, DutyQuestion, Feature, HomeItem, Reading, StatusLine, StatusQuestion } from './contract.ts';

/**
 * Gather every feature's status lines, in their order, with one statement for the facts of all; `more` is read in the same
 * statement for whoever asks.
 */
export async function gatherStatus(
  features: Feature[],
  question: StatusQuestion,
  more: Sql[] = [],
): Promise<{ lines: StatusLine[]; more: unknown[] }> {
  const parts = features.flatMap((feature) => feature.statusParts?.(question) ?? []);
  const facts = [...parts.map((part) => part.facts), ...more].map((one) => sql`(${one})`);
  if (facts.length === 0) return { lines: [], more: [] };
  const found = (await askJson<unknown[]>(question.tx, sql`json_build_array(${joinSql(facts)})`, question.snapshot))!;
  const lines = parts.flatMap((part, index) => part.lines(found[index])).sort((a, b) => a.order - b.order);
  return { lines, more: found.slice(parts.length) };
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

/** Gather what people owe by a date, the most urgent first. */
export async function gatherDuties(features: Feature[], question: DutyQuestion): Promise<Duty[]> {
  const duties: Duty[] = [];
  for (const feature of features) duties.push(...((await feature.duties?.(question)) ?? []));
  return duties.sort((a, b) => compareDates(a.dueOn, b.dueOn));
}
