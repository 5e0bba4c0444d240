import { refOf } from '../chat/refs.ts';
import { Conflict, Refusal } from '../chat/refusal.ts';
import { type Sql, sql, type Tx } from '../store/database.ts';
import { asDay } from '../store/days.ts';
import { type Approval, type Decision, hashOfText, type Minutes, type MinutesState } from './rules.ts';

export interface MinutesRow extends Minutes {
  meetingId: number;
  boardId: number;
  clerkId: number | null;
  version: number;
}

/** The minutes with their standing text, approvers and every approval. Refuses a number that does not exist. */
export async function getMinutes(tx: Tx, id: number): Promise<MinutesRow> {
  const row = await tx.minutes.findUnique({
    where: { id },
    include: { approvers: true, approvals: true, revisions: { orderBy: { revision: 'desc' }, take: 1 } },
  });
  if (!row) throw new Refusal(`There are no minutes ${refOf('MIN', id)}.`);
  const text = row.revisions[0];
  return {
    id: row.id,
    meetingId: row.meetingId,
    boardId: row.boardId,
    clerkId: row.clerkId,
    version: row.version,
    state: row.state as MinutesState,
    revision: row.revision,
    threshold: row.threshold,
    text: text?.text ?? '',
    hash: text?.hash ?? hashOfText(''),
    approvers: row.approvers.map((approver) => approver.personId),
    approvals: row.approvals as Approval[],
  };
}

/** The same, with its row locked: concurrent last approvals come one after the other. */
export async function getMinutesLocked(tx: Tx, id: number): Promise<MinutesRow> {
  await tx.$queryRaw`select id from "Minutes" where id = ${id} for update`;
  return getMinutes(tx, id);
}

/** The minutes of a meeting, if somebody began them. */
export async function findOfMeeting(tx: Tx, meetingId: number): Promise<number | undefined> {
  const row = await tx.minutes.findUnique({ where: { meetingId }, select: { id: true } });
  return row?.id;
}

export async function createDraft(
  tx: Tx,
  draft: { meetingId: number; boardId: number; clerkId: number; text: string; at: Date },
): Promise<MinutesRow> {
  const { text, at, ...row } = draft;
  const made = await tx.minutes.create({
    data: {
      ...row,
      revisions: { create: { revision: 1, text, hash: hashOfText(text), madeById: draft.clerkId, madeAt: at } },
    },
  });
  return getMinutes(tx, made.id);
}

/** Save what the rules changed: state, text and approvers. Throws a Conflict when somebody saved first. */
export async function saveMinutes(
  tx: Tx,
  before: MinutesRow,
  after: Minutes,
  by: { personId: number; at: Date; correctionId?: number },
): Promise<void> {
  const becameCirculated = before.state === 'draft' && after.state === 'circulated';
  const becameAgreed = before.state !== 'agreed' && after.state === 'agreed';
  const saved = await tx.minutes.updateMany({
    where: { id: before.id, version: before.version },
    data: {
      state: after.state,
      revision: after.revision,
      threshold: after.threshold,
      version: { increment: 1 },
      ...(becameCirculated ? { circulatedAt: by.at } : {}),
      ...(becameAgreed ? { agreedAt: by.at } : {}),
    },
  });
  if (saved.count === 0) throw new Conflict(refOf('MIN', before.id));
  if (after.text !== before.text) {
    const key = { minutesId_revision: { minutesId: before.id, revision: after.revision } };
    const text = {
      text: after.text,
      hash: after.hash,
      madeById: by.personId,
      madeAt: by.at,
      correctionId: by.correctionId ?? null,
    };
    await tx.minutesRevision.upsert({
      where: key,
      create: { minutesId: before.id, revision: after.revision, ...text },
      update: text,
    });
  }
  const gone = before.approvers.filter((personId) => !after.approvers.includes(personId));
  if (gone.length > 0) await tx.minutesApprover.deleteMany({ where: { minutesId: before.id, personId: { in: gone } } });
  const added = after.approvers.filter((personId) => !before.approvers.includes(personId));
  if (added.length > 0)
    await tx.minutesApprover.createMany({ data: added.map((personId) => ({ minutesId: before.id, personId })) });
}

/** Keep one decision: one row a person and revision, the newest words. */
export async function saveDecision(
  tx: Tx,
  minutesId: number,
  approval: Approval,
  from: { at: Date; platform: string; messageId: string | undefined },
): Promise<void> {
  const { personId, revision, hash, decision, words } = approval;
  const data = {
    hash,
    decision,
    words,
    decidedAt: from.at,
    platform: from.platform,
    messageId: from.messageId ?? null,
  };
  await tx.minutesApproval.upsert({
    where: { minutesId_revision_personId: { minutesId, revision, personId } },
    create: { minutesId, revision, personId, ...data },
    update: data,
  });
}

/** Every decision on one revision, with when it was made. */
export async function listDecisions(tx: Tx, minutesId: number, revision: number) {
  const rows = await tx.minutesApproval.findMany({ where: { minutesId, revision }, orderBy: { decidedAt: 'asc' } });
  return rows.map((row) => ({ ...row, decision: row.decision as Decision }));
}

/** Keep what a governor wrote, and return its number. The same words again are the same correction. */
export async function keepCorrection(
  tx: Tx,
  written: { minutesId: number; revision: number; personId: number; decision: Decision; words: string; madeAt: Date },
): Promise<number> {
  const { madeAt, ...same } = written;
  const found = await tx.minutesCorrection.findFirst({ where: same, select: { id: true } });
  return (found ?? (await tx.minutesCorrection.create({ data: { ...same, madeAt }, select: { id: true } }))).id;
}

/** All that was written about some minutes, in whatever revision, oldest first. */
export async function listCorrections(tx: Tx, minutesId: number) {
  return tx.minutesCorrection.findMany({
    where: { minutesId },
    include: { person: { select: { name: true } } },
    orderBy: { id: 'asc' },
  });
}

/** A correction of any revision, with its writer. */
export async function findCorrection(tx: Tx, id: number) {
  const row = await tx.minutesCorrection.findUnique({ where: { id }, include: { person: { select: { name: true } } } });
  return row ?? undefined;
}

/** The words of a correction are in the text now; refuses one that belongs to other minutes. */
export async function markAccepted(tx: Tx, minutesId: number, correctionId: number, at: Date): Promise<void> {
  const marked = await tx.minutesCorrection.updateMany({
    where: { id: correctionId, minutesId },
    data: { acceptedAt: at },
  });
  if (marked.count === 0) throw new Refusal('There is no such correction of these minutes.');
}

/** Whose correction a revision took in, if any. */
export async function findCorrectionOf(tx: Tx, minutesId: number, revision: number) {
  const row = await tx.minutesRevision.findUnique({ where: { minutesId_revision: { minutesId, revision } } });
  return row?.correctionId ? findCorrection(tx, row.correctionId) : undefined;
}

/** What waits for the clerk of these boards: drafts, and circulated minutes with a correction or refusal nobody took in. */
export async function listForClerk(
  tx: Tx,
  boardIds: number[],
): Promise<{ id: number; name: string; heldOn: Date; state: MinutesState }[]> {
  if (boardIds.length === 0) return [];
  return tx.$queryRaw`
    select m.id, b.name, t."heldOn", m.state from "Minutes" m
    join "Board" b on b.id = m."boardId" join "Meeting" t on t.id = m."meetingId"
    where m."boardId" = any(${boardIds}) and (m.state = 'draft' or (m.state = 'circulated' and exists (
      select 1 from "MinutesCorrection" c where c."minutesId" = m.id and c."acceptedAt" is null
        and (c.revision = m.revision or not exists (select 1 from "MinutesApproval" a
          where a."minutesId" = m.id and a.revision = m.revision and a."personId" = c."personId")))))
    order by m.id`;
}

/** How many approvals are outstanding in the partnership, and of how many minutes; for one school when given. */
export function outstandingFacts(partnershipId: number, schoolId?: number): Sql {
  const boards = schoolId === undefined ? sql`b."partnershipId" = ${partnershipId}` : sql`b."schoolId" = ${schoolId}`;
  return sql`select json_build_object('minutes', count(distinct m.id), 'people', count(*))
    from "Minutes" m join "MinutesApprover" r on r."minutesId" = m.id join "Board" b on b.id = m."boardId" and ${boards}
    where m.state = 'circulated' and not exists (select 1 from "MinutesApproval" a
      where a."minutesId" = m.id and a.revision = m.revision and a."personId" = r."personId")`;
}

/** The circulated minutes that a person was asked to approve; of one board when given. */
export async function listAskedOf(tx: Tx, personId: number, boardId?: number): Promise<number[]> {
  const rows = await tx.minutes.findMany({
    where: { state: 'circulated', approvers: { some: { personId } }, ...(boardId === undefined ? {} : { boardId }) },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => row.id);
}

/** The latest meeting of the boards up to a day whose minutes can still be written. */
export async function findLatestMeeting(tx: Tx, boardIds: number[], today: string): Promise<number | undefined> {
  const row = await tx.meeting.findFirst({
    where: {
      boardId: { in: boardIds },
      heldOn: { lte: asDay(today) },
      state: { not: 'cancelled' },
      OR: [{ minutes: null }, { minutes: { state: { in: ['draft', 'circulated'] } } }],
    },
    orderBy: { heldOn: 'desc' },
    select: { id: true },
  });
  return row?.id;
}
