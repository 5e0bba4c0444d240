// The program as a process of its own, so that it can be killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll } from 'vitest';
import { openTemporaryFolder } from './folder.ts';

const HOUSE = path.join(import.meta.dirname, '../..');

export interface Program {
  pid: number;
  /** Where it listens, as it prints it. */
  url: string;
  /** Everything it wrote so far. */
  output(): string;
  /** Its exit code once it has ended, or null for a process that was killed. */
  ended: Promise<number | null>;
  /** Send a signal and wait for the end; gives the exit code, or null for a process that was killed. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/**
 * Start `node src/main.ts` and wait until it says where it listens. Killed with the test file, whatever happens. `by` is a command
 * that becomes the program: it is given the program's own as its last arguments, and runs it in its own place.
 */
export async function startProgram(environment: Record<string, string>, by: string[] = []): Promise<Program> {
  const { child, output, ended } = await run(['src/main.ts'], environment, by);
  const url = await Promise.race([
    untilWritten(child, output, /Open (?<url>http:\S+) in a browser|"address":"(?<listens>http:[^"]+)"/),
    ended.then((code) => {
      throw new Error(`The program ended with ${code}: ${output()}`);
    }),
  ]);
  return {
    pid: child.pid!,
    url,
    output,
    ended,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** Run `node src/main.ts` to its end, for settings that do not let it start. */
export async function runToEnd(environment: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const { output, ended } = await run(['src/main.ts'], environment);
  return { code: await ended, output: output() };
}

export interface Script {
  kill(): void;
  /** How it ended, with everything that it wrote; the code is null for a process that was killed. */
  ended: Promise<{ code: number | null; output: string }>;
}

/**
 * Start one of the commands: `startScript('backup', [FILE], environment)` is `npm run backup -- FILE`. With `room` it can write
 * no file that is longer than so many blocks of 512 bytes, as on a disk that is full.
 */
export async function startScript(
  name: string,
  args: string[],
  environment: Record<string, string>,
  room?: number,
): Promise<Script> {
  const limited = room === undefined ? [] : ['/bin/sh', '-c', `ulimit -f ${room}; exec "$0" "$@"`];
  const { child, output, ended } = await run([`scripts/${name}.ts`, ...args], environment, limited);
  return { kill: () => child.kill('SIGKILL'), ended: ended.then((code) => ({ code, output: output() })) };
}

async function run([file, ...args]: [string, ...string[]], environment: Record<string, string>, by: string[] = []) {
  // In a folder of its own: a developer's .env is not read.
  const cwd = await openTemporaryFolder();
  const { PATH = '', HOME = '' } = process.env;
  const [program, ...rest] = [...by, process.execPath, path.join(HOUSE, file), ...args];
  const child = spawn(program!, rest, { cwd, env: { PATH, HOME, ...environment } });
  let written = '';
  const write = (chunk: Buffer) => {
    written += chunk.toString('utf8');
  };
  child.stdout.on('data', write);
  child.stderr.on('data', write);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  onceAtEnd(child);
  return { child, ended, output: () => written };
}

function untilWritten(child: ChildProcess, output: () => string, wanted: RegExp): Promise<string> {
  return new Promise((resolve) => {
    const look = () => {
      const found = wanted.exec(output());
      if (found) resolve((found.groups!['url'] ?? found.groups!['listens'])!);
    };
    child.stdout!.on('data', look);
    look();
  });
}

const children = new Set<ChildProcess>();

function onceAtEnd(child: ChildProcess): void {
  children.add(child);
  child.once('close', () => children.delete(child));
}

/** End what a test left running. Call it at the top of the file. */
export function endProgramsAfterAll(): void {
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
  });
}
