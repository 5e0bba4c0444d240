// Who a newcomer can be, and one thing to try as each: what is waited for in the story, in words that are understood.
import type { PrismaClient } from '../../src/store/generated/client.ts';
import type { Channel, Persona } from '../../src/web/demo.ts';
import { LANTERNGATE, MALLOW_STREET, QUILLGATE, SCHOOLS, TOLLMARSH, VERRALL_GREEN } from './borough.ts';
import { findStory, type Story } from './story.ts';

interface Part {
  key: string;
  roles: string;
  group: 'School' | 'Governors' | 'Council' | 'Programme';
  tryThis(story: Story): string;
}

const school = (urn: number) => SCHOOLS.find((one) => one.urn === urn)!.name;

const PARTS: Part[] = [
  {
    key: `head-${VERRALL_GREEN}`,
    roles: `Headteacher, ${school(VERRALL_GREEN)}`,
    group: 'School',
    tryThis: () =>
      'You are half-way through your school’s grades: type “good” or press a grade, then give the evidence.',
  },
  {
    key: `head-${QUILLGATE}`,
    roles: `Headteacher, ${school(QUILLGATE)}`,
    group: 'School',
    tryThis: ({ late }) =>
      `An action is two school days late: type “action done ${late} The policy went to governors on Friday”.`,
  },
  {
    key: 'clerk',
    roles: 'Clerk to the boards',
    group: 'School',
    tryThis: ({ draft }) =>
      `Type “minutes circulate ${draft}” to send a draft to its governors, or “meeting show Quillgate” for who is coming to the next meeting.`,
  },
  {
    key: `governor-${QUILLGATE}-2`,
    roles: `Governor, ${school(QUILLGATE)}`,
    group: 'Governors',
    tryThis: () => 'Minutes wait for you: read the card, then press “Approve”, or approve with a correction.',
  },
  {
    key: `chair-${QUILLGATE}`,
    roles: `Chair of governors, ${school(QUILLGATE)}`,
    group: 'Governors',
    tryThis: ({ circulated }) =>
      `Type “minutes approve ${circulated}”: when you and Denise Palfrey have approved, the minutes are agreed.`,
  },
  {
    key: `governor-${QUILLGATE}-1`,
    roles: `Governor and chair of the board, ${school(QUILLGATE)}`,
    group: 'Governors',
    tryThis: ({ asked }) =>
      `An owner needs longer: press “Agree” on the card or type “action agree ${asked}”, then “action list” for your board’s actions.`,
  },
  {
    key: `chair-${TOLLMARSH}`,
    roles: `Chair of governors, ${school(TOLLMARSH)}`,
    group: 'Governors',
    tryThis: () =>
      'Your board let a half-term go by, as the card says: type “board show Tollmarsh” to see who runs it, and “status” for your school.',
  },
  {
    key: 'standards',
    roles: 'Head of Standards and Achievement',
    group: 'Council',
    tryThis: ({ recommendation }) =>
      `Confirm amber for ${school(MALLOW_STREET)}: press “Confirm” on the card or type “category confirm ${recommendation}”, then look at the Challenge Board’s channel.`,
  },
  {
    key: 'nadia',
    roles: 'School Improvement Officer',
    group: 'Council',
    tryThis: () => 'Type “round status” to see which schools have not answered yet.',
  },
  {
    key: 'thomas',
    roles: 'School Improvement Officer',
    group: 'Council',
    tryThis: () => `Type “category recommend ${school(LANTERNGATE)} yellow” and say why.`,
  },
  {
    key: 'director',
    roles: 'Director of Children’s Services',
    group: 'Council',
    tryThis: () => 'Type “status Quillgate” to see everything about the school in red.',
  },
  {
    key: 'programme',
    roles: 'Programme director',
    group: 'Programme',
    tryThis: ({ uncertain }) =>
      `Type “digest” for what needs you this week, “status Tollmarsh” for one school, and “message again ${uncertain}” for a message that may not have arrived.`,
  },
];

/** The people whom a newcomer can be, in the order of the page. Empty when the demonstration is not loaded. */
export async function personas(prisma: PrismaClient): Promise<Persona[]> {
  const keys = PARTS.map(({ key }) => `demonstration-${key}`);
  const people = await prisma.person.findMany({ where: { importKey: { in: keys } } });
  const story = await findStory(prisma);
  if (!story) return [];
  return PARTS.flatMap(({ key, roles, group, tryThis }) => {
    const person = people.find(({ importKey }) => importKey === `demonstration-${key}`);
    return person ? [{ personId: person.id, name: person.name, roles, group, tryThis: tryThis(story) }] : [];
  });
}

/** The channels that a newcomer can look into. */
export async function channels(prisma: PrismaClient): Promise<Channel[]> {
  const rows = await prisma.conversation.findMany({
    where: { platform: 'web', tenant: 'local', kind: 'channel' },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, externalId, name }) => ({
    conversationId: id,
    externalId,
    name: name ?? externalId,
    description: DESCRIPTIONS[externalId] ?? 'A channel of the partnership.',
  }));
}

const DESCRIPTIONS: Record<string, string> = {
  'channel-challenge-board':
    'Private: heads and chairs of all fourteen schools, and the council. Alerts about schools at risk come here.',
  'channel-quillgate-board': 'Private: the members of the Raising Attainment Board of Quillgate School.',
};
