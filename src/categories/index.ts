// Categories: how worried the authority is about a school, recommended and confirmed by people (F-12, DOMAIN 5.1).
import { sayDate } from '../calendar/index.ts';
import { type Feature, statusPart } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { categoryById, type Framework } from '../frameworks/index.ts';
import { recommendationKind } from './cards.ts';
import { commands } from './commands.ts';
import { type Counted, categoryFacts, listWaiting, ownCategoryFacts } from './records.ts';
import { categoryWords } from './rules.ts';
import { CATEGORY_READERS, CONFIRMERS } from './who.ts';

export { type Change, changeFacts } from './changes.records.ts';
export { leadersInWords, SCHOOL_LEADERS } from './leaders.ts';
export {
  type Counted,
  categoryFacts,
  findCurrent,
  getDecision,
  listInCategories,
  type Placed,
} from './records.ts';
export { categoryWords, type Decision, directionWords } from './rules.ts';
export { CATEGORY_READERS, LEADS } from './who.ts';

/** "Green 4, Yellow 6, Amber 3, Red 1", and how many have none yet. */
export function countsInWords(framework: Framework, counts: Counted['counts']): string {
  const parts = framework.categories.map((one) => `${one.colourName} ${counts?.[one.id] ?? 0}`);
  const none = counts?.[''] ? [`none yet ${counts['']}`] : [];
  return [...parts, ...none].join(', ');
}

export const categories: Feature = {
  name: 'categories',
  commands,
  cards: [recommendationKind],

  statusParts({ partnership, actor, schoolId }) {
    const { framework, id } = partnership;
    if (!may(CATEGORY_READERS, actor, schoolId === undefined ? {} : { schoolId })) return [];
    if (schoolId !== undefined)
      return [
        statusPart(ownCategoryFacts(schoolId), ({ value, since }: { value: string | null; since: string | null }) => {
          const words = value ? `${categoryWords(framework, value)} since ${sayDate(since!)}` : 'none confirmed yet';
          return [{ order: 10, title: 'Category', value: words }];
        }),
      ];
    return [
      statusPart(categoryFacts(id), ({ counts, waiting }: Counted) => [
        { order: 10, title: 'Schools by category', value: countsInWords(framework, counts) },
        ...(waiting > 0 ? [{ order: 12, title: 'Categories to confirm', value: String(waiting) }] : []),
      ]),
    ];
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
