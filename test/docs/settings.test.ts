// What the documents say about settings, scripts and each other has to be there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SETTING_NAMES } from '../../src/config.ts';

const root = path.join(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');

interface Described {
  meaning: string;
  example: string;
  where: string;
}

const inReadme = settingsOfReadme(read('README.md'));
const inExample = settingsOfExample(read('.env.example'));

describe('settings', () => {
  test('every variable that is read is in the README and in .env.example, and no other', () => {
    expect([...inReadme.keys()].sort()).toEqual([...SETTING_NAMES].sort());
    expect([...inExample.keys()].sort()).toEqual([...SETTING_NAMES].sort());
  });

  test.each(SETTING_NAMES)('%s says the same in both: its meaning, an example and where to find it', (name) => {
    expect(inExample.get(name)).toEqual(inReadme.get(name));
    for (const words of Object.values(inReadme.get(name)!)) expect(words).not.toBe('');
  });

  test('the example file changes nothing until a line is taken into use', () => {
    const lines = read('.env.example').split('\n');
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });
});

describe('documents', () => {
  test.each(documents())('the links of %s lead somewhere', (name) => {
    const broken = linksOf(read(name)).filter((link) => !leadsSomewhere(name, link));
    expect(broken).toEqual([]);
  });

  test.each(documents())('the commands that %s names are there', (name) => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = [...read(name).matchAll(/npm run (?:--silent )?([a-z:-]+)/g)].map(([, script]) => script!);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});

function settingsOfReadme(text: string): Map<string, Described> {
  const rows = [...text.matchAll(/^\| `(\w+)` +\| (.+?) +\| `(.+?)` +\| (.+?) +\|$/gm)];
  const plain = (cell: string) => cell.replaceAll('`', '');
  return new Map(
    rows.map(([, name, meaning, example, where]) => [
      name!,
      { meaning: plain(meaning!), example: example!, where: plain(where!) },
    ]),
  );
}

/** Each setting is a comment, then "Where to find it:", then the variable with an example, commented out. */
function settingsOfExample(text: string): Map<string, Described> {
  const blocks = text.split(/\n\n+/).filter((block) => /^#\w+=/m.test(block));
  return new Map(
    blocks.map((block) => {
      const lines = block.trim().split('\n');
      const [, name, example] = /^#(\w+)=(.*)$/.exec(lines.pop()!) ?? [];
      const [meaning, where] = lines
        .map((line) => line.replace(/^# /, ''))
        .join(' ')
        .split(' Where to find it: ');
      return [name!, { meaning: meaning!, example: example!, where: where ?? '' }];
    }),
  );
}

function documents(): string[] {
  const own = ['README.md', 'CHANGELOG.md', 'SECURITY.md'];
  const others = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  return [...own, ...others.filter((name) => name.endsWith('.md')).map((name) => `docs/${name.replaceAll('\\', '/')}`)];
}

function linksOf(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
}

function leadsSomewhere(from: string, link: string): boolean {
  if (/^https:\/\//.test(link)) return URL.canParse(link);
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? from : path.posix.join(path.posix.dirname(from), file);
  if (!existsSync(path.join(root, target))) return false;
  return anchor === undefined || headingsOf(read(target)).includes(anchor);
}

/** Headings as the links to them are written. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
