// Nothing is said twice: two copies of the program, a job that dies, a day of trouble, a backup that is restored.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Feature } from '../../src/chat/contract.ts';
import { features } from '../../src/features.ts';
import { asDay } from '../../src/store/days.ts';
import { aHouse, type Person, type TestHouse } from '../support/house.ts';
import { aBusyPerson } from './a-week.ts';

/** The house's features with a reminders' job that does all its work and then dies, as often as it is told to. */
let deaths = 0;
const dying: Feature[] = features.map((feature) => ({
  ...feature,
  jobs: (feature.jobs ?? []).map((job) => ({
    ...job,
    async run(context) {
      await job.run(context);
      if (job.name === 'remindPeople' && deaths-- > 0) throw new Error('the machine was switched off');
    },
  })),
}));

const one = await aHouse({ now: '2026-11-09T07:00:00Z', features: dying });
const two = await aHouse({ now: '2026-11-09T07:00:00Z', database: one.prisma, platforms: one.platforms });
let cast: Awaited<ReturnType<typeof aBusyPerson>>;
let boardId: number;

const reminders = (person: Person) => one.chatOf(person).filter((seen) => seen.shown.name === 'reminder');
const rungs = async (id: number) =>
  (await one.prisma.reminder.findMany({ where: { subject: `action:ACT-${id}` }, orderBy: { id: 'asc' } })).map(
    ({ rung, on }) => `${rung} on ${on.toISOString().slice(5, 10)}`,
  );

async function add(what: string, dueOn: string, owner: Person = cast.busy): Promise<number> {
  const createdAt = one.clock.now();
  const action = await one.prisma.action.create({
    data: { boardId, what, ownerId: owner.id, dueOn: asDay(dueOn), createdAt },
  });
  return action.id;
}

async function both(instant: string, run = (house: TestHouse) => house.house.runDueJobs()) {
  for (const house of [one, two]) house.clock.moveTo(instant);
  await Promise.all([run(one), run(two), run(one), run(two)]);
  await Promise.all([one.deliver(), two.deliver()]);
}

beforeAll(async () => {
  cast = await aBusyPerson(one);
  boardId = cast.board.id;
});

describe('a reminder', () => {
  it('is said once when two copies of the program wake at the same instant', async () => {
    const id = await add('Letter to parents', '2026-11-24');
    await both('2026-11-17T08:30:00Z');
    await both('2026-11-17T08:31:00Z');
    expect(reminders(cast.busy)).toHaveLength(1);
    expect(await rungs(id)).toEqual(['-5 on 11-17']);
  });

  it('is not lost and not said twice when the job dies before its end', async () => {
    deaths = 2;
    one.clock.moveTo('2026-11-24T08:30:00Z');
    await one.runJobs();
    expect(await rungs(1)).toEqual(['-5 on 11-17']);
    await one.runJobs();
    expect(reminders(cast.busy)).toHaveLength(1);
    await one.runJobs();
    await one.runJobs();
    expect(reminders(cast.busy)).toHaveLength(2);
    expect(await rungs(1)).toEqual(['-5 on 11-17', '0 on 11-24']);
  });

  it('is delivered by another copy when the one that wrote it down died before sending', async () => {
    one.clock.moveTo('2026-11-25T08:30:00Z');
    two.clock.moveTo('2026-11-25T08:30:00Z');
    await one.house.runDueJobs();
    expect(reminders(cast.busy)).toHaveLength(2);
    await two.runJobs();
    await one.deliver();
    expect(reminders(cast.busy)).toHaveLength(3);
  });

  it('is not said again when its turn comes back, as after a backup that was restored', async () => {
    await one.prisma.jobSlot.deleteMany();
    await both('2026-11-25T10:00:00Z');
    expect(reminders(cast.busy)).toHaveLength(3);
    expect(await rungs(1)).toEqual(['-5 on 11-17', '0 on 11-24', '1 on 11-25']);
  });

  it('asks the chair once, too', async () => {
    await both('2026-11-27T08:30:00Z');
    await one.prisma.jobSlot.deleteMany();
    await both('2026-11-27T10:00:00Z');
    await both('2026-11-30T08:30:00Z');
    const asked = one.chatOf(cast.chair).filter((seen) => /^action-overdue/.test(seen.shown.name));
    expect(asked).toHaveLength(1);
    const rows = await one.prisma.reminder.findMany({ where: { subject: 'overdue:ACT-1' } });
    expect(rows).toMatchObject([{ personId: cast.chair.id, rung: 3, revision: 1 }]);
  });

  it('that could not be said in time is not said the day after', async () => {
    const id = await add('Visit Year 9', '2026-12-07');
    const web = one.platform('web');
    web.fails = () => ({ kind: 'later', reason: 'the platform is down', afterMs: 3_600_000 });
    await both('2026-12-07T08:30:00Z');
    web.fails = undefined;
    await one.prisma.conversation.updateMany({ data: { nextSendAt: null } });
    await both('2026-12-08T08:30:00Z');
    expect(await rungs(id)).toEqual(['0 on 12-07', '1 on 12-08']);
    expect(reminders(cast.busy).filter((seen) => seen.text.includes('Visit Year 9'))).toHaveLength(1);
    expect(reminders(cast.busy).at(-1)!.text).toContain('1 school day late');
  });
});

describe('nobody is reminded', () => {
  it('who has left', async () => {
    const gone = await one.person('Gil Gone', { role: 'GOVERNOR', school: cast.school });
    const id = await add('Read the plan', '2026-12-11', gone);
    await one.prisma.person.update({ where: { id: gone.id }, data: { leftOn: asDay('2026-12-10') } });
    await both('2026-12-11T08:30:00Z');
    expect(await rungs(id)).toEqual([]);
    expect(one.chatOf(gone)).toEqual([]);
  });

  it('of what was before they became its owner, and the chair waits for them, too', async () => {
    await one.says(cast.clerk, 'action done ACT-1 seen');
    await one.says(cast.clerk, 'action done ACT-2 seen');
    const id = await add('Book the hall', '2026-12-14');
    await both('2026-12-14T08:30:00Z');
    await both('2026-12-15T08:30:00Z');
    one.clock.moveTo('2026-12-15T15:00:00Z');
    await one.says(cast.chair, `action reassign ACT-${id} to Miriam Stein`);
    const asked = () => one.prisma.reminder.findMany({ where: { subject: `overdue:ACT-${id}` } });
    await both('2026-12-16T08:30:00Z');
    expect(await asked()).toEqual([]);
    await both('2026-12-17T08:30:00Z');
    // She has had it for two school days, and the reminder of the third day comes.
    expect(await rungs(id)).toEqual(['0 on 12-14', '1 on 12-15', '3 on 12-17']);
    expect(reminders(cast.clerk)).toHaveLength(1);
    expect(await asked()).toMatchObject([{ personId: cast.chair.id, revision: 2 }]);
  });

  it('while they wait for the answer to what they asked about an action', async () => {
    one.clock.moveTo('2026-12-17T12:00:00Z');
    const id = await add('Survey of parents', '2027-01-06');
    const ask = await one.prisma.actionAsk.create({
      data: {
        actionId: id,
        kind: 'date',
        dueRevision: 1,
        askedById: cast.busy.id,
        askedAt: one.clock.now(),
        wantedOn: asDay('2027-01-29'),
        reason: 'The forms are not back.',
      },
    });
    for (const day of ['2027-01-06', '2027-01-07', '2027-01-11', '2027-01-13']) await both(`${day}T08:30:00Z`);
    expect(await rungs(id)).toEqual([]);
    // The chair hears that it is late, and what is asked.
    expect(await one.prisma.reminder.count({ where: { subject: `overdue:ACT-${id}` } })).toBe(1);
    await one.prisma.actionAsk.update({ where: { id: ask.id }, data: { state: 'refused' } });
    await both('2027-01-14T08:30:00Z');
    expect(await rungs(id)).toEqual(['3 on 01-14']);
  });
});
