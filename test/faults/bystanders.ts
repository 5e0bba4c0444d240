// Two governors in Teams and two in Slack, to whom the clerk gives actions one after another while the program has bad days; and
// what has to be so afterwards: each decision is there once, and its card went out once, or nobody knows and it says so.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import { slackSurface, teamsSurface } from '../contract/surfaces.ts';
import { aPartnership } from '../contract/world.ts';
import { join } from '../journeys/partnership.ts';
import { cardText } from '../support/check-activity.ts';
import type { Outside } from '../support/outside.ts';

export interface Bystanders {
  /** The clerk gives so many actions at once. Each is asked for under a key of its own, so it can be asked again. */
  give(count: number): Promise<void>;
  /** What was not answered is asked again, as somebody does who got no answer. */
  askAgain(): Promise<void>;
  /** What was answered with success so far. */
  acknowledged(): number;
  unanswered(): number;
  /** Let no conversation wait for its turn. */
  hurry(): Promise<void>;
  /** Let the leases of whoever died be over: only while no program runs. */
  endLeases(): Promise<void>;
  /** How many messages have not come to an end yet. */
  underWay(): Promise<number>;
  /** How often people saw the card of each action that was asked for, and what is kept of it. */
  reckon(): Promise<Reckoning>;
}

export interface Reckoning {
  asked: number;
  /** Sent, by our books and in the sight of people. */
  sent: number;
  /** Nobody knows, and the books say so. */
  uncertain: number;
  /** Those of them that went to Slack, which can be asked. */
  uncertainInSlack: string[];
  /** Decided or acknowledged, and neither sent nor said to be uncertain. */
  lost: string[];
  /** Seen, and not decided. */
  ghosts: string[];
  /** Done or seen more than once. */
  twice: string[];
}

const NAMES = ['Grace Adeyemi', 'Owen Clarke', 'Hana Novak', 'Luca Ferri'];

/** Let the governors join a program that is running. */
export async function bystanders(outside: Outside, prisma: PrismaClient): Promise<Bystanders> {
  const world = await aPartnership(prisma);
  const seen: (() => string[])[] = [];
  for (const [index, name] of NAMES.entries()) {
    await world.governor(name);
    if (index % 2 === 0) {
      const client = outside.teamsPerson(name);
      await join(outside, world.clerk.id, teamsSurface(outside, name, client), name);
      seen.push(() => client.messages().map(({ activity }) => cardText(activity.attachments?.[0]?.content ?? {})));
    } else {
      const user = outside.slackPerson(name);
      await join(outside, world.clerk.id, slackSurface(outside, name, user), name);
      seen.push(() => outside.slack.messages.map((message) => `${message.text} ${JSON.stringify(message.blocks)}`));
    }
  }
  const asked: { key: string; what: string; owner: number; isAnswered: boolean }[] = [];
  const ask = async (one: (typeof asked)[number]) => {
    const { id } = world.clerk;
    const text = `action add ${one.what} owner ${NAMES[one.owner]} by 11 December 2027`;
    const answer = await fetch(`${outside.url}/api/local/say`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: id, in: `person-${id}`, key: one.key, text }),
    })
      .then(async (response) => ((await response.json()) as { said?: string }).said ?? '')
      .catch(() => '');
    if (/^Added ACT-\d+/.test(answer)) one.isAnswered = true;
  };
  return {
    async give(count) {
      const more = Array.from({ length: count }, () => {
        const number = asked.length;
        asked.push({
          key: randomUUID(),
          what: `Task ${String(number).padStart(5, '0')}`,
          owner: number % NAMES.length,
          isAnswered: false,
        });
        return asked[number]!;
      });
      await Promise.all(more.map(ask));
    },
    async askAgain() {
      await Promise.all(asked.filter((one) => !one.isAnswered).map(ask));
    },
    acknowledged: () => asked.filter((one) => one.isAnswered).length,
    unanswered: () => asked.filter((one) => !one.isAnswered).length,
    async hurry() {
      await prisma.conversation.updateMany({ data: { nextSendAt: null } });
    },
    async endLeases() {
      await prisma.outbox.updateMany({ where: { takenUntil: { not: null } }, data: { takenUntil: new Date(0) } });
      await prisma.cardCopy.updateMany({ data: { takenUntil: null, notBefore: null } });
    },
    underWay: () => prisma.outbox.count({ where: { state: { in: ['waiting', 'taken', 'sending'] } } }),
    async reckon() {
      const found: Reckoning = {
        asked: asked.length,
        sent: 0,
        uncertain: 0,
        uncertainInSlack: [],
        lost: [],
        ghosts: [],
        twice: [],
      };
      const actions = await prisma.action.findMany();
      const posts = await prisma.outbox.findMany({ where: { card: 'action' } });
      for (const { what, owner, isAnswered } of asked) {
        const made = actions.filter((action) => action.what === what);
        const rows = posts.filter((post) => made.some(({ id }) => post.subject === `action:ACT-${id}`));
        const sights = seen[owner]!().filter((words) => words.includes(what)).length;
        const [row] = rows;
        if (made.length > 1 || rows.length > 1 || sights > 1) found.twice.push(what);
        if (made.length === 0 && (sights > 0 || rows.length > 0)) found.ghosts.push(what);
        if (made.length === 0 && isAnswered) found.lost.push(what);
        if (made.length === 0) continue;
        if (row?.state === 'sent' && sights > 0) found.sent += 1;
        else if (row?.state === 'uncertain') {
          found.uncertain += 1;
          if (owner % 2 === 1) found.uncertainInSlack.push(row.key);
        } else found.lost.push(`${what} is ${row?.state ?? 'not in the outbox'}, seen ${sights} times`);
      }
      return found;
    },
  };
}

/** Nothing is lost, nothing was made up, nothing is there twice. */
export function expectWhole({ lost, ghosts, twice, asked, sent, uncertain }: Reckoning): void {
  expect({ lost, ghosts, twice }).toEqual({ lost: [], ghosts: [], twice: [] });
  expect(sent + uncertain).toBe(asked);
}
