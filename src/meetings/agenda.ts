// The agenda: shown, added to, published, answered.
import { z } from 'zod';
import { aboutBoard, BoardWords, countOf, MAY_RUN, MAY_SEE, OFFICE } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Actor, type Command, type Context, command, type Reading } from '../chat/contract.ts';
import { Ref, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { dayOf } from '../store/days.ts';
import { boardMeant, meetingOf, plannedOf } from './finding.ts';
import { addItem, listItems, type Meeting, removeItem, saveMeeting } from './records.ts';
import { checkOpen, publishing } from './rules.ts';
import { tell } from './telling.ts';
import { splitBoard } from './words.ts';

const show = command({
  name: 'agenda.show',
  help: 'See the agenda of a board’s next meeting, and who is coming.',
  typed: {
    words: 'agenda show',
    usage: 'agenda show BOARD',
    example: 'agenda show Marsh Lane',
    parse: (rest) => ({ board: rest }),
  },
  input: BoardWords.extend({ meetingId: Ref('MTG').optional() }),
  isQuestion: true,
  may: MAY_SEE,
  about: async (input, reading, actor) => aboutBoard((await meetingOf(input, reading, actor)).board),
  async run(input, context) {
    const meeting = await meetingOf(input, context, context.actor);
    const isHere = context.place.conversationId === meeting.board.channelConversationId;
    return { card: { card: 'agenda', subject: subjectOf('MTG', meeting.id) }, isPrivate: !isHere };
  },
});

const add = command({
  name: 'agenda.add',
  help: 'Put something on the agenda of your board’s next meeting.',
  typed: {
    words: 'agenda add',
    usage: 'agenda add ITEM for BOARD',
    example: 'agenda add Year 9 attendance for Marsh Lane',
    parse: (rest) => ({ title: rest }),
  },
  input: BoardWords.extend({
    title: z
      .string({ error: 'Say what to put on the agenda.' })
      .trim()
      .min(1, 'Say what to put on the agenda.')
      .max(200, 'Please say it in at most 200 letters: an agenda item is a title.'),
  }),
  may: [
    { seats: ['any'], where: 'board' },
    { roles: OFFICE, where: 'partnership' },
  ],
  about: async (input, reading, actor) =>
    aboutBoard(await boardMeant(await placeItem(input, reading, actor), reading, actor)),
  async run(input, context) {
    const { tx, today, actor, outbox, happened } = context;
    const { title, ...meant } = await placeItem(input, context, actor);
    const meeting = await plannedOf(meant, context, actor);
    checkOpen({ state: meeting.state, heldOn: dayOf(meeting.heldOn) }, today);
    await noteChange(context, meeting);
    const item = await addItem(tx, { meetingId: meeting.id, title, lead: actor.name, addedById: actor.personId });
    await happened({
      event: 'agenda.changed',
      subject: subjectOf('MTG', meeting.id),
      after: { added: item.id, title },
    });
    await outbox.refresh(subjectOf('MTG', meeting.id));
    const number = (await listItems(tx, meeting.id)).length;
    return {
      said: `Added as item ${number} for ${sayDate(dayOf(meeting.heldOn))}: ${title}.${howToTell(meeting)}`,
      isPrivate: true,
    };
  },
});

const remove = command({
  name: 'agenda.remove',
  help: 'Take an item off the agenda, by its number.',
  typed: {
    words: 'agenda remove',
    usage: 'agenda remove NUMBER for BOARD',
    example: 'agenda remove 5 for Marsh Lane',
    parse: (rest) => ({ number: splitBoard(rest).text, board: splitBoard(rest).board ?? '' }),
  },
  input: BoardWords.extend({
    number: z.coerce
      .number({ error: 'Give the item’s number on the agenda.' })
      .int('Give the item’s number on the agenda.')
      .min(1, 'Give the item’s number on the agenda.'),
  }),
  may: MAY_RUN,
  about: async (input, reading, actor) => aboutBoard(await boardMeant(input, reading, actor)),
  async run({ number, ...input }, context) {
    const { tx, today, actor, outbox, happened } = context;
    const meeting = await plannedOf(input, context, actor);
    checkOpen({ state: meeting.state, heldOn: dayOf(meeting.heldOn) }, today);
    const item = (await listItems(tx, meeting.id))[number - 1];
    if (!item) throw new Refusal(`The agenda has no item ${number}. Type “agenda show” to see the numbers.`);
    await noteChange(context, meeting);
    await removeItem(tx, item.id);
    await happened({
      event: 'agenda.changed',
      subject: subjectOf('MTG', meeting.id),
      before: { removed: item.id, title: item.title },
    });
    await outbox.refresh(subjectOf('MTG', meeting.id));
    return {
      said: `Taken off the agenda: ${item.title}. The items after it move up.${howToTell(meeting)}`,
      isPrivate: true,
    };
  },
});

const publish = command({
  name: 'agenda.publish',
  help: 'Send the agenda of the next meeting to the board’s channel and to everybody with a seat.',
  typed: {
    words: 'agenda publish',
    usage: 'agenda publish BOARD',
    example: 'agenda publish Marsh Lane',
    parse: (rest) => ({ board: rest }),
  },
  input: BoardWords,
  may: MAY_RUN,
  about: async (input, reading, actor) => aboutBoard(await boardMeant(input, reading, actor)),
  async run(input, context) {
    const { tx, now, actor, outbox, happened } = context;
    const meeting = await plannedOf(input, context, actor);
    const kind = publishing(meeting);
    const revision = kind === 'unchanged' ? meeting.agendaRevision : meeting.agendaRevision + 1;
    if (kind !== 'unchanged') {
      await saveMeeting(tx, meeting, { agendaRevision: revision, publishedAt: now });
      await happened({
        event: 'agenda.published',
        subject: subjectOf('MTG', meeting.id),
        before: { agendaRevision: meeting.agendaRevision },
        after: { agendaRevision: revision },
      });
      await outbox.refresh(subjectOf('MTG', meeting.id));
    }
    const told = await tell(context, meeting, kind === 'again' ? `r${revision}` : undefined);
    const when = sayDate(dayOf(meeting.heldOn));
    if (kind === 'unchanged')
      return { said: `The agenda for ${when} is published already and has not changed since.`, isPrivate: true };
    const where = meeting.board.channelConversationId === null ? '' : ' and to the board’s channel';
    const said =
      kind === 'first'
        ? `The agenda for ${when} goes to ${countOf(told, 'person', 'people')}${where}.`
        : `Everybody’s agenda for ${when} now shows the change, with a short note to ${countOf(told, 'person', 'people')}${where}.`;
    return { said, isPrivate: true };
  },
});

/** The item's title and which board it is for. "for …" names a board only if there is one: it may be part of the title. */
async function placeItem(
  input: { title: string; boardId?: number | undefined; board?: string | undefined },
  reading: Reading,
  actor: Actor,
) {
  const { text, board } = splitBoard(input.title);
  if (input.boardId !== undefined || input.board || board === undefined) return input;
  try {
    await boardMeant({ board }, reading, actor);
    return { title: text, board };
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || actor.seats.length !== 1) throw refusal;
    return { title: input.title };
  }
}

/** An agenda that people have is marked as changed, until it is published again. */
async function noteChange({ tx }: Context, meeting: Meeting): Promise<void> {
  await saveMeeting(tx, meeting, { publishedAt: null });
}

const howToTell = (meeting: Meeting) =>
  meeting.agendaRevision === 0
    ? ''
    : ' The published agenda shows it; the clerk or chair types “agenda publish” to tell everybody.';

export const agendaCommands: Command[] = [show, add, remove, publish];
