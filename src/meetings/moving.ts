// A meeting is moved or called off, and everybody who has its agenda is told.
import { z } from 'zod';
import { aboutBoard, countOf, MAY_RUN } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Command, type Context, command } from '../chat/contract.ts';
import { Ref, refOf, splitRef, subjectOf } from '../chat/refs.ts';
import { dayOf } from '../store/days.ts';
import { voidAnswers } from './attendance.records.ts';
import { checkFree, isNoSchoolDay, readAnyDay, readTime } from './days.ts';
import { cancelForm, moveForm } from './forms.ts';
import { publishIfDue, shortNotice } from './publishing.ts';
import { getMeeting, type Meeting, saveMeeting } from './records.ts';
import { checkNewDay, checkPlanned, isPending } from './rules.ts';
import { tell } from './telling.ts';
import { parseAdd } from './words.ts';

const move = command({
  name: 'meeting.move',
  help: 'Move a meeting to another day, time or place; everybody is asked again whether they come.',
  typed: {
    words: 'meeting move',
    usage: 'meeting move MTG-3 to DATE at TIME in PLACE',
    example: 'meeting move MTG-3 to 10 December at 17:30',
    parse(rest) {
      const [ref, words] = splitRef('MTG', rest);
      const { on, at, place } = parseAdd(words.replace(/^to\s+/i, 'on '));
      return {
        ...(ref ? { meetingId: ref } : {}),
        ...(on ? { on } : {}),
        ...(at ? { at } : {}),
        ...(place ? { place } : {}),
      };
    },
  },
  input: z.object({
    meetingId: Ref('MTG'),
    on: z.string().trim().max(60, 'That is too long for a day.').optional(),
    at: z.string().trim().max(20, 'That is too long for a time.').optional(),
    place: z.string().trim().max(200, 'Please name the place in at most 200 letters.').optional(),
  }),
  may: MAY_RUN,
  about: async ({ meetingId }, { tx }) => aboutBoard((await getMeeting(tx, meetingId)).board),
  async run(input, context) {
    const { tx, today, happened } = context;
    const meeting = await getMeeting(tx, input.meetingId);
    const ref = refOf('MTG', meeting.id);
    checkPlanned(meeting, ref);
    if (!input.on) return { form: moveForm(meeting, input), isPrivate: true };
    const before = { heldOn: dayOf(meeting.heldOn), startsAt: meeting.startsAt, place: meeting.place };
    const after = {
      heldOn: readAnyDay(input.on, today),
      startsAt: input.at ? readTime(input.at) : meeting.startsAt,
      place: input.place || meeting.place,
    };
    checkNewDay(after.heldOn, before, today);
    const isElsewhen = before.heldOn !== after.heldOn || before.startsAt !== after.startsAt;
    if (!isElsewhen && before.place === after.place)
      return { said: `${ref} is at that time and place already.`, isPrivate: true };
    await checkFree(context, meeting.board, after.heldOn, meeting.id);
    const told = published(meeting, context);
    await saveMeeting(tx, meeting, { ...after, ...told.change });
    // Somebody who can come on one day has not said that they can on another.
    if (isElsewhen) await voidAnswers(tx, meeting.id);
    await happened({
      event: 'meeting.moved',
      subject: subjectOf('MTG', meeting.id),
      before,
      after: { ...after, ...told.after },
    });
    await context.outbox.refresh(subjectOf('BRD', meeting.boardId));
    await context.outbox.refresh(subjectOf('MTG', meeting.id));
    const moved = await getMeeting(tx, meeting.id);
    return {
      said: `${ref} is on ${sayDate(after.heldOn)} at ${after.startsAt} now.${await whatNext(context, moved)}`,
      isPrivate: true,
    };
  },
});

/** What follows from a move: it is to be recorded, it goes out, or those who have it are told. */
async function whatNext(context: Context, moved: Meeting): Promise<string> {
  const heldOn = dayOf(moved.heldOn);
  if (heldOn < context.today) return ` If it was held, type “meeting held ${refOf('MTG', moved.id)}”.`;
  const holiday = isNoSchoolDay(context, heldOn) ? ' That is not a school day.' : '';
  if (moved.agendaRevision === 0) return `${holiday}${await publishIfDue(context, moved)}`;
  const count = await tell(context, moved, { change: `r${moved.agendaRevision}` });
  return `${holiday} ${countOf(count, 'person is', 'people are')} being told.${shortNotice(context, moved, context.today)}`;
}

const cancel = command({
  name: 'meeting.cancel',
  help: 'Call a meeting off, or record that it did not take place, with the reason.',
  typed: {
    words: 'meeting cancel',
    usage: 'meeting cancel MTG-3 because REASON',
    example: 'meeting cancel MTG-3 because the school is closed that day',
    parse(rest) {
      const [ref, words] = splitRef('MTG', rest);
      const reason = words.replace(/^because\b[\s,:]*(of\s+)?/i, '').trim();
      return { ...(ref ? { meetingId: ref } : {}), ...(reason === '' ? {} : { reason }) };
    },
  },
  input: z.object({
    meetingId: Ref('MTG'),
    reason: z.string().trim().max(500, 'Please say it in at most 500 letters.').optional(),
  }),
  may: MAY_RUN,
  about: async ({ meetingId }, { tx }) => aboutBoard((await getMeeting(tx, meetingId)).board),
  async run({ meetingId, reason }, context) {
    const { tx, today, happened, outbox } = context;
    const meeting = await getMeeting(tx, meetingId);
    const ref = refOf('MTG', meeting.id);
    const heldOn = dayOf(meeting.heldOn);
    if (meeting.state === 'cancelled') return { said: `${ref} is called off already.`, isPrivate: true };
    checkPlanned(meeting, ref);
    if (!reason) return { form: cancelForm(meeting, heldOn < today), isPrivate: true };
    await saveMeeting(tx, meeting, { state: 'cancelled' });
    await happened({
      event: 'meeting.cancelled',
      subject: subjectOf('MTG', meeting.id),
      before: { state: meeting.state },
      after: { state: 'cancelled', reason },
    });
    await outbox.refresh(subjectOf('BRD', meeting.boardId));
    await outbox.refresh(subjectOf('MTG', meeting.id));
    if (heldOn < today) return { said: `Recorded: ${ref} of ${sayDate(heldOn)} did not take place.`, isPrivate: true };
    const said = `${ref} of ${sayDate(heldOn)} is called off.`;
    // Before it was published nobody has its agenda.
    if (meeting.agendaRevision === 0) return { said, isPrivate: true };
    const told = await tell(context, meeting, { change: 'off' });
    return { said: `${said} ${countOf(told, 'person is', 'people are')} being told.`, isPrivate: true };
  },
});

/** A change of day or place is told at once: nobody should come to an empty room. */
function published(
  meeting: Meeting,
  { now }: Context,
): { change: { agendaRevision?: number; publishedAt?: Date }; after: Record<string, number> } {
  if (meeting.agendaRevision === 0) return { change: {}, after: {} };
  const revision = meeting.agendaRevision + 1;
  const follows: Record<string, number> = isPending(meeting, now) ? { follows: meeting.agendaRevision } : {};
  return { change: { agendaRevision: revision, publishedAt: now }, after: { revision, ...follows } };
}

export const movingCommands: Command[] = [move, cancel];
