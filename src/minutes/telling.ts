// Who hears of minutes, and when.
import { getBoard, listSeatHolders } from '../boards/index.ts';
import type { Context } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { refreshReminders } from '../reminders/index.ts';
import { approvalSubject } from './duties.ts';
import { listCorrections, type MinutesRow } from './records.ts';
import type { Minutes } from './rules.ts';

/** What telling needs of a command's context, or of an event's. */
export type Telling = Omit<Context, 'also'>;

/** Ask every approver about the standing revision; the cards of the revision before say that it was replaced. */
export async function tellRevision(context: Telling, after: Minutes, before?: MinutesRow): Promise<void> {
  const { outbox } = context;
  const subject = subjectOf('MIN', after.id);
  for (const personId of after.approvers)
    await outbox.post({
      key: `minutes-approval:${refOf('MIN', after.id)}:r${after.revision}:${personId}`,
      card: 'minutes-approval',
      subject: approvalSubject(after.id, after.revision),
      to: { personId },
    });
  await outbox.refresh(subject);
  if (before && before.revision !== after.revision) await showReplaced(context, before);
  await outbox.refresh(approvalSubject(after.id, after.revision));
}

/** A new text is a draft, with nobody to ask: what was sent about the revision before says so. */
export async function showTakenBack(context: Telling, before: MinutesRow): Promise<void> {
  await context.outbox.refresh(subjectOf('MIN', before.id));
  await showReplaced(context, before);
}

/** Cards, reminders and corrections of a revision say that another took its place. */
async function showReplaced(context: Telling, { id, revision }: MinutesRow): Promise<void> {
  await context.outbox.refresh(approvalSubject(id, revision));
  await refreshReminders(context, [approvalSubject(id, revision)]);
  await refreshCorrections(context, id);
}

/** What was written about minutes shows anew: the text has moved on, or nothing can be changed any more. */
export async function refreshCorrections(
  { tx, outbox }: Pick<Context, 'tx' | 'outbox'>,
  minutesId: number,
): Promise<void> {
  for (const { id } of await listCorrections(tx, minutesId))
    await outbox.refresh(`${subjectOf('MIN', minutesId)}:c${id}`);
}

/** Tell the clerk (or the chair, when there is none) what a governor wrote. */
export async function tellCorrection(context: Context, minutes: MinutesRow, correctionId: number): Promise<void> {
  const holders = await listSeatHolders(context.tx, minutes.boardId, context.today);
  const clerks = holders.filter((holder) => holder.isClerk);
  const readers = new Set([
    ...(clerks.length > 0 ? clerks : holders.filter((holder) => holder.isChair)).map((holder) => holder.personId),
    ...(minutes.clerkId && clerks.length === 0 ? [minutes.clerkId] : []),
  ]);
  for (const personId of readers)
    await context.outbox.post({
      key: `minutes-correction:${refOf('MIN', minutes.id)}:c${correctionId}:${personId}`,
      card: 'minutes-correction',
      subject: `${subjectOf('MIN', minutes.id)}:c${correctionId}`,
      to: { personId },
    });
}

/** The last approval has come: the clerk, the chair and the board's channel hear it, and every card is settled. */
export async function tellAgreed(context: Telling, minutes: MinutesRow): Promise<void> {
  const { tx, today, outbox } = context;
  const board = await getBoard(tx, minutes.boardId);
  const holders = await listSeatHolders(tx, minutes.boardId, today);
  const key = `minutes-agreed:${refOf('MIN', minutes.id)}:r${minutes.revision}`;
  const subject = subjectOf('MIN', minutes.id);
  await refreshCorrections(context, minutes.id);
  for (const holder of holders.filter((one) => one.isClerk || one.isChair))
    await outbox.post({
      key: `${key}:${holder.personId}`,
      card: 'minutes-agreed',
      subject,
      to: { personId: holder.personId },
      onUncertain: 'repeat',
    });
  if (board.channelConversationId !== null)
    await outbox.post({
      key: `${key}:channel`,
      card: 'minutes-agreed',
      subject,
      to: { conversationId: board.channelConversationId },
      onUncertain: 'repeat',
    });
}
