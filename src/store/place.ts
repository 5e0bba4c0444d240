// Where the database's files are, and the few small files beside them in the data folder that say so.

import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, link, lstat, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canReach, isRoot, serverAccount } from './account.ts';
import type { Account } from './run.ts';

export interface Place {
  /** PostgreSQL's own folder. */
  cluster: string;
  /** Who runs the server, if not the bot's own user. */
  account?: Account;
  password: string;
}

/** Find or choose the folder of the database's files. Throws when the server's user can reach none. */
export async function findPlace(dataDir: string, log: (line: string) => void): Promise<Place> {
  await mkdir(dataDir, { recursive: true });
  const password = await keepOnce(path.join(dataDir, 'database-password'), randomBytes(24).toString('base64url'));
  const pointer = path.join(dataDir, 'database-folder');
  const pointed = await readFile(pointer, 'utf8').catch(() => undefined);
  const cluster = pointed?.trim() ?? path.join(dataDir, 'postgres');
  if (!isRoot()) return { cluster, password };

  // Files made by an ordinary user stay that user's when the bot is next started by root.
  const owner = await stat(cluster).catch(() => undefined);
  const account = owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : await serverAccount();
  if (await canReach(account, path.dirname(cluster))) return { cluster, account, password };
  if (owner) {
    throw new Error(
      `The database is in ${cluster}, and the user that runs PostgreSQL (uid ${account.uid}) cannot enter that folder. Allow it ` +
        'with "chmod a+x" on each folder above it.',
    );
  }

  const elsewhere = await keepOnce(pointer, path.join('/var/lib/convenor', randomBytes(6).toString('hex'), 'postgres'));
  await openFolder(path.dirname(elsewhere));
  if (!(await canReach(account, path.dirname(elsewhere)))) {
    await rm(pointer, { force: true });
    throw new Error(
      `PostgreSQL does not run as root, and the user that runs it instead (uid ${account.uid}) can enter neither ${dataDir} nor ` +
        '/var/lib/convenor. Choose a data folder that every user may enter, or run Convenor as an ordinary user.',
    );
  }
  log(`The database's files are in ${elsewhere}, since the user that runs PostgreSQL cannot enter ${dataDir}.`);
  return { cluster: elsewhere, account, password };
}

/** Say whether a data folder has a database, without making one. */
export async function hasDatabase(dataDir: string): Promise<boolean> {
  const found = await Promise.all(
    ['postgres', 'database-folder'].map((name) => lstat(path.join(dataDir, name)).catch(() => undefined)),
  );
  return found.some((one) => one !== undefined);
}

/** Choose the folder of the server's Unix socket, or nothing where the loopback has to do. */
export async function socketFolder({ cluster, account }: Place): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  if (fits(cluster)) return cluster;

  const short = path.join(tmpdir(), `convenor-${createHash('sha256').update(cluster).digest('hex').slice(0, 12)}`);
  if (!fits(short)) return undefined;
  const made = await mkdir(short, { mode: 0o700 }).catch(() => 'there');
  if (account && made !== 'there') await chown(short, account.uid, account.gid);
  // The temporary folder belongs to everyone: a folder that someone else put there is not used.
  const found = await lstat(short).catch(() => undefined);
  const ours = found?.isDirectory() && found.uid === (account?.uid ?? process.getuid?.()) && (found.mode & 0o077) === 0;
  return ours ? short : undefined;
}

// A socket's path has room for 103 bytes on macOS, a few more on Linux.
function fits(folder: string): boolean {
  return Buffer.byteLength(path.join(folder, '.s.PGSQL.5432')) <= 103;
}

// The first copy to write the file decides; every copy goes by what is in it.
async function keepOnce(file: string, value: string): Promise<string> {
  const kept = await readFile(file, 'utf8').catch((error) => {
    if (error.code !== 'ENOENT')
      throw new Error(`${file} cannot be read. Give the user of Convenor access to it.`, { cause: error });
  });
  if (kept !== undefined) return kept.trim();

  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${value}\n`, { flag: 'wx', mode: 0o600 });
  // Some file systems have no hard links; there the file is put in place without asking who was first.
  await link(draft, file).catch((error) => (error.code === 'EEXIST' ? undefined : rename(draft, file)));
  await rm(draft, { force: true });
  return (await readFile(file, 'utf8')).trim();
}

async function openFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  await chmod(path.dirname(folder), 0o755);
}
