import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Binaries } from './binaries.ts';
import { type Listen, owner, startServer } from './cluster.ts';
import { type Place, socketFolder } from './place.ts';
import { isServerOf, readPostmaster, removeStale } from './postmaster.ts';
import { arrive, type Presence } from './presence.ts';

export interface ServerConnection {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  ssl: false;
}

export interface Attached {
  presence: Presence;
  connection: ServerConnection;
  joined: boolean;
}

/**
 * Join the server of a database folder, started first when none runs. Two copies may do this at once: PostgreSQL's own pid
 * file lets one server start, and the copy that came second joins it. Throws when no server answers.
 */
export async function attach(
  place: Place,
  binaries: Binaries,
  options: { lost: () => void; signal: AbortSignal; lastPort?: number },
): Promise<Attached> {
  let joined = true;
  let failures = 0;
  let problem: unknown;
  const deadline = Date.now() + 120_000;

  // A server just started is joined even when the bot is ending, so that it can be stopped.
  while (Date.now() < deadline && failures < 6 && !(options.signal.aborted && joined)) {
    const running = await readPostmaster(place.cluster);
    if (running && (await isServerOf(place.cluster, running.pid))) {
      const { host, port } = running;
      const connection = {
        host,
        port,
        user: owner,
        password: place.password,
        database: 'postgres',
        ssl: false,
      } as const;
      try {
        return { presence: await arrive(connection, options.lost), connection, joined };
      } catch (error) {
        // Starting, recovering or stopping: ask again. A refused password will not get better.
        if (isRefusal(error)) throw refused(place, error);
        problem = error;
      }
    } else {
      const listen = await chooseListen(place, options.lastPort);
      await removeStale(place.cluster, 'socket' in listen ? listen.socket : place.cluster);
      const { code, output } = await startServer(place, binaries, listen);
      if (code === 0) joined = false;
      else {
        problem = new Error(output);
        failures += 1;
      }
    }
    // A killed server's last processes may still be ending.
    await sleep(failures ? 500 : 50);
  }
  throw new Error(
    `The database server in ${place.cluster} does not start or does not answer. The file server.log there says why: ` +
      `${(problem as Error)?.message}`,
    { cause: problem },
  );
}

function isRefusal(error: unknown): boolean {
  return ['28P01', '28000'].includes((error as pg.DatabaseError).code ?? '');
}

function refused({ cluster }: Place, cause: unknown): Error {
  return new Error(
    `The database server in ${cluster} refuses the password in the file "database-password" of the data folder. Put back the file ` +
      'that belongs to this database.',
    { cause },
  );
}

async function chooseListen(place: Place, last?: number): Promise<Listen> {
  const socket = await socketFolder(place);
  if (socket) return { socket };
  // Below the range from which the system gives ports to outgoing connections. The last one first: pools go on using it.
  for (let port = last ?? randomInt(20_000, 32_000); ; port = randomInt(20_000, 32_000)) {
    if (await isFree(port)) return { port };
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
