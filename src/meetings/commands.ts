import { z } from 'zod';
import { aboutBoard, BoardWords, boardOf, countOf, findCategory, MAY_PLAN, MAY_SEE } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Command, command } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { MeetingWords } from './agenda.ts';
import { checkFree, isNoSchoolDay, readDay, readTime } from './days.ts';
import { meetingOf } from './finding.ts';
import { meetingForm } from './forms.ts';
import { publishIfDue } from './publishing.ts';
import { createMeeting } from './records.ts';
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
    const goesOut = await publishIfDue(context, meeting);
    return {
      said: `Planned: ${refOf('MTG', meeting.id)}, ${board.name}, ${sayDate(heldOn)} at ${startsAt}${where}.${holiday} Its agenda has ${countOf(items.length, 'standing item')}.${goesOut}`,
      card: { card: 'meeting', subject: subjectOf('MTG', meeting.id) },
      isPrivate: true,
    };
  },
});

const show = command({
  name: 'meeting.show',
  help: 'See a meeting: who is coming, whether there will be a quorum, and what is still to be done.',
  typed: {
    words: 'meeting show',
    usage: 'meeting show BOARD (or MTG-3)',
    example: 'meeting show Marsh Lane',
    parse: (rest) => ({ board: rest }),
  },
  input: MeetingWords,
  isQuestion: true,
  may: MAY_SEE,
  about: async (input, reading, actor) => aboutBoard((await meetingOf(input, reading, actor)).board),
  async run(input, context) {
    const meeting = await meetingOf(input, context, context.actor);
    return { card: { card: 'meeting', subject: subjectOf('MTG', meeting.id) }, isPrivate: true };
  },
});

export const meetingCommands: Command[] = [add, show];
