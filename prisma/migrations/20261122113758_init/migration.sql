-- CreateTable
CREATE TABLE "Partnership" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "laCode" TEXT NOT NULL,
    "frameworkId" TEXT NOT NULL,
    "termCalendarId" TEXT,
    "timeZone" TEXT NOT NULL DEFAULT 'Europe/London',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Partnership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KnownTenant" (
    "platform" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "partnershipId" INTEGER NOT NULL,
    "boundAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "KnownTenant_pkey" PRIMARY KEY ("platform","tenant")
);

-- CreateTable
CREATE TABLE "School" (
    "id" SERIAL NOT NULL,
    "partnershipId" INTEGER NOT NULL,
    "urn" INTEGER NOT NULL,
    "laCode" TEXT NOT NULL,
    "laName" TEXT,
    "establishmentNumber" INTEGER,
    "name" TEXT NOT NULL,
    "typeCode" TEXT,
    "typeName" TEXT,
    "governance" TEXT NOT NULL DEFAULT 'maintained',
    "phase" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'Open',
    "lowAge" INTEGER,
    "highAge" INTEGER,
    "hasSixthForm" BOOLEAN,
    "pupils" INTEGER,
    "religiousCharacter" TEXT,
    "diocese" TEXT,
    "trustName" TEXT,
    "region" TEXT,
    "openedOn" DATE,
    "closedOn" DATE,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "School_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" SERIAL NOT NULL,
    "partnershipId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "importKey" TEXT,
    "email" TEXT,
    "leftOn" DATE,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RoleHeld" (
    "id" SERIAL NOT NULL,
    "personId" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "schoolId" INTEGER,
    "fromOn" DATE NOT NULL,
    "untilOn" DATE,

    CONSTRAINT "RoleHeld_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Identity" (
    "id" SERIAL NOT NULL,
    "platform" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "personId" INTEGER NOT NULL,
    "boundAt" TIMESTAMPTZ(3) NOT NULL,
    "unboundAt" TIMESTAMPTZ(3),

    CONSTRAINT "Identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JoinCode" (
    "id" SERIAL NOT NULL,
    "codeHash" TEXT NOT NULL,
    "personId" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "JoinCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JoinAttempt" (
    "id" SERIAL NOT NULL,
    "platform" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "JoinAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Board" (
    "id" SERIAL NOT NULL,
    "partnershipId" INTEGER NOT NULL,
    "template" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "schoolId" INTEGER,
    "parentId" INTEGER,
    "openedOn" DATE NOT NULL,
    "limitOn" DATE,
    "closedOn" DATE,
    "channelConversationId" INTEGER,
    "setUpById" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Board_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BoardMember" (
    "id" SERIAL NOT NULL,
    "boardId" INTEGER NOT NULL,
    "schoolId" INTEGER,
    "fromOn" DATE NOT NULL,
    "untilOn" DATE,

    CONSTRAINT "BoardMember_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Seat" (
    "id" SERIAL NOT NULL,
    "boardId" INTEGER NOT NULL,
    "memberId" INTEGER,
    "schoolId" INTEGER,
    "personId" INTEGER,
    "role" TEXT NOT NULL,
    "isChair" BOOLEAN NOT NULL DEFAULT false,
    "isClerk" BOOLEAN NOT NULL DEFAULT false,
    "fromOn" DATE NOT NULL,
    "untilOn" DATE,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Seat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Meeting" (
    "id" SERIAL NOT NULL,
    "boardId" INTEGER NOT NULL,
    "heldOn" DATE NOT NULL,
    "startsAt" TEXT NOT NULL DEFAULT '17:30',
    "place" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL DEFAULT 'planned',
    "agendaRevision" INTEGER NOT NULL DEFAULT 0,
    "publishedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Meeting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgendaItem" (
    "id" SERIAL NOT NULL,
    "meetingId" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "lead" TEXT NOT NULL,
    "standing" BOOLEAN NOT NULL DEFAULT false,
    "addedById" INTEGER,
    "removed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "AgendaItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Attendance" (
    "meetingId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "answer" TEXT NOT NULL,
    "answeredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Attendance_pkey" PRIMARY KEY ("meetingId","personId")
);

-- CreateTable
CREATE TABLE "Action" (
    "id" SERIAL NOT NULL,
    "boardId" INTEGER NOT NULL,
    "meetingId" INTEGER,
    "what" TEXT NOT NULL,
    "intendedImpact" TEXT,
    "ownerId" INTEGER NOT NULL,
    "dueOn" DATE NOT NULL,
    "dueRevision" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL DEFAULT 'open',
    "evidence" TEXT,
    "doneAt" TIMESTAMPTZ(3),
    "doneById" INTEGER,
    "createdById" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Minutes" (
    "id" SERIAL NOT NULL,
    "meetingId" INTEGER NOT NULL,
    "boardId" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "threshold" INTEGER NOT NULL DEFAULT 0,
    "clerkId" INTEGER,
    "circulatedAt" TIMESTAMPTZ(3),
    "agreedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Minutes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MinutesRevision" (
    "minutesId" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "madeById" INTEGER,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,
    "correctionId" INTEGER,

    CONSTRAINT "MinutesRevision_pkey" PRIMARY KEY ("minutesId","revision")
);

-- CreateTable
CREATE TABLE "MinutesApprover" (
    "minutesId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,

    CONSTRAINT "MinutesApprover_pkey" PRIMARY KEY ("minutesId","personId")
);

-- CreateTable
CREATE TABLE "MinutesCorrection" (
    "id" SERIAL NOT NULL,
    "minutesId" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "decision" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),

    CONSTRAINT "MinutesCorrection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MinutesApproval" (
    "id" SERIAL NOT NULL,
    "minutesId" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "personId" INTEGER NOT NULL,
    "decision" TEXT NOT NULL,
    "words" TEXT,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL,
    "platform" TEXT NOT NULL,
    "messageId" TEXT,

    CONSTRAINT "MinutesApproval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Round" (
    "id" SERIAL NOT NULL,
    "partnershipId" INTEGER NOT NULL,
    "frameworkId" TEXT NOT NULL,
    "schoolYear" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "openedOn" DATE NOT NULL,
    "dueOn" DATE NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "openedById" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Round_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SelfEvaluation" (
    "id" SERIAL NOT NULL,
    "roundId" INTEGER NOT NULL,
    "schoolId" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'asked',
    "submittedAt" TIMESTAMPTZ(3),
    "submittedById" INTEGER,
    "isLate" BOOLEAN NOT NULL DEFAULT false,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "SelfEvaluation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SelfEvaluationGrade" (
    "selfEvaluationId" INTEGER NOT NULL,
    "aspect" TEXT NOT NULL,
    "grade" TEXT,
    "notApplicable" BOOLEAN NOT NULL DEFAULT false,
    "evidence" TEXT,
    "gradedById" INTEGER NOT NULL,
    "gradedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SelfEvaluationGrade_pkey" PRIMARY KEY ("selfEvaluationId","aspect")
);

-- CreateTable
CREATE TABLE "CategoryDecision" (
    "id" SERIAL NOT NULL,
    "schoolId" INTEGER NOT NULL,
    "schoolYear" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "nextStep" TEXT NOT NULL DEFAULT '',
    "recommendedById" INTEGER,
    "recommendedAt" TIMESTAMPTZ(3) NOT NULL,
    "confirmedById" INTEGER,
    "confirmedAt" TIMESTAMPTZ(3),
    "effectiveOn" DATE,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "CategoryDecision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Alert" (
    "id" SERIAL NOT NULL,
    "boardId" INTEGER NOT NULL,
    "schoolId" INTEGER NOT NULL,
    "categoryId" INTEGER,
    "reasonCode" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "raisedAt" TIMESTAMPTZ(3) NOT NULL,
    "acknowledgedAt" TIMESTAMPTZ(3),
    "acknowledgedById" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Conversation" (
    "id" SERIAL NOT NULL,
    "platform" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "isPrivate" BOOLEAN NOT NULL DEFAULT false,
    "name" TEXT,
    "personId" INTEGER,
    "address" JSONB NOT NULL DEFAULT '{}',
    "unreachableReason" TEXT,
    "heardAt" TIMESTAMPTZ(3),
    "nextSendAt" TIMESTAMPTZ(3),

    CONSTRAINT "Conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Receipt" (
    "key" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "personId" INTEGER,
    "outcome" TEXT NOT NULL,
    "reply" JSONB NOT NULL,
    "requestId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Receipt_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorId" INTEGER,
    "event" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "platform" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CardCopy" (
    "id" SERIAL NOT NULL,
    "card" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "viewerId" INTEGER,
    "conversationId" INTEGER NOT NULL,
    "messageId" TEXT,
    "nonce" TEXT NOT NULL,
    "wanted" INTEGER NOT NULL DEFAULT 1,
    "shown" INTEGER NOT NULL DEFAULT 0,
    "shownRevision" INTEGER NOT NULL DEFAULT 0,
    "hasInputs" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL DEFAULT 'open',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "notBefore" TIMESTAMPTZ(3),
    "takenUntil" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CardCopy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CardToken" (
    "tokenHash" TEXT NOT NULL,
    "copyId" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "actions" JSONB NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CardToken_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "Outbox" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "conversationId" INTEGER,
    "personId" INTEGER,
    "card" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "reason" TEXT,
    "onUncertain" TEXT NOT NULL DEFAULT 'skip',
    "notBefore" TIMESTAMPTZ(3) NOT NULL,
    "validUntil" TIMESTAMPTZ(3),
    "afterKeys" TEXT[],
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "takenBy" TEXT,
    "takenUntil" TIMESTAMPTZ(3),
    "cardCopyId" INTEGER,
    "messageId" TEXT,
    "requestId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sentAt" TIMESTAMPTZ(3),

    CONSTRAINT "Outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Question" (
    "id" SERIAL NOT NULL,
    "personId" INTEGER NOT NULL,
    "conversationId" INTEGER,
    "subject" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "answerField" TEXT NOT NULL,
    "asked" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebMessage" (
    "id" SERIAL NOT NULL,
    "conversationId" INTEGER NOT NULL,
    "personId" INTEGER,
    "text" TEXT NOT NULL,
    "card" JSONB,
    "onlyForId" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "change" BIGSERIAL NOT NULL,
    "key" TEXT,

    CONSTRAINT "WebMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JobSlot" (
    "job" TEXT NOT NULL,
    "slot" TEXT NOT NULL,
    "takenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "JobSlot_pkey" PRIMARY KEY ("job","slot")
);

-- CreateTable
CREATE TABLE "JobRun" (
    "job" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "outcome" TEXT NOT NULL DEFAULT 'running',

    CONSTRAINT "JobRun_pkey" PRIMARY KEY ("job")
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "School_urn_key" ON "School"("urn");

-- CreateIndex
CREATE INDEX "School_partnershipId_name_idx" ON "School"("partnershipId", "name");

-- CreateIndex
CREATE INDEX "Person_partnershipId_name_idx" ON "Person"("partnershipId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Person_partnershipId_importKey_key" ON "Person"("partnershipId", "importKey");

-- CreateIndex
CREATE INDEX "RoleHeld_personId_idx" ON "RoleHeld"("personId");

-- CreateIndex
CREATE INDEX "RoleHeld_schoolId_role_idx" ON "RoleHeld"("schoolId", "role");

-- CreateIndex
CREATE INDEX "RoleHeld_role_idx" ON "RoleHeld"("role");

-- CreateIndex
CREATE INDEX "Identity_personId_idx" ON "Identity"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Identity_platform_tenant_userId_key" ON "Identity"("platform", "tenant", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "JoinCode_codeHash_key" ON "JoinCode"("codeHash");

-- CreateIndex
CREATE INDEX "JoinCode_personId_idx" ON "JoinCode"("personId");

-- CreateIndex
CREATE INDEX "JoinAttempt_platform_tenant_userId_at_idx" ON "JoinAttempt"("platform", "tenant", "userId", "at");

-- CreateIndex
CREATE INDEX "Board_partnershipId_template_idx" ON "Board"("partnershipId", "template");

-- CreateIndex
CREATE INDEX "Board_schoolId_idx" ON "Board"("schoolId");

-- CreateIndex
CREATE INDEX "BoardMember_boardId_idx" ON "BoardMember"("boardId");

-- CreateIndex
CREATE INDEX "Seat_boardId_idx" ON "Seat"("boardId");

-- CreateIndex
CREATE INDEX "Seat_personId_idx" ON "Seat"("personId");

-- CreateIndex
CREATE INDEX "Meeting_boardId_heldOn_idx" ON "Meeting"("boardId", "heldOn");

-- CreateIndex
CREATE INDEX "AgendaItem_meetingId_position_idx" ON "AgendaItem"("meetingId", "position");

-- CreateIndex
CREATE INDEX "Action_boardId_state_dueOn_idx" ON "Action"("boardId", "state", "dueOn");

-- CreateIndex
CREATE INDEX "Action_ownerId_state_dueOn_idx" ON "Action"("ownerId", "state", "dueOn");

-- CreateIndex
CREATE UNIQUE INDEX "Minutes_meetingId_key" ON "Minutes"("meetingId");

-- CreateIndex
CREATE INDEX "Minutes_boardId_state_idx" ON "Minutes"("boardId", "state");

-- CreateIndex
CREATE INDEX "MinutesCorrection_minutesId_revision_idx" ON "MinutesCorrection"("minutesId", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "MinutesApproval_minutesId_revision_personId_key" ON "MinutesApproval"("minutesId", "revision", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "Round_partnershipId_name_key" ON "Round"("partnershipId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "SelfEvaluation_roundId_schoolId_key" ON "SelfEvaluation"("roundId", "schoolId");

-- CreateIndex
CREATE INDEX "CategoryDecision_schoolId_state_effectiveOn_idx" ON "CategoryDecision"("schoolId", "state", "effectiveOn");

-- CreateIndex
CREATE INDEX "Alert_boardId_schoolId_reasonCode_raisedAt_idx" ON "Alert"("boardId", "schoolId", "reasonCode", "raisedAt");

-- CreateIndex
CREATE INDEX "Conversation_personId_idx" ON "Conversation"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Conversation_platform_tenant_externalId_key" ON "Conversation"("platform", "tenant", "externalId");

-- CreateIndex
CREATE INDEX "Receipt_at_idx" ON "Receipt"("at");

-- CreateIndex
CREATE INDEX "AuditEvent_subject_id_idx" ON "AuditEvent"("subject", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_actorId_id_idx" ON "AuditEvent"("actorId", "id");

-- CreateIndex
CREATE INDEX "CardCopy_subject_idx" ON "CardCopy"("subject");

-- CreateIndex
CREATE INDEX "CardCopy_conversationId_idx" ON "CardCopy"("conversationId");

-- CreateIndex
CREATE INDEX "CardToken_copyId_idx" ON "CardToken"("copyId");

-- CreateIndex
CREATE UNIQUE INDEX "Outbox_key_key" ON "Outbox"("key");

-- CreateIndex
CREATE INDEX "Outbox_state_notBefore_idx" ON "Outbox"("state", "notBefore");

-- CreateIndex
CREATE INDEX "Outbox_conversationId_id_idx" ON "Outbox"("conversationId", "id");

-- CreateIndex
CREATE INDEX "Outbox_personId_state_idx" ON "Outbox"("personId", "state");

-- CreateIndex
CREATE INDEX "Question_personId_closedAt_idx" ON "Question"("personId", "closedAt");

-- CreateIndex
CREATE UNIQUE INDEX "WebMessage_key_key" ON "WebMessage"("key");

-- CreateIndex
CREATE INDEX "WebMessage_conversationId_change_idx" ON "WebMessage"("conversationId", "change");

-- AddForeignKey
ALTER TABLE "KnownTenant" ADD CONSTRAINT "KnownTenant_partnershipId_fkey" FOREIGN KEY ("partnershipId") REFERENCES "Partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "School" ADD CONSTRAINT "School_partnershipId_fkey" FOREIGN KEY ("partnershipId") REFERENCES "Partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Person" ADD CONSTRAINT "Person_partnershipId_fkey" FOREIGN KEY ("partnershipId") REFERENCES "Partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoleHeld" ADD CONSTRAINT "RoleHeld_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoleHeld" ADD CONSTRAINT "RoleHeld_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Identity" ADD CONSTRAINT "Identity_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JoinCode" ADD CONSTRAINT "JoinCode_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Board" ADD CONSTRAINT "Board_partnershipId_fkey" FOREIGN KEY ("partnershipId") REFERENCES "Partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Board" ADD CONSTRAINT "Board_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Board" ADD CONSTRAINT "Board_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Board"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Board" ADD CONSTRAINT "Board_channelConversationId_fkey" FOREIGN KEY ("channelConversationId") REFERENCES "Conversation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BoardMember" ADD CONSTRAINT "BoardMember_boardId_fkey" FOREIGN KEY ("boardId") REFERENCES "Board"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BoardMember" ADD CONSTRAINT "BoardMember_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Seat" ADD CONSTRAINT "Seat_boardId_fkey" FOREIGN KEY ("boardId") REFERENCES "Board"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Seat" ADD CONSTRAINT "Seat_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "BoardMember"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Seat" ADD CONSTRAINT "Seat_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Seat" ADD CONSTRAINT "Seat_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Meeting" ADD CONSTRAINT "Meeting_boardId_fkey" FOREIGN KEY ("boardId") REFERENCES "Board"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaItem" ADD CONSTRAINT "AgendaItem_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attendance" ADD CONSTRAINT "Attendance_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attendance" ADD CONSTRAINT "Attendance_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Action" ADD CONSTRAINT "Action_boardId_fkey" FOREIGN KEY ("boardId") REFERENCES "Board"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Action" ADD CONSTRAINT "Action_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Action" ADD CONSTRAINT "Action_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Minutes" ADD CONSTRAINT "Minutes_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Minutes" ADD CONSTRAINT "Minutes_boardId_fkey" FOREIGN KEY ("boardId") REFERENCES "Board"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MinutesRevision" ADD CONSTRAINT "MinutesRevision_minutesId_fkey" FOREIGN KEY ("minutesId") REFERENCES "Minutes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MinutesApprover" ADD CONSTRAINT "MinutesApprover_minutesId_fkey" FOREIGN KEY ("minutesId") REFERENCES "Minutes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MinutesCorrection" ADD CONSTRAINT "MinutesCorrection_minutesId_fkey" FOREIGN KEY ("minutesId") REFERENCES "Minutes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MinutesCorrection" ADD CONSTRAINT "MinutesCorrection_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MinutesApproval" ADD CONSTRAINT "MinutesApproval_minutesId_fkey" FOREIGN KEY ("minutesId") REFERENCES "Minutes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MinutesApproval" ADD CONSTRAINT "MinutesApproval_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Round" ADD CONSTRAINT "Round_partnershipId_fkey" FOREIGN KEY ("partnershipId") REFERENCES "Partnership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SelfEvaluation" ADD CONSTRAINT "SelfEvaluation_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "Round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SelfEvaluation" ADD CONSTRAINT "SelfEvaluation_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SelfEvaluationGrade" ADD CONSTRAINT "SelfEvaluationGrade_selfEvaluationId_fkey" FOREIGN KEY ("selfEvaluationId") REFERENCES "SelfEvaluation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CategoryDecision" ADD CONSTRAINT "CategoryDecision_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Alert" ADD CONSTRAINT "Alert_boardId_fkey" FOREIGN KEY ("boardId") REFERENCES "Board"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Alert" ADD CONSTRAINT "Alert_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Conversation" ADD CONSTRAINT "Conversation_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardCopy" ADD CONSTRAINT "CardCopy_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardToken" ADD CONSTRAINT "CardToken_copyId_fkey" FOREIGN KEY ("copyId") REFERENCES "CardCopy"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Outbox" ADD CONSTRAINT "Outbox_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Outbox" ADD CONSTRAINT "Outbox_cardCopyId_fkey" FOREIGN KEY ("cardCopyId") REFERENCES "CardCopy"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Question" ADD CONSTRAINT "Question_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
