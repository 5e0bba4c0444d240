// A board is looked at, and told where its cards belong.
import { type Command, command } from '../chat/contract.ts';
import { subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { compareCommand, lookAtMembers } from './in-channel.ts';
import { BoardWords, boardOf } from './naming.ts';
import { bindChannel, findOtherInChannel } from './records.ts';
import { aboutBoard, MAY_RUN, MAY_SEE } from './who.ts';

const show = command({
  name: 'board.show',
  help: 'See who sits on a board, which seats are vacant and when it meets next.',
  typed: {
    words: 'board show',
    usage: 'board show SCHOOL',
    example: 'board show Marsh Lane',
    parse: (rest) => ({ board: rest }),
  },
  input: BoardWords,
  isQuestion: true,
  may: MAY_SEE,
  about: async (input, reading, actor) => aboutBoard(await boardOf(input, reading, actor)),
  async run(input, context) {
    const board = await boardOf(input, context, context.actor);
    const isHere = context.place.conversationId === board.channelConversationId;
    return { card: { card: 'board', subject: subjectOf('BRD', board.id) }, isPrivate: !isHere };
  },
});

const channel = command({
  name: 'board.channel',
  help: 'Tell me, in a channel, that a board’s cards belong there.',
  typed: {
    words: 'board channel',
    usage: 'board channel here for SCHOOL',
    example: 'board channel here for Marsh Lane',
    parse: (rest) => ({ board: rest.replace(/^here\b\s*/i, '') }),
  },
  input: BoardWords,
  may: MAY_RUN,
  about: async (input, reading, actor) => aboutBoard(await boardOf(input, reading, actor)),
  async run(input, context) {
    const { tx, place, actor, happened } = context;
    const board = await boardOf(input, context, actor);
    if (place.kind === 'personal')
      throw new Refusal('Type this in the channel that the board uses: then I know which one you mean.');
    const other = await findOtherInChannel(tx, board.id, place.conversationId);
    if (other)
      throw new Refusal(
        `This channel already belongs to ${other.name}. Use another one, so that nobody reads what is not theirs.`,
      );
    const { isPrivate } = await bindChannel(tx, board, place.conversationId);
    // Schools at risk are named to this board, so its channel must be known to keep that to its members (DOMAIN 17).
    if (board.template === 'CHALLENGE' && !isPrivate)
      throw new Refusal(
        'This channel is not known to be private, and the Challenge Board speaks about schools at risk. Make a private channel without guests and type this there.',
      );
    await happened({
      event: 'board.channelBound',
      subject: subjectOf('BRD', board.id),
      before: { conversationId: board.channelConversationId },
      after: { conversationId: place.conversationId },
    });
    const warning = isPrivate
      ? ''
      : ' Take care: I cannot tell that this channel is private, so others than the board’s members may read along.';
    const said = `From now on the cards of ${board.name} are posted here as well.${warning}`;
    return { said, members: lookAtMembers(board.id) };
  },
});

export const boardCommands: Command[] = [show, channel, compareCommand];
