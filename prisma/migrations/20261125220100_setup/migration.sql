-- CreateTable
CREATE TABLE "PastedList" (
    "id" SERIAL NOT NULL,
    "partnershipId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT,
    "state" TEXT NOT NULL DEFAULT 'open',
    "outcome" TEXT,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PastedList_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SelfCheck" (
    "id" SERIAL NOT NULL,
    "partnershipId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "lines" JSONB NOT NULL,

    CONSTRAINT "SelfCheck_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PastedList_madeAt_idx" ON "PastedList"("madeAt");

-- CreateIndex
CREATE INDEX "SelfCheck_endedAt_startedAt_idx" ON "SelfCheck"("endedAt", "startedAt");
