// A small partnership with one board, for people who come from anywhere.
import { randomUUID } from 'node:crypto';
import { asDay } from '../../src/store/days.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import type { Outside } from '../support/app.ts';

export interface World {
  partnershipId: number;
  schoolId: number;
  boardId: number;
  clerk: { id: number; name: string };
  /** A governor with a seat at the board; not yet known on any platform. */
  governor(name: string): Promise<{ id: number; name: string }>;
  /** The clerk types on the page. */
  clerkSays(around: Outside, text: string): Promise<string>;
  prisma: PrismaClient;
}

const HELD = { fromOn: asDay('2026-09-01') };

export async function aPartnership(prisma: PrismaClient): Promise<World> {
  const partnership = await prisma.partnership.create({
    data: {
      name: 'Marlowe partnership',
      laCode: '999',
      frameworkId: 'lewisham-2015',
      termCalendarId: 'london-pattern',
    },
  });
  const partnershipId = partnership.id;
  const school = await prisma.school.create({
    data: { partnershipId, urn: 900_001, laCode: '999', name: 'Marsh Lane School', phase: 'SECONDARY' },
  });
  const board = await prisma.board.create({
    data: {
      partnershipId,
      template: 'RAB',
      name: 'Raising Attainment Board, Marsh Lane School',
      schoolId: school.id,
      openedOn: asDay('2026-09-07'),
    },
  });
  const clerk = await prisma.person.create({ data: { partnershipId, name: 'Miriam Stein' } });
  await prisma.roleHeld.create({ data: { personId: clerk.id, role: 'CLERK', ...HELD } });
  await prisma.seat.create({ data: { boardId: board.id, personId: clerk.id, role: 'CLERK', isClerk: true, ...HELD } });
  await bindToPage(prisma, clerk);
  return {
    prisma,
    partnershipId,
    schoolId: school.id,
    boardId: board.id,
    clerk,
    async governor(name) {
      const person = await prisma.person.create({ data: { partnershipId, name } });
      await prisma.roleHeld.create({ data: { personId: person.id, role: 'GOVERNOR', schoolId: school.id, ...HELD } });
      await prisma.seat.create({ data: { boardId: board.id, personId: person.id, role: 'GOVERNOR', ...HELD } });
      return person;
    },
    clerkSays: (around, text) => saysOnPage(around, clerk.id, text),
  };
}

/** Make somebody known on the local page, where the program has not done so itself. */
export async function bindToPage(prisma: PrismaClient, person: { id: number }): Promise<void> {
  const place = { platform: 'web', tenant: 'local' };
  const name = `person-${person.id}`;
  await prisma.identity.createMany({
    data: { ...place, userId: name, personId: person.id, boundAt: new Date() },
    skipDuplicates: true,
  });
  await prisma.conversation.createMany({
    data: { ...place, externalId: name, kind: 'personal', personId: person.id },
    skipDuplicates: true,
  });
}

export async function saysOnPage(around: Outside, personId: number, text: string): Promise<string> {
  const response = await fetch(`${around.url}/api/local/say`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as: personId, in: `person-${personId}`, key: randomUUID(), text }),
  });
  const answer = (await response.json()) as { said?: string; error?: string };
  return answer.said ?? answer.error ?? '';
}

/** The code that the clerk gets on the page for somebody, to join with. */
export async function codeFor(around: Outside, clerkId: number, name: string): Promise<string> {
  const said = await saysOnPage(around, clerkId, `invite ${name}`);
  const code = /join ([A-Z0-9-]+)/.exec(said)?.[1];
  if (!code) throw new Error(`The clerk was answered: ${said}`);
  return code;
}

let day = 0;

/** A held meeting of its own, with a text that has been circulated; everybody with a governor's seat is asked. */
export async function aCirculatedText(around: Outside, world: World, text: string): Promise<string> {
  const heldOn = new Date(Date.UTC(2026, 8, 1 + day++));
  const meeting = await world.prisma.meeting.create({ data: { boardId: world.boardId, heldOn, state: 'held' } });
  const said = await world.clerkSays(around, `minutes write MTG-${meeting.id} ${text}`);
  const ref = /MIN-\d+/.exec(said)?.[0];
  if (!ref) throw new Error(`The clerk was answered: ${said}`);
  await world.clerkSays(around, `minutes circulate ${ref}`);
  return ref;
}
