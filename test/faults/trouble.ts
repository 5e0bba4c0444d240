// Faults that come at random: from the platforms, the database's connections, the machine, and whoever delivers requests.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outside } from '../support/outside.ts';
import type { Chance } from './chance.ts';
import type { Copies } from './copies.ts';
import type { Proxy as Way } from './proxy.ts';
import type { Persistence } from './voices.ts';

export interface Trouble {
  /** How often each fault came. */
  counts: Map<string, number>;
  /** Let no more come, and mend what can be mended. */
  stop(): Promise<void>;
}

export interface TroubleOptions {
  outside: Outside;
  copies: Copies;
  proxy: Way;
  people: Persistence;
  chance: Chance;
  /** The pause between two faults, in milliseconds: at least, at most. */
  pause: [number, number];
}

const TEAMS = ['post', 'edit'] as const;
const SLACK = ['chat.postMessage', 'chat.update'] as const;

/** Let faults come until `stop`: each kind once in every round of all of them, in an order that chance gives. */
export function letTroubleCome({ outside, copies, proxy, people, chance, pause }: TroubleOptions): Trouble {
  const counts = new Map<string, number>();
  const { connector } = outside.teams;
  const either = (inTeams: () => void, inSlack: () => void) => (chance.percent(50) ? inTeams() : inSlack());
  const away = async (how: 'cut' | 'swallowed', ms: number) => {
    proxy.trouble(how);
    await sleep(ms);
    proxy.mend();
  };
  const kinds: [string, () => Promise<unknown> | unknown][] = [
    [
      'asked to wait (429)',
      () =>
        either(
          () => connector.fail({ on: chance.pick(TEAMS), how: { status: 429, retryAfter: '1' } }),
          () => outside.slack.fail(chance.pick(SLACK), { status: 429, retryAfter: 1 }),
        ),
    ],
    [
      'answered 500',
      () =>
        either(
          () => connector.fail({ on: chance.pick(TEAMS), how: { status: 500 } }),
          () => outside.slack.fail(chance.pick(SLACK), { status: 500 }),
        ),
    ],
    [
      'taken, then answered 502',
      () =>
        either(
          () => connector.fail({ on: chance.pick(TEAMS), how: { status: 502, afterTaking: true } }),
          () => outside.slack.fail(chance.pick(SLACK), { status: 502, accepted: true }),
        ),
    ],
    [
      'taken, then cut off',
      () =>
        either(
          () => connector.fail({ on: chance.pick(TEAMS), how: 'cut-after-taking' }),
          () => outside.slack.fail(chance.pick(SLACK), { cut: true, accepted: true }),
        ),
    ],
    [
      'never answered',
      () =>
        either(
          () => connector.fail({ on: chance.pick(TEAMS), how: 'hang' }),
          () => outside.slack.fail(chance.pick(SLACK), { hang: true }),
        ),
    ],
    ['database connections cut', () => away('cut', chance.between(100, 1500))],
    ['database connections swallowed', () => away('swallowed', chance.between(300, 1500))],
    ['a copy killed', () => copies.kill(chance.between(0, 3000))],
    ['a request delivered late', () => people.late()],
  ];
  let isOver = false;
  const coming = (async () => {
    let round: typeof kinds = [];
    while (!isOver) {
      await sleep(chance.between(...pause));
      if (isOver) return;
      if (round.length === 0)
        round = kinds
          .map((kind) => ({ kind, at: chance.next() }))
          .sort((a, b) => a.at - b.at)
          .map(({ kind }) => kind);
      const [name, come] = round.pop()!;
      // Killing the last copy would be no fault of one of two.
      if ((await come()) === false) continue;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  })();
  return {
    counts,
    async stop() {
      isOver = true;
      await coming;
      proxy.mend();
    },
  };
}
