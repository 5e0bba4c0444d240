-- DropIndex
DROP INDEX "Outbox_conversationId_id_idx";

-- DropIndex
DROP INDEX "Outbox_state_notBefore_idx";

-- AlterTable
ALTER TABLE "Action" ADD COLUMN     "reason" TEXT;

-- AlterTable
ALTER TABLE "JobRun" ADD COLUMN     "doneAt" TIMESTAMPTZ(3),
ADD COLUMN     "faults" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "School" ADD COLUMN     "category" TEXT,
ADD COLUMN     "categorySince" DATE;

-- AlterTable
ALTER TABLE "Seat" ADD COLUMN     "answer" TEXT,
ADD COLUMN     "answeredAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "TermYear" (
    "partnershipId" INTEGER NOT NULL,
    "schoolYear" TEXT NOT NULL,
    "dates" JSONB NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TermYear_pkey" PRIMARY KEY ("partnershipId","schoolYear")
);

-- CreateTable
CREATE TABLE "ActionAsk" (
    "id" SERIAL NOT NULL,
    "actionId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "dueRevision" INTEGER NOT NULL,
    "askedById" INTEGER NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "wantedOn" DATE,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "decidedById" INTEGER,
    "decidedAt" TIMESTAMPTZ(3),
    "words" TEXT,

    CONSTRAINT "ActionAsk_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Reminder" (
    "id" SERIAL NOT NULL,
    "personId" INTEGER NOT NULL,
    "on" DATE NOT NULL,
    "subject" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "rung" INTEGER NOT NULL,

    CONSTRAINT "Reminder_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ActionAsk_actionId_state_idx" ON "ActionAsk"("actionId", "state");

-- CreateIndex
CREATE INDEX "Reminder_personId_on_idx" ON "Reminder"("personId", "on");

-- CreateIndex
CREATE UNIQUE INDEX "Reminder_subject_personId_revision_rung_key" ON "Reminder"("subject", "personId", "revision", "rung");

-- CreateIndex
CREATE INDEX "Action_state_dueOn_boardId_idx" ON "Action"("state", "dueOn", "boardId");

-- CreateIndex
CREATE INDEX "Alert_schoolId_idx" ON "Alert"("schoolId");

-- CreateIndex
CREATE INDEX "CardCopy_behind_idx" ON "CardCopy"("id") WHERE (wanted > shown);

-- CreateIndex
CREATE INDEX "Meeting_state_heldOn_idx" ON "Meeting"("state", "heldOn");

-- CreateIndex
CREATE INDEX "Minutes_state_idx" ON "Minutes"("state");

-- CreateIndex
CREATE INDEX "Outbox_pending_idx" ON "Outbox"("conversationId", "id") WHERE (((state = 'waiting'::text) OR (state = 'taken'::text) OR (state = 'sending'::text)));

-- CreateIndex
CREATE INDEX "Outbox_waiting_idx" ON "Outbox"("id") WHERE (((state = 'waiting'::text) OR (state = 'taken'::text) OR (state = 'sending'::text)));

-- CreateIndex
CREATE INDEX "Outbox_undelivered_idx" ON "Outbox"("id") WHERE (((state = 'failed'::text) OR (state = 'uncertain'::text) OR (state = 'unreachable'::text)));

-- CreateIndex
CREATE INDEX "Outbox_createdAt_state_idx" ON "Outbox"("createdAt", "state");

-- CreateIndex
CREATE INDEX "School_partnershipId_category_name_idx" ON "School"("partnershipId", "category", "name");

-- CreateIndex
CREATE INDEX "SelfEvaluation_roundId_state_idx" ON "SelfEvaluation"("roundId", "state");

-- CreateIndex
CREATE INDEX "SelfEvaluation_schoolId_idx" ON "SelfEvaluation"("schoolId");

-- AddForeignKey
ALTER TABLE "TermYear" ADD CONSTRAINT "TermYear_partnershipId_fkey" FOREIGN KEY ("partnershipId") REFERENCES "Partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ActionAsk" ADD CONSTRAINT "ActionAsk_actionId_fkey" FOREIGN KEY ("actionId") REFERENCES "Action"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ActionAsk" ADD CONSTRAINT "ActionAsk_askedById_fkey" FOREIGN KEY ("askedById") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reminder" ADD CONSTRAINT "Reminder_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What the newest decision on each school says is the category in force.
UPDATE "School" s SET category = d.value, "categorySince" = d."effectiveOn"
FROM (
  SELECT DISTINCT ON ("schoolId") "schoolId", value, "effectiveOn" FROM "CategoryDecision"
  WHERE state IN ('confirmed', 'ratified')
  ORDER BY "schoolId", "effectiveOn" DESC NULLS LAST, "confirmedAt" DESC NULLS LAST, id DESC
) d WHERE d."schoolId" = s.id;

-- Until now the audit alone told which reminders people had had.
INSERT INTO "Reminder" ("personId", "on", subject, revision, rung)
SELECT (after->>'personId')::int, (after->>'on')::date, subject, (after->>'dueRevision')::int, (after->>'rung')::int
FROM "AuditEvent" WHERE event = 'action.reminded'
ON CONFLICT DO NOTHING;

-- The same of the chairs that were asked about overdue actions.
INSERT INTO "Reminder" ("personId", "on", subject, revision, rung)
SELECT (after->>'personId')::int, (after->>'on')::date, 'overdue:' || split_part(subject, ':', 2), (after->>'dueRevision')::int, 3
FROM "AuditEvent" WHERE event = 'action.chairAsked'
ON CONFLICT DO NOTHING;

-- Reminders are of more than actions now.
UPDATE "CardCopy" SET card = 'reminder' WHERE card = 'action-reminder';
UPDATE "Outbox" SET card = 'reminder' WHERE card = 'action-reminder';
UPDATE "JobSlot" SET job = 'remindPeople' WHERE job = 'remindOwners';
UPDATE "JobRun" SET job = 'remindPeople' WHERE job = 'remindOwners';

UPDATE "JobRun" SET "doneAt" = "startedAt" WHERE outcome = 'done';

-- The database itself keeps a school's category in step with its decisions, whoever writes them.
CREATE FUNCTION keep_school_category() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  school integer := coalesce(NEW."schoolId", OLD."schoolId");
BEGIN
  UPDATE "School" s SET category = d.value, "categorySince" = d."effectiveOn"
  FROM (SELECT 1) one LEFT JOIN LATERAL (
    SELECT value, "effectiveOn" FROM "CategoryDecision"
    WHERE "schoolId" = school AND state IN ('confirmed', 'ratified')
    ORDER BY "effectiveOn" DESC NULLS LAST, "confirmedAt" DESC NULLS LAST, id DESC LIMIT 1
  ) d ON true
  WHERE s.id = school AND (s.category IS DISTINCT FROM d.value OR s."categorySince" IS DISTINCT FROM d."effectiveOn");
  RETURN NULL;
END $$;

CREATE TRIGGER "CategoryDecision_school" AFTER INSERT OR UPDATE OR DELETE ON "CategoryDecision"
FOR EACH ROW EXECUTE FUNCTION keep_school_category();

-- Rows that come to rest in a few steps leave traces in the small indexes of what still waits: these tables are swept early,
-- and a row has room to change on its page.
ALTER TABLE "Outbox" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE "CardCopy" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
