-- CreateTable
CREATE TABLE "MailInvitation" (
    "address" TEXT NOT NULL,
    "personId" INTEGER NOT NULL,
    "invitedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),

    CONSTRAINT "MailInvitation_pkey" PRIMARY KEY ("address")
);

-- CreateTable
CREATE TABLE "MailLink" (
    "id" SERIAL NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "conversationId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "messageId" INTEGER,
    "isAskedFor" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "MailLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MailSession" (
    "tokenHash" TEXT NOT NULL,
    "conversationId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MailSession_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateIndex
CREATE INDEX "MailInvitation_personId_idx" ON "MailInvitation"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "MailLink_tokenHash_key" ON "MailLink"("tokenHash");

-- CreateIndex
CREATE INDEX "MailLink_conversationId_createdAt_idx" ON "MailLink"("conversationId", "createdAt");

-- CreateIndex
CREATE INDEX "MailLink_personId_idx" ON "MailLink"("personId");

-- CreateIndex
CREATE INDEX "MailSession_personId_idx" ON "MailSession"("personId");
