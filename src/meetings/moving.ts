// A meeting is moved or called off, and everybody who has its agenda is told.
import { z } from 'zod';
import { aboutBoard, countOf, MAY_RUN } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Command, type Context, command } from '../chat/contract.ts';
import { Ref, refOf, splitRef, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { dayOf } from '../store/days.ts';
import { checkFree, isNoSchoolDay, readDay, readTime } from './days.ts';
import { getMeeting, type Meeting, saveMeeting, voidAnswers } from './records.ts';
import { checkOpen } from './rules.ts';
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
    on: z
      .string({ error: 'Say to which day.' })
      .trim()
      .min(1, 'Say to which day.')
      .max(60, 'That is too long for a day.'),
    at: z.string().trim().max(20, 'That is too long for a time.').optional(),
    place: z.string().trim().max(200, 'Please name the place in at most 200 letters.').optional(),
  }),
  may: MAY_RUN,
  about: async ({ meetingId }, { tx }) => aboutBoard((await getMeeting(tx, meetingId)).board),
  async run(input, context) {
    const { tx, today, happened } = context;
    const meeting = await getMeeting(tx, input.meetingId);
    checkOpen({ state: meeting.state, heldOn: dayOf(meeting.heldOn) }, today);
    const heldOn = readDay(input.on, today);
    const startsAt = input.at ? readTime(input.at) : meeting.startsAt;
    const place = input.place || meeting.place;
    const before = { heldOn: dayOf(meeting.heldOn), startsAt: meeting.startsAt, place: meeting.place };
    if (before.heldOn === heldOn && before.startsAt === startsAt && before.place === place)
      return { said: `${refOf('MTG', meeting.id)} is at that time and place already.`, isPrivate: true };
    await checkFree(context, meeting.board, heldOn, meeting.id);
    await saveMeeting(tx, meeting, { heldOn, startsAt, place, ...published(meeting, context) });
    // Somebody who can come on one day has not said that they can on another.
    if (before.heldOn !== heldOn || before.startsAt !== startsAt) await voidAnswers(tx, meeting.id);
    await happened({
      event: 'meeting.moved',
      subject: subjectOf('MTG', meeting.id),
      before,
      after: { heldOn, startsAt, place },
    });
    const told = await tellChange(context, meeting, `r${meeting.agendaRevision + 1}`);
    const holiday = isNoSchoolDay(context, heldOn) ? ' That is not a school day.' : '';
    return {
      said: `${refOf('MTG', meeting.id)} is on ${sayDate(heldOn)} at ${startsAt} now.${holiday}${told}`,
      isPrivate: true,
    };
  },
});

const cancel = command({
  name: 'meeting.cancel',
  help: 'Call a meeting off, with the reason.',
  typed: {
    words: 'meeting cancel',
    usage: 'meeting cancel MTG-3 because REASON',
    example: 'meeting cancel MTG-3 because the school is closed that day',
    parse(rest) {
      const [ref, words] = splitRef('MTG', rest);
      return { ...(ref ? { meetingId: ref } : {}), reason: words.replace(/^because\s+/i, '') };
    },
  },
  input: z.object({
    meetingId: Ref('MTG'),
    reason: z
      .string({ error: 'Say why, after “because”.' })
      .trim()
      .min(1, 'Say why, after “because”.')
      .max(500, 'Please say it in at most 500 letters.'),
  }),
  may: MAY_RUN,
  about: async ({ meetingId }, { tx }) => aboutBoard((await getMeeting(tx, meetingId)).board),
  async run({ meetingId, reason }, context) {
    const { tx, happened, outbox } = context;
    const meeting = await getMeeting(tx, meetingId);
    const ref = refOf('MTG', meeting.id);
    if (meeting.state === 'cancelled') return { said: `${ref} is called off already.`, isPrivate: true };
    if (meeting.state === 'held') throw new Refusal(`${ref} was held, so it cannot be called off.`);
    await saveMeeting(tx, meeting, { state: 'cancelled' });
    await happened({
      event: 'meeting.cancelled',
      subject: subjectOf('MTG', meeting.id),
      before: { state: meeting.state },
      after: { state: 'cancelled', reason },
    });
    await outbox.refresh(subjectOf('BRD', meeting.boardId));
    const told = await tellChange(context, meeting, 'off');
    return { said: `${ref} of ${sayDate(dayOf(meeting.heldOn))} is called off.${told}`, isPrivate: true };
  },
});

/** A change of day or place is published at once: nobody should come to an empty room. */
function published(meeting: Meeting, { now }: Context) {
  return meeting.agendaRevision === 0 ? {} : { agendaRevision: meeting.agendaRevision + 1, publishedAt: now };
}

/** Change every agenda that people have, and send each a short note; before it was published nobody has one. */
async function tellChange(context: Context, meeting: Meeting, change: string): Promise<string> {
  if (meeting.agendaRevision === 0) return '';
  await context.outbox.refresh(subjectOf('MTG', meeting.id));
  const told = await tell(context, meeting, change);
  return ` ${countOf(told, 'person is', 'people are')} being told.`;
}

export const movingCommands: Command[] = [move, cancel];
