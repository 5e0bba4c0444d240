// What somebody is reminded of on a day: one card for all of it, true whenever it is shown.
import { z } from 'zod';
import { dueInWords, LAST_RUNG } from '../calendar/index.ts';
import type { CardKind, Duty, DutyOutcome, Feature, Showing } from '../chat/contract.ts';
import { gatherDuties } from '../chat/house.ts';
import { OpenButton, openButton } from '../chat/opening.ts';
import { isPosted } from '../chat/records.ts';
import { template } from '../chat/template.ts';
import { listReminders, listSaidOn, type Reminder } from './records.ts';
import { readReminder } from './subjects.ts';

const Ended = z.strictObject({ mark: z.string(), title: z.string(), outcome: z.string() });
const reminderCard = template(
  'reminder',
  z.strictObject({
    title: z.string(),
    items: z.array(
      z.strictObject({
        title: z.string(),
        due: z.string(),
        where: z.string(),
        note: z.string(),
        hasNote: z.boolean(),
        button: OpenButton,
      }),
    ),
    hasEnded: z.boolean(),
    ended: z.array(Ended),
    more: z.string(),
    hasMore: z.boolean(),
    how: z.string(),
    buttons: z.array(OpenButton),
    fallback: z.string(),
  }),
);
const settledCard = template('reminder-settled', z.strictObject({ title: z.string(), ended: z.array(Ended) }));

// Six buttons fit a card in Teams, and a phone shows no more at a glance.
const MOST = 6;

// What somebody was reminded of again stands on that reminder, and not on two.
const ON_NEWER = 'on the newer reminder below';

/** The card of one person's reminders on one day, shown to nobody else. */
export function reminderKind(features: () => Feature[]): CardKind {
  return {
    name: 'reminder',
    async show(subject, context) {
      const { tx, today, viewerId, partnership } = context;
      const { personId, day } = readReminder(subject);
      if (viewerId !== personId) return undefined;
      const said = await listSaidOn(tx, personId, day);
      const subjects = [...new Set(said.map((one) => one.subject))];
      const later = (await listReminders(tx, subjects)).filter((one) => one.personId === personId && one.on > day);
      const duties = await gatherDuties(features(), { ...context, personId, subjects });
      const dueWords = (duty: Duty) => dueInWords(duty.dueOn, today, partnership.calendar);
      const isIn = (reminders: Reminder[], duty: Duty) => reminders.some((one) => isAbout(one, duty));
      const open = duties.filter((duty) => !duty.outcome && isIn(said, duty) && !isIn(later, duty));
      const ended = duties
        .filter((duty) => !open.includes(duty))
        .map((duty) => {
          const overtaken = isIn(later, duty) ? ON_NEWER : `now ${dueWords(duty)}`;
          return { title: duty.title, ...(duty.outcome ?? { words: overtaken, isDone: false }) };
        });
      if (open.length === 0) return (await isPosted(tx, subject)) ? showSettled(ended) : undefined;
      const isOne = open.length === 1;
      const items = open.slice(0, MOST).map((duty, index) => {
        const note = [duty.note, lastWords(duty, said)].filter(Boolean).join(' ');
        return {
          title: isOne ? duty.title : `${index + 1}. ${duty.title}`,
          due: `${upper(dueWords(duty))}.`,
          where: duty.where,
          note,
          hasNote: note !== '',
          button: isOne ? { ...openButton(duty.card, 1), title: 'Open' } : openButton(duty.card, index + 1),
        };
      });
      const title = isOne ? '1 thing needs you' : `${open.length} things need you`;
      const card = reminderCard({
        title,
        items,
        hasEnded: ended.length > 0,
        ended: ended.slice(0, MOST).map(inWords),
        more: `And ${open.length - MOST} more: type home.`,
        hasMore: open.length > MOST,
        how: `Once ${isOne ? 'it' : 'one'} is done, its reminders stop.`,
        buttons: items.map(({ button }) => button),
        fallback: `${title}${howMany(open, today)}`,
      });
      return { card, revision: 0 };
    },
  };
}

type Gone = DutyOutcome & { title: string };

/** The reminder once nothing on it is owed any more. */
function showSettled(ended: Gone[]): Showing {
  const isOvertaken = ended.some((one) => one.words === ON_NEWER);
  const isDone = ended.every((one) => one.isDone);
  const title = isOvertaken ? 'See the newer reminder' : isDone ? 'All done. Thank you.' : 'Nothing more to do here';
  return { card: settledCard({ title, ended: ended.map(inWords) }), revision: 1, isSettled: true };
}

function inWords({ title, words, isDone }: Gone): z.infer<typeof Ended> {
  return { mark: isDone ? '✓ ' : '', title, outcome: words };
}

function isAbout({ subject, revision }: Reminder, duty: Duty): boolean {
  return subject === duty.subject && revision === duty.revision;
}

function lastWords(duty: Duty, said: Reminder[]): string {
  const isLast = said.some((one) => one.rung === LAST_RUNG && isAbout(one, duty));
  return isLast ? 'This is the last reminder. It stays on your list: type home.' : '';
}

// A notification says how many and how late, and not what: others may see the screen.
function howMany(open: Duty[], today: string): string {
  const late = open.filter((duty) => duty.dueOn < today).length;
  if (late === 0) return '';
  return open.length === 1 ? ', and it is late' : `, ${late === open.length ? 'all' : late} of them late`;
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
