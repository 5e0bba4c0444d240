// PostgreSQL refuses to run as root. As root, the server's programs run as the user `postgres`, who must be able to
// reach the programs and the database's files.

import { type Account, run } from './run.ts';

/** Say whether the bot itself runs as root, which PostgreSQL does not do. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Find the user `postgres`, or create it. Throws when the machine has none and none can be made. */
export async function serverAccount(): Promise<Account> {
  const found = await lookUp();
  if (found) return found;

  // Two copies may create it at once; the one that comes second fails here and finds it below.
  await run('groupadd', ['--system', 'postgres']).catch(() => undefined);
  await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres']).catch(() => undefined);
  const made = await lookUp();
  if (made) return made;

  throw new Error(
    'PostgreSQL does not run as root, and the user "postgres" could not be created. Create that user, run Convenor as an ' +
      'ordinary user, or set DATABASE_URL to use a PostgreSQL server of your own.',
  );
}

/** Ask the account itself whether it can enter a folder or run a file: modes, groups and access lists all count. */
export async function canReach(account: Account, path: string): Promise<boolean> {
  try {
    return (await run('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { account })).code === 0;
  } catch {
    return false;
  }
}

async function lookUp(): Promise<Account | undefined> {
  const ids = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres']).catch(() => undefined)));
  const [uid, gid] = ids.map((id) => (id?.code === 0 ? Number(id.output) : undefined));
  return uid !== undefined && gid !== undefined ? { uid, gid } : undefined;
}
