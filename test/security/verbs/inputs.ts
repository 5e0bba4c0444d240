// What each command is given, made from its own schema: a field's name says what it is about. Where a command needs the world in
// another state before it can do anything, `BEFORE` brings it there. A command whose fields nobody here knows stops the test.
import { z } from 'zod';
import type { Command, Json } from '../../../src/chat/contract.ts';
import { lewisham2015 } from '../../../src/frameworks/index.ts';
import { asDay } from '../../../src/store/days.ts';
import type { PrismaClient } from '../../../src/store/generated/client.ts';
import { JOIN_CODE, type Target, type World } from './world.ts';

type Value = (target: Target, world: World) => Json | undefined;
const NOTHING: Value = () => undefined;
const WORDS: Value = () => 'Because of the snow';

/** What a field of this name holds, whatever the command. */
const FIELDS: Record<string, Value> = {
  boardId: (target) => target.boardId,
  schoolId: (target) => target.schoolId,
  school: (target) => target.school,
  seatId: (target) => target.seatId,
  meetingId: (target) => target.meetingId,
  minutesId: (target) => target.minutesId,
  actionId: (target) => target.actionId,
  categoryId: (target) => target.categoryId,
  alertId: (target) => target.alertId,
  evaluationId: (target) => target.evaluationId,
  revision: () => 1,
  dueRevision: () => 1,
  name: (_, world) => world.idle.name,
  // Each of these names the same thing a second time, or opens a form or a proposal instead.
  board: NOTHING, ref: NOTHING, askId: NOTHING, wantedOn: NOTHING, asked: NOTHING, isProposal: NOTHING, seat: NOTHING,
  kind: NOTHING, text: NOTHING, correctionId: NOTHING, basedOn: NOTHING, roundId: NOTHING, item: NOTHING, card: NOTHING,
  byMail: NOTHING, members: NOTHING, trouble: NOTHING, isSent: NOTHING, again: NOTHING, last: NOTHING, framework: NOTHING,
  subject: NOTHING, word: NOTHING, part: NOTHING, which: NOTHING, place: NOTHING, lead: NOTHING, impact: NOTHING,
  reason: WORDS, evidence: WORDS, words: WORDS, nextStep: WORDS, title: WORDS, what: WORDS,
  value: () => 'RED',
  on: () => '17 December',
  at: () => '18:00',
  due: () => '18 December',
  aspect: () => 'TEACHING',
  grade: () => 'good',
  answer: () => 'coming',
  number: () => 1,
}; // biome-ignore format: a list to read across

/** What is different for one command. */
const OF: Record<string, Record<string, Value>> = {
  'people.join': { code: () => 'GHJ-567-KLM' },
  'people.leave': { name: (_, world) => world.cleared.name },
  'people.return': { name: (_, world) => world.gone.name },
  'board.create': { chair: (_, world) => world.people.governor.name },
  'board.seat': { name: () => 'Spare Governor', role: () => 'GOVERNOR', school: NOTHING },
  'board.unseat': { name: () => 'Governor Own' },
  'board.chair': { name: () => 'Governor Own' },
  'meeting.present': { names: () => 'everybody' },
  'agenda.move': { meetingId: NOTHING, to: () => 2 },
  'agenda.add': { meetingId: NOTHING },
  'agenda.remove': { meetingId: NOTHING },
  'agenda.publish': { meetingId: NOTHING },
  'action.add': { owner: (_, world) => world.people.governor.name, meetingId: NOTHING },
  'action.reassign': { owner: (_, world) => world.people.cog.name },
  'minutes.write': { meetingId: NOTHING, text: () => 'Another text of the minutes.' },
  'evaluation.submit': { answer: NOTHING },
  'evaluation.change': { evidence: WORDS },
  'round.open': { name: () => 'Spring round' },
  'round.close': { name: (target) => `Round of ${target.school}` },
  'round.status': { name: NOTHING },
  'setup.partnership': { name: () => 'Another name for it' },
  'setup.list': { kind: () => 'people', text: () => 'Pasted Person,,Governor,' },
  'setup.store': { id: (_, world) => world.list.id, seen: (_, world) => world.list.seen },
  'setup.drop': { id: (_, world) => world.list.id },
  'message.again': { which: (_, world) => world.messageId },
  'message.arrived': { which: (_, world) => world.messageId },
  'message.leave': { which: (_, world) => world.messageId },
};

type Arrange = (prisma: PrismaClient, target: Target, world: World) => Promise<unknown>;
const circulated: Arrange = async (prisma, { minutesId }, world) => {
  const approvers = Object.values(world.people)
    .concat(world.member)
    .map(({ id }) => ({ minutesId, personId: id }));
  await prisma.minutes.update({ where: { id: minutesId }, data: { state: 'circulated', threshold: 9 } });
  await prisma.minutesApprover.createMany({ data: approvers });
};
const asDraft: Arrange = (prisma, { minutesId }) =>
  prisma.minutes.update({ where: { id: minutesId }, data: { state: 'draft' } });
const planned: Arrange = (prisma, { meetingId }) =>
  prisma.meeting.update({ where: { id: meetingId }, data: { state: 'planned', heldOn: asDay('2026-11-19') } });
const toCome: Arrange = (prisma, { meetingId }) =>
  prisma.meeting.update({
    where: { id: meetingId },
    data: { state: 'planned', heldOn: asDay('2026-12-03'), agendaRevision: 1 },
  });
const unmet: Arrange = (prisma, { meetingId }) =>
  prisma.meeting.update({ where: { id: meetingId }, data: { state: 'planned', heldOn: asDay('2026-12-03') } });
const unwritten = async (prisma: PrismaClient, minutesId: number) => {
  await prisma.minutesRevision.deleteMany({ where: { minutesId } });
  await prisma.minutes.delete({ where: { id: minutesId } });
};
const unasked: Arrange = (prisma, { actionId }) => prisma.actionAsk.deleteMany({ where: { actionId } });
const graded =
  (isWhole: boolean): Arrange =>
  async (prisma, { evaluationId }, world) => {
    const by = { gradedById: world.people.head.id, gradedAt: new Date('2026-11-20T09:00:00Z') };
    const aspects = isWhole ? lewisham2015.aspects.map(({ id }) => id) : ['TEACHING'];
    await prisma.selfEvaluationGrade.createMany({
      data: aspects.map((aspect) => ({
        selfEvaluationId: evaluationId,
        aspect,
        grade: 'GOOD',
        evidence: isWhole ? 'Seen' : null,
        ...by,
      })),
    });
  };

/** What has to be so before the command can do anything. */
export const BEFORE: Record<string, Arrange> = {
  'minutes.write': asDraft,
  'minutes.circulate': asDraft,
  'minutes.approve': circulated,
  'minutes.correct': circulated,
  'minutes.decline': circulated,
  'meeting.held': planned,
  'meeting.notHeld': (prisma, { minutesId }) => unwritten(prisma, minutesId),
  'meeting.move': toCome,
  'meeting.cancel': toCome,
  'agenda.attend': toCome,
  'action.later': unasked,
  'action.decline': unasked,
  'evaluation.evidence': graded(false),
  'evaluation.change': graded(false),
  'evaluation.submit': graded(true),
  'board.accept': unmet,
  'board.decline': unmet,
  'action.leave': (prisma, { actionId }) =>
    prisma.action.update({ where: { id: actionId }, data: { dueOn: asDay('2026-10-02') } }),
  'agenda.move': async (prisma, { boardId }) => {
    const meeting = await prisma.meeting.findFirstOrThrow({ where: { boardId, heldOn: asDay('2026-12-14') } });
    await prisma.agendaItem.create({ data: { meetingId: meeting.id, position: 2, title: 'Attendance', lead: 'Head' } });
  },
  'setup.codes': async (prisma, _, world) => {
    await prisma.joinCode.deleteMany({ where: { personId: world.idle.id } });
    await prisma.mailInvitation.deleteMany({ where: { personId: world.idle.id } });
    await prisma.roleHeld.create({ data: { personId: world.idle.id, role: 'CLERK', fromOn: asDay('2026-09-01') } });
  },
  'board.create': async (prisma, { boardId }) =>
    prisma.board.update({ where: { id: boardId }, data: { template: 'CLOSED', schoolId: null } }),
};

/** The names of what a command can be given. */
export function fieldsOf(command: Command): string[] {
  const { properties = {} } = z.toJSONSchema(command.input, { unrepresentable: 'any', io: 'input' }) as {
    properties?: Record<string, unknown>;
  };
  return Object.keys(properties);
}

/** A command's input about a target. Throws a sentence for a field that nobody has said anything of. */
export function inputOf(command: Command, target: Target, world: World, isWho = false): Record<string, Json> {
  const input: Record<string, Json> = {};
  for (const field of fieldsOf(command)) {
    const value = OF[command.name]?.[field] ?? FIELDS[field];
    if (value === undefined)
      throw new Error(
        `The command ${command.name} has a field “${field}” that test/security/verbs/inputs.ts does not know. Say there what it holds for somebody’s own board and for another’s.`,
      );
    const given = value(target, world);
    if (given !== undefined) input[field] = given;
  }
  if (command.name === 'people.join' && isWho) input['code'] = JOIN_CODE;
  return input;
}
