import { planSeats } from '../../src/boards/plan.ts';
import { addDays, addMonths, type LocalDate } from '../../src/calendar/index.ts';
import { agendaFor, boardTemplate, lewisham2015 } from '../../src/frameworks/index.ts';
import type { Tx } from '../../src/store/database.ts';
import { asDay } from '../../src/store/days.ts';
import { LANTERNGATE, OFFICERS, QUILLGATE, SCHOOLS, TOLLMARSH } from './borough.ts';
import type { Days } from './days.ts';
import { type Cast, schoolId, who } from './people.ts';

export interface Boards {
  challenge: number;
  quillgate: number;
  tollmarsh: number;
  lanterngate: number;
}

/** Write the Challenge Board and the three schools' own boards, with seats and channels. */
export async function loadBoards(tx: Tx, cast: Cast, days: Days): Promise<Boards> {
  const challengeChannel = await channel(tx, 'channel-challenge-board', 'Challenge Board');
  const quillgateChannel = await channel(tx, 'channel-quillgate-board', 'Quillgate board');
  return {
    challenge: await challengeBoard(tx, cast, addMonths(days.today, -26), challengeChannel),
    quillgate: await schoolBoard(tx, cast, {
      urn: QUILLGATE,
      // Too late to have to meet in that half-term (D-04).
      openedOn: days.beforeEnd(days.beforeLast, 4),
      clerk: 'clerk',
      channelId: quillgateChannel,
    }),
    tollmarsh: await schoolBoard(tx, cast, {
      urn: TOLLMARSH,
      openedOn: days.within(days.beforeLast, 0.2),
      clerk: 'tollmarsh-clerk',
    }),
    lanterngate: await schoolBoard(tx, cast, {
      urn: LANTERNGATE,
      openedOn: days.within(days.last, 0.3),
      clerk: 'clerk',
    }),
  };
}

async function channel(tx: Tx, externalId: string, name: string): Promise<number> {
  const place = { platform: 'web', tenant: 'local', externalId, name, kind: 'channel', isPrivate: true };
  return (await tx.conversation.create({ data: place })).id;
}

async function challengeBoard(tx: Tx, cast: Cast, openedOn: LocalDate, channelConversationId: number): Promise<number> {
  const template = boardTemplate(lewisham2015, 'CHALLENGE');
  const fromOn = asDay(openedOn);
  const board = await tx.board.create({
    data: {
      partnershipId: cast.partnershipId,
      template: template.kind,
      name: template.name,
      openedOn: fromOn,
      channelConversationId,
      setUpById: who(cast, 'programme'),
    },
  });
  const members = [];
  for (const id of [...SCHOOLS.map(({ urn }) => schoolId(cast, urn)), null])
    members.push({
      memberId: (await tx.boardMember.create({ data: { boardId: board.id, schoolId: id, fromOn } })).id,
      schoolId: id,
    });
  const chair = { id: who(cast, `chair-${SCHOOLS[0]!.urn}`), role: 'CHAIR_OF_GOVERNORS' };
  const seats = planSeats(template, { schoolId: null, members }, holdersOf(cast), {
    chair,
    clerkId: who(cast, 'clerk'),
  });
  await tx.seat.createMany({ data: seats.map((seat) => ({ ...seat, boardId: board.id, fromOn })) });
  return board.id;
}

async function schoolBoard(
  tx: Tx,
  cast: Cast,
  { urn, openedOn, clerk, channelId }: { urn: number; openedOn: LocalDate; clerk: string; channelId?: number },
): Promise<number> {
  const template = boardTemplate(lewisham2015, 'RAB');
  const school = SCHOOLS.find((one) => one.urn === urn)!;
  const fromOn = asDay(openedOn);
  const board = await tx.board.create({
    data: {
      partnershipId: cast.partnershipId,
      template: template.kind,
      name: `${template.name}, ${school.name}`,
      schoolId: schoolId(cast, urn),
      openedOn: fromOn,
      limitOn: asDay(addMonths(openedOn, template.lifeMonths ?? 12)),
      setUpById: who(cast, `chair-${urn}`),
      channelConversationId: channelId ?? null,
    },
  });
  const about = { schoolId: schoolId(cast, urn), phase: school.phase, isChurchSchool: false, members: [] };
  // A governor who is not the head takes the chair; the others have seats beside it.
  const chair = { id: who(cast, `governor-${urn}-1`), role: 'GOVERNOR' };
  const seats = planSeats(template, about, holdersOf(cast), { chair, clerkId: who(cast, clerk) });
  const others = (school.governors ?? []).slice(1).map((_, index) => ({
    memberId: null,
    schoolId: about.schoolId,
    personId: who(cast, `governor-${urn}-${index + 2}`),
    role: 'GOVERNOR',
    isChair: false,
    isClerk: false,
  }));
  await tx.seat.createMany({ data: [...seats, ...others].map((seat) => ({ ...seat, boardId: board.id, fromOn })) });
  return board.id;
}

function holdersOf(cast: Cast) {
  const officers = OFFICERS.flatMap(({ key, role, at = [], onlyAt }) => [
    ...(onlyAt ? [] : [{ id: who(cast, key), role, schoolId: null }]),
    ...at.map((urn) => ({ id: who(cast, key), role, schoolId: schoolId(cast, urn) })),
  ]);
  const schools = SCHOOLS.flatMap(({ urn }) => [
    { id: who(cast, `head-${urn}`), role: 'HEADTEACHER', schoolId: schoolId(cast, urn) },
    { id: who(cast, `chair-${urn}`), role: 'CHAIR_OF_GOVERNORS', schoolId: schoolId(cast, urn) },
  ]);
  return [...officers, ...schools];
}

export interface Meetings {
  quillgateEarlier: number;
  quillgateLatest: number;
  quillgateNext: number;
  tollmarshEarlier: number;
  lanterngateEarlier: number;
  lanterngateLatest: number;
  challengeEarlier: number;
}

/** Write the boards' meetings: held ones, one that was yesterday, and the next ones whose agenda nobody has published yet. */
export async function loadMeetings(tx: Tx, cast: Cast, boards: Boards, days: Days): Promise<Meetings> {
  const hall = (name: string) => `${name}, governors’ room`;
  const rab = 'RAB';
  const quillgate = { boardId: boards.quillgate, kind: rab, category: 'RED', place: hall('Quillgate School') };
  const tollmarsh = { boardId: boards.tollmarsh, kind: rab, category: 'AMBER', place: hall('Tollmarsh Academy') };
  const lanterngate = { boardId: boards.lanterngate, kind: rab, category: 'AMBER', place: hall('Lanterngate School') };
  const challenge = {
    boardId: boards.challenge,
    kind: 'CHALLENGE',
    place: 'Aldermarsh Civic Centre, room 4',
    startsAt: '16:00',
  };
  const held = { state: 'held' };
  const meetings = {
    challengeEarlier: await meeting(tx, { ...challenge, ...held, on: days.within(days.beforeLast, 0.7) }),
    // Tollmarsh's board met once and then let a whole half-term go by.
    tollmarshEarlier: await meeting(tx, { ...tollmarsh, ...held, on: days.within(days.beforeLast, 0.6) }),
    quillgateEarlier: await meeting(tx, { ...quillgate, ...held, on: days.within(days.last, 0.5) }),
    lanterngateEarlier: await meeting(tx, { ...lanterngate, ...held, on: days.within(days.last, 0.7) }),
    quillgateLatest: await meeting(tx, { ...quillgate, ...held, on: days.ago(6) }),
    lanterngateLatest: await meeting(tx, { ...lanterngate, ...held, on: days.ago(3) }),
    quillgateNext: await meeting(tx, { ...quillgate, on: days.ahead(9) }),
  };
  await meeting(tx, { ...tollmarsh, on: days.ahead(7) });
  // Whether yesterday's was held its clerk has still to say.
  const yesterday = await meeting(tx, { ...challenge, on: days.yesterday, isPublished: true });
  await attended(tx, yesterday, days.ago(3), answersOfMembers(cast));
  await attended(tx, meetings.quillgateLatest, days.ago(7), [
    [who(cast, `governor-${QUILLGATE}-1`), 'coming'],
    [who(cast, `governor-${QUILLGATE}-2`), 'coming'],
    [who(cast, `head-${QUILLGATE}`), 'coming'],
    [who(cast, `chair-${QUILLGATE}`), 'coming'],
    [who(cast, 'nadia'), 'coming'],
    [who(cast, 'secondary'), 'apologies'],
  ]);
  return meetings;
}

interface Planned {
  boardId: number;
  kind: string;
  category?: string;
  place: string;
  startsAt?: string;
  on: LocalDate;
  state?: string;
  isPublished?: boolean;
}

async function meeting(tx: Tx, planned: Planned) {
  const { boardId, kind, category, on, state = 'planned', place, startsAt = '17:30' } = planned;
  const { items } = agendaFor(boardTemplate(lewisham2015, kind), Number(on.slice(5, 7)));
  const standing = items.filter(
    ({ onlyInCategories }) => !onlyInCategories || onlyInCategories.includes(category ?? ''),
  );
  const isPublished = planned.isPublished ?? state === 'held';
  const { id } = await tx.meeting.create({
    data: {
      boardId,
      heldOn: asDay(on),
      startsAt,
      place,
      state,
      ...(isPublished ? { agendaRevision: 1, publishedAt: asDay(addDays(on, -7)) } : {}),
      items: {
        create: standing.map(({ title, leadRole }, index) => ({
          position: index + 1,
          title,
          lead: leadRole,
          standing: true,
        })),
      },
    },
  });
  return id;
}

async function attended(tx: Tx, meetingId: number, on: LocalDate, answers: [personId: number, answer: string][]) {
  const answeredAt = new Date(`${on}T10:00:00Z`);
  await tx.attendance.createMany({
    data: answers.map(([personId, answer]) => ({ meetingId, personId, answer, answeredAt })),
  });
}

/** Of the Challenge Board most heads and some chairs said that they would come, and two sent apologies. */
function answersOfMembers(cast: Cast): [personId: number, answer: string][] {
  const heads = SCHOOLS.slice(0, 12).map(({ urn }, index) => answer(`head-${urn}`, index === 4));
  const chairs = SCHOOLS.slice(0, 6).map(({ urn }, index) => answer(`chair-${urn}`, index === 2));
  return [...heads, ...chairs, answer('director', false)];
  function answer(key: string, isAway: boolean): [number, string] {
    return [who(cast, key), isAway ? 'apologies' : 'coming'];
  }
}
