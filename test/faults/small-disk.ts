// A disk so small that it can be filled: a file system in memory that only the program and its database see, since it is mounted in
// a mount namespace of theirs. Root may make one; so may an ordinary user inside a user namespace, where the system allows those.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { open, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { ServerConnection } from '../../src/store/embedded.ts';
import { openTemporaryFolder } from '../support/folder.ts';
import { type Program, startProgram } from '../support/process.ts';

const APART =
  process.getuid?.() === 0
    ? ['unshare', '--mount']
    : ['unshare', '--user', '--map-current-user', '--keep-caps', '--mount'];

/** Mount a file system of so many megabytes on a folder, and become the program. */
function onSmallDisk(folder: string, megabytes: number): string[] {
  return [
    ...APART,
    '/bin/sh',
    '-c',
    `mount -t tmpfs -o size=${megabytes}m,mode=755 convenor ${folder} && exec "$0" "$@"`,
  ];
}

/**
 * Why no small disk can be made here, or nothing. Where `CI` is set, one has to be possible: root, or user namespaces for everybody
 * (Ubuntu: `sysctl kernel.apparmor_restrict_unprivileged_userns=0`).
 */
export async function whyNoSmallDisk(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'A disk is made small with the namespaces of Linux.';
  const [program, ...args] = [...onSmallDisk(await openTemporaryFolder(), 1), 'true'];
  try {
    execFileSync(program!, args, { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `A disk cannot be made small here: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`;
  }
}

export interface SmallDisk {
  program: Program;
  /** The program's own database, as it can be reached from outside. */
  connection(): ServerConnection;
  /** Somebody else takes every byte that is left. */
  fill(): Promise<void>;
  /** They give it back. */
  clear(): Promise<void>;
  /** Whether the file that gives way is there. */
  hasReserve(): boolean;
  /** How many bytes are left. */
  free(): Promise<number>;
  /** What PostgreSQL logged. */
  serverLog(): string;
}

/** Start the program with its data, and the database that it brings, on a disk of so many megabytes. */
export async function startOnSmallDisk(environment: Record<string, string>, megabytes: number): Promise<SmallDisk> {
  const folder = await openTemporaryFolder();
  const program = await startProgram(
    { ...environment, DATA_DIR: path.join(folder, 'data') },
    onSmallDisk(folder, megabytes),
  );
  const inside = path.join(`/proc/${program.pid}/root`, folder);
  const filler = path.join(inside, 'somebody-elses');
  const hasReserve = () => existsSync(path.join(inside, 'data/reserve'));
  const read = (name: string) => readFileSync(path.join(inside, 'data', name), 'utf8');
  return {
    program,
    connection: () => ({
      host: path.join(inside, 'data/postgres'),
      port: 5432,
      user: 'convenor',
      password: read('database-password').trim(),
      database: 'convenor',
      ssl: false,
    }),
    async fill() {
      const file = await open(filler, 'a');
      const bytes = Buffer.alloc(4096);
      try {
        // What the reserve gives is not for whoever fills: they stop when it does.
        const hadReserve = hasReserve();
        while ((await statfs(inside)).bavail > 0 && hasReserve() === hadReserve) await file.write(bytes);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        await file.close();
      }
    },
    hasReserve,
    async free() {
      const { bavail, bsize } = await statfs(inside);
      return bavail * bsize;
    },
    clear: () => rm(filler, { force: true }),
    serverLog: () => read('postgres/server.log'),
  };
}
