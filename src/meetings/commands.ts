import { z } from 'zod';
import { aboutBoard, BoardWords, boardOf, findCategory, MAY_PLAN, MAY_RUN } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Command, command } from '../chat/contract.ts';
import { Ref, refOf, splitRef, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { dayOf } from '../store/days.ts';
import { checkFree, isNoSchoolDay, readDay, readTime } from './days.ts';
import { meetingForm } from './forms.ts';
import { createMeeting, getMeeting, saveMeeting } from './records.ts';
import { standingItems } from './rules.ts';
import { parseAdd } from './words.ts';

const add = command({
  name: 'meeting.add',
  help: 'Plan a meeting of a board; its agenda starts with the standing items.',
  typed: {
    words: 'meeting add',
    usage: 'meeting add BOARD on DATE at TIME in PLACE',
    example: 'meeting add Marsh Lane on 3 December at 17:30 in the library',
    parse: parseAdd,
  },
  input: BoardWords.extend({
    on: z.string().trim().max(60, 'That is too long for a day.').optional(),
    at: z.string().trim().max(20, 'That is too long for a time.').optional(),
    place: z.string().trim().max(200, 'Please name the place in at most 200 letters.').optional(),
  }),
  may: MAY_PLAN,
  about: async (input, reading, actor) => aboutBoard(await boardOf(input, reading, actor)),
  async run(input, context) {
    const { tx, today, partnership, actor, happened } = context;
    const board = await boardOf(input, context, actor);
    const place = input.place || board.school?.name || '';
    if (!input.on || !input.at)
      return {
        form: meetingForm(board, {
          ...(input.on ? { on: input.on } : {}),
          ...(input.at ? { at: input.at } : {}),
          place,
        }),
        isPrivate: true,
      };
    const heldOn = readDay(input.on, today);
    const startsAt = readTime(input.at);
    await checkFree(context, board, heldOn);

    const category = board.schoolId === null ? undefined : await findCategory(tx, board.schoolId);
    const items = standingItems(boardTemplate(partnership.framework, board.template), heldOn, category);
    const meeting = await createMeeting(tx, { boardId: board.id, heldOn, startsAt, place }, items);
    await happened({
      event: 'meeting.added',
      subject: subjectOf('MTG', meeting.id),
      after: { boardId: board.id, heldOn, startsAt, place },
    });
    await context.outbox.refresh(subjectOf('BRD', board.id));
    const where = place === '' ? '' : `, ${place}`;
    const holiday = isNoSchoolDay(context, heldOn) ? ' That is not a school day.' : '';
    return {
      said: `Planned: ${refOf('MTG', meeting.id)}, ${board.name}, ${sayDate(heldOn)} at ${startsAt}${where}.${holiday} Its agenda has ${items.length} standing items. Add more with “agenda add”, then type “agenda publish”.`,
      isPrivate: true,
    };
  },
});

const held = command({
  name: 'meeting.held',
  help: 'Record that a meeting was held.',
  typed: {
    words: 'meeting held',
    usage: 'meeting held MTG-3',
    example: 'meeting held MTG-3',
    parse: (rest) => ({ meetingId: splitRef('MTG', rest)[0] ?? rest }),
  },
  input: z.object({ meetingId: Ref('MTG') }),
  may: MAY_RUN,
  about: async ({ meetingId }, { tx }) => aboutBoard((await getMeeting(tx, meetingId)).board),
  async run({ meetingId }, { tx, today, outbox, happened }) {
    const meeting = await getMeeting(tx, meetingId);
    const ref = refOf('MTG', meeting.id);
    if (meeting.state === 'held') return { said: `${ref} is already marked as held.`, isPrivate: true };
    if (meeting.state === 'cancelled') throw new Refusal(`${ref} was called off.`);
    if (dayOf(meeting.heldOn) > today)
      throw new Refusal(`${ref} is on ${sayDate(dayOf(meeting.heldOn))}, which is still to come.`);
    await saveMeeting(tx, meeting, { state: 'held' });
    await happened({
      event: 'meeting.held',
      subject: subjectOf('MTG', meeting.id),
      before: { state: meeting.state },
      after: { state: 'held' },
    });
    await outbox.refresh(subjectOf('MTG', meeting.id));
    await outbox.refresh(subjectOf('BRD', meeting.boardId));
    return {
      said: `${ref} of ${meeting.board.name} is marked as held. Next: type “minutes write ${ref}” and paste the minutes.`,
      isPrivate: true,
    };
  },
});

export const meetingCommands: Command[] = [add, held];
