// The programs `initdb` and `pg_ctl`, told how this bot wants its database.

import { randomBytes } from 'node:crypto';
import { appendFile, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Binaries } from './binaries.ts';
import type { Place } from './place.ts';
import { type Outcome, run } from './run.ts';

export const owner = 'convenor';

/** Where a server is to listen. */
export type Listen = { socket: string } | { port: number };

/** Make the database's files when there are none. Throws when there are files of another version of PostgreSQL. */
export async function makeCluster(place: Place, binaries: Binaries): Promise<void> {
  if (await isMade(place, binaries)) return;

  // Made beside its place and put there in one step, so that a kill leaves nothing half made.
  const draft = `${place.cluster}.new-${randomBytes(6).toString('hex')}`;
  let failure: unknown;
  try {
    await initialise(draft, place, binaries);
    await rename(draft, place.cluster);
  } catch (error) {
    failure = error;
  }
  await sweep(place.cluster);
  // Another copy of the bot may have been first, and its sweep may have taken this draft away.
  if (failure === undefined || (await isMade(place, binaries))) return;
  throw new Error(
    `The database could not be made in ${place.cluster}: ${(failure as Error).message}. The folder must be empty or absent, on a disk ` +
      "with 200 MB to spare, and PostgreSQL's programs need Linux with glibc, macOS or Windows; elsewhere set DATABASE_URL.",
    { cause: failure },
  );
}

/** Start the server and wait until it takes connections. The outcome's output is the end of the server's log. */
export async function startServer({ cluster, account }: Place, binaries: Binaries, listen: Listen): Promise<Outcome> {
  await writeSettings(cluster, listen);
  // pg_ctl hands the paths to a shell inside double quotes, so they are given from within the folder.
  const args = ['start', '-D', '.', '-w', '-t', '120', '-s', '-l', 'server.log'];
  const { code } = await run(binaries.pgCtl, args, { account, cwd: cluster, keepOutput: false });
  const said = await readFile(path.join(cluster, 'server.log'), 'utf8').catch(() => 'it wrote no log');
  return { code, output: said.trim().split('\n').slice(-5).join('\n') };
}

/** Stop the server, ending what its clients are doing. A server that is gone already is fine. */
export async function stopServer({ cluster, account }: Place, binaries: Binaries): Promise<void> {
  await run(binaries.pgCtl, ['stop', '-D', cluster, '-w', '-m', 'fast', '-s'], { account }).catch(() => undefined);
}

async function isMade({ cluster }: Place, { major }: Binaries): Promise<boolean> {
  const version = await readFile(path.join(cluster, 'PG_VERSION'), 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`The database in ${cluster} belongs to another user. Start Convenor as that user.`, {
      cause: error,
    });
  });
  if (version !== undefined && version.trim() !== major) {
    throw new Error(
      `The database in ${cluster} was made by PostgreSQL ${version.trim()}, and this Convenor brings PostgreSQL ${major}. Start ` +
        'it with the Convenor that made it; or back it up with that one ("npm run backup") and restore it into a new DATA_DIR.',
    );
  }
  return version !== undefined;
}

async function initialise(folder: string, { account, password }: Place, { initdb }: Binaries): Promise<void> {
  const passwordFile = `${folder}.password`;
  const args = [
    ...[
      '-D',
      folder,
      '-U',
      owner,
      `--pwfile=${passwordFile}`,
      '--auth-host=scram-sha-256',
      '--auth-local=scram-sha-256',
    ],
    // The same order and the same letter case on every machine, whatever locales it has.
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...['-c', 'timezone=UTC', '--no-instructions'],
  ];
  try {
    await mkdir(folder, { mode: 0o700 });
    await writeFile(passwordFile, `${password}\n`, { flag: 'wx', mode: 0o600 });
    if (account) await Promise.all([folder, passwordFile].map((file) => chown(file, account.uid, account.gid)));
    const { code, output } = await run(initdb, args, { account });
    if (code !== 0) throw new Error(output);
    await appendFile(path.join(folder, 'postgresql.conf'), "\ninclude_if_exists = 'convenor.conf'\n");
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function sweep(cluster: string): Promise<void> {
  const drafts = (await readdir(path.dirname(cluster))).filter((name) =>
    name.startsWith(`${path.basename(cluster)}.new-`),
  );
  for (const draft of drafts) {
    await rm(path.join(path.dirname(cluster), draft), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function writeSettings(cluster: string, listen: Listen): Promise<void> {
  const settings = {
    listen_addresses: 'port' in listen ? '127.0.0.1' : '',
    port: 'port' in listen ? `${listen.port}` : '5432',
    unix_socket_directories: 'socket' in listen ? listen.socket : '',
    unix_socket_permissions: '0700',
    max_connections: '100',
    shared_buffers: '32MB',
    // What was acknowledged outlives a power cut: said here, since a system's own defaults may say otherwise.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_destination: 'stderr',
    // What people wrote stays out of the log: no statements, and no errors that quote a row. The bot logs its own errors.
    log_statement: 'none',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    cluster_name: owner,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
  const file = path.join(cluster, 'convenor.conf');
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, lines.join(''), { flag: 'wx', mode: 0o644 });
  await rename(draft, file);
}
