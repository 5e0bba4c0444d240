import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { type EmbeddedServer, startEmbedded } from '../../src/store/embedded.ts';
import { ask } from '../support/database.ts';
import { openTemporaryFolder } from '../support/folder.ts';

const isWindows = process.platform === 'win32';
let folder: string;
let dataDir: string;
const started: EmbeddedServer[] = [];

beforeEach(async () => {
  folder = await openTemporaryFolder();
  dataDir = folder;
});

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

test('the first start makes a database in UTF-8 and UTC that nobody enters without its password', async () => {
  const server = await start();

  expect(server.joined).toBe(false);
  const [settings] = await ask(
    server.connection(),
    `select current_setting('server_encoding') as encoding, current_setting('timezone') as zone,
            current_setting('fsync') as fsync, lower('ÉCOLE') as lower`,
  );
  expect(settings).toEqual({ encoding: 'UTF8', zone: 'UTC', fsync: 'on', lower: 'école' });
  await expect(ask({ ...server.connection(), password: 'guess' }, 'select 1')).rejects.toThrow('password');
  if (!isWindows) expect((await stat(path.join(dataDir, 'database-password'))).mode & 0o777).toBe(0o600);
});

test('what was written is there after a stop and a start', async () => {
  const first = await start();
  await ask(first.connection(), 'create table note as select 42 as answer');
  await first.stop();

  const second = await start();

  expect(second.joined).toBe(false);
  expect(await ask(second.connection(), 'select answer from note')).toEqual([{ answer: 42 }]);
});

test('two copies that start at once share one server', async () => {
  const copies = await Promise.all([start(), start()]);

  expect(copies.map(({ joined }) => joined).sort()).toEqual([false, true]);
  const begun = 'select pg_postmaster_start_time() as at';
  expect(await ask(copies[0]!.connection(), begun)).toEqual(await ask(copies[1]!.connection(), begun));
});

test('a stop leaves the server to another copy, and the last copy stops it', async () => {
  const [first, second] = [await start(), await start()];
  expect(second.joined).toBe(true);

  await first.stop();
  expect(await ask(second.connection(), 'select 1 as one')).toEqual([{ one: 1 }]);

  await second.stop();
  await expect(ask(second.connection(), 'select 1')).rejects.toThrow();
});

test('a copy started after the first was killed joins the server that lives on', async () => {
  const copy = await startCopy();
  await kill(copy);

  expect((await start()).joined).toBe(true);
});

test('a server that was killed with its bot is recovered', async () => {
  const copy = await startCopy();
  const { connection } = await start();
  await ask(connection(), 'create table note as select 42 as answer');
  await started.pop()?.stop();
  await kill(copy);
  process.kill(await serverPid(), 'SIGKILL');

  const server = await start();

  expect(server.joined).toBe(false);
  expect(await ask(server.connection(), 'select answer from note')).toEqual([{ answer: 42 }]);
});

test.skipIf(isWindows)('the file of a dead server is not believed when its id belongs to another program', async () => {
  const first = await start();
  const file = path.join(first.folder, 'postmaster.pid');
  const { uid, gid } = await stat(first.folder);
  const [, ...lines] = (await readFile(file, 'utf8')).split('\n');
  await first.stop();
  const other = spawn('sleep', ['300'], { uid, gid });
  onTestFinished(() => void other.kill());
  await writeFile(file, [other.pid, ...lines].join('\n'), { mode: 0o644 });

  expect((await start()).joined).toBe(false);
});

test('a server that dies under the bot is started again', async () => {
  const server = await start();
  process.kill(await serverPid(), 'SIGKILL');

  await vi.waitFor(() => ask(server.connection(), 'select 1'), { timeout: 20_000, interval: 100 });
});

test('a folder of another version of PostgreSQL is refused with the remedy', async () => {
  await mkdir(path.join(dataDir, 'postgres'));
  await writeFile(path.join(dataDir, 'postgres', 'PG_VERSION'), '15\n');

  await expect(start()).rejects.toThrow(/made by PostgreSQL 15.*npm run backup/s);
});

test('a path too long for a socket still works', async () => {
  dataDir = path.join(
    dataDir,
    'a board with a very long name'.repeat(3),
    `it's "here"`.replaceAll(isWindows ? '"' : '', ''),
  );
  const server = await start();

  expect(await ask(server.connection(), 'select 1 as one')).toEqual([{ one: 1 }]);
});

test.skipIf(process.getuid?.() !== 0)(
  'root keeps the database elsewhere when nobody else may enter the folder',
  async () => {
    const closed = await mkdtemp(path.join(tmpdir(), 'convenor-closed-'));
    const lines: string[] = [];
    const options = { dataDir: path.join(closed, 'data'), log: (line: string) => void lines.push(line) };
    const first = await startEmbedded(options);
    onTestFinished(async () => {
      await rm(path.dirname(first.folder), { recursive: true });
      await rm(closed, { recursive: true });
    });
    await ask(first.connection(), 'create table note as select 42 as answer');
    await first.stop();
    expect(lines).toEqual([expect.stringContaining(first.folder)]);

    const second = await startEmbedded(options);
    started.push(second);
    expect(await ask(second.connection(), 'select answer from note')).toEqual([{ answer: 42 }]);
    await second.stop();
  },
);

async function start(): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir });
  started.push(server);
  return server;
}

async function startCopy(): Promise<ChildProcess> {
  const program = `
    const { startEmbedded } = await import(${JSON.stringify(new URL('../../src/store/embedded.ts', import.meta.url))});
    await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} });
    console.log('started');
    setInterval(() => {}, 1000);`;
  const copy = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(copy.stdout, 'data');
  return copy;
}

async function kill(copy: ChildProcess): Promise<void> {
  copy.kill('SIGKILL');
  await once(copy, 'exit');
}

async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}
