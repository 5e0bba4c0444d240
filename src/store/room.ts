// Whether the database has room for what is written. Nothing is half done when it has none, but nothing can be done either: so
// decisions, delivery and daily work wait, the reason is said where an administrator looks, and what only reads goes on.
import type pg from 'pg';
import { watchDisk } from './reserve.ts';

export interface Room {
  /** Why nothing can be written now, in words for an administrator; undefined when there is room. */
  missing(): string | undefined;
  stop(): void;
}

export interface RoomOptions {
  pool: pg.Pool;
  /** The folder of a database of our own: its disk can be looked at. */
  folder?: string | undefined;
  log?: (line: string) => void;
}

const LOOK_MS = 1000;
/** How often a server elsewhere is asked for room while it has none. */
const ASK_MS = 5000;
const DISK_FULL = '53100';
const FULL_ELSEWHERE =
  'The disk of the database is full: its server says that it has no room. Nothing is decided or sent until it has; make room there, and Convenor goes on by itself.';

/** Watch whether there is room, until `stop`. */
export function watchRoom({ pool, folder, log = () => undefined }: RoomOptions): Room {
  const state = { onDisk: undefined as string | undefined, said: undefined as string | undefined, askedAt: 0 };
  const missing = () => state.onDisk ?? state.said;
  const onError = ({ code }: { code?: string }) => {
    if (code === DISK_FULL) state.said ??= FULL_ELSEWHERE;
  };
  pool.on('connect', (client) => {
    // Of all errors that a server sends, whoever asked; `pg` has no event for them that its types know.
    const { connection } = client as pg.PoolClient & { connection: NodeJS.EventEmitter };
    connection.on('errorMessage', onError);
  });
  const disk = folder === undefined ? undefined : watchDisk(folder);
  let isLooking = false;
  let wasMissing: string | undefined;
  const look = async () => {
    // A disk that cannot be looked at, on a network that is away, says nothing about its room.
    state.onDisk = await disk?.look().catch(() => undefined);
    if (state.said !== undefined && state.onDisk === undefined && performance.now() - state.askedAt >= ASK_MS) {
      state.askedAt = performance.now();
      if (await hasRoom(pool)) state.said = undefined;
    }
    if ((missing() === undefined) === (wasMissing === undefined)) return;
    wasMissing = missing();
    log(wasMissing ?? 'The disk of the database has room again.');
  };
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => {
      isLooking = false;
    });
  }, LOOK_MS);
  timer.unref();
  return { missing, stop: () => clearInterval(timer) };
}

/** Try to fill a table of a few megabytes that nobody sees, and take it back. */
async function hasRoom(pool: pg.Pool): Promise<boolean> {
  const client = await pool.connect().catch(() => undefined);
  if (!client) return false;
  try {
    await client.query('begin');
    await client.query(
      'create temporary table room on commit drop as select sha512(g::text::bytea) as bytes from generate_series(1, 30000) g',
    );
    return true;
  } catch (error) {
    return (error as pg.DatabaseError).code !== DISK_FULL;
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
}
