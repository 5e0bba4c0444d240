// Who saw what of a board or a school between two moments: for the 72 hours after something went wrong.
import { listSaw, type Saw } from '../../src/audit/index.ts';
import { listBoards } from '../../src/boards/index.ts';
import { addDays, instantAt, LocalDate } from '../../src/calendar/index.ts';
import type { Partnership } from '../../src/chat/contract.ts';
import { Refusal } from '../../src/chat/refusal.ts';
import { getSchoolNamed } from '../../src/schools/records.ts';
import type { Tx } from '../../src/store/database.ts';

/** More than anybody reads; who gets as many narrows the time. */
const MOST = 10_000;

interface Asked {
  words: string;
  from: string | undefined;
  to: string | undefined;
}

/** The lines of the answer. Refuses times that are none, and names that fit nothing or several. */
export async function saySaw(tx: Tx, partnership: Partnership, { words, from, to }: Asked): Promise<string[]> {
  if (from === undefined || to === undefined)
    throw new Refusal('Say from when and to when: --from 2026-11-20 --to 2026-11-24.');
  const zone = partnership.timeZone;
  const time = { from: momentOf(from, zone, false), until: momentOf(to, zone, true) };
  if (time.from >= time.until) throw new Refusal('The end is before the beginning. Change --from or --to.');
  const { title, ...about } = await findAbout(tx, partnership, words);
  const rows = await listSaw(tx, { ...about, ...time, most: MOST + 1 });
  const people = new Set(rows.map((row) => row.personId ?? row.name));
  const heading = `${title}, ${sayMoment(time.from, zone)} to ${sayMoment(time.until, zone)}:`;
  if (rows.length === 0) return [heading, 'Nobody looked at it, was sent anything of it or did anything about it.'];
  return [
    heading,
    ...rows.slice(0, MOST).map((row) => sayRow(row, zone)),
    `${people.size === 1 ? '1 person or channel' : `${people.size} people and channels`}. A look stands under the hour in which it was first made.`,
    ...(rows.length > MOST ? [`There is more than these ${MOST} lines: give a shorter time.`] : []),
  ];
}

/** A board by its number or name, or a school with all its boards. */
async function findAbout(tx: Tx, { id: partnershipId }: Partnership, words: string) {
  const boards = await listBoards(tx, { partnershipId });
  const number = Number(/^BRD[- ]?(\d{1,9})$/i.exec(words.trim())?.[1]);
  const isIt = (name: string) => name.toLowerCase() === words.trim().toLowerCase();
  const board = boards.find((one) => one.id === number || isIt(one.name));
  if (board) return { title: board.name, boardIds: [board.id], schoolIds: [] };
  try {
    const school = await getSchoolNamed(tx, words, partnershipId);
    const own = boards.filter((one) => one.schoolId === school.id).map((one) => one.id);
    return { title: `${school.name} and its boards`, boardIds: own, schoolIds: [school.id] };
  } catch (refusal) {
    const like = boards.filter((one) => one.name.toLowerCase().includes(words.trim().toLowerCase()));
    if (!(refusal instanceof Refusal) || like.length === 0) throw refusal;
    if (like.length === 1) return { title: like[0]!.name, boardIds: [like[0]!.id], schoolIds: [] };
    throw new Refusal(`Which board? ${like.map((one) => `BRD-${one.id} (${one.name})`).join(', ')}.`);
  }
}

/** A day, as a whole, or a day and a time: 2026-11-24 or 2026-11-24T17:30, in the partnership's time zone. */
function momentOf(text: string, zone: string, isEnd: boolean): Date {
  const [, day = '', time] = /^(\d{4}-\d{2}-\d{2})(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d))?$/.exec(text.trim()) ?? [];
  if (!LocalDate.safeParse(day).success)
    throw new Refusal(`“${text}” is no day. Write it like 2026-11-24, or with a time like 2026-11-24T17:30.`);
  if (time !== undefined) return instantAt(day, time, zone);
  return instantAt(isEnd ? addDays(day, 1) : day, '00:00', zone);
}

const sayMoment = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);

const HOW = { looked: 'looked at', sent: 'was sent', perhaps: 'may have been sent', did: 'did' };
const WHERE: Record<string, string> = {
  teams: ' in Teams',
  slack: ' in Slack',
  mail: ' by e-mail',
  web: ' on the local page',
};

function sayRow({ at, name, personId, how, what, subject, platform }: Saw, zone: string): string {
  const who = personId === null ? name : `${name} (P-${personId})`;
  return `${sayMoment(at, zone)}  ${who} ${HOW[how]} ${what} ${subject}${WHERE[platform] ?? ''}`;
}
