// What a power cut would take although it was acknowledged, on a server that is set to forget.
import { askJson, sql } from './ask.ts';
import type { PrismaClient } from './generated/client.ts';

/** What each setting does when it is off. */
const NEEDED: Record<string, string> = {
  fsync: 'a power cut can destroy the whole database',
  full_page_writes: 'a power cut can destroy the whole database',
  synchronous_commit: 'a power cut takes what people were told is done in the moment before it',
};

/** What the server's settings would lose in a power cut, in a sentence each; none when all is kept. */
export async function lostInPowerCut(prisma: PrismaClient): Promise<string[]> {
  const off = await askJson<string[]>(
    prisma,
    sql`(select json_agg(name order by name) from pg_settings where name = any(${Object.keys(NEEDED)}) and setting = 'off')`,
  );
  return (off ?? []).map(
    (name) =>
      `The database server has ${name} switched off: ${NEEDED[name]}. Set it to on at the server, and start it again.`,
  );
}
