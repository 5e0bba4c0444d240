import { z } from 'zod';
import { type Actor, type Feature, type HomeItem, statusPart } from '../chat/contract.ts';
import { idIn, refOf, subjectOf } from '../chat/refs.ts';
import { dayOf } from '../store/days.ts';
import { governorCommands } from './approving.ts';
import { cards } from './cards.ts';
import { clerkCommands } from './commands.ts';
import { draftItems, draftJobs, minutesPaper } from './drafts.ts';
import { dueKind } from './due-card.ts';
import { answerDueOn, approvalSubject, minutesDuties } from './duties.ts';
import { refreshDrafts } from './hearing.ts';
import { releaseApprover } from './leaving.ts';
import { listForClerk, outstandingFacts } from './records.ts';
import { listUnansweredBy } from './waiting.records.ts';
import { meetingInWords } from './words.ts';

export { outstandingFacts } from './records.ts';

export const minutes: Feature = {
  name: 'minutes',
  commands: [...clerkCommands, ...governorCommands],
  cards: [...cards, dueKind],
  jobs: draftJobs,
  duties: minutesDuties,
  on: {
    ...refreshDrafts,
    'person.left': (happening, context) => releaseApprover(context, Number(happening.subject.split(':')[1])),
    async 'board.unseated'({ subject, before }, context) {
      const { personId } = z.object({ personId: z.number() }).parse(before);
      await releaseApprover(context, personId, idIn(subject));
    },
  },
  statusParts: ({ partnership, schoolId }) => [
    statusPart(
      outstandingFacts(partnership.id, schoolId),
      ({ minutes, people }: { minutes: number; people: number }) => {
        const sets = `for ${minutes} ${minutes === 1 ? 'set' : 'sets'} of minutes`;
        const value = people === 0 ? 'none waiting' : `${people} outstanding, ${sets}`;
        return [{ order: 50, title: 'Approvals of minutes', value }];
      },
    ),
  ],
  agendaPapers: minutesPaper,
  async homeItems(reading) {
    const { tx, actor, partnership } = reading;
    const items: HomeItem[] = [];
    for (const asked of await listUnansweredBy(tx, actor.personId)) {
      const dueOn = answerDueOn(asked, { partnership });
      items.push({
        kind: 'approval',
        title: `Approve the minutes: ${meetingInWords(asked.board, asked.heldOn)}`,
        ...(dueOn ? { dueOn } : {}),
        hint: `Open them here, or type “minutes approve ${refOf('MIN', asked.id)}”, to read and approve them.`,
        card: { card: 'minutes-approval', subject: approvalSubject(asked.id, asked.revision) },
      });
    }
    for (const { id, name, heldOn, state } of await listForClerk(tx, clerkBoards(actor)))
      items.push({
        // What a governor wrote wants an answer; a draft wants doing.
        kind: state === 'draft' ? 'action' : 'question',
        title:
          state === 'draft'
            ? `Circulate the draft minutes: ${meetingInWords(name, dayOf(heldOn))}`
            : `A governor wrote about the minutes: ${meetingInWords(name, dayOf(heldOn))}`,
        hint:
          state === 'draft'
            ? 'Read them through, then circulate them.'
            : 'What they wrote is on its own card, further up.',
        card: { card: 'minutes-progress', subject: subjectOf('MIN', id) },
      });
    return [...items, ...(await draftItems(reading))];
  },
};

function clerkBoards(actor: Actor): number[] {
  return actor.seats.filter((seat) => seat.isClerk).map((seat) => seat.boardId);
}
