// What boards add to status: how many there are, who sits on those over schools, and which did not meet.
import { sayDate } from '../calendar/index.ts';
import { type StatusPart, type StatusQuestion, statusPart } from '../chat/contract.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { lastHalfTerm, missedOfAll, missedOfSchool } from './missed.ts';
import { seating } from './rules.ts';
import { type BoardFacts, boardFacts, type SchoolBoard, type SharedBoard, schoolBoardFacts } from './status.records.ts';

/** Of the whole partnership. */
export function partsOfAll(question: StatusQuestion): StatusPart[] {
  const { partnership, today, actor } = question;
  const half = lastHalfTerm(partnership, today);
  const facts = boardFacts({ partnershipId: partnership.id, today, actor, half });
  return [
    statusPart(facts, ({ open, shared, missed }: BoardFacts) => [
      { order: 20, title: 'Open boards', value: String(open) },
      ...(shared ?? []).map((board) => ({
        order: 21,
        title: `Seats of the ${board.name}`,
        value: seatsInWords(board, question),
      })),
      ...(missed ? missedOfAll(missed) : []),
    ]),
  ];
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
      ...missedOfSchool(boards ?? [], partnership, today),
    ]),
  ];
}
