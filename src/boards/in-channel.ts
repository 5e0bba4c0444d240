// Whether those who sit on a board are in its channel, and who else reads there.
import { z } from 'zod';
import { type Command, command, type Member } from '../chat/contract.ts';
import { someInWords } from '../chat/permission.ts';
import { listPeopleAmong } from './in-channel.records.ts';
import { boardOf } from './naming.ts';
import { listSeatHolders } from './records.ts';
import { aboutBoard, MAY_RUN } from './who.ts';
import { countOf } from './words.ts';

const COMPARE = 'board.compareMembers';
const MOST_NAMES = 12;

/** What a command answers that wants a board's channel to be looked at. */
export const lookAtMembers = (boardId: number) => ({ command: COMPARE, input: { boardId } });

interface Known {
  personId: number;
  name: string;
}

/** Somebody in the channel; without a person when Convenor does not know them there. */
export interface Present {
  person: Known | undefined;
  isGuest: boolean;
}

export interface Comparison {
  seated: number;
  /** Those with a seat who were not found. */
  missing: string[];
  /** Those whom Convenor knows and who have no seat. */
  others: string[];
  /** How many Convenor does not know. */
  unknown: number;
  guests: number;
}

/** Compare those who sit on a board with those who are in its channel; a person known twice there counts once. */
export function compareMembers(seated: Known[], present: Present[]): Comparison {
  const here = new Map(present.flatMap(({ person }) => (person ? [[person.personId, person.name] as const] : [])));
  const seats = new Map(seated.map(({ personId, name }) => [personId, name] as const));
  return {
    seated: seats.size,
    missing: [...seats].filter(([id]) => !here.has(id)).map(([, name]) => name),
    others: [...here].filter(([id]) => !seats.has(id)).map(([, name]) => name),
    unknown: present.filter(({ person }) => person === undefined).length,
    guests: present.filter(({ isGuest }) => isGuest).length,
  };
}

/** Say a comparison in a few sentences. Names only of people whom Convenor knows anyway. */
export function sayComparison(board: string, { seated, missing, others, unknown, guests }: Comparison): string {
  const found = seated - missing.length;
  const who =
    missing.length === 0
      ? `I find everybody who sits on ${board} in this channel.`
      : `Of the ${countOf(seated, 'person', 'people')} who sit on ${board}, I find ${found === 0 ? 'none' : found} in this channel. Not found: ${names(missing)}. They are not in it, or have not joined with a code from here.`;
  return [
    who,
    ...(others.length === 0 ? [] : [`Without a seat on it, but reading along: ${names(others)}.`]),
    ...(unknown === 0
      ? []
      : [
          `I do not know ${countOf(unknown, 'person', 'people')} here. Whoever of them should join needs a code: type “invite” and the name.`,
        ]),
    ...(guests === 0
      ? []
      : [
          `${guests === 1 ? '1 person here is a guest or comes' : `${guests} people here are guests or come`} from another organisation.`,
        ]),
  ].join(' ');
}

function names(all: string[]): string {
  return someInWords(all.slice(0, MOST_NAMES), all.length - MOST_NAMES);
}

const Members = z.array(
  z.object({
    userId: z.string().min(1).max(1100),
    tenants: z.array(z.string().min(1).max(1000)).max(2),
    isGuest: z.boolean(),
  }) satisfies z.ZodType<Member>,
);

/** Asked by the platform after a board was given its channel. */
export const compareCommand: Command = command({
  name: COMPARE,
  help: 'Hear who of a board is not in its channel, and who else is: said after “board channel here”.',
  input: z.object({
    boardId: z.number().int().positive(),
    members: Members.max(5000).optional(),
    trouble: z.string().max(500).optional(),
  }),
  isQuestion: true,
  may: MAY_RUN,
  about: async (input, reading, actor) => aboutBoard(await boardOf(input, reading, actor)),
  async run({ boardId, members, trouble }, context) {
    const { tx, today, place, actor, partnership } = context;
    const board = await boardOf({ boardId }, context, actor);
    if (members === undefined) {
      const why = trouble === undefined ? '' : ` ${trouble}`;
      const said = `I could not look who is in this channel.${why} The channel is ${board.name}’s all the same. To look again, type “board channel here for ${board.school?.name ?? board.name}”.`;
      return { said, isPrivate: true };
    }
    const people = await listPeopleAmong(tx, place.platform, members, { partnershipId: partnership.id, today });
    const present = members.map(({ userId, isGuest }) => ({ person: people.get(userId), isGuest }));
    const seated = await listSeatHolders(tx, boardId, today);
    return { said: sayComparison(board.name, compareMembers(seated, present)), isPrivate: true };
  },
});
