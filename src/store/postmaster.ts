// A running server, as its pid file `postmaster.pid` tells of it.

import { randomBytes } from 'node:crypto';
import { link, readFile, readlink, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { run } from './run.ts';

export interface Postmaster {
  pid: number;
  port: number;
  /** The folder of its Unix socket, or its address on the loopback. */
  host: string;
}

/** Read what the pid file in a database folder says, whether or not that server still lives. */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const text = await readFile(pidFile(cluster), 'utf8').catch(() => '');
  const [pid, , , port, socket, address] = text.split('\n').map((line) => line.trim());
  // A server that is just starting has not written every line yet.
  if (!pid || !port) return undefined;
  return { pid: Number(pid), port: Number(port), host: socket || address || '127.0.0.1' };
}

/**
 * Take away the lock files of a server that died, when its id now belongs to another program, or is still held for a dead
 * process that nobody asked after. PostgreSQL takes away those of an id that is free, and believes all others of its user.
 */
export async function removeStale(cluster: string, socketFolder: string): Promise<void> {
  for (const file of [pidFile(cluster), path.join(socketFolder, '.s.PGSQL.5432.lock')]) {
    const pid = await readPid(file);
    if (!pid || !isAlive(pid) || (await isServerOf(cluster, pid))) continue;

    const aside = `${file}.${randomBytes(6).toString('hex')}`;
    await rename(file, aside).catch(() => undefined);
    // Another copy of the bot may have started a server since: its file goes back.
    if ((await readPid(aside)) !== pid) await link(aside, file).catch(() => undefined);
    await rm(aside, { force: true });
  }
}

/** Say whether the process with this id is the server of this database folder, rather than dead or another program. */
export async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  if (process.platform === 'linux') {
    // A server works inside its database folder. A process that may not be looked at is another user's.
    const place = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    return place !== '' && place === (await realpath(cluster));
  }
  const question: [string, string[]] =
    process.platform === 'win32'
      ? ['tasklist', ['/FI', `PID eq ${pid}`, '/NH']]
      : ['ps', ['-ww', '-p', `${pid}`, '-o', 'command=']];
  return (await run(...question)).output.includes('postgres');
}

// The file by which PostgreSQL keeps a second server off a database folder.
function pidFile(cluster: string): string {
  return path.join(cluster, 'postmaster.pid');
}

async function readPid(file: string): Promise<number> {
  return Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10) || 0;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
