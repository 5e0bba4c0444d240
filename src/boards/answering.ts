// Somebody who was given a seat takes it, or says that they cannot.
import { z } from 'zod';
import { addDays } from '../calendar/index.ts';
import { type Actor, type Command, type Context, command, type Reading } from '../chat/contract.ts';
import { listInWords, roleLabel } from '../chat/permission.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { namesOf } from '../people/index.ts';
import { type Answer, canAnswer, checkCanAnswer, findVacancy, type Invitation, standingOf } from './answers.ts';
import { findInvitation, listInvitationsOf, saveAnswer } from './invitations.records.ts';
import { declinedSubject, invitationSubject } from './inviting.ts';
import { endSeat, listSeatHolders, lockBoard } from './records.ts';
import { declineForm } from './seat-forms.ts';
import { readSeating } from './setup.ts';
import { leaveVacant } from './taking.ts';
import { clerkInWords, whoSeats } from './whom.ts';
import { fitsName, plain } from './words.ts';

const Asked = z.object({
  seatId: z.number().int().positive().optional(),
  board: z.string().trim().max(200, 'That is too long for a name.').optional(),
});

const accept = command({
  name: 'board.accept',
  help: 'Take the seat on a board that you were given.',
  typed: {
    words: 'board accept',
    usage: 'board accept [BOARD]',
    example: 'board accept Marsh Lane',
    parse: (rest) => ({ board: rest }),
  },
  input: Asked,
  may: [{ where: 'own' }],
  about: async (input, reading, actor) => ({ personId: (await invitationOf(input, reading, actor)).personId }),
  async run(input, context) {
    const { standing, invitation, vacancy, clerk } = await readLocked(context, input);
    const { board, role } = invitation;
    if (standing === 'accepted')
      return { said: `You have accepted your seat on ${board.name} already. Thank you.`, isPrivate: true };
    checkCanAnswer(standing, board.name, clerk);
    // Somebody who can after all takes the empty seat back.
    if (vacancy && standing === 'declined') await endSeat(context.tx, vacancy.id, addDays(context.today, -1));
    await keep(context, invitation, { answer: 'accepted', untilOn: null });
    if (standing === 'declined')
      await context.happened({
        event: 'board.seated',
        subject: subjectOf('BRD', board.id),
        after: { seatId: invitation.seatId, personId: invitation.personId, role },
      });
    const label = roleLabel(context.partnership.framework, role);
    return {
      said: `Thank you: you have accepted your seat on ${board.name}, as ${label}. You can change that until the board first meets.`,
      isPrivate: true,
    };
  },
});

const decline = command({
  name: 'board.decline',
  help: 'Say that you cannot take the seat that you were given, and why.',
  typed: {
    words: 'board decline',
    usage: 'board decline [BOARD] because REASON',
    example: 'board decline Marsh Lane because I am moving away',
    parse: (rest) => ({ .../^(?<board>.*?)(?:(?:^|\s+)because\b\s*(?<reason>.*))?$/is.exec(rest.trim())?.groups }),
  },
  input: Asked.extend({ reason: z.string().trim().max(500, 'Please say it in at most 500 letters.').optional() }),
  may: [{ where: 'own' }],
  about: async (input, reading, actor) => ({ personId: (await invitationOf(input, reading, actor)).personId }),
  async run({ reason, ...input }, context) {
    const { today, outbox, happened } = context;
    const { standing, invitation, clerk } = await readLocked(context, input);
    const { board, seatId, personId, role, isChair } = invitation;
    if (standing === 'declined')
      return { said: `You have said already that you cannot sit on ${board.name}.`, isPrivate: true };
    checkCanAnswer(standing, board.name, clerk);
    if (!reason) return { form: declineForm(invitation), isPrivate: true };
    await keep(context, invitation, { answer: 'declined', untilOn: addDays(today, -1), reason });
    await leaveVacant(context, board, invitation);
    await happened({
      event: 'board.unseated',
      subject: subjectOf('BRD', board.id),
      before: { seatId, personId, role },
    });
    const told = await whoSeats(context, board, personId);
    for (const one of told)
      await outbox.post({
        key: `board-declined:${refOf('BRD', board.id)}:${seatId}:v${invitation.version}:${one}`,
        card: 'board-declined',
        subject: declinedSubject(board.id, seatId),
        to: { personId: one },
      });
    const names = listInWords([...(await namesOf(context.tx, told)).values()]);
    const who = told.length === 0 ? 'Please tell the programme office yourself' : `I am telling ${names}`;
    const next = isChair ? 'another governor can take the chair' : 'the seat can be given to somebody else';
    return {
      said: `Thank you for saying so. ${who}, so that ${next}. If you can after all, press “I can after all” on your invitation.`,
      isPrivate: true,
    };
  },
});

/** Keep an answer with its record, and show it on every card that says something of it. */
async function keep(
  { tx, now, outbox, happened }: Context,
  invitation: Invitation,
  { answer, untilOn, reason }: { answer: Answer; untilOn: string | null; reason?: string },
): Promise<void> {
  const { board, seatId, personId, role } = invitation;
  await saveAnswer(tx, invitation, answer, { at: now, untilOn });
  await happened({
    event: `board.${answer}`,
    subject: subjectOf('BRD', board.id),
    before: { seatId, answer: invitation.answer },
    after: { seatId, personId, role, answer, ...(reason === undefined ? {} : { reason }) },
  });
  await outbox.refresh(subjectOf('BRD', board.id));
  await outbox.refresh(invitationSubject(board.id, seatId));
  await outbox.refresh(declinedSubject(board.id, seatId));
}

/** The invitation that is meant with what it has come to, held until the end: seats are given and answered one after the other. */
async function readLocked(context: Context, input: z.infer<typeof Asked>) {
  const { tx, today, partnership } = context;
  const meant = await invitationOf(input, context, context.actor);
  await lockBoard(tx, meant.board.id);
  const invitation = (await findInvitation(tx, meant.seatId, today))!;
  const seats = await readSeating(context, invitation.board);
  const template = boardTemplate(partnership.framework, invitation.board.template);
  return {
    invitation,
    standing: standingOf(invitation, seats, template),
    vacancy: findVacancy(invitation, seats, template),
    clerk: clerkInWords(await listSeatHolders(tx, invitation.board.id, today)),
  };
}

/** The seat of the button, or the one that somebody may answer at the board that the words name. */
async function invitationOf(input: z.infer<typeof Asked>, reading: Reading, actor: Actor): Promise<Invitation> {
  const { tx, today, partnership } = reading;
  if (input.seatId !== undefined) {
    const found = await findInvitation(tx, input.seatId, today);
    if (found?.board.partnershipId === partnership.id) return found;
    throw new Refusal('There is no such seat in your partnership.');
  }
  const typed = input.board?.replace(/^(?:for|on|at)\s+/i, '') ?? '';
  const own = (await listInvitationsOf(tx, actor.personId, today)).filter(({ board }) => fits(board, typed));
  const open: Invitation[] = [];
  for (const one of own) {
    const seats = await readSeating(reading, one.board);
    if (canAnswer(standingOf(one, seats, boardTemplate(partnership.framework, one.board.template)))) open.push(one);
  }
  const boards = new Set(open.map(({ board }) => board.id));
  if (boards.size > 1) {
    const ways = open.map(({ board }) => `“${board.school?.name ?? board.name}”`);
    throw new Refusal(`Which board do you mean? Say it again, and add ${listInWords([...new Set(ways)], 'or')}.`);
  }
  const found = open[0] ?? own[0];
  if (found) return found;
  throw new Refusal(
    typed === ''
      ? 'You have not been asked to take a seat on a board.'
      : `You have not been asked to take a seat on a board called “${typed}”. Type home to see what waits for you.`,
  );
}

function fits(board: Invitation['board'], typed: string): boolean {
  const names = `${board.name} ${board.school?.name ?? ''}`;
  return typed === '' || plain(typed) === plain(refOf('BRD', board.id)) || fitsName(names, typed);
}

export const answerCommands: Command[] = [accept, decline];
