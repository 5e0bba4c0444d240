// The main job, again and again, each time at a school of its own: its category, its board, a meeting, an action, minutes, grades.
import { asDay } from '../../src/store/days.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import { pageSurface, slackSurface } from '../contract/surfaces.ts';
import { COUNCIL, importAll, join, onPage } from '../journeys/partnership.ts';
import type { Outside } from '../support/outside.ts';
import { type Persistence, type Voice, voiceInSlack, voiceInTeams, voiceOnPage } from './voices.ts';

const CHANNEL = 'GCHALLENGE';
const HELD = { fromOn: asDay('2026-09-01') };

/** Who has to do with every school: the clerk, the officer and the director on the page, the Head of Standards in Teams. */
export interface Office {
  clerk: Voice;
  carl: Voice;
  dov: Voice;
  helen: Voice;
}

/** Import a partnership and let those join who have to do with every school. No faults come meanwhile. */
export async function openOffice(outside: Outside, prisma: PrismaClient, now: Date): Promise<Office> {
  await importAll(prisma, now);
  outside.slack.addChannel(CHANNEL, { name: 'challenge', isPrivate: true });
  const here = async (name: string) => {
    const id = await onPage(prisma, name);
    return { id, voice: voiceOnPage(outside, name, id, pageSurface(outside, id)) };
  };
  const clerk = await here('Miriam Stein');
  const helen = voiceInTeams(outside, 'Helen Dodd', outside.teamsPerson('Helen Dodd', COUNCIL));
  await join(outside, clerk.id, helen.surface, 'Helen Dodd');
  const ivo = outside.slackPerson('ivo');
  await join(outside, clerk.id, slackSurface(outside, 'ivo', ivo), 'Ivo Lind');
  const quietly = async (voice: Voice, text: string) => void (await voice.deliveryOf(text)());
  await quietly(clerk.voice, 'board create challenge');
  await quietly(clerk.voice, 'board chair Ivo Lind on challenge');
  await ivo.types('/board channel here for challenge', { in: CHANNEL });
  return { clerk: clerk.voice, carl: (await here('Carl Öztürk')).voice, dov: (await here('Dov Marsh')).voice, helen };
}

/** Do the whole job once for a new school. Throws when something could not be done although it was tried for two minutes. */
export async function doMainJob(
  cycle: number,
  { outside, prisma, people, office }: { outside: Outside; prisma: PrismaClient; people: Persistence; office: Office },
): Promise<void> {
  const { clerk, carl, dov, helen } = office;
  const { says, presses } = people;
  const name = `Brook ${String(cycle).padStart(3, '0')}`;
  const school = await openSchool(prisma, name, cycle);
  const schoolId = school.id;
  const [head, chair, governor] = await Promise.all([
    arrives(outside, prisma, `Head ${name}`, 'teams', 'HEADTEACHER', schoolId),
    arrives(outside, prisma, `Chair ${name}`, 'slack', 'CHAIR_OF_GOVERNORS', schoolId),
    arrives(outside, prisma, `Governor ${name}`, cycle % 2 === 0 ? 'slack' : 'teams', 'GOVERNOR', schoolId),
  ]);
  for (const { voice, id } of [head, chair, governor])
    await says(voice, 'help', async () => (await prisma.conversation.count({ where: { personId: id } })) > 0);

  const category = () => prisma.categoryDecision.findFirst({ where: { schoolId } });
  await presses(
    carl,
    {
      title: 'Recommend',
      on: new RegExp(name),
      inputs: { value: 'AMBER', reason: 'Results fell twice.', evidence: 'Two visits.' },
      ask: `category recommend ${name} amber`,
      isAskedFirst: true,
    },
    async () => (await category()) !== null,
  );
  await says(
    helen,
    `category confirm CAT-${(await category())!.id}`,
    async () => (await category())!.state === 'confirmed',
  );

  const board = () => prisma.board.findFirst({ where: { schoolId } });
  await presses(
    chair.voice,
    {
      title: 'Set up the board',
      on: /./,
      inputs: { chair: String(governor.id) },
      ask: `board create for ${name} chair ${governor.name}`,
    },
    async () => (await board()) !== null,
  );
  const boardId = (await board())!.id;

  const meeting = () => prisma.meeting.findFirst({ where: { boardId } });
  await says(
    clerk,
    `meeting add ${name} on 3 December at 17:30 in the library`,
    async () => (await meeting()) !== null,
  );
  await says(clerk, `agenda publish ${name}`, async () => (await meeting())!.publishedAt !== null);
  const meetingId = (await meeting())!.id;
  for (const [who, title] of [
    [governor, 'I will be there'],
    [head, 'Apologies'],
  ] as const)
    await presses(
      who.voice,
      { title, on: new RegExp(name), ask: `agenda show ${name}` },
      async () => (await prisma.attendance.count({ where: { meetingId, personId: who.id } })) > 0,
    );

  const what = `Letter to parents of ${name}`;
  const action = () => prisma.action.findFirst({ where: { what } });
  await says(
    clerk,
    `action add ${what} owner ${head.name} by 11 December for ${name}`,
    async () => (await action()) !== null,
  );
  await says(
    head.voice,
    `action done ACT-${(await action())!.id} Sent on Friday`,
    async () => (await action())!.state === 'done',
  );

  const held = await prisma.meeting.create({ data: { boardId, heldOn: asDay('2026-11-16'), state: 'held' } });
  const minutes = () => prisma.minutes.findFirst({ where: { meetingId: held.id } });
  await says(clerk, `minutes write MTG-${held.id} The board met.`, async () => (await minutes()) !== null);
  const ref = `MIN-${(await minutes())!.id}`;
  await says(clerk, `minutes circulate ${ref}`, async () => (await minutes())!.state !== 'draft');
  // At the same instant, on two platforms.
  await Promise.all(
    [chair, governor].map(({ voice, id }) =>
      presses(
        voice,
        { title: 'Approve', on: new RegExp(ref), ask: `minutes approve ${ref}` },
        async () =>
          (await prisma.minutesApproval.count({ where: { minutes: { meetingId: held.id }, personId: id } })) > 0,
      ),
    ),
  );

  const round = `Round ${cycle}`;
  const opened = () => prisma.round.findFirst({ where: { name: round } });
  await says(dov, `round open ${round} due 18 December`, async () => (await opened()) !== null);
  await giveGrades(head.voice, { prisma, people, schoolId, roundId: (await opened())!.id });
  await says(dov, `round close ${round}`, async () => (await opened())!.closedAt !== null);
}

async function giveGrades(
  head: Voice,
  {
    prisma,
    people,
    schoolId,
    roundId,
  }: { prisma: PrismaClient; people: Persistence; schoolId: number; roundId: number },
): Promise<void> {
  const read = () =>
    prisma.selfEvaluation.findFirstOrThrow({ where: { schoolId, roundId }, include: { grades: true } });
  const stand = async () => {
    const { state, grades } = await read();
    return `${state} ${grades.length} ${grades.filter(({ evidence }) => evidence !== null).length}`;
  };
  for (;;) {
    const { state, grades } = await read();
    if (state === 'submitted') return;
    const before = await stand();
    const isAsked = grades.some(({ evidence }) => evidence === null);
    const words = isAsked ? 'Seen in lessons' : grades.length === 5 ? 'submit' : 'good';
    await people.says(head, words, async () => (await stand()) !== before, { mayBeAnew: true });
  }
}

async function openSchool(prisma: PrismaClient, name: string, cycle: number) {
  const { partnershipId } = await prisma.school.findFirstOrThrow();
  const school = await prisma.school.create({
    data: {
      partnershipId,
      urn: 910_000 + cycle,
      laCode: '998',
      name,
      phase: 'SECONDARY',
      lowAge: 11,
      highAge: 18,
      hasSixthForm: true,
    },
  });
  const carl = await prisma.person.findFirstOrThrow({ where: { name: 'Carl Öztürk' } });
  await prisma.roleHeld.create({ data: { personId: carl.id, role: 'SIO', schoolId: school.id, ...HELD } });
  return school;
}

/** Somebody of the school, known where they work, who has not spoken there yet. */
async function arrives(
  outside: Outside,
  prisma: PrismaClient,
  name: string,
  platform: 'teams' | 'slack',
  role: string,
  schoolId: number,
) {
  const { partnershipId } = await prisma.school.findFirstOrThrow();
  const { id } = await prisma.person.create({ data: { partnershipId, name } });
  await prisma.roleHeld.create({ data: { personId: id, role, schoolId, ...HELD } });
  const client = platform === 'teams' ? outside.teamsPerson(name, COUNCIL) : undefined;
  const user = platform === 'slack' ? outside.slackPerson(name) : undefined;
  const known = client
    ? { tenant: COUNCIL, userId: client.person.aadObjectId! }
    : { tenant: outside.slack.team, userId: user!.id };
  await prisma.identity.create({ data: { platform, ...known, personId: id, boundAt: new Date() } });
  const voice = client ? voiceInTeams(outside, name, client) : voiceInSlack(outside, name, user);
  return { id, name, voice };
}
