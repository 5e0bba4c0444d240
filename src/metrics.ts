// The figures of `/metrics`, in Prometheus' format. What each means and which to watch is in docs/running.md.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { REFUSALS } from './chat/callers.ts';
import { HEARTBEAT } from './clock/index.ts';
import type { HealthFacts } from './health.records.ts';

export interface Metrics {
  readonly contentType: string;
  /** Let every series begin at 0, so that the first refusal or failure is a rise. */
  start(platforms: string[]): void;
  onHandled(fact: { platform: string; outcome: string; ms: number }): void;
  onDelivered(fact: { platform: string; outcome: string }): void;
  onRefused(fact: { platform: string; reason: string }): void;
  /** The event loop stood still for so long. */
  onStall(ms: number): void;
  /** Everything as text. Without facts the database did not answer, and what is asked of it is left out. */
  write(facts: HealthFacts | undefined, troubles: Map<string, string | undefined>, hasRoom: boolean): Promise<string>;
}

const OUTCOMES = ['done', 'refused', 'fault'];
const DELIVERED = ['sent', 'waiting', 'skipped', 'failed', 'uncertain', 'unreachable'];
const OUTBOX_STATES = ['waiting', 'taken', 'sending', 'failed', 'uncertain', 'unreachable'];
const PROBLEMS = ['platform', 'waiting', 'job', 'uncertain', 'failed', 'unreachable'];

/** Open the metrics; `jobs` are the names of the jobs that the house has. */
export function openMetrics(jobs: string[]): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'convenor_' });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name: `convenor_${name}`, help, labelNames, registers });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `convenor_${name}`, help, labelNames, registers });

  const requests = counter('requests_total', 'Requests handled, by platform and outcome: done, refused, fault.', [
    'platform',
    'outcome',
  ]);
  const seconds = new Histogram({
    name: 'convenor_request_seconds',
    help: 'How long requests took to answer, by platform.',
    labelNames: ['platform'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 3, 10],
    registers,
  });
  const deliveries = counter(
    'deliveries_total',
    'Messages and edits handed to platforms, by outcome: sent, waiting (to be tried again), skipped, failed, uncertain, unreachable; edit-sent, edit-later, edit-refused, edit-uncertain.',
    ['platform', 'outcome'],
  );
  const refused = counter(
    'refused_requests_total',
    `Requests that were refused before they were anybody's, by platform and reason: ${Object.keys(REFUSALS).join(', ')}.`,
    ['platform', 'reason'],
  );
  const stalls = new Counter({
    name: 'convenor_event_loop_stalls_total',
    help: 'How often the event loop stood still for more than 200 ms.',
    registers,
  });
  const longestStall = gauge(
    'event_loop_longest_stall_seconds',
    'The longest time for which the event loop stood still.',
  );
  const longest = { ms: 0 };
  const database = gauge('database_up', 'Whether the database answers: 1 or 0.');
  const room = gauge('database_has_room', 'Whether the database has room for what is written: 1 or 0.');
  const platformUp = gauge('platform_up', 'Whether a platform can be used: 1 or 0.', ['platform']);
  const outbox = gauge(
    'outbox_messages',
    `Messages that are still to be said or could not be, by state: ${OUTBOX_STATES.join(', ')}.`,
    ['state'],
  );
  const oldest = gauge(
    'outbox_oldest_due_seconds',
    'How long the oldest message that is due has been waiting; 0 when none is.',
  );
  const behind = gauge('cards_behind', 'Posted cards that do not show the newest state yet.');
  const lastDone = gauge(
    'job_last_done_timestamp_seconds',
    'When each job, and the heartbeat, last did its work to the end.',
    ['job'],
  );
  const jobFaults = gauge('job_faults', 'How often each job has failed since it was last done.', ['job']);
  const warnings = gauge(
    'warnings',
    `Problems that the programme directors are warned of, by kind: ${PROBLEMS.join(', ')}.`,
    ['problem'],
  );
  const fromDatabase = [outbox, oldest, behind, lastDone, jobFaults, warnings];
  const known = new Set([...jobs, HEARTBEAT]);

  function take(facts: HealthFacts): void {
    for (const state of OUTBOX_STATES) outbox.set({ state }, facts.outbox?.[state] ?? 0);
    oldest.set(facts.oldestDueSeconds ?? 0);
    behind.set(facts.behind);
    for (const { job, doneAt, faults } of facts.jobs ?? []) {
      if (!known.has(job)) continue;
      if (doneAt !== null) lastDone.set({ job }, Date.parse(doneAt) / 1000);
      jobFaults.set({ job }, faults);
    }
    for (const problem of PROBLEMS) warnings.set({ problem }, facts.warnings?.[problem] ?? 0);
  }

  return {
    contentType: registry.contentType,
    start(platforms) {
      for (const platform of platforms) {
        for (const outcome of OUTCOMES) requests.inc({ platform, outcome }, 0);
        for (const outcome of DELIVERED) deliveries.inc({ platform, outcome }, 0);
        if (platform !== 'web') for (const reason of Object.keys(REFUSALS)) refused.inc({ platform, reason }, 0);
        seconds.zero({ platform });
      }
    },
    onHandled({ platform, outcome, ms }) {
      requests.inc({ platform, outcome });
      seconds.observe({ platform }, ms / 1000);
    },
    onRefused: ({ platform, reason }) => refused.inc({ platform, reason }),
    onDelivered: ({ platform, outcome }) => deliveries.inc({ platform, outcome }),
    onStall(ms) {
      stalls.inc();
      longest.ms = Math.max(longest.ms, ms);
      longestStall.set(longest.ms / 1000);
    },
    async write(facts, troubles, hasRoom) {
      database.set(facts ? 1 : 0);
      room.set(hasRoom ? 1 : 0);
      for (const [platform, trouble] of troubles) platformUp.set({ platform }, trouble === undefined ? 1 : 0);
      for (const one of fromDatabase) one.reset();
      // A figure that nobody could read is no 0.
      for (const one of [oldest, behind]) one.set(Number.NaN);
      if (facts) take(facts);
      return registry.metrics();
    },
  };
}
