// R19. Twenty messages a second and some questions and presses for half an hour: the program needs no more memory, no more
// connections and no more rows at the end than after its first minutes.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { DIRECTOR } from '../bench/cast.ts';
import { message, once, slash } from '../bench/load.ts';
import { pressesOf } from '../bench/measures/teams.ts';
import { median } from '../bench/rounds.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { endProgramsAfterAll } from '../support/process.ts';
import { found, times, within } from './extent.ts';
import { openTown } from './town.ts';

endProgramsAfterAll();
const town = await openTown(await testDatabase(), { schools: 200, actionsEach: 10 });
afterAll(() => town.close());

const A_SECOND = 20;
const SECONDS = times(8, 1800);
const GAUGE_SECONDS = times(2, 10);
/** Until then memory is still being filled: what comes after is compared. */
const WARM_UP = times(2, 300);
const MOST_ROWS = 10_000;

it('R19: after half an hour the program is as small as after five minutes', {
  timeout: within(90_000, 2_400_000),
}, async () => {
  const { url } = town.program;
  const press = await pressesOf(url, town);
  const gauges: { megabytes: number; handles: number; rows: number }[] = [];
  const began = performance.now();
  for (let second = 0; second < SECONDS; second += 1) {
    await sleep(Math.max(0, began + second * 1000 - performance.now()));
    await town.write(A_SECOND);
    await Promise.all([
      once(url, slash(DIRECTOR, 'status')),
      once(url, message(DIRECTOR, town.serviceUrl, 'status')),
      once(url, press(second)),
    ]);
    if (second % GAUGE_SECONDS !== 0 || second < WARM_UP) continue;
    const rows = await town.underWay();
    expect(rows).toBeLessThan(MOST_ROWS);
    gauges.push({
      megabytes: (await town.figure('convenor_process_resident_memory_bytes')) / 2 ** 20,
      handles: await town.figure('convenor_nodejs_active_handles_total'),
      rows,
    });
  }
  await eventually('the end of every message', async () => (await town.underWay()) === 0);
  await town.expectAllOnce();

  // A fifth of the time on either end: one look may meet the garbage collector before its work, and another after it.
  const some = Math.max(1, Math.floor(gauges.length / 5));
  const at = (which: 'megabytes' | 'handles', part: typeof gauges) => median(part.map((gauge) => gauge[which]));
  const [first, last] = [gauges.slice(0, some), gauges.slice(-some)];
  const growth = at('megabytes', last) / at('megabytes', first) - 1;
  found(
    'R19',
    `${SECONDS} s at ${A_SECOND} messages a second, ${SECONDS * A_SECOND} sent once; resident memory ${at('megabytes', first).toFixed(0)} MB after ${WARM_UP} s, ${at('megabytes', last).toFixed(0)} MB at the end (${(growth * 100).toFixed(1)} %, at most ${Math.max(...gauges.map((one) => one.megabytes)).toFixed(0)}); handles ${at('handles', first)} and ${at('handles', last)}; at most ${Math.max(...gauges.map(({ rows }) => rows))} messages under way; ${await town.figure('convenor_event_loop_stalls_total')} stalls over 200 ms`,
  );
  if (times(0, 1) === 0) return;
  expect(growth).toBeLessThan(0.1);
  expect(Math.abs(at('handles', last) - at('handles', first))).toBeLessThanOrEqual(4);
});
