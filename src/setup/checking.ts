// Who looks: takes what somebody asked for, looks at everything side by side and writes each line down as it ends. It runs after
// the answer has been given, so that nobody waits for it.
import type { Clock } from '../chat/clock.ts';
import type { Answer, Checkup, Finding, Platform, ReadPartnership } from '../chat/contract.ts';
import { describe } from '../chat/describe.ts';
import { openOutbox } from '../chat/outbox.ts';
import { newRequestId } from '../chat/tokens.ts';
import type { Log } from '../log.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import {
  type CheckRow,
  findPosted,
  keepLines,
  type Posted,
  readDatabase,
  readPlatform,
  takeChecks,
} from './check.records.ts';
import { type CheckLine, lineOf, waitingLine } from './check-lines.ts';
import { type HouseFacts, houseCheckups } from './house-checks.ts';
import type { Outside } from './outside.ts';

export interface CheckerOptions {
  prisma: PrismaClient;
  platforms: Platform[];
  clock: Clock;
  /** The machine's own time. */
  realClock: Clock;
  log: Log;
  facts: HouseFacts;
  outside: Outside;
  readPartnership: ReadPartnership;
  /** Something was written for delivery. */
  wake(): void;
  /** In milliseconds: how long one look may take, a message and its change, and between two looks at them. */
  timing?: { look?: number; message?: number; pause?: number };
}

export interface Checker {
  /** A command came to its end: look, if somebody has asked for it. */
  onHandled(fact: { command: string; outcome: Answer['outcome'] }): void;
  /** What is in hand has come to its end. */
  settled(): Promise<void>;
  /** Write nothing more; what was in hand is told to have been broken off. */
  stop(): void;
}

const LOOK_MS = 20_000;
const MESSAGE_MS = 40_000;
const PAUSE_MS = 300;
export const MESSAGE_LINE = 'A message to you, and a change of it';

/** Open the one who looks; it takes only what somebody has asked for, also what a program before it left. */
export function openChecker(options: CheckerOptions): Checker {
  const { prisma, log } = options;
  const state: State = { isStopped: false };
  const inHand = new Set<Promise<void>>();
  const begin = async () => {
    for (const row of await takeChecks(prisma)) await check(options, row, state);
  };
  return {
    onHandled({ command, outcome }) {
      if (command !== CHECK || outcome !== 'done') return;
      const work = begin()
        .catch((fault) => log.error({ err: describe(fault) }, 'the look at the house broke off'))
        .finally(() => inHand.delete(work));
      inHand.add(work);
    },
    async settled() {
      await Promise.all(inHand);
    },
    stop() {
      state.isStopped = true;
    },
  };
}

interface State {
  isStopped: boolean;
}

async function check(options: CheckerOptions, row: CheckRow, state: State): Promise<void> {
  const { timing = {} } = options;
  const checkups = await listCheckups(options, row.partnershipId);
  const lines = [MESSAGE_LINE, ...checkups.map(({ title }) => title)].map(waitingLine);
  const save = openSaving(options, row, lines, state);
  await save(false);
  const message = () => tryMessage(options, row.id, state, () => save(false));
  const all: Checkup[] = [{ title: MESSAGE_LINE, look: message }, ...checkups];
  await Promise.all(
    all.map(async ({ title, look }, at) => {
      const within = at === 0 ? (timing.message ?? MESSAGE_MS) * 3 : timing.look;
      lines[at] = lineOf(title, await looked(options.log, { title, look }, within));
      await save(false);
    }),
  );
  await save(true);
}

/** All that can be looked at, with what is stored about each platform; without a partnership only what needs none. */
export async function listCheckups(
  options: Pick<
    CheckerOptions,
    'prisma' | 'platforms' | 'clock' | 'realClock' | 'facts' | 'outside' | 'readPartnership'
  >,
  partnershipId: number | undefined,
): Promise<Checkup[]> {
  const { prisma, platforms, clock, realClock, facts, outside } = options;
  const found = await options.readPartnership(prisma, partnershipId, clock.now());
  const now = () => realClock.now();
  const ofHouse = houseCheckups({ facts, outside, now, readDatabase: () => readDatabase(prisma), found });
  const ofPlatforms = await Promise.all(
    platforms.map(async (platform) => {
      const stored = found
        ? await readPlatform(prisma, {
            platform: platform.name,
            partnershipId: found.partnership.id,
            today: found.today,
          })
        : { tenants: [], people: { joined: 0, unreachable: 0 }, channels: [] };
      return platform.checkups?.({ now, knock: outside.knock, ...stored }) ?? [];
    }),
  );
  return [...ofHouse, ...ofPlatforms.flat()];
}

/** Look at one thing; whatever goes wrong is a finding as well. */
export async function looked(log: Log, { title, look }: Checkup, withinMs = LOOK_MS): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    const words = `no answer within ${Math.round(withinMs / 1000)} seconds.`;
    timer = setTimeout(
      () => resolve({ isGood: false, words, next: 'Does this machine reach it? Look at the log.' }),
      withinMs,
    );
    timer.unref();
  });
  try {
    return await Promise.race([look(), late]);
  } catch (fault) {
    log.warn({ title, err: describe(fault) }, 'a look at the house failed');
    return { isGood: false, words: 'could not be reached.', next: 'Does this machine reach it? The log has more.' };
  } finally {
    clearTimeout(timer);
  }
}

/** Write the lines down one after another, each time as they are then, and let the card follow. */
function openSaving({ prisma, clock, wake }: CheckerOptions, row: CheckRow, lines: CheckLine[], state: State) {
  let last = Promise.resolve();
  return (isEnd: boolean): Promise<void> => {
    last = last.then(async () => {
      if (state.isStopped) return;
      const now = clock.now();
      await prisma.$transaction(async (tx) => {
        await keepLines(tx, row.id, lines, isEnd ? now : null);
        const outbox = openOutbox(tx, now, newRequestId());
        await outbox.refresh(subjectOf(row.id));
        await outbox.flush();
      });
      wake();
    });
    return last;
  };
}

/** The command by which somebody asks. */
export const CHECK = 'setup.check';

/** What the card of a look is about: `self-check:12`. */
export const subjectOf = (id: number) => `self-check:${id}`;

const ENDED = ['failed', 'unreachable', 'uncertain', 'skipped'];

/** The card of this very look goes the way of every message: posted by delivery, then changed by it. */
async function tryMessage(
  { prisma, timing = {} }: CheckerOptions,
  id: number,
  state: State,
  change: () => Promise<void>,
): Promise<Finding> {
  const { message: within = MESSAGE_MS, pause = PAUSE_MS } = timing;
  const key = subjectOf(id);
  const until = async (isOver: (posted: Posted) => boolean) => {
    const began = performance.now();
    for (;;) {
      const posted = await findPosted(prisma, key);
      const ms = performance.now() - began;
      if (posted && isOver(posted)) return { posted, ms };
      if (ms > within || state.isStopped) return { posted, ms: undefined };
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
  const sent = await until(({ state }) => state === 'sent' || ENDED.includes(state));
  if (sent.posted?.state !== 'sent')
    return {
      isGood: false,
      words: sent.ms === undefined ? `it was not posted within ${seconds(within)}.` : 'it could not be posted.',
      next: whyOf(sent.posted?.reason),
    };
  await change();
  const wanted = (await findPosted(prisma, key))?.wanted ?? 0;
  const changed = await until(({ shown, isGone }) => isGone === true || (shown ?? 0) >= wanted);
  const where = sent.posted.platform === null ? '' : ` ${WHERE[sent.posted.platform]}`;
  if (changed.ms === undefined || changed.posted?.isGone)
    return {
      isGood: false,
      words: `it was posted${where}, but could not be changed.`,
      next: whyOf(changed.posted?.lastError),
    };
  return {
    isGood: true,
    words: `posted${where} after ${seconds(sent.ms!)}, changed after ${seconds(changed.ms)} more`,
  };
}

const WHERE = { teams: 'in Teams', slack: 'in Slack', mail: 'by e-mail', web: 'on the local page' };

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} seconds`;

/** The delivery's reason as a sentence. */
function whyOf(reason: string | null | undefined): string {
  const said = reason ?? 'nobody said why; the log has more';
  const sentence = `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
