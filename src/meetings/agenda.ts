// The agenda: shown and published.
import { aboutBoard, BoardWords, countOf, MAY_RUN, MAY_SEE } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Command, command } from '../chat/contract.ts';
import { Ref, subjectOf } from '../chat/refs.ts';
import { dayOf } from '../store/days.ts';
import { boardMeant, meetingOf, plannedOf } from './finding.ts';
import { andChannel, publish } from './publishing.ts';

/** A board in words, or one of its meetings by its number. */
export const MeetingWords = BoardWords.extend({ meetingId: Ref('MTG').optional() });

const show = command({
  name: 'agenda.show',
  help: 'See the agenda of a board’s next meeting, and who is coming.',
  typed: {
    words: 'agenda show',
    usage: 'agenda show BOARD',
    example: 'agenda show Marsh Lane',
    parse: (rest) => ({ board: rest }),
  },
  input: MeetingWords,
  isQuestion: true,
  may: MAY_SEE,
  about: async (input, reading, actor) => aboutBoard((await meetingOf(input, reading, actor)).board),
  async run(input, context) {
    const meeting = await meetingOf(input, context, context.actor);
    const isHere = context.place.conversationId === meeting.board.channelConversationId;
    return { card: { card: 'agenda', subject: subjectOf('MTG', meeting.id) }, isPrivate: !isHere };
  },
});

const publishCommand = command({
  name: 'agenda.publish',
  help: 'Send the agenda of the next meeting to the board’s channel and to everybody with a seat, sooner than it goes by itself.',
  typed: {
    words: 'agenda publish',
    usage: 'agenda publish BOARD',
    example: 'agenda publish Marsh Lane',
    parse: (rest) => ({ board: rest }),
  },
  input: MeetingWords,
  may: MAY_RUN,
  about: async (input, reading, actor) => aboutBoard(await boardMeant(input, reading, actor)),
  async run(input, context) {
    const meeting = await plannedOf(input, context, context.actor);
    const { kind, told } = await publish(context, meeting);
    const when = sayDate(dayOf(meeting.heldOn));
    const people = `${countOf(told, 'person', 'people')}${andChannel(meeting)}`;
    switch (kind) {
      case 'first':
        return { said: `The agenda for ${when} goes to ${people}.`, isPrivate: true };
      case 'again':
        return {
          said: `Everybody’s agenda for ${when} shows the change already; a short note goes to ${people} now.`,
          isPrivate: true,
        };
      case 'unchanged':
        return {
          said: `The agenda for ${when} is published already, and everybody has been told of its changes.`,
          isPrivate: true,
        };
    }
  },
});

export const agendaCommands: Command[] = [show, publishCommand];
