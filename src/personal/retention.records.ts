// What is over its time goes: a few thousand rows a statement, so that nobody waits for it.
import { pruneAudit } from '../audit/index.ts';
import { addDays, instantAt, type LocalDate } from '../calendar/index.ts';
import type { JobContext } from '../chat/contract.ts';
import { json } from '../chat/records.ts';
import { sql, type Tx } from '../store/database.ts';
import { asDay } from '../store/days.ts';
import { type ClassName, daysOf, RetentionSetting } from './retention.ts';
import { isChatOf } from './whose.records.ts';

const KEY = 'retention';
const MOST = 20_000;

export async function readRetention(tx: Tx): Promise<RetentionSetting> {
  const row = await tx.setting.findUnique({ where: { key: KEY } });
  return row ? RetentionSetting.parse(row.value) : {};
}

/** Keep the days that a council has set, and that they were changed. */
export async function saveRetention(
  tx: Tx,
  change: { before: RetentionSetting; after: RetentionSetting; now: Date; requestId: string },
): Promise<void> {
  const [before, value] = [json(change.before), json(change.after)];
  await tx.setting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value } });
  await tx.auditEvent.create({
    data: {
      ...{ at: change.now, event: 'retention.changed', subject: 'setting:retention', before, after: value },
      ...{ platform: 'script', place: 'npm run retention', requestId: change.requestId },
    },
  });
}

export interface Over {
  today: LocalDate;
  timeZone: string;
  /** Writes down what was removed of the audit. */
  happened: JobContext['happened'];
}

/**
 * Remove what is over its time, and say how many rows of each class. What happened on a day is kept for so many whole days
 * after it: with 30 days, what ended on 1 March goes on 1 April.
 */
export async function removeOver(tx: Tx, over: Over): Promise<Record<ClassName, number>> {
  const days = daysOf(await readRetention(tx));
  const firstKept = (name: ClassName) => addDays(over.today, -days[name]);
  const until = (name: ClassName) => instantAt(firstKept(name), '00:00', over.timeZone);
  const run = (statement: ReturnType<typeof sql>) => tx.$executeRaw(statement);
  return {
    receipts: await run(sql`delete from "Receipt" where key in (
      select key from "Receipt" where at < ${until('receipts')} limit ${MOST})`),
    messages: await run(sql`update "Outbox" set reason = null, "messageId" = null where id in (
      select id from "Outbox" where coalesce("sentAt", "notBefore") < ${until('messages')}
        and state in ('sent', 'skipped') and (reason is not null or "messageId" is not null) limit ${MOST})`),
    buttons: await run(sql`delete from "CardToken" where "tokenHash" in (
      select "tokenHash" from "CardToken" where "expiresAt" < ${until('buttons')} limit ${MOST})`),
    questions: await run(sql`delete from "Question" where id in (
      select id from "Question" where "closedAt" < ${until('questions')} limit ${MOST})`),
    attempts: await run(sql`delete from "JoinAttempt" where id in (
      select id from "JoinAttempt" where at < ${until('attempts')} limit ${MOST})`),
    codes: await run(sql`delete from "JoinCode" where id in (
      select id from "JoinCode" where "expiresAt" < ${until('codes')} limit ${MOST})`),
    // A visit lasts some hours: nobody sets how long one is remembered. An address at which nobody has joined goes with its
    // invitation, which alone says whose it is.
    links:
      await run(sql`with visits as (delete from "MailSession" where "expiresAt" < ${instantAt(over.today, '00:00', over.timeZone)}),
      invitations as (delete from "MailInvitation" where "expiresAt" < ${until('links')} returning address),
      chats as (
        update "Conversation" c set "externalId" = 'erased-' || c.id, tenant = '', name = null, address = '{}'
        from invitations m where c.platform = 'mail' and c."externalId" = m.address and c."personId" is null and not exists (
          select 1 from "Identity" i where i.platform = c.platform and i.tenant = c.tenant and i."userId" = c."externalId"))
      delete from "MailLink" where id in (select id from "MailLink" where "expiresAt" < ${until('links')} limit ${MOST})`),
    // With who somebody was goes how their chat, which is nobody's since they left, was reached.
    identities: await run(sql`with gone as (
        select * from "Identity" where "unboundAt" < ${until('identities')} limit ${MOST}),
      chats as (
        update "Conversation" c set "externalId" = 'erased-' || c.id, tenant = '', name = null, address = '{}'
        from gone i where c.kind = 'personal' and c."personId" is null and ${isChatOf})
      delete from "Identity" where id in (select id from gone)`),
    page: await run(sql`delete from "WebMessage" where id in (
      select id from "WebMessage" where at < ${until('page')} limit ${MOST})`),
    lists: await run(sql`delete from "PastedList" where id in (
      select id from "PastedList" where "madeAt" < ${until('lists')} limit ${MOST})`),
    checks: await run(sql`delete from "SelfCheck" where id in (
      select id from "SelfCheck" where "startedAt" < ${until('checks')} limit ${MOST})`),
    reminders: await run(sql`delete from "Reminder" where id in (
      select id from "Reminder" where "on" < ${asDay(firstKept('reminders'))} limit ${MOST})`),
    sights: await run(sql`delete from "Sight" where ("personId", card, subject, hour) in (
      select "personId", card, subject, hour from "Sight" where hour < ${until('sights')} limit ${MOST})`),
    audit: await pruneAudit(tx, { before: until('audit'), most: MOST, happened: over.happened }),
  };
}
