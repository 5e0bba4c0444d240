import { z } from 'zod';
import { aboutBoard } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Command, command } from '../chat/contract.ts';
import { once } from '../chat/once.ts';
import { Ref, subjectOf } from '../chat/refs.ts';
import { dayOf } from '../store/days.ts';
import { saveAnswer } from './attendance.records.ts';
import { meetingOf } from './finding.ts';
import { checkOpen } from './rules.ts';
import { parseAttend } from './words.ts';

const Input = z.object({
  meetingId: Ref('MTG').optional(),
  ref: Ref('MTG').optional(),
  board: z.string().trim().max(200, 'That is too long for a name.').optional(),
  answer: z.enum(['coming', 'apologies'], { error: 'Say yes or no.' }),
});

const meetingIn = once(({ meetingId, ref, board }: z.infer<typeof Input>, reading, actor) =>
  meetingOf({ meetingId: meetingId ?? ref, board }, reading, actor),
);

const attend = command({
  name: 'agenda.attend',
  help: 'Say whether you will be at the next meeting.',
  typed: {
    words: 'agenda attend',
    usage: 'agenda attend yes (or no) [for BOARD]',
    example: 'agenda attend yes',
    parse: parseAttend,
  },
  input: Input,
  may: [{ seats: ['any'], where: 'board' }],
  about: async (input, reading, actor) => aboutBoard((await meetingIn(input, reading, actor)).board),
  async run(input, context) {
    const { answer } = input;
    const { tx, now, today, actor, outbox, happened } = context;
    const meeting = await meetingIn(input, context, actor);
    checkOpen({ state: meeting.state, heldOn: dayOf(meeting.heldOn) }, today);
    const before = await saveAnswer(tx, meeting.id, actor.personId, answer, now);
    const when = sayDate(dayOf(meeting.heldOn));
    const words = answer === 'coming' ? `you will be there on ${when}` : `you send your apologies for ${when}`;
    if (before === answer) return { said: `I have it already: ${words}.`, isPrivate: true };
    await happened({
      event: 'attendance.answered',
      subject: subjectOf('MTG', meeting.id),
      before: { answer: before ?? null },
      after: { personId: actor.personId, answer },
    });
    await outbox.refresh(subjectOf('MTG', meeting.id));
    return { said: `Thank you: ${words}. You can change your answer on the agenda.`, isPrivate: true };
  },
});

export const attendCommands: Command[] = [attend];
