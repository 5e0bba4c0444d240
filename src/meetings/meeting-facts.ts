// The facts of a meeting's card.
import { countOf } from '../boards/index.ts';
import { type Attendance, namesOfAll } from './attendance.ts';

/** How the quorum stands, or whether it was met. */
export function quorumFact({ quorumWords }: Attendance) {
  return { title: 'Quorum', value: upper(quorumWords.replace(/^(is|was) /, '')) };
}

/** What everybody answered; `yes` and `none` name those who come and those who said nothing, of whom so many are named. */
export function answersOf(
  { members, coming, apologies, waiting }: Attendance,
  yes: string,
  none: string,
  most = Number.POSITIVE_INFINITY,
) {
  return [
    { title: yes, value: counted(coming, members) },
    { title: 'Apologies', value: upper(namesOfAll(apologies)) },
    { title: none, value: waiting.length > most ? countOf(waiting.length, 'person', 'people') : counted(waiting) },
  ];
}

/** Who was there, as it is recorded. */
export function thereOf({ members, coming, apologies, absent, waiting }: Attendance) {
  const part = (title: string, people: Attendance['members']) =>
    people.length === 0 ? [] : [{ title, value: namesOfAll(people) }];
  return [
    { title: 'There', value: counted(coming, members) },
    ...part('Apologies', apologies),
    ...part('Not there', absent),
    ...part('Not recorded', waiting),
  ];
}

/** "2 of 5 (Ada Okafor and Ben Hughes)", "2 (…)", "Nobody". */
function counted(people: Attendance['members'], all?: Attendance['members']): string {
  if (people.length === 0) return 'Nobody';
  return `${people.length}${all ? ` of ${all.length}` : ''} (${namesOfAll(people)})`;
}

const upper = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
