// Who may do what, written out: each kind of person, each command, about their own school and board and about another's.
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/chat/contract.ts';
import { features } from '../../src/features.ts';
import { testDatabase } from '../support/database.ts';
import { aHouse } from '../support/house.ts';
import { hashOfRows } from '../support/rows.ts';
import { aDistrict, KINDS, type Kind, type Target } from './people.ts';

const { prisma } = await testDatabase();
const house = await aHouse({ now: '2026-11-23T09:00:00Z', database: prisma });
const { own, other, people } = await aDistrict(house);

type Input = (target: Target) => Record<string, Json>;
const ALL = KINDS.join(' ');
const SEATS = 'head cog chair governor boardClerk';
const OFFICE = 'clerk standards director';
const PROGRAMME = 'clerk standards director support';
const OFFICERS = 'clerk standards director sio lead dcs';
const board: Input = ({ boardId }) => ({ boardId });
const minutes: Input = ({ minutesId }) => ({ minutesId, revision: 1, words: 'No.' });
const meeting: Input = ({ meetingId }) => ({ meetingId, answer: 'coming', on: '20 December', reason: 'Snow' });
const action: Input = ({ actionId }) => ({
  actionId,
  evidence: 'Seen',
  owner: 'Nobody',
  due: '9 December',
  reason: 'Late',
  words: 'No',
});
const seat: Input = ({ boardId }) => ({ boardId, name: 'Nobody Known', role: 'GOVERNOR' });
const ownSeat: Input = ({ seatId }) => ({ seatId, reason: 'Away' });
const evaluation: Input = ({ evaluationId }) => ({
  evaluationId,
  aspect: 'TEACHING',
  grade: 'good',
  evidence: 'Seen',
  reason: '',
});

/** Command, what it is asked about, who may about their own, who may about another's. */
const TABLE: [command: string, input: Input, own: string, other: string][] = [
  ['people.accept', () => ({}), ALL, ALL],
  ['people.join', () => ({ code: 'WRONG-CODE' }), ALL, ALL],
  ['people.who', () => ({}), ALL, ALL],
  ['people.invite', () => ({ name: 'Nobody Known' }), PROGRAMME, PROGRAMME],
  ['people.leave', () => ({ name: 'Nobody Known' }), PROGRAMME, PROGRAMME],
  ['people.return', () => ({ name: 'Nobody Known' }), PROGRAMME, PROGRAMME],

  ['category.recommend', ({ schoolId }) => ({ schoolId, value: 'AMBER', reason: 'Fell', evidence: '' }), 'sio', ''],
  [
    'category.show',
    ({ school }) => ({ school }),
    `${SEATS} sio standards lead director dcs`,
    'sio standards lead director dcs',
  ],
  [
    'category.override',
    ({ categoryId }) => ({ categoryId, value: 'NONE', reason: 'No' }),
    'standards lead',
    'standards lead',
  ],
  ['category.confirm', ({ categoryId }) => ({ categoryId }), 'standards lead', 'standards lead'],

  ['risk.acknowledge', ({ alertId }) => ({ alertId }), 'head cabinet', ''],
  ['risk.send', ({ alertId }) => ({ alertId }), 'director', 'director'],
  ['risk.list', () => ({}), 'head cabinet standards lead director', 'head cabinet standards lead director'],

  ['board.create', ({ schoolId }) => ({ schoolId, chair: 'Nobody Known' }), `cog ${OFFICE}`, OFFICE],
  ['board.show', board, `${SEATS} ${OFFICERS}`, OFFICERS],
  ['board.channel', board, `chair boardClerk ${OFFICE}`, OFFICE],
  ['board.compareMembers', board, `chair boardClerk ${OFFICE}`, OFFICE],
  ['board.seat', seat, `cog chair boardClerk ${OFFICE}`, OFFICE],
  ['board.unseat', seat, `cog chair boardClerk ${OFFICE}`, OFFICE],
  ['board.chair', seat, `cog chair boardClerk ${OFFICE}`, OFFICE],
  ['board.accept', ownSeat, 'governor', ''],
  ['board.decline', ownSeat, 'governor', ''],

  ['meeting.show', board, `${SEATS} ${OFFICERS}`, OFFICERS],
  ['meeting.present', ({ meetingId }) => ({ meetingId, names: 'everybody' }), `chair boardClerk ${OFFICE}`, OFFICE],
  ['meeting.add', (target) => ({ ...board(target), on: 'never', at: '9' }), `cog chair boardClerk ${OFFICE}`, OFFICE],
  ['meeting.held', meeting, `chair boardClerk ${OFFICE}`, OFFICE],
  ['meeting.notHeld', meeting, `chair boardClerk ${OFFICE}`, OFFICE],
  ['meeting.move', meeting, `chair boardClerk ${OFFICE}`, OFFICE],
  ['meeting.cancel', meeting, `chair boardClerk ${OFFICE}`, OFFICE],
  ['agenda.show', board, `${SEATS} ${OFFICERS}`, OFFICERS],
  ['agenda.add', (target) => ({ ...board(target), title: 'Attendance' }), `${SEATS} ${OFFICE}`, OFFICE],
  ['agenda.remove', (target) => ({ ...board(target), number: 99 }), `chair boardClerk ${OFFICE}`, OFFICE],
  ['agenda.move', (target) => ({ ...board(target), number: 1, to: 99 }), `chair boardClerk ${OFFICE}`, OFFICE],
  ['agenda.publish', board, `chair boardClerk ${OFFICE}`, OFFICE],
  ['agenda.attend', meeting, SEATS, ''],

  ['action.add', board, `${SEATS} ${OFFICE}`, OFFICE],
  ['action.done', action, 'governor chair boardClerk', ''],
  ['action.later', action, 'governor', ''],
  ['action.decline', action, 'governor', ''],
  ['action.agree', action, `chair boardClerk ${OFFICE}`, OFFICE],
  ['action.refuse', action, `chair boardClerk ${OFFICE}`, OFFICE],
  ['action.reassign', action, `chair boardClerk ${OFFICE}`, OFFICE],
  ['action.move', action, `chair boardClerk ${OFFICE}`, OFFICE],
  ['action.leave', action, `chair boardClerk ${OFFICE}`, OFFICE],
  ['action.cancel', action, `chair boardClerk ${OFFICE}`, OFFICE],
  ['action.show', action, `${SEATS} ${OFFICERS}`, OFFICERS],
  ['action.list', () => ({}), ALL, ALL],

  ['minutes.write', ({ minutesId }) => ({ minutesId, text: 'Anew' }), 'chair boardClerk', ''],
  ['minutes.circulate', minutes, 'chair boardClerk', ''],
  ['minutes.confirm', minutes, 'chair boardClerk', ''],
  [
    'minutes.show',
    ({ minutesId }) => ({ minutesId }),
    `${SEATS} sio standards lead director`,
    'standards lead director',
  ],
  ['minutes.approve', minutes, SEATS, ''],
  ['minutes.correct', minutes, SEATS, ''],
  ['minutes.decline', minutes, SEATS, ''],

  ['evaluation.grade', evaluation, 'head', ''],
  ['evaluation.evidence', evaluation, 'head', ''],
  ['evaluation.notApplicable', evaluation, 'head', ''],
  ['evaluation.change', evaluation, 'head', ''],
  ['evaluation.submit', ({ evaluationId }) => ({ evaluationId }), 'head', ''],
  ['evaluation.show', ({ school }) => ({ school }), `${SEATS} sio standards lead`, 'sio standards lead'],
  ['round.open', () => ({ name: '' }), 'sio standards lead director', 'sio standards lead director'],
  ['round.close', () => ({ name: 'No such round' }), 'sio standards lead director', 'sio standards lead director'],
  ['round.status', () => ({}), 'sio standards lead director', 'sio standards lead director'],

  ['setup.show', () => ({}), PROGRAMME, PROGRAMME],
  ['setup.partnership', () => ({}), 'standards director', 'standards director'],
  ['setup.list', () => ({}), 'standards director', 'standards director'],
  ['setup.store', () => ({ id: 1, seen: '' }), 'standards director', 'standards director'],
  ['setup.drop', () => ({ id: 1 }), 'standards director', 'standards director'],
  ['setup.codes', () => ({}), PROGRAMME, PROGRAMME],
  ['setup.check', () => ({}), PROGRAMME, PROGRAMME],
  ['message.list', () => ({}), PROGRAMME, PROGRAMME],
  ['message.again', () => ({ which: 'MSG-999999' }), PROGRAMME, PROGRAMME],
  ['message.arrived', () => ({ which: 'MSG-999999' }), PROGRAMME, PROGRAMME],
  ['message.leave', () => ({ which: 'MSG-999999' }), PROGRAMME, PROGRAMME],
  ['digest.show', () => ({}), 'standards lead director dcs', 'standards lead director dcs'],

  ['home.show', () => ({}), ALL, ALL],
  [
    'status.show',
    ({ school }) => ({ school }),
    'head cog sio standards lead director dcs',
    'sio standards lead director dcs',
  ],
  ['help.show', () => ({}), ALL, ALL],
];

/** How somebody hears that a thing is not theirs; every other refusal is about the thing itself. */
const NOT_YOURS = /^Only .+ can do that\.$|^You can see .*own school only|^Status is for /;

async function asks(kind: Kind, command: string, input: Record<string, Json>): Promise<{ may: boolean; who: string }> {
  const userId = `person-${people[kind].id}`;
  const place = { platform: 'web', tenant: 'local', externalId: userId, kind: 'personal' } as const;
  const answer = await house.house.door.handle({
    key: randomUUID(),
    from: { platform: 'web', tenant: 'local', userId },
    place,
    personal: place,
    deed: { kind: 'command', name: command, input },
  });
  const said = answer.said ?? '';
  expect(answer.outcome, `${kind} ${command}: ${said}`).not.toBe('fault');
  return { may: !(answer.outcome === 'refused' && NOT_YOURS.test(said)), who: `${kind} was answered: ${said}` };
}

it('the table has every command of the house, once', () => {
  const commands = features.flatMap((feature) => feature.commands.map((command) => command.name));
  expect(TABLE.map(([command]) => command).sort()).toEqual(commands.sort());
});

describe.each(TABLE)('%s', (command, input, mayOwn, mayOther) => {
  it.each([
    ['their own', own, mayOwn],
    ['another’s', other, mayOther],
  ])('about %s is allowed to those in the table, and the others change nothing', async (_, target, table) => {
    const allowed = KINDS.filter((kind) => table.split(' ').includes(kind));
    const before = await hashOfRows(prisma);
    const answers = (kinds: readonly Kind[]) => Promise.all(kinds.map((kind) => asks(kind, command, input(target))));
    for (const { may, who } of await answers(KINDS.filter((kind) => !allowed.includes(kind))))
      expect(may, who).toBe(false);
    expect(await hashOfRows(prisma)).toBe(before);
    for (const { may, who } of await answers(allowed)) expect(may, who).toBe(true);
  });
});
