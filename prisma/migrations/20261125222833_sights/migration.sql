-- CreateTable
CREATE TABLE "Sight" (
    "personId" INTEGER NOT NULL,
    "card" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "platform" TEXT NOT NULL,

    CONSTRAINT "Sight_pkey" PRIMARY KEY ("personId","card","subject","hour")
);

-- CreateIndex
CREATE INDEX "Sight_hour_idx" ON "Sight"("hour");
