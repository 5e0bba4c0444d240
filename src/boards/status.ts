// What boards add to status: how many there are, who sits on those over schools, and which did not meet.
import { sayDate } from '../calendar/index.ts';
import { type StatusPart, type StatusQuestion, statusPart } from '../chat/contract.ts';
import { boardTemplate } from '../frameworks/index.ts';
import {
  halfTermInWords,
  halfTermsAround,
  missedOfAll,
  missedOfSchool,
  unchairedOfAll,
  unmetOfAll,
  type Watched,
} from './missed.ts';
import { seating } from './rules.ts';
import {
  type BoardFacts,
  boardFacts,
  type HalfTermFacts,
  halfTermFacts,
  type SchoolBoard,
  type SharedBoard,
  schoolBoardFacts,
} from './status.records.ts';

/** Of the whole partnership. */
export function partsOfAll(question: StatusQuestion): StatusPart[] {
  const { partnership, today } = question;
  return [
    statusPart(boardFacts({ partnershipId: partnership.id, today }), ({ open, unchaired, shared }: BoardFacts) => [
      { order: 20, title: 'Open boards', value: String(open) },
      ...unchairedOfAll(unchaired),
      ...(shared ?? []).map((board) => ({
        order: 21,
        title: `Seats of the ${board.name}`,
        value: seatsInWords(board, question),
      })),
    ]),
    halfTermPart(question),
  ];
}

/**
 * The boards that let the last half-term go by, and those about to do so with the running one; no lines when all is well.
 * `isStillSo` leaves out boards that have met since: there is nothing left to see to.
 */
export function halfTermPart({ partnership, today, actor }: StatusQuestion, isStillSo = false): StatusPart {
  const around = halfTermsAround(partnership, today);
  const facts = halfTermFacts({ partnershipId: partnership.id, today, actor, isStillSo, ...around });
  return statusPart(facts, ({ missed, unmet }: HalfTermFacts) => [
    ...(missed ? missedOfAll(missed, isStillSo) : []),
    ...(unmet ? unmetOfAll(unmet, around.running!) : []),
  ]);
}

function seatsInWords({ template, members, seats }: SharedBoard, { partnership }: StatusQuestion): string {
  const found = seating(boardTemplate(partnership.framework, template), members ?? [], seats ?? [], null);
  return `${found.filled} of ${found.total} filled`;
}

/** Of one school. */
export function partsOfSchool({ partnership, today, schoolId }: StatusQuestion): StatusPart[] {
  return [
    statusPart(schoolBoardFacts(schoolId!), (boards: SchoolBoard[] | null) => [
      ...(boards ?? []).map(({ openedOn, limitOn }) => {
        const until = limitOn === null ? '' : limitOn < today ? ', over its limit' : `, ends by ${sayDate(limitOn)}`;
        return { order: 20, title: 'Raising Attainment Board', value: `open since ${sayDate(openedOn)}${until}` };
      }),
      ...missedOfSchool((boards ?? []).map(asWatched), partnership, today),
      ...(boards ?? []).flatMap((board) => {
        const value = halfTermInWords(board, board.meetings, partnership, today);
        return value === '' ? [] : [{ order: 23, title: 'This half-term', value }];
      }),
    ]),
  ];
}

function asWatched({ template, openedOn, meetings }: SchoolBoard): Watched {
  return { template, openedOn, heldOn: meetings.filter(({ state }) => state === 'held').map(({ on }) => on) };
}
