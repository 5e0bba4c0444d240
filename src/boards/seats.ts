// Who takes a seat, gives it up and takes the chair.
import { z } from 'zod';
import { addDays } from '../calendar/index.ts';
import { type Command, type Context, command } from '../chat/contract.ts';
import { roleLabel } from '../chat/permission.ts';
import { subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { type BoardTemplate, boardTemplate } from '../frameworks/index.ts';
import { getActor, getPersonNamed } from '../people/index.ts';
import { listSchools } from '../schools/records.ts';
import { acceptOwn, listInvitations } from './invitations.records.ts';
import { declinedSubject, invitationSubject, invite } from './inviting.ts';
import { BoardWords, boardOf } from './naming.ts';
import { type Board, countOpenOf, endSeat, listSeatHolders, listSeats, lockBoard, setChair } from './records.ts';
import { checkChair, checkNotSeated, type Seating } from './rules.ts';
import { seatForm } from './seat-forms.ts';
import { readSeating } from './setup.ts';
import { leaveVacant, takeSeat, wantedSeat } from './taking.ts';
import { aboutBoard, MAY_SEAT } from './who.ts';
import { parseSeat, parseUnseat } from './words.ts';

const Words = z.string().trim().max(200, 'That is too long for a name.').optional();

const seat = command({
  name: 'board.seat',
  help: 'Give somebody a seat on a board.',
  typed: {
    words: 'board seat',
    usage: 'board seat NAME as ROLE at SCHOOL on BOARD',
    example: 'board seat Ada Okafor as headteacher at Marsh Lane on challenge',
    parse: (rest) => ({ ...parseSeat(rest) }),
  },
  input: BoardWords.extend({
    name: Words,
    role: Words,
    school: Words,
    seat: z
      .string()
      .regex(/^[A-Z_0-9]+@\d+$/, 'Choose the seat.')
      .optional(),
  }),
  may: MAY_SEAT,
  about: async (input, reading, actor) => aboutBoard(await boardOf(input, reading, actor)),
  async run(input, context) {
    const { tx, now, today, partnership, actor, happened } = context;
    const board = await boardOf(input, context, actor);
    const template = boardTemplate(partnership.framework, board.template);
    await lockBoard(tx, board.id);
    const seats = await readSeating(context, board);
    if (!input.name || !(input.role || input.seat)) {
      checkAnyFree(board, template, seats);
      const schools = new Map((await listSchools(tx, partnership.id)).map((school) => [school.id, school.name]));
      return { form: seatForm(board, template, seats, schools, input.name), isPrivate: true };
    }
    const wanted = await wantedSeat(input, context);
    const person = await getPersonNamed(tx, input.name, { partnershipId: partnership.id, today });
    checkNotSeated(await listSeats(tx, board.id, today), person, (role) => roleLabel(partnership.framework, role));

    const seatId = await takeSeat(context, board, seats, wanted, person);
    await happened({
      event: 'board.seated',
      subject: subjectOf('BRD', board.id),
      after: { seatId, personId: person.id, role: wanted.role },
    });
    const isOwn = person.id === actor.personId;
    if (isOwn) await acceptOwn(tx, board.id, person.id, now);
    await invite(context, board.id, { seatId, personId: person.id });
    await refreshSeats(context, board);
    return {
      said: `${person.name} has a seat on ${board.name} from today, as ${roleLabel(partnership.framework, wanted.role)}${isOwn ? '.' : ', and is being asked to take it.'}`,
      isPrivate: true,
    };
  },
});

const unseat = command({
  name: 'board.unseat',
  help: 'Take a seat on a board back from somebody; what they decided stays.',
  typed: {
    words: 'board unseat',
    usage: 'board unseat NAME from BOARD',
    example: 'board unseat Ada Okafor from challenge',
    parse: (rest) => ({ ...parseUnseat(rest) }),
  },
  input: BoardWords.extend({
    name: z
      .string({ error: 'Say whose seat it is.' })
      .trim()
      .min(1, 'Say whose seat it is.')
      .max(200, 'That is too long for a name.'),
  }),
  may: MAY_SEAT,
  about: async (input, reading, actor) => aboutBoard(await boardOf(input, reading, actor)),
  async run({ name, ...input }, context) {
    const { tx, today, happened, outbox, actor } = context;
    const board = await boardOf(input, context, actor);
    await lockBoard(tx, board.id);
    const held = await seatOf(context, board, name);
    if (held.isChair)
      throw new Refusal(
        `${held.name} chairs ${board.name}. Type “board chair NAME” to give the chair to somebody else first.`,
      );
    const row = (await listSeats(tx, board.id, today)).find((one) => one.id === held.seatId)!;
    // Access ends at once, so yesterday was the last day.
    await endSeat(tx, held.seatId, addDays(today, -1));
    const isVacant = await leaveVacant(context, board, row);
    await happened({
      event: 'board.unseated',
      subject: subjectOf('BRD', board.id),
      before: { seatId: held.seatId, personId: held.personId, role: row.role },
    });
    await refreshSeats(context, board);
    await outbox.refresh(invitationSubject(board.id, held.seatId));
    return {
      said: `${held.name} no longer sits on ${board.name}.${isVacant ? ' The seat is vacant.' : ''}${await whatStays(context, board, held)}`,
      isPrivate: true,
    };
  },
});

const chair = command({
  name: 'board.chair',
  help: 'Record who chairs a board.',
  typed: {
    words: 'board chair',
    usage: 'board chair NAME on BOARD',
    example: 'board chair Ada Okafor on challenge',
    parse: (rest) => ({ ...parseUnseat(rest) }),
  },
  input: BoardWords.extend({
    name: z
      .string({ error: 'Say who chairs it.' })
      .trim()
      .min(1, 'Say who chairs it.')
      .max(200, 'That is too long for a name.'),
  }),
  may: MAY_SEAT,
  about: async (input, reading, actor) => aboutBoard(await boardOf(input, reading, actor)),
  async run({ name, ...input }, context) {
    const { tx, today, partnership, happened, actor } = context;
    const board = await boardOf(input, context, actor);
    await lockBoard(tx, board.id);
    const held = await seatOf(context, board, name);
    if (held.isClerk)
      throw new Refusal(`${held.name} is the clerk, who takes the minutes. Choose a member for the chair.`);
    const { roles } = await getActor(tx, held.personId, today);
    checkChair(
      partnership.framework,
      boardTemplate(partnership.framework, board.template),
      { id: held.personId, name: held.name, roles },
      board.schoolId,
    );
    const before = (await listSeatHolders(tx, board.id, today)).find((one) => one.isChair);
    await setChair(tx, board.id, held.seatId);
    await happened({
      event: 'board.chaired',
      subject: subjectOf('BRD', board.id),
      before: { personId: before?.personId ?? null },
      after: { personId: held.personId },
    });
    await refreshSeats(context, board);
    return { said: `${held.name} chairs ${board.name} from today.`, isPrivate: true };
  },
});

/** What somebody who gives up a seat still has to do for the board, unless it is given to somebody else. */
async function whatStays({ tx }: Context, board: Board, held: { personId: number; name: string }): Promise<string> {
  const open = await countOpenOf(tx, board.id, held.personId);
  if (open === 0) return '';
  const where = board.school?.name ?? board.name;
  return ` ${open === 1 ? '1 open action stays' : `${open} open actions stay`} with ${held.name}: type “action list ${held.name} for ${where}”, and “action reassign” to give them to somebody else.`;
}

/** Refuse to ask which seat when none can be given. */
function checkAnyFree(board: Board, { seats: all }: BoardTemplate, { vacant, others }: Seating): void {
  const hasClerk = others.some((row) => row.isClerk && row.person);
  if (vacant.length === 0 && hasClerk && !all.some((seat) => seat.many))
    throw new Refusal(`Every seat of ${board.name} is taken. Type “board unseat” and a name first.`);
}

/** What says who sits where is shown anew: the board's card, and those of people who declined a seat there. */
async function refreshSeats({ tx, today, outbox }: Context, board: Board): Promise<void> {
  await outbox.refresh(subjectOf('BRD', board.id));
  for (const { answer, seatId } of await listInvitations(tx, board.id, today)) {
    if (answer !== 'declined') continue;
    await outbox.refresh(invitationSubject(board.id, seatId));
    await outbox.refresh(declinedSubject(board.id, seatId));
  }
}

/** Somebody who sits at the board, by name, or by number from a choice. */
async function seatOf({ tx, today, partnership }: Context, board: Board, name: string) {
  const holders = await listSeatHolders(tx, board.id, today);
  const chosen = /^\d+$/.test(name) ? holders.find((one) => one.personId === Number(name)) : undefined;
  if (chosen) return chosen;
  const among = holders.map((one) => one.personId);
  const person = await getPersonNamed(tx, name, { partnershipId: partnership.id, today, among });
  return holders.find((one) => one.personId === person.id)!;
}

export const seatCommands: Command[] = [seat, unseat, chair];
