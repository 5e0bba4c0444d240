// What is kept of installations. Tokens come and go encrypted; nothing here can read them.
import { Prisma, type PrismaClient, type SlackInstallation } from '../store/generated/client.ts';

export type InstallationRow = SlackInstallation;

/** What Slack tells of an installation, with its tokens encrypted. */
export type NewInstallation = Pick<
  InstallationRow,
  'tenant' | 'name' | 'teamId' | 'enterpriseId' | 'isOrgWide' | 'appId' | 'botUserId' | 'scopes'
> &
  NewTokens;

export interface NewTokens {
  accessToken: Uint8Array<ArrayBuffer>;
  refreshToken: Uint8Array<ArrayBuffer> | null;
  expiresAt: Date | null;
}

// How many characters of other workspaces' ids an installation remembers.
const MOST_HEARD = 15_000;

/** The installations of some tenants, the removed too. */
export async function readInstallations(prisma: PrismaClient, tenants: string[]): Promise<InstallationRow[]> {
  return prisma.slackInstallation.findMany({ where: { tenant: { in: tenants } } });
}

/** The newest installation through which another workspace is heard. */
export async function readHeardThrough(prisma: PrismaClient, tenant: string): Promise<InstallationRow | null> {
  return prisma.slackInstallation.findFirst({
    where: { alsoHeard: { contains: ` ${tenant} ` }, removedAt: null },
    orderBy: [{ isOrgWide: 'desc' }, { installedAt: 'desc' }],
  });
}

/** All installations, the removed too. */
export async function listInstallations(prisma: PrismaClient): Promise<InstallationRow[]> {
  return prisma.slackInstallation.findMany({ orderBy: { tenant: 'asc' } });
}

/** Keep an installation; one that was there before, removed or not, is replaced. */
export async function keepInstallation(
  prisma: PrismaClient,
  { tenant, ...told }: NewInstallation,
  now: Date,
): Promise<void> {
  const fresh = { ...told, installedAt: now, removedAt: null, refusedAt: null, renewingUntil: null };
  await prisma.slackInstallation.upsert({
    where: { tenant },
    create: { tenant, ...fresh },
    update: { ...fresh, version: { increment: 1 } },
  });
}

/** Forget the tokens. Says whether it was this version that was removed: a newer installation stays. */
export async function removeInstallation(
  prisma: PrismaClient,
  { id, version }: InstallationRow,
  now: Date,
): Promise<boolean> {
  const { count } = await prisma.slackInstallation.updateMany({
    where: { id, version, removedAt: null },
    data: { removedAt: now, accessToken: null, refreshToken: null, renewingUntil: null, version: { increment: 1 } },
  });
  return count === 1;
}

/** Be the one who asks for new tokens, until then. Says whether nobody else is, and the tokens are still these. */
export async function claimRenewal(
  prisma: PrismaClient,
  { id, version }: InstallationRow,
  now: Date,
  until: Date,
): Promise<boolean> {
  const { count } = await prisma.slackInstallation.updateMany({
    where: {
      id,
      version,
      removedAt: null,
      refusedAt: null,
      OR: [{ renewingUntil: null }, { renewingUntil: { lte: now } }],
    },
    data: { renewingUntil: until },
  });
  return count === 1;
}

/** Put new tokens in the place of these. Says whether these were still there. */
export async function keepTokens(
  prisma: PrismaClient,
  { id, version }: InstallationRow,
  tokens: NewTokens,
): Promise<boolean> {
  const { count } = await prisma.slackInstallation.updateMany({
    where: { id, version, removedAt: null },
    data: { ...tokens, renewingUntil: null, refusedAt: null, version: { increment: 1 } },
  });
  return count === 1;
}

/** The access token has ended, whatever was thought before. */
export async function endToken(prisma: PrismaClient, { id, version }: InstallationRow, now: Date): Promise<void> {
  await prisma.slackInstallation.updateMany({ where: { id, version, removedAt: null }, data: { expiresAt: now } });
}

/** Nobody asks for new tokens now; with `refusedAt`, nobody shall again. */
export async function endRenewal(
  prisma: PrismaClient,
  { id, version }: InstallationRow,
  refusedAt: Date | null,
): Promise<void> {
  await prisma.slackInstallation.updateMany({ where: { id, version }, data: { renewingUntil: null, refusedAt } });
}

/** Remember that a workspace is heard through an installation. */
export async function keepHeard(prisma: PrismaClient, id: number, tenant: string): Promise<void> {
  await prisma.$executeRaw`
    update "SlackInstallation" set "alsoHeard" = case "alsoHeard" when '' then ' ' else "alsoHeard" end || ${tenant} || ' '
    where id = ${id} and position(${` ${tenant} `} in "alsoHeard") = 0 and length("alsoHeard") < ${MOST_HEARD}`;
}

/** Use up an invitation to install. Says whether it was unused. */
export async function spendState(prisma: PrismaClient, nonce: string, expiresAt: Date, now: Date): Promise<boolean> {
  await prisma.slackInstallState.deleteMany({ where: { expiresAt: { lt: now } } });
  try {
    await prisma.slackInstallState.create({ data: { nonce, expiresAt } });
    return true;
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return false;
    throw error;
  }
}
