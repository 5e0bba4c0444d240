// What the digest tells, part by part: the facts of each as a piece of one statement, and what they mean to whoever reads it.
import { type LateFacts, lateFacts, lateSince } from '../actions/index.ts';
import { countOf, halfTermPart } from '../boards/index.ts';
import { today as dayIn, instantAt, missingYearOf, sayDate, sayShortDate, schoolYearOf } from '../calendar/index.ts';
import {
  CATEGORY_READERS,
  type Change,
  type Counted,
  categoryFacts,
  changeFacts,
  countsInWords,
} from '../categories/index.ts';
import type { StatusLine, StatusQuestion } from '../chat/contract.ts';
import { type UndeliveredFacts, undeliveredFacts } from '../chat/delivery.records.ts';
import { may, someInWords } from '../chat/permission.ts';
import { refOf } from '../chat/refs.ts';
import { ROUND_OFFICERS, type RoundFacts, roundFacts } from '../evaluation/index.ts';
import { categoryById } from '../frameworks/index.ts';
import { type NextFacts, nextFacts } from '../meetings/index.ts';
import { outstandingFacts } from '../minutes/index.ts';
import { atRiskValues, type OpenAlert, openAlertFacts, RISK_OFFICERS } from '../risk/index.ts';
import type { Sql } from '../store/database.ts';

type Line = Pick<StatusLine, 'title' | 'value'>;

/** What one part has to tell. */
export interface Told {
  /** What somebody has to see to. */
  needs: Line[];
  /** How things stand. */
  stands?: Line[];
  /** The next meetings, a line each: when, and of which board. */
  meetings?: Line[];
  /** What there is nothing to tell about. */
  quiet?: string;
}

export interface DigestPart {
  facts: Sql;
  tell(found: unknown): Told;
}

export interface DigestQuestion extends StatusQuestion {
  /** The day since which changes are told. */
  since: string;
}

const part = <F>(facts: Sql, tell: (found: F) => Told): DigestPart => ({
  facts,
  tell: tell as (found: unknown) => Told,
});
const needs = (about: string, lines: Line[]): Told =>
  lines.length === 0 ? { needs: [], quiet: about } : { needs: lines };

/** What somebody may be told; a part that is not theirs to see is left out. */
export function partsFor(question: DigestQuestion): DigestPart[] {
  const { actor } = question;
  return [
    ...(may(CATEGORY_READERS, actor, {}) ? [categories(question), changes(question)] : []),
    halfTerms(question),
    lateActions(question),
    approvals(question),
    ...(may(ROUND_OFFICERS, actor, {}) ? [grades(question)] : []),
    ...(may(RISK_OFFICERS, actor, {}) ? [alerts(question)] : []),
    undelivered(question),
    nextMeetings(question),
  ];
}

/** The school year whose term dates are missing, so that some things cannot be told. */
export function missingTerms({ partnership: { calendar }, today }: StatusQuestion): Line[] {
  const year = calendar ? missingYearOf(today, calendar) : schoolYearOf(today);
  if (year === undefined) return [];
  const value = `missing for ${year}; until they are added, nothing can be said of half-terms, and weekdays count as school days`;
  return [{ title: 'Term dates', value }];
}

function categories({ partnership: { id, framework } }: DigestQuestion): DigestPart {
  return part(categoryFacts(id), ({ counts, waiting }: Counted) => ({
    needs: waiting === 0 ? [] : [{ title: 'Categories to confirm', value: String(waiting) }],
    stands: [{ title: 'Schools by category', value: countsInWords(framework, counts) }],
  }));
}

function changes({ partnership: { id, framework, timeZone }, since }: DigestQuestion): DigestPart {
  const name = (value: string) => categoryById(framework, value).colourName.toLowerCase();
  return part(changeFacts(id, instantAt(since, '00:00', timeZone)), (changed: Change[] | null) =>
    needs(
      'changes of category',
      (changed ?? []).length === 0
        ? []
        : [
            {
              title: 'Changed category',
              value: some(
                changed!.map(({ school, from, to }) =>
                  from === null ? `${school}, now ${name(to)}` : `${school}, from ${name(from)} to ${name(to)}`,
                ),
                changed!.length,
                '; ',
              ),
            },
          ],
    ),
  );
}

function halfTerms(question: DigestQuestion): DigestPart {
  const { facts, lines } = halfTermPart(question, true);
  return part(facts, (found) => needs('half-terms without a meeting', lines(found)));
}

/** An action that is later than this is a matter for whoever runs the programme. */
const LATE_SCHOOL_DAYS = 7;

function lateActions({ partnership: { id, calendar }, today }: DigestQuestion): DigestPart {
  const dueBefore = lateSince(today, LATE_SCHOOL_DAYS, calendar);
  return part(lateFacts(id, dueBefore, NAMED), ({ actions, boards, first }: LateFacts) =>
    needs(
      'long-overdue actions',
      actions === 0
        ? []
        : [
            {
              title: `Actions more than ${LATE_SCHOOL_DAYS} school days late`,
              value: `${actions} at ${countOf(boards, 'board')}: ${some(
                (first ?? []).map(({ board, count }) => `${board} ${count}`),
                boards,
              )}`,
            },
          ],
    ),
  );
}

function approvals({ partnership }: DigestQuestion): DigestPart {
  return part(outstandingFacts(partnership.id), ({ minutes, people }: { minutes: number; people: number }) =>
    needs(
      'approvals of minutes',
      people === 0
        ? []
        : [
            {
              title: 'Approvals of minutes',
              value: `${people} outstanding, for ${countOf(minutes, 'set')} of minutes`,
            },
          ],
    ),
  );
}

function grades({ partnership, today }: DigestQuestion): DigestPart {
  return part(roundFacts(partnership.id), (rounds: RoundFacts[] | null) => {
    const open = (rounds ?? []).filter(({ asked, answered }) => answered < asked);
    const value = open
      .map(({ name, dueOn, asked, answered }) => {
        const due = dueOn < today ? `was due ${sayDate(dueOn)}` : `due ${sayDate(dueOn)}`;
        return `${asked - answered} of ${countOf(asked, 'school')} (${name}, ${due})`;
      })
      .join('; ');
    return needs('schools’ grades', open.length === 0 ? [] : [{ title: 'Grades outstanding', value }]);
  });
}

function alerts({ partnership: { id, framework, timeZone } }: DigestQuestion): DigestPart {
  return part(openAlertFacts(id, atRiskValues(framework)), (open: OpenAlert[] | null) => {
    const words = (open ?? []).map(
      (one) => `${refOf('ALR', one.id)} about ${one.school}, of ${sayDate(dayIn(new Date(one.raisedAt), timeZone))}`,
    );
    return needs(
      'alerts',
      words.length === 0
        ? []
        : [{ title: 'Alerts that nobody has acknowledged', value: some(words.slice(0, NAMED), words.length, '; ') }],
    );
  });
}

function undelivered({ partnership: { timeZone }, since }: DigestQuestion): DigestPart {
  return part(undeliveredFacts(instantAt(since, '00:00', timeZone), NAMED), ({ count, first }: UndeliveredFacts) => {
    const words = (first ?? []).map(({ name, isPerson, reason, count }) => {
      const who = isPerson ? (name ?? 'somebody') : 'a channel';
      return `${who} (${count === 1 ? '' : `${count}, `}${reason})`;
    });
    const told = words.reduce((sum, _, index) => sum + first![index]!.count, 0);
    const more = count > told ? `; and ${count - told} more` : '';
    return needs(
      'messages that could not be delivered',
      count === 0 ? [] : [{ title: 'Messages not delivered', value: `${count}: to ${words.join('; ')}${more}` }],
    );
  });
}

function nextMeetings({ partnership, today }: DigestQuestion): DigestPart {
  return part(nextFacts(partnership.id, today, MEETINGS), ({ count, first }: NextFacts) => {
    if (count === 0) return { needs: [], stands: [{ title: 'Next meetings', value: 'none planned' }] };
    const meetings = (first ?? []).map(({ board, on, at }) => ({ title: `${sayShortDate(on)}, ${at}`, value: board }));
    const more = count - meetings.length;
    return { needs: [], meetings: more > 0 ? [...meetings, { title: 'Later', value: `${more} more` }] : meetings };
  });
}

// As many as a phone shows of them without a wall of names.
const NAMED = 6;
const MEETINGS = 4;

/** The first of so many, and how many more there are. */
function some(words: string[], count: number, between = ', '): string {
  const first = words.slice(0, NAMED);
  const more = count - first.length;
  if (between === ', ') return someInWords(first, more);
  return [...first, ...(more > 0 ? [`and ${more} more`] : [])].join(between);
}
