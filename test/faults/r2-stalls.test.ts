// R2. The event loop is watched: whoever holds it up is counted, and said once.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { noLog } from '../../src/log.ts';
import { watchStalls } from '../../src/stalls.ts';

function hold(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

function watch(quietMs: number) {
  const stalls: number[] = [];
  const lines: [object, string][] = [];
  const log = { ...noLog, warn: (fields: object, words: string) => lines.push([fields, words]) };
  onTestFinished(watchStalls({ log, onStall: (ms) => stalls.push(ms), quietMs }));
  return { stalls, lines };
}

it('R2: whatever holds up everything else is counted each time, and logged once', async () => {
  const { stalls, lines } = watch(0);
  for (let count = 0; count < 2; count += 1) {
    await sleep(120);
    hold(400);
  }
  await sleep(120);
  const long = stalls.filter((ms) => ms >= 300);
  expect(long.length).toBe(2);
  expect(lines).toEqual([[{ ms: expect.any(Number), stalls: 1 }, 'the event loop stood still']]);
});

it('R2: what is loaded just after the start is counted, and not logged', async () => {
  const { stalls, lines } = watch(60_000);
  await sleep(120);
  hold(400);
  await sleep(120);
  expect(stalls.some((ms) => ms >= 300)).toBe(true);
  expect(lines).toEqual([]);
});
