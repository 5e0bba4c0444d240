import { z } from 'zod';
import { sayDate } from '../calendar/index.ts';
import { type Actor, type Command, command, type Reading } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { Refusal } from '../chat/refusal.ts';
import { getSchool, getSchoolNamed } from '../schools/records.ts';
import { confirm, override } from './deciding.ts';
import { words } from './inputs.ts';
import { recommend } from './recommending.ts';
import { findOwnBoard, listHistory } from './records.ts';
import { categoryWords } from './rules.ts';
import { CATEGORY_READERS } from './who.ts';

const show = command({
  name: 'category.show',
  help: 'See a school’s category and how it came about.',
  typed: {
    words: 'category show',
    usage: 'category show SCHOOL',
    example: 'category show Fernhill',
    parse: (rest) => ({ school: rest }),
  },
  input: z.object({ school: words('the name', 200).default('') }),
  isQuestion: true,
  may: CATEGORY_READERS,
  async about({ school }, reading, actor) {
    const found = await namedOrOwn(school, reading, actor);
    const boardId = await findOwnBoard(reading.tx, found.id);
    const about = { schoolId: found.id, ...(boardId === undefined ? {} : { boardId }) };
    if (!may(CATEGORY_READERS, actor, about)) throw new Refusal('You can see the category of your own school only.');
    return about;
  },
  async run({ school }, context) {
    const found = await namedOrOwn(school, context, context.actor);
    const history = await listHistory(context.tx, found.id);
    if (history.length === 0) return { said: `${found.name} has no confirmed category on record.`, isPrivate: true };
    const [current, ...earlier] = history.map(
      (one) => `${categoryWords(context.partnership.framework, one.value)} since ${sayDate(one.effectiveOn!)}`,
    );
    const before = earlier.length === 0 ? '' : ` Before that: ${earlier.join('; ')}.`;
    return {
      said: `${found.name}: ${current}. Reason: ${history[0]!.reason}${before === '' ? '' : `\n${before.trim()}`}`,
      isPrivate: true,
    };
  },
});

export const commands: Command[] = [recommend, confirm, override, show];

async function namedOrOwn(
  words: string,
  { tx, partnership }: Reading,
  actor: Actor,
): Promise<{ id: number; name: string }> {
  if (words !== '') return getSchoolNamed(tx, words, partnership.id);
  const own = actor.roles.find((held) => held.schoolId !== null)?.schoolId;
  if (!own) throw new Refusal('Say which school: category show and its name.');
  return getSchool(tx, own);
}
