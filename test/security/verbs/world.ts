// Who tries every verb, and about what: a board of their own beside another's, and people who hold nothing there any more.
import { randomUUID } from 'node:crypto';
import type { Json, Place, Sender } from '../../../src/chat/contract.ts';
import { hashOf } from '../../../src/chat/tokens.ts';
import { asDay } from '../../../src/store/days.ts';
import type { PrismaClient } from '../../../src/store/generated/client.ts';
import { aDistrict, type Target } from '../../permissions/people.ts';
import type { Person, TestHouse } from '../../support/house.ts';

export type { Target };

export const ACTORS = [
  'one who may',
  'a member of the board without that office',
  'the chair of another board',
  'somebody who left the board',
  'somebody who left',
  'somebody in another tenant',
  'the office of another partnership',
  'somebody unknown',
] as const;
export type ActorKind = (typeof ACTORS)[number];

export interface Somebody {
  from: Sender;
  /** Their own chat. */
  place: Place;
  /** Missing for somebody whom nobody knows. */
  personId?: number;
  conversationId?: number;
}

export const JOIN_CODE = 'BCD-234-FGH';
const PLATFORM = { platform: 'web', tenant: 'local' } as const;

/** Numbers that no two tables share, so that a row tells whose it is. */
async function spreadNumbers(prisma: PrismaClient): Promise<void> {
  const sequences = await prisma.$queryRaw<{ name: string }[]>`
    select quote_ident(sequencename) as name from pg_sequences where schemaname = 'public' order by sequencename`;
  for (const [at, { name }] of sequences.entries())
    await prisma.$executeRawUnsafe(`alter sequence ${name} restart with ${(at + 11) * 10_000}`);
}

export async function aWorld(house: TestHouse) {
  const { prisma } = house;
  await spreadNumbers(prisma);
  const { own, other, people } = await aDistrict(house);
  await ripen(prisma, own, people.governor);
  const otherOwner = await prisma.action.findUniqueOrThrow({ where: { id: other.actionId } });
  await ripen(prisma, other, { id: otherOwner.ownerId });

  const atSchool = { role: 'GOVERNOR', school: { id: own.schoolId } };
  const member = await house.person('Member Own', atSchool);
  await house.seat(own.boardId, member, { role: 'GOVERNOR' });
  await house.person('Spare Governor', atSchool);
  const cleared = await house.person('Cleared Away', atSchool);
  await prisma.seat.create({
    data: {
      boardId: own.boardId,
      personId: cleared.id,
      role: 'GOVERNOR',
      isChair: true,
      fromOn: asDay('2026-01-01'),
      untilOn: asDay('2026-11-20'),
    },
  });
  await prisma.roleHeld.updateMany({ where: { personId: cleared.id }, data: { untilOn: asDay('2026-11-20') } });
  const elsewhereChair = await house.person('Chair Elsewhere', { role: 'GOVERNOR', school: { id: other.schoolId } });
  await house.seat(other.boardId, elsewhereChair, { role: 'GOVERNOR', isChair: true });
  // Everything that somebody may hold is still written down: that they left is to be enough.
  const left = await house.person(
    'Left Long Ago',
    ...OFFICES.map((role) => ({ role })),
    atSchool,
    {
      role: 'HEADTEACHER',
      school: { id: own.schoolId },
    },
    { role: 'SIO', school: { id: own.schoolId } },
  );
  await house.seat(own.boardId, left, { role: 'GOVERNOR', isChair: true, isClerk: true });
  await prisma.person.update({ where: { id: left.id }, data: { leftOn: asDay('2026-11-20') } });
  const foreign = await aForeignOffice(house);
  const idle = await house.prisma.person.create({
    data: { partnershipId: house.partnershipId, name: 'Not Joined Yet' },
  });
  await prisma.joinCode.create({
    data: {
      codeHash: hashOf(JOIN_CODE.replaceAll('-', '')),
      personId: idle.id,
      createdAt: house.clock.now(),
      expiresAt: new Date('2027-01-01'),
    },
  });
  const gone = await prisma.person.create({
    data: { partnershipId: house.partnershipId, name: 'Gone Before', leftOn: asDay('2026-11-02') },
  });
  const channel = await house.channel('own-board');
  await prisma.outbox.create({
    data: {
      key: 'held-back',
      personId: member.id,
      conversationId: channel.id,
      card: 'home',
      subject: 'home:1',
      state: 'uncertain',
      reason: 'nobody knows',
      notBefore: house.clock.now(),
      requestId: 'R',
      createdAt: house.clock.now(),
    },
  });
  const message = await prisma.outbox.findUniqueOrThrow({ where: { key: 'held-back' } });
  const invited = { address: INVITED.userId, personId: idle.id, invitedAt: house.clock.now() };
  await prisma.mailInvitation.create({ data: { ...invited, expiresAt: new Date('2027-01-01') } });
  return {
    own,
    list: await aPastedList(house, people.director),
    other,
    people,
    member,
    cleared,
    elsewhereChair,
    left,
    foreign,
    idle,
    gone,
    channel,
    messageId: Number(message.id),
  };
}
export type World = Awaited<ReturnType<typeof aWorld>>;

/** Somebody who follows an invitation by e-mail. */
export const INVITED: Sender = { platform: 'mail', tenant: 'mail', userId: 'invited@governors.example' };

/** A list that somebody pasted and was shown, with what its button says that they saw. */
async function aPastedList(house: TestHouse, by: Person): Promise<{ id: number; seen: string }> {
  const { card } = await house.says(by, 'setup list people\nPasted Person,,Governor,Alder Road School');
  const { actions } = await house.prisma.cardToken.findFirstOrThrow({
    where: { tokenHash: hashOf(card!.token!) },
  });
  const inputs = Object.values(actions as Record<string, { input: Record<string, Json> }>).map(({ input }) => input);
  return inputs.find((input) => 'seen' in input) as { id: number; seen: string };
}

/** All the offices that a partnership has. */
export const OFFICES = [
  'CLERK', 'HEAD_OF_STANDARDS', 'PROGRAMME_DIRECTOR', 'STRATEGIC_LEAD_SECONDARY', 'BUSINESS_SUPPORT_OFFICER', 'SIO',
  'EXECUTIVE_DIRECTOR',
]; // biome-ignore format: a list to read across

/** Somebody with every office of a partnership beside ours. */
async function aForeignOffice(house: TestHouse): Promise<Person> {
  const { prisma } = house;
  const partnership = await prisma.partnership.create({
    data: {
      name: 'Another partnership',
      laCode: '998',
      frameworkId: 'lewisham-2015',
      termCalendarId: 'london-pattern',
    },
  });
  const person = await prisma.person.create({ data: { partnershipId: partnership.id, name: 'Foreign Office' } });
  await prisma.roleHeld.createMany({
    data: OFFICES.map((role) => ({ personId: person.id, role, fromOn: asDay('2026-09-01') })),
  });
  await house.alsoOn(person, 'web');
  return person;
}

/** Let there be something to decide about everything that a target has. */
async function ripen(prisma: PrismaClient, target: Target, owner: { id: number }): Promise<void> {
  await prisma.alert.update({ where: { id: target.alertId }, data: { state: 'waiting' } });
  await prisma.actionAsk.create({
    data: {
      actionId: target.actionId,
      kind: 'date',
      dueRevision: 1,
      askedById: owner.id,
      askedAt: new Date('2026-11-20T09:00:00Z'),
      wantedOn: asDay('2026-12-11'),
      reason: 'The report is late.',
    },
  });
}

/** Whoever is of this kind, where `who` is somebody who may. */
export async function somebody(prisma: PrismaClient, world: World, kind: ActorKind, who: number): Promise<Somebody> {
  const ids: Partial<Record<ActorKind, number>> = {
    'one who may': who,
    'a member of the board without that office': world.member.id,
    'the chair of another board': world.elsewhereChair.id,
    'somebody who left the board': world.cleared.id,
    'somebody who left': world.left.id,
    'the office of another partnership': world.foreign.id,
  };
  const personId = ids[kind];
  if (personId === undefined) {
    const userId = kind === 'somebody unknown' ? 'person-999999' : `person-${who}`;
    const tenant = kind === 'somebody unknown' ? 'local' : 'another';
    const from = { platform: 'web', tenant, userId } as const;
    return { from, place: { platform: 'web', tenant, externalId: userId, kind: 'personal' } };
  }
  const userId = `person-${personId}`;
  const { id } = await prisma.conversation.findFirstOrThrow({ where: { platform: 'web', externalId: userId } });
  const place = { ...PLATFORM, externalId: userId, kind: 'personal' } as const;
  return { from: { ...PLATFORM, userId }, place, personId, conversationId: id };
}

/** Give a button to somebody, as a form is given: the bot knows `known`, and the form asks for `asked`. */
export async function giveButton(
  prisma: PrismaClient,
  to: Somebody,
  button: { command: string; known: Record<string, Json>; asked: string[]; now: Date; isExpired?: boolean },
): Promise<string> {
  const token = randomUUID();
  const copy = await prisma.cardCopy.create({
    data: {
      card: 'form',
      subject: `form:${button.command}`,
      viewerId: to.personId ?? null,
      conversationId: to.conversationId!,
      nonce: token,
      state: 'gone',
      createdAt: button.now,
    },
  });
  const form = { title: 'Form', inputs: button.asked.map((id) => ({ id })), submit: { id: 'go', title: 'Send' } };
  await prisma.cardToken.create({
    data: {
      tokenHash: hashOf(token),
      copyId: copy.id,
      revision: 0,
      actions: { go: { command: button.command, input: button.known, form } } as object,
      expiresAt: new Date(button.now.getTime() + (button.isExpired ? -1000 : 3_600_000)),
    },
  });
  return token;
}
