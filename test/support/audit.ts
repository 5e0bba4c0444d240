// The audit of the test files' databases, behind its back: as somebody could who has every right on the server.
import type { PrismaClient } from '../../src/store/generated/client.ts';

/** Run a statement that the audit's own triggers would refuse. */
export async function behindItsBack(prisma: PrismaClient, statement: string): Promise<void> {
  await prisma.$transaction([
    prisma.$executeRawUnsafe(`set local session_replication_role = 'replica'`),
    prisma.$executeRawUnsafe(statement),
  ]);
}

/** Begin with an audit as empty as a new one. */
export async function forgetAudit(prisma: PrismaClient): Promise<void> {
  await behindItsBack(prisma, 'delete from "AuditEvent"');
  await prisma.setting.deleteMany({ where: { key: 'audit.head' } });
}
