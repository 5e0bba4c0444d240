// A press too much: a meeting that was marked as held, and was not.
import { z } from 'zod';
import { aboutBoard, MAY_RUN } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Command, command } from '../chat/contract.ts';
import { Ref, refOf, splitRef, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { dayOf } from '../store/days.ts';
import { forgetPresence } from './attendance.records.ts';
import { findMinutes, getMeeting, getMeetingLocked, saveMeeting } from './records.ts';

const notHeld = command({
  name: 'meeting.notHeld',
  help: 'Take back that a meeting was held, while it has no minutes.',
  typed: {
    words: 'meeting not held',
    usage: 'meeting not held MTG-3',
    example: 'meeting not held MTG-3',
    parse: (rest) => ({ meetingId: splitRef('MTG', rest)[0] ?? rest }),
  },
  input: z.object({ meetingId: Ref('MTG') }),
  may: MAY_RUN,
  about: async ({ meetingId }, { tx }) => aboutBoard((await getMeeting(tx, meetingId)).board),
  async run({ meetingId }, { tx, outbox, happened, messageId }) {
    // Whoever writes its minutes at this moment was first, or finds that it was not held.
    const meeting = await getMeetingLocked(tx, meetingId);
    const ref = refOf('MTG', meeting.id);
    if (meeting.state === 'cancelled') throw new Refusal(`${ref} was called off already.`);
    if (meeting.state === 'planned') return { said: `${ref} is not marked as held.`, isPrivate: true };
    const minutes = await findMinutes(tx, meeting.id);
    if (minutes) {
      const written = refOf('MIN', minutes.id);
      throw new Refusal(`${ref} has minutes, ${written}, so it stays marked as held. Correct it in the minutes.`);
    }
    await saveMeeting(tx, meeting, { state: 'planned' });
    await forgetPresence(tx, meeting.id);
    await happened({
      event: 'meeting.notHeld',
      subject: subjectOf('MTG', meeting.id),
      before: { state: meeting.state },
      after: { state: 'planned' },
    });
    await outbox.refresh(subjectOf('MTG', meeting.id));
    await outbox.refresh(subjectOf('BRD', meeting.boardId));
    const card = messageId === undefined ? { card: { card: 'meeting', subject: subjectOf('MTG', meeting.id) } } : {};
    return {
      said: `Taken back: ${ref} of ${sayDate(dayOf(meeting.heldOn))} is not marked as held. Say on its card whether it was held, moved, or did not take place.`,
      ...card,
      isPrivate: true,
    };
  },
});

export const unheldCommands: Command[] = [notHeld];
