// How long what is kept: a class of rows, for how many days, and why. The numbers are defaults of ours; a council's own are
// settings (`npm run retention -- set …`).
import { z } from 'zod';
import { Refusal } from '../chat/refusal.ts';

export interface RetentionClass {
  /** The word by which its days are set. */
  name: string;
  /** What goes, and counted from when. */
  what: string;
  days: number;
  /** No fewer: the program needs them that long. */
  least: number;
}

export const CLASSES = [
  {
    name: 'receipts',
    what: 'answers kept so that a repeated request gets the same, since they were given',
    days: 90,
    least: 7,
  },
  {
    name: 'messages',
    what: 'why messages did not arrive and how the platform calls them, since they ended',
    days: 30,
    least: 7,
  },
  { name: 'buttons', what: 'buttons of cards, since they stopped working', days: 90, least: 1 },
  { name: 'questions', what: 'questions that were answered or void, since then', days: 30, least: 1 },
  { name: 'attempts', what: 'tries to join, since then', days: 30, least: 1 },
  { name: 'codes', what: 'used or expired codes (their hashes), since they expired', days: 90, least: 1 },
  { name: 'links', what: 'links in e-mails (their hashes) and invitations, since they expired', days: 90, least: 1 },
  {
    name: 'identities',
    what: 'who Teams or Slack said that somebody was, or their e-mail address, and the address of their chat, since they left',
    days: 365,
    least: 1,
  },
  {
    name: 'page',
    what: 'what a page shows (the local one, or that of somebody reached by e-mail), since it was said',
    days: 365,
    least: 1,
  },
  { name: 'lists', what: 'lists that were pasted in chat, since then', days: 7, least: 1 },
  { name: 'checks', what: 'checks of Convenor itself, since they began', days: 90, least: 1 },
  { name: 'reminders', what: 'of what people were reminded, since that day', days: 1096, least: 366 },
  { name: 'sights', what: 'who looked at what is confidential, since that hour', days: 365, least: 30 },
  { name: 'audit', what: 'entries of the audit, since they were written', days: 2192, least: 366 },
] as const satisfies RetentionClass[];

export type ClassName = (typeof CLASSES)[number]['name'];

/** Days by class, where a council has set others. */
export const RetentionSetting = z.partialRecord(z.enum(CLASSES.map(({ name }) => name)), z.int().positive());
export type RetentionSetting = z.infer<typeof RetentionSetting>;

const MOST_DAYS = 36_525;

/** How many days each class is kept. */
export function daysOf(setting: RetentionSetting): Record<ClassName, number> {
  return Object.fromEntries(CLASSES.map(({ name, days }) => [name, setting[name] ?? days])) as Record<
    ClassName,
    number
  >;
}

/** Change the days of one class. Refuses a word that is no class, and a number that is none or too small. */
export function setDays(setting: RetentionSetting, name: string, days: string): RetentionSetting {
  const found = CLASSES.find((one) => one.name === name);
  if (!found) throw new Refusal(`“${name}” is no class. Choose from ${CLASSES.map((one) => one.name).join(', ')}.`);
  const number = /^\d{1,6}$/.test(days) ? Number(days) : Number.NaN;
  if (!(number >= found.least && number <= MOST_DAYS))
    throw new Refusal(`Give a number of days for ${name} from ${found.least} to ${MOST_DAYS}.`);
  return { ...setting, [found.name]: number };
}
