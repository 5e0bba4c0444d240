import { z } from 'zod';
import { getBoard } from '../boards/index.ts';
import { type Actor, type Command, type Context, command, type Reading } from '../chat/contract.ts';
import type { MayRule } from '../chat/permission.ts';
import { Ref, refOf, splitRef, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { attendanceOf, getMeeting, type Meeting, thereInWords } from '../meetings/index.ts';
import { dayOf } from '../store/days.ts';
import { whoApproves } from './approvers.ts';
import { writeForm } from './forms.ts';
import {
  createDraft,
  findLatestMeeting,
  findOfMeeting,
  getMinutes,
  getMinutesLocked,
  type MinutesRow,
  markAccepted,
  saveMinutes,
} from './records.ts';
import { askAnew, circulate, confirm, hashOfText, type Minutes, rewrite, tidy } from './rules.ts';
import { showTakenBack, tellRevision } from './telling.ts';
import { FORM_LENGTH } from './templates.ts';
import { namesInWords } from './words.ts';

export const MOST_TEXT = 20_000;
const CLERK_OR_CHAIR = [{ seats: ['clerk', 'chair'], where: 'board' as const }];
const LEADS: MayRule = {
  roles: ['HEAD_OF_STANDARDS', 'STRATEGIC_LEAD_SECONDARY', 'STRATEGIC_LEAD_PRIMARY', 'PROGRAMME_DIRECTOR'],
  where: 'partnership',
};

/** Who sees by name who has not answered: those who run the board, and the officers who follow it. */
export const SEES_WHO_WAITS: MayRule[] = [...CLERK_OR_CHAIR, { roles: ['SIO'], where: 'school' }, LEADS];
const Text = z
  .string()
  .max(MOST_TEXT, 'Minutes can have 20,000 characters at most. Shorten them, or keep the details in an attachment.');

/** The board of some minutes, for permission. */
export async function aboutMinutes({ minutesId }: { minutesId: number }, { tx }: Reading) {
  const minutes = await getMinutes(tx, minutesId);
  return { boardId: minutes.boardId };
}

const write = command({
  name: 'minutes.write',
  help: 'Write or paste the minutes of a meeting. Changing circulated minutes asks everyone again.',
  typed: {
    words: 'minutes write',
    usage: 'minutes write [MTG-3 or MIN-7] TEXT',
    example: 'minutes write Present: A Okafor (chair) …',
    parse(rest) {
      const [minutesId, afterMinutes] = splitRef('MIN', rest);
      // A number alone belongs to the text ("1. Welcome"), so references need their letters here.
      if (minutesId && /^MIN/i.test(rest.trim())) return { minutesId, text: afterMinutes };
      const [meetingId, afterMeeting] = splitRef('MTG', rest);
      if (meetingId && /^MTG/i.test(rest.trim())) return { meetingId, text: afterMeeting };
      return { text: rest };
    },
  },
  input: z.object({
    minutesId: Ref('MIN').optional(),
    meetingId: Ref('MTG').optional(),
    correctionId: z.number().int().optional(),
    /** The hash of the text that a form was filled with. */
    basedOn: z.string().max(64).optional(),
    text: Text.default(''),
  }),
  may: CLERK_OR_CHAIR,
  async about(input, reading, actor) {
    if (input.minutesId) return { boardId: (await getMinutes(reading.tx, input.minutesId)).boardId };
    const meeting = await meetingFor(input.meetingId, reading, actor);
    return { boardId: meeting.boardId };
  },
  async run(input, context) {
    const meeting = input.minutesId
      ? await getMeeting(context.tx, (await getMinutes(context.tx, input.minutesId)).meetingId)
      : await meetingFor(input.meetingId, context, context.actor);
    if (dayOf(meeting.heldOn) > context.today)
      throw new Refusal('That meeting has not been held yet. Write its minutes afterwards.');
    if (meeting.state === 'cancelled')
      throw new Refusal(`${refOf('MTG', meeting.id)} was called off, so there are no minutes to write.`);
    const existing = input.minutesId ?? (await findOfMeeting(context.tx, meeting.id));
    const board = await getBoard(context.tx, meeting.boardId);
    if (input.text.trim() === '') {
      const minutes = existing ? await getMinutes(context.tx, existing) : undefined;
      const text = minutes?.text ?? '';
      if (text.length > FORM_LENGTH)
        throw new Refusal(
          `These minutes are too long for a form. Type “minutes write ${refOf('MIN', existing!)}” and paste the whole text behind it.`,
        );
      const form = writeForm({
        board: board.name,
        heldOn: dayOf(meeting.heldOn),
        meetingId: meeting.id,
        text,
        basedOn: hashOfText(text),
        there: thereInWords(await attendanceOf(context, meeting)),
        isCirculated: minutes?.state === 'circulated',
      });
      return { form, isPrivate: true };
    }
    if (!existing) return begin(context, meeting, input.text);
    return change(context, existing, input);
  },
});

async function begin(context: Context, meeting: Meeting, text: string) {
  const { tx, actor, now, happened, outbox } = context;
  // A meeting that has minutes was held, whether or not somebody has said so.
  if (meeting.state === 'planned') await context.also('meeting.held', { meetingId: meeting.id });
  const made = await createDraft(tx, {
    meetingId: meeting.id,
    boardId: meeting.boardId,
    clerkId: actor.personId,
    text: tidy(text),
    at: now,
  });
  await happened({
    event: 'minutes.drafted',
    subject: subjectOf('MIN', made.id),
    after: { boardId: meeting.boardId, meetingId: meeting.id, revision: 1, hash: made.hash },
  });
  await outbox.refresh(subjectOf('MIN', made.id));
  return {
    said: `${meeting.state === 'planned' ? 'The meeting is marked as held. ' : ''}The draft is kept as ${refOf('MIN', made.id)}. Read it through, then circulate it: press the button, or type “minutes circulate ${refOf('MIN', made.id)}”.`,
    card: { card: 'minutes-progress', subject: subjectOf('MIN', made.id) },
    isPrivate: true,
  };
}

async function change(
  context: Context,
  minutesId: number,
  { text, correctionId, basedOn }: { text: string; correctionId?: number | undefined; basedOn?: string | undefined },
) {
  const { tx, actor, now } = context;
  const before = await getMinutesLocked(tx, minutesId);
  const rewritten = rewrite(before, text, basedOn);
  const after =
    rewritten.state === 'draft' ? rewritten : askAnew(rewritten, await whoApproves(context, before.boardId));
  await saveMinutes(tx, before, after, {
    personId: actor.personId,
    at: now,
    ...(correctionId ? { correctionId } : {}),
  });
  if (correctionId) await markAccepted(tx, minutesId, correctionId, now);
  await noteChange(context, 'minutes.rewritten', before, after);
  if (after.state === 'draft') {
    if (before.state !== 'draft') await showTakenBack(context, before);
    return {
      said: `The draft ${refOf('MIN', minutesId)} has the new text.${before.state === 'draft' ? '' : ' Nobody who could approve it sits on the board now: fill a seat, then circulate it.'}`,
      card: { card: 'minutes-progress', subject: subjectOf('MIN', minutesId) },
      isPrivate: true,
    };
  }
  await tellRevision(context, after, before);
  const voided = before.approvals.filter((approval) => approval.revision === before.revision).length;
  return {
    said: `Revision ${after.revision} of ${refOf('MIN', minutesId)} is out, and everyone is asked again.${voided > 0 ? ` ${voided === 1 ? '1 earlier answer no longer counts' : `${voided} earlier answers no longer count`}.` : ''}`,
    isPrivate: true,
  };
}

const circulateCommand = command({
  name: 'minutes.circulate',
  help: 'Send draft minutes to the governors for approval.',
  typed: {
    words: 'minutes circulate',
    usage: 'minutes circulate MIN-7',
    example: 'minutes circulate MIN-7',
    parse: (rest) => ({ minutesId: rest }),
  },
  input: z.object({ minutesId: Ref('MIN') }),
  may: CLERK_OR_CHAIR,
  about: aboutMinutes,
  async run({ minutesId }, context) {
    const { tx, actor, now, messageId } = context;
    const before = await getMinutesLocked(tx, minutesId);
    const { approvers, names, threshold } = await whoApproves(context, before.boardId);
    const after = circulate(before, approvers, threshold);
    await saveMinutes(tx, before, after, { personId: actor.personId, at: now });
    await noteChange(context, 'minutes.circulated', before, after);
    await tellRevision(context, after);
    return {
      said: `${refOf('MIN', minutesId)} went to ${namesInWords(names)} for approval. I will tell you what they answer.`,
      // A press settles the card that it was pressed on; typed words get one to look at.
      ...(messageId === undefined ? { card: { card: 'minutes-progress', subject: subjectOf('MIN', minutesId) } } : {}),
      isPrivate: true,
    };
  },
});

const FIRST = 'Minutes have at most 50 parts. Leave the number out to begin with the first.';

const show = command({
  name: 'minutes.show',
  help: 'Read the minutes of your board.',
  typed: {
    words: 'minutes show',
    usage: 'minutes show MIN-7 [part]',
    example: 'minutes show MIN-7',
    parse(rest) {
      const [minutesId, part] = splitRef('MIN', rest);
      return { minutesId: minutesId ?? rest, ...(part ? { part: Number(part) || 1 } : {}) };
    },
  },
  input: z.object({ minutesId: Ref('MIN'), part: z.number().int().min(1, FIRST).max(50, FIRST).default(1) }),
  isQuestion: true,
  may: [
    { seats: ['any'], where: 'board' },
    { roles: ['HEADTEACHER', 'CHAIR_OF_GOVERNORS', 'SIO'], where: 'school' },
    LEADS,
  ],
  async about({ minutesId }, { tx }) {
    const minutes = await getMinutes(tx, minutesId);
    const board = await getBoard(tx, minutes.boardId);
    return { boardId: board.id, ...(board.schoolId ? { schoolId: board.schoolId } : {}) };
  },
  async run({ minutesId, part }) {
    return { card: { card: 'minutes', subject: `${subjectOf('MIN', minutesId)}:p${part}` }, isPrivate: true };
  },
});

const confirmCommand = command({
  name: 'minutes.confirm',
  help: 'Record that a meeting confirmed the agreed minutes.',
  typed: {
    words: 'minutes confirm',
    usage: 'minutes confirm MIN-7',
    example: 'minutes confirm MIN-7',
    parse: (rest) => ({ minutesId: rest }),
  },
  input: z.object({ minutesId: Ref('MIN') }),
  may: CLERK_OR_CHAIR,
  about: aboutMinutes,
  async run({ minutesId }, context) {
    const { tx, actor, now, outbox } = context;
    const before = await getMinutesLocked(tx, minutesId);
    const after = confirm(before);
    if (after === before) return { said: `${refOf('MIN', minutesId)} were confirmed already.`, isPrivate: true };
    await saveMinutes(tx, before, after, { personId: actor.personId, at: now });
    await noteChange(context, 'minutes.confirmed', before, after);
    await outbox.refresh(subjectOf('MIN', minutesId));
    await outbox.refresh(`${subjectOf('MIN', minutesId)}:r${after.revision}`);
    return { said: `${refOf('MIN', minutesId)} are confirmed. They can no longer be changed.`, isPrivate: true };
  },
});

async function meetingFor(meetingId: number | undefined, reading: Reading, actor: Actor) {
  if (meetingId) return getMeeting(reading.tx, meetingId);
  const boards = actor.seats.filter((seat) => seat.isClerk || seat.isChair).map((seat) => seat.boardId);
  const latest = await findLatestMeeting(reading.tx, boards, reading.today);
  if (!latest)
    throw new Refusal(
      'There is no meeting to write minutes of. Only the clerk or chair of a board can write them, after a meeting.',
    );
  return getMeeting(reading.tx, latest);
}

/** Write down a change of minutes: states, revisions and hashes, never the text. */
export async function noteChange(context: Context, event: string, before: MinutesRow, after: Minutes): Promise<void> {
  const facts = ({ state, revision, hash, threshold, approvers }: Minutes) => ({
    ...{ state, revision, hash, threshold },
    approvers,
  });
  await context.happened({
    event,
    subject: subjectOf('MIN', before.id),
    before: facts(before),
    after: { boardId: before.boardId, meetingId: before.meetingId, ...facts(after) },
  });
}

export const clerkCommands: Command[] = [write, circulateCommand, show, confirmCommand];
