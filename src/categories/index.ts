// Categories: how worried the authority is about a school, recommended and confirmed by people (F-12, DOMAIN 5.1).
import { sayDate } from '../calendar/index.ts';
import type { Feature } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { categoryById } from '../frameworks/index.ts';
import { recommendationKind } from './cards.ts';
import { commands } from './commands.ts';
import { countByCategory, countWaiting, findCurrent, listWaiting } from './records.ts';
import { categoryWords } from './rules.ts';
import { CATEGORY_READERS, CONFIRMERS } from './who.ts';

export { findCurrent, getDecision, listInCategories, type Placed } from './records.ts';
export { categoryWords, type Decision, directionWords } from './rules.ts';
export { CATEGORY_READERS, LEADS } from './who.ts';

export const categories: Feature = {
  name: 'categories',
  commands,
  cards: [recommendationKind],

  async statusLines({ tx, partnership, actor, schoolId }) {
    const { framework } = partnership;
    if (schoolId !== undefined) {
      if (!may(CATEGORY_READERS, actor, { schoolId })) return [];
      const current = await findCurrent(tx, schoolId);
      const value = current
        ? `${categoryWords(framework, current.value)} since ${sayDate(current.effectiveOn!)}`
        : 'none confirmed yet';
      return [{ order: 10, title: 'Category', value }];
    }
    if (!may(CATEGORY_READERS, actor, {})) return [];
    const counts = await countByCategory(tx, partnership.id);
    const parts = framework.categories.map(({ id, colourName }) => `${colourName} ${countOf(counts, id)}`);
    const none = countOf(counts, null);
    const lines = [
      { order: 10, title: 'Schools by category', value: [...parts, ...(none ? [`none yet ${none}`] : [])].join(', ') },
    ];
    const waiting = await countWaiting(tx, partnership.id);
    if (waiting > 0) lines.push({ order: 12, title: 'Categories to confirm', value: String(waiting) });
    return lines;
  },

  async homeItems({ tx, partnership, actor }) {
    if (!may(CONFIRMERS, actor, {})) return [];
    const waiting = await listWaiting(tx, partnership.id);
    return waiting
      .filter((one) => one.recommendedById !== actor.personId)
      .map((one) => ({
        kind: 'question',
        title: `${refOf('CAT', one.id)}: ${categoryById(partnership.framework, one.value).colourName} for ${one.schoolName}?`,
        hint: `Open it, or type category confirm ${refOf('CAT', one.id)}.`,
        card: { card: 'category-recommendation', subject: subjectOf('CAT', one.id) },
      }));
  },
};

function countOf(counts: { value: string | null; count: number }[], value: string | null): number {
  return counts.find((one) => one.value === value)?.count ?? 0;
}
