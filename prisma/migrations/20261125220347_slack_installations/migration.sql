-- CreateTable
CREATE TABLE "SlackInstallation" (
    "id" SERIAL NOT NULL,
    "tenant" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "teamId" TEXT,
    "enterpriseId" TEXT,
    "isOrgWide" BOOLEAN NOT NULL,
    "appId" TEXT NOT NULL,
    "botUserId" TEXT NOT NULL,
    "scopes" TEXT NOT NULL,
    "accessToken" BYTEA,
    "refreshToken" BYTEA,
    "expiresAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "renewingUntil" TIMESTAMPTZ(3),
    "refusedAt" TIMESTAMPTZ(3),
    "alsoHeard" TEXT NOT NULL DEFAULT '',
    "installedAt" TIMESTAMPTZ(3) NOT NULL,
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SlackInstallation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SlackInstallState" (
    "nonce" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SlackInstallState_pkey" PRIMARY KEY ("nonce")
);

-- CreateIndex
CREATE UNIQUE INDEX "SlackInstallation_tenant_key" ON "SlackInstallation"("tenant");
