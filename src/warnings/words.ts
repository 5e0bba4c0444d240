// What is said of each problem: what it is, about whom, and what to do.
import { today as dayIn, sayShortDate, timeOfDay } from '../calendar/index.ts';
import type { Reading } from '../chat/contract.ts';
import { SWITCHED_OFF } from '../chat/delivery.records.ts';
import { NOT_JOINED } from '../chat/outbox.ts';
import { listInWords, someInWords } from '../chat/permission.ts';
import { refOf } from '../chat/refs.ts';
import { asSentence, jobIn, platformName } from './problems.ts';
import type { Facts, Message, Unreachable } from './records.ts';
import { kindOf } from './rules.ts';
import type { Known } from './state.ts';

/** A part of a card: what is wrong, line by line, and what to do about it. */
export interface Section {
  title: string;
  lines: string[];
  todo: string;
}

const MOST_LINES = 6;
const MOST_NAMES = 8;

/** Say a problem that is open; undefined when there is nothing left of it. */
export function sayProblem(key: string, known: Known | undefined, facts: Facts, reading: Reading): Section | undefined {
  const kind = kindOf(key);
  if (kind === 'uncertain' || kind === 'failed')
    return sayMessages(
      kind,
      facts.messages.filter(({ state }) => state === kind),
      reading,
    );
  if (kind === 'unreachable') return sayUnreachable(facts.unreachable);
  if (!known) return undefined;
  const since = atTime(known.since, reading);
  switch (kind) {
    case 'platform':
      return {
        title: `${platformName(key)} cannot be used`,
        lines: [`${known.detail} It has been so since ${since}.`],
        todo: 'Tell whoever runs Convenor. What is to be said there waits, and goes out by itself.',
      };
    case 'waiting':
      return {
        title: facts.due.count === 1 ? '1 message does not go out' : `${facts.due.count} messages do not go out`,
        lines: [`The first of them has been due since ${atTime(known.detail, reading)}.`],
        todo: 'Tell whoever runs Convenor. They wait, and go out by themselves.',
      };
    case 'job':
      return {
        title: 'Daily work was not done',
        lines: [known.detail],
        todo: `Tell whoever runs Convenor: its log says more, under “job” and ${jobIn(key)}. It is tried again every minute of its day.`,
      };
  }
}

/** What is said of a problem that is over. */
export function sayOver(key: string, at: Date | undefined, reading: Reading): string {
  const when = at ? ` since ${atTime(at.toISOString(), reading)}` : '';
  switch (kindOf(key)) {
    case 'platform':
      return `${platformName(key)} can be used again${when}.`;
    case 'waiting':
      return `Messages go out again${when}.`;
    case 'job':
      return `The daily work that was late is done${when}.`;
    case 'uncertain':
      return 'Every message that may not have arrived is decided.';
    case 'failed':
      return 'Every message that could not be sent is decided.';
    case 'unreachable':
      return 'Everybody can be reached.';
  }
}

/** A problem in a few words, for status. */
export function sayShort(key: string, known: Known, reading: Pick<Reading, 'partnership' | 'today'>): string {
  switch (kindOf(key)) {
    case 'platform':
      return `${platformName(key)} cannot be used since ${atTime(known.since, reading)}. ${known.detail}`;
    case 'waiting':
      return `Messages do not go out; the first has been due since ${atTime(known.detail, reading)}.`;
    case 'job':
      return known.detail;
    case 'uncertain':
    case 'failed':
    case 'unreachable':
      return '';
  }
}

function sayMessages(kind: 'uncertain' | 'failed', messages: Message[], reading: Reading): Section | undefined {
  if (messages.length === 0) return undefined;
  const what = kind === 'uncertain' ? 'may not have arrived' : 'could not be sent';
  const more = messages.length - MOST_LINES;
  return {
    title: messages.length === 1 ? `1 message ${what}` : `${messages.length} messages ${what}`,
    lines: [
      ...messages.slice(0, more > 0 ? MOST_LINES - 1 : MOST_LINES).map((one) => sayMessage(one, reading)),
      ...(more > 0 ? [`…and ${more + 1} more.`] : []),
    ],
    todo:
      kind === 'uncertain'
        ? 'Nobody knows whether it was delivered, so it was not sent twice. Ask them, then press what is true.'
        : 'When the reason is out of the way, say it again; or leave it.',
  };
}

/** "MSG-12 for Denise Palfrey: minutes to approve (MIN-7), today at 09:12. Teams took too long." */
function sayMessage(message: Message, reading: Reading): string {
  const { id, person, channel, reason, createdAt } = message;
  return `${refOf('MSG', id)} for ${person ?? channel}: ${whatIs(message)}, ${atTime(createdAt, reading)}. ${asSentence(reason)}`;
}

const WHAT: Record<string, string> = {
  action: 'an action',
  'action-reminder': 'a reminder of actions',
  'action-overdue': 'a question about an overdue action',
  'action-overdue-list': 'questions about overdue actions',
  agenda: 'an agenda',
  'agenda-updated': 'a changed agenda',
  'at-risk': 'word of a school at risk',
  'at-risk-alert': 'an alert about a school at risk',
  'board-invitation': 'a seat on a board',
  'board-prompt': 'a request to set up a board',
  'category-notice': 'word of a category',
  'category-recommendation': 'a category to confirm',
  evaluation: 'a question about the school’s grades',
  'minutes-approval': 'minutes to approve',
  'minutes-agreed': 'agreed minutes',
  'minutes-correction': 'a correction of minutes',
  'minutes-progress': 'who has approved minutes',
  'risk-question': 'a question about an alert',
};

/** What a message is, without what it says: "minutes to approve (MIN-7)". */
export function whatIs({ card, subject }: Pick<Message, 'card' | 'subject'>): string {
  const ref = /\b[A-Z]{3}-\d+\b/.exec(subject)?.[0];
  const what = WHAT[card] ?? card.replaceAll('-', ' ');
  return ref === undefined || ref.startsWith('PER') ? what : `${what} (${ref})`;
}

function sayUnreachable(places: Unreachable[]): Section | undefined {
  if (places.length === 0) return undefined;
  const people = places.filter(({ personId }) => personId !== null).length;
  const channels = places.length - people;
  const counts = [
    ...(people === 0 ? [] : [people === 1 ? '1 person' : `${people} people`]),
    ...(channels === 0 ? [] : [channels === 1 ? '1 channel' : `${channels} channels`]),
  ];
  const byReason = [...Map.groupBy(places, ({ reason }) => reason)].sort((a, b) => b[1].length - a[1].length);
  return {
    title: `${listInWords(counts)} cannot be reached`,
    lines: byReason.slice(0, MOST_LINES).map(([reason, those]) => sayReason(reason, those)),
    todo: 'What is to be said to them waits, and goes out by itself when they can be reached.',
  };
}

function sayReason(reason: string, places: Unreachable[]): string {
  const names = places.slice(0, places.length > MOST_NAMES ? MOST_NAMES - 1 : MOST_NAMES).map(({ name }) => name);
  const more = places.length - names.length;
  const who = someInWords(names, more);
  const first = places[0]!.name;
  if (reason === NOT_JOINED)
    return `Not joined yet: ${who}. Give each a code: type “invite ${first}”, or “invite ${first} by e-mail”. For many, type “setup codes”.`;
  if (reason === SWITCHED_OFF) return `On a platform that is not connected now: ${who}. Tell whoever runs Convenor.`;
  const todo = /[.!?]$/.test(reason.trim()) ? '' : ' Ask them to write to Convenor once.';
  return `${who}: ${asSentence(reason)}${todo}`;
}

/** "today at 09:12", "on 20 Nov 2026 at 17:40" */
export function atTime(instant: string, { partnership, today }: Pick<Reading, 'partnership' | 'today'>): string {
  const at = new Date(instant);
  const day = dayIn(at, partnership.timeZone);
  return `${day === today ? 'today' : sayShortDate(day)} at ${timeOfDay(at, partnership.timeZone)}`;
}
