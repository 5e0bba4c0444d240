// One ladder for everything that somebody owes by a date, whichever feature it belongs to (DOMAIN 15).
import type { Feature } from '../chat/contract.ts';
import { reminderKind } from './cards.ts';
import { reminderJobs } from './jobs.ts';
import { termsKind } from './terms.ts';

export { type Counting, countingIn } from './counting.ts';
export { dayAsRevision } from './ladder.ts';
export { keepReminders, listReminded, listReminders, listSaidOn, type Reminded, type Reminder } from './records.ts';
export { refreshReminders } from './subjects.ts';
export { remindedInWords } from './words.ts';

/** The feature that reminds people of what all others tell as duties; they are handed in, since they are made after it. */
export function remindersFeature(features: () => Feature[]): Feature {
  return {
    name: 'reminders',
    commands: [],
    cards: [reminderKind(features), termsKind],
    jobs: reminderJobs(features),
  };
}
