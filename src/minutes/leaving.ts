// Somebody who leaves, or gives up their seat, no longer holds up minutes that they had not answered.
import { getBoard, listSeatHolders } from '../boards/index.ts';
import { subjectOf } from '../chat/refs.ts';
import { asJson } from '../chat/run.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { refreshReminders } from '../reminders/index.ts';
import { approvalSubject } from './duties.ts';
import { getMinutesLocked, listAskedOf, saveMinutes } from './records.ts';
import { release } from './rules.ts';
import { type Telling, tellAgreed, tellRevision } from './telling.ts';

/** Ask a person no more about circulated minutes; of one board when given. The last approval may have come already. */
export async function releaseApprover(context: Telling, personId: number, boardId?: number): Promise<void> {
  const { tx, actor, now, today, partnership, outbox } = context;
  for (const id of await listAskedOf(tx, personId, boardId)) {
    const before = await getMinutesLocked(tx, id);
    const board = await getBoard(tx, before.boardId);
    const chair = (await listSeatHolders(tx, before.boardId, today)).find((holder) => holder.isChair);
    const { threshold } = boardTemplate(partnership.framework, board.template).minutes;
    const after = release(before, personId, threshold, chair?.personId);
    if (after === before) continue;
    await saveMinutes(tx, before, after, { personId: actor.personId, at: now });
    await context.happened({
      event: 'minutes.released',
      subject: subjectOf('MIN', id),
      before: asJson({ state: before.state, approvers: before.approvers, threshold: before.threshold }),
      after: asJson({
        ...{ boardId: before.boardId, meetingId: before.meetingId },
        ...{ state: after.state, approvers: after.approvers, threshold: after.threshold },
      }),
    });
    if (after.state === 'agreed') await tellAgreed(context, { ...before, ...after });
    if (after.state === 'circulated') await tellRevision(context, after);
    await outbox.refresh(subjectOf('MIN', id));
    await outbox.refresh(approvalSubject(id, after.revision));
    await refreshReminders(context, [approvalSubject(id, after.revision)]);
  }
}
