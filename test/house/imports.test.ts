// Reads every import of the house and keeps true who may know whom (docs/architecture.md).
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

interface Import {
  from: string;
  /** A file of the house, from `src/`, or a package's name. */
  to: string;
  isType: boolean;
}

const src = path.resolve(import.meta.dirname, '../../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !file.startsWith('store/generated/'));
const imports = files.flatMap(importsOf);

function importsOf(from: string): Import[] {
  const text = readFileSync(path.join(src, from), 'utf8');
  const found = text.matchAll(
    /^(?:import|export)\s+(type\s+)?([^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm,
  );
  return [...found].map(([, type, names, name, late]) => {
    const to = name ?? late!;
    const isEachType = /\{(\s*type\s[^,}]+,?)+\s*\}/.test(names ?? '');
    const inHouse = path.posix.join(path.posix.dirname(from), to);
    return { from, to: to.startsWith('.') ? inHouse : to, isType: type !== undefined || isEachType };
  });
}

const roomOf = (file: string) => (file.includes('/') ? file.split('/')[0]! : 'the house itself');
const inHouse = imports.filter(({ to }) => files.includes(to) || to.startsWith('store/generated/'));
const between = inHouse.filter(({ from, to }) => roomOf(from) !== roomOf(to));
const show = (found: Import[]) => found.map(({ from, to }) => `${from} → ${to}`);

const HOUSE = 'the house itself';
const BASE = ['calendar', 'frameworks', 'store', 'chat', 'clock', 'page'];
const PLATFORMS = ['teams', 'slack', 'web', 'mail'];
const isFeature = (room: string) => ![HOUSE, ...BASE, ...PLATFORMS].includes(room);
const isRecords = (file: string) => /(^|[/.])records\.ts$/.test(file);

describe('who knows whom', () => {
  it('is read from the imports as they are', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(show(inHouse)).toContain('house.ts → chat/door.ts');
    const missing = imports.filter(
      ({ to }) => to.endsWith('.ts') && !inHouse.some((one) => one.to === to) && !to.startsWith('..'),
    );
    expect(show(missing)).toEqual([]);
  });

  it('only the store and records know Prisma; others hand its types on', () => {
    const knows = imports.filter(
      ({ to, isType }) => !isType && (to.startsWith('store/generated/') || /prisma/i.test(to.split('/')[0]!)),
    );
    expect(show(knows.filter(({ from }) => roomOf(from) !== 'store' && !isRecords(from)))).toEqual([]);
  });

  it('a feature asks the database in its records and nowhere else', () => {
    const asks = /\b(tx|prisma)\.\w+\.(find|create|update|delete|count|upsert|aggregate|groupBy)|\$(query|execute)Raw/;
    const rooms = files.filter((file) => isFeature(roomOf(file)) && !isRecords(file));
    expect(rooms.filter((file) => asks.test(readFileSync(path.join(src, file), 'utf8')))).toEqual([]);
  });

  it('only the Teams room knows the Bot Framework, and only the Slack room Bolt', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        (/^bot(builder|framework)/.test(to) && roomOf(from) !== 'teams') ||
        (/^@slack\//.test(to) && roomOf(from) !== 'slack'),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('a platform’s room knows no feature and no other platform', () => {
    const wrong = between.filter(
      ({ from, to }) => PLATFORMS.includes(roomOf(from)) && (isFeature(roomOf(to)) || PLATFORMS.includes(roomOf(to))),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('the calendar knows nobody, and the frameworks only the calendar', () => {
    expect(show(between.filter(({ from }) => roomOf(from) === 'calendar'))).toEqual([]);
    const known = between.filter(({ from, to }) => roomOf(from) === 'frameworks' && roomOf(to) !== 'calendar');
    expect(show(known)).toEqual([]);
  });

  it('chat, the store and the clock know no feature and no platform', () => {
    const wrong = between.filter(
      ({ from, to }) => BASE.includes(roomOf(from)) && !BASE.includes(roomOf(to)) && roomOf(to) !== HOUSE,
    );
    expect(show(wrong)).toEqual([]);
  });

  it('a feature knows no platform, and another feature only through its index', () => {
    const fromFeature = between.filter(({ from }) => isFeature(roomOf(from)));
    expect(show(fromFeature.filter(({ to }) => PLATFORMS.includes(roomOf(to))))).toEqual([]);
    // A room without an index is nothing but records.
    const isIndex = (file: string) =>
      file === `${roomOf(file)}/${files.includes(`${roomOf(file)}/index.ts`) ? 'index' : 'records'}.ts`;
    const inside = fromFeature.filter(({ to }) => isFeature(roomOf(to)) && !isIndex(to));
    expect(show(inside)).toEqual([]);
  });

  it('no rooms know each other in a circle', () => {
    const rooms = [...new Set(between.flatMap(({ from, to }) => [roomOf(from), roomOf(to)]))].filter(
      (room) => room !== HOUSE,
    );
    const knows = new Map(
      rooms.map((room) => [
        room,
        new Set(between.filter(({ from, isType }) => !isType && roomOf(from) === room).map(({ to }) => roomOf(to))),
      ]),
    );
    const reach = (room: string, seen = new Set<string>()): Set<string> => {
      for (const next of knows.get(room) ?? []) if (!seen.has(next)) reach(next, seen.add(next));
      return seen;
    };
    expect(rooms.filter((room) => reach(room).has(room))).toEqual([]);
  });
});
