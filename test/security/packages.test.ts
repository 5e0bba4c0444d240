// What is installed is what somebody has looked at, and nothing else runs at install.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { differences, linesOf, readLockfile, readReviewed, withScripts } from '../../scripts/packages/list.ts';

const root = path.join(import.meta.dirname, '../..');
const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const lockfile = await readLockfile();
const locked = linesOf(lockfile);

/** The versions of a package that the lockfile installs. */
const versions = (name: string) =>
  locked.filter((line) => line.startsWith(`${name}@`)).map((line) => line.slice(name.length + 1).split(' ')[0]!);
const isAtLeast = (version: string, least: string) => version.localeCompare(least, 'en', { numeric: true }) >= 0;

describe('the packages of the lockfile', () => {
  it('have all been looked at', async () => {
    expect(locked.length).toBeGreaterThan(200);
    expect(differences(locked, await readReviewed())).toEqual([]);
  });

  it('are reported with what to do, when they have not', () => {
    const changed = lockfile.replace(/("node_modules\/uuid": \{\s+"version": )"[^"]+"/, '$1"11.9.9"');
    expect(differences(linesOf(changed), locked)).toEqual([
      'uuid@11.9.9 is installed, and nobody has looked at it. Look at what it is and what has changed in it, then run: npm run packages -- --write',
      `uuid@${versions('uuid')[0]} is in docs/packages.txt and not installed any more. Run: npm run packages -- --write`,
    ]);
  });

  it('come with the hash of what was looked at', () => {
    const { packages } = JSON.parse(lockfile) as {
      packages: Record<string, { integrity?: string; inBundle?: boolean }>;
    };
    const without = Object.entries(packages).filter(([where, one]) => where !== '' && !one.integrity && !one.inBundle);
    expect(without.map(([where]) => where)).toEqual([]);
  });

  it('run a script at install only where that was decided, package by package', () => {
    const allowed = Object.keys(manifest.allowScripts);
    expect(withScripts(locked).filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it('are not those with known weaknesses: uuid, axios, and the bodies that Slack’s receiver reads', () => {
    expect(versions('uuid')).toHaveLength(1);
    for (const [name, least] of [
      ['uuid', '11.1.1'],
      ['axios', '1.16.1'],
      ['body-parser', '2.3.0'],
      ['ws', '7.5.10'],
      ['@slack/bolt', '5.1.0'],
    ] as const) {
      expect(versions(name).length).toBeGreaterThan(0);
      expect(versions(name).filter((version) => !isAtLeast(version, least))).toEqual([]);
    }
    expect(manifest.overrides).toEqual({ uuid: '^11.1.1', axios: '>=1.16.1 <2' });
  });

  it('that the project names itself are named with one version', () => {
    const named = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(named.filter(([, version]) => !/^\d/.test(String(version)))).toEqual([]);
  });
});

describe('the list of parts', () => {
  it('is a CycloneDX file with every package of the program', async () => {
    const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], { cwd: root, maxBuffer: 1 << 26 });
    const { bomFormat, components } = JSON.parse(stdout) as {
      bomFormat: string;
      components: { name: string; group?: string; version: string }[];
    };
    expect(bomFormat).toBe('CycloneDX');
    for (const name of Object.keys(manifest.dependencies))
      expect(components.some((one) => [one.group, one.name].filter(Boolean).join('/') === name)).toBe(true);
  });
});
