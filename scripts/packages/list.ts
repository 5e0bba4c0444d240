// What the lockfile installs, to be compared with the list of packages that somebody has looked at.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

/** The list that is reviewed: a line each, "name@version", and "runs a script at install" behind those that would. */
export const REVIEWED = path.join(root, 'docs/packages.txt');

const SCRIPT = ' runs a script at install';

interface Locked {
  name?: string;
  version?: string;
  hasInstallScript?: boolean;
}

/** Every package of a lockfile as the reviewed list writes it, in order and once each. */
export function linesOf(lockfile: string): string[] {
  const { packages } = JSON.parse(lockfile) as { packages: Record<string, Locked> };
  const lines = Object.entries(packages).flatMap(([where, one]) => {
    if (where === '') return [];
    const name = one.name ?? where.slice(where.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return [`${name}@${one.version}${one.hasInstallScript ? SCRIPT : ''}`];
  });
  return [...new Set(lines)].sort();
}

export async function readLockfile(): Promise<string> {
  return readFile(path.join(root, 'package-lock.json'), 'utf8');
}

export async function readReviewed(): Promise<string[]> {
  const text = await readFile(REVIEWED, 'utf8');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** What differs, a sentence each that says what to do; nothing when all that is installed was looked at. */
export function differences(locked: string[], reviewed: string[]): string[] {
  const known = new Set(reviewed);
  const there = new Set(locked);
  const look = 'Look at what it is and what has changed in it, then run: npm run packages -- --write';
  return [
    ...locked
      .filter((line) => !known.has(line))
      .map((line) => `${line} is installed, and nobody has looked at it. ${look}`),
    ...reviewed
      .filter((line) => !there.has(line))
      .map((line) => `${line} is in docs/packages.txt and not installed any more. Run: npm run packages -- --write`),
  ];
}

/** The names of packages that would run a script at install. */
export function withScripts(lines: string[]): string[] {
  const names = lines.filter((line) => line.endsWith(SCRIPT)).map((line) => line.slice(0, line.lastIndexOf('@')));
  return [...new Set(names)];
}
