// A confirmed category is told to the school first; a category that means risk is told to the Challenge Board after that.
import { z } from 'zod';
import type { Context, Happening } from '../chat/contract.ts';
import { subjectOf } from '../chat/refs.ts';
import { listHolders } from '../people/index.ts';
import { getSchool } from '../schools/records.ts';
import { listLeaders, noticeKey } from './leaders.ts';
import { createAlertOnce, findChannel, listBoardsOver, listOpenOf } from './records.ts';
import { type Alert, callsForAlert, reasonCode, tooRecent } from './rules.ts';

const Confirmed = z.object({ categoryId: z.number(), schoolId: z.number(), value: z.string() });

/** Tell the school's leaders, then whichever boards are to know. Runs in the transaction of the confirmation. */
export async function tellOfCategory(happening: Happening, context: Omit<Context, 'also'>): Promise<void> {
  const { tx, today, now, partnership, outbox, happened } = context;
  const { categoryId, schoolId, value } = Confirmed.parse(happening.after);
  const people = new Set((await listLeaders(context, schoolId, today)).map((leader) => leader.personId));
  for (const personId of people)
    await outbox.post({
      key: noticeKey(categoryId, personId),
      card: 'category-notice',
      subject: happening.subject,
      to: { personId },
    });

  // What was said of the school before may be over, or have become true again.
  for (const alert of await listOpenOf(tx, schoolId)) await outbox.refresh(subjectOf('ALR', alert.id));

  const school = await getSchool(tx, schoolId);
  if (!callsForAlert(partnership.framework, value, school)) return;
  const once = {
    schoolId,
    categoryId,
    reasonCode: reasonCode(value),
    at: now,
    after: tooRecent(partnership.framework, now),
  };
  for (const board of await listBoardsOver(tx, schoolId, today)) {
    const alert = await createAlertOnce(tx, { ...once, boardId: board.id });
    if (!alert) continue;
    await happened({
      event: 'alert.made',
      subject: subjectOf('ALR', alert.id),
      after: { boardId: board.id, schoolId, categoryId },
    });
    await postAfterNotices(
      context,
      alert,
      [...people].map((personId) => noticeKey(categoryId, personId)),
    );
  }
}

/**
 * Both cards wait until every notice has come to its end, and then say for themselves whether they are needed: the alert,
 * if anybody at the school was told; the director's question, if nobody was or there is no private channel.
 */
async function postAfterNotices(context: Omit<Context, 'also'>, alert: Alert, after: string[]): Promise<void> {
  const { tx, today, partnership, outbox } = context;
  const subject = subjectOf('ALR', alert.id);
  const channel = await findChannel(tx, alert.boardId);
  const toChannel = `at-risk-alert:ALR-${alert.id}:channel`;
  if (channel?.isPrivate)
    await outbox.post({
      key: toChannel,
      card: 'at-risk-alert',
      subject,
      to: { conversationId: channel.id },
      after,
    });
  const directors = await listHolders(tx, { partnershipId: partnership.id, roles: ['PROGRAMME_DIRECTOR'], today });
  for (const personId of new Set(directors.map((director) => director.id)))
    await outbox.post({
      key: `risk-question:ALR-${alert.id}:${personId}`,
      card: 'risk-question',
      subject,
      to: { personId },
      // The platform may find that the channel is not private any more.
      after: [...after, toChannel],
    });
}
