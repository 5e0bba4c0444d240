// A question changes nothing, so it needs neither a transaction nor a receipt: it is read and answered.
import { type Asking, shape } from './answers.ts';
import { minuteOf } from './arrival.ts';
import type { Answer, Outbox, Reply, Request } from './contract.ts';
import type { Asked } from './meaning.ts';
import { Refusal } from './refusal.ts';
import { runCommand } from './run.ts';

/** Run a command that only asks, and show what it found; what was asked in the same minute and has not changed is known. */
export async function ask(asking: Asking, request: Request, meaning: Asked): Promise<Answer> {
  const { house, reading, conversation, requestId, actor, tab } = asking;
  const { snapshot, now } = reading;
  if (snapshot === undefined || meaning.pressed || tab !== undefined) return askAnew(asking, request, meaning);
  const { command, input } = meaning;
  const question = JSON.stringify([command.name, input, actor?.personId, conversation.id, minuteOf(now)]);
  const known = house.answers.find(question);
  if (known?.snapshot === snapshot) return { ...known.answer, requestId };
  const answer = await askAnew(asking, request, meaning);
  // A card that is kept up to date is a copy of its own each time, and so is a form.
  const isFleeting =
    answer.form === undefined && (answer.card?.copyId === undefined || answer.card.isFleeting === true);
  if (isFleeting) house.answers.keep(question, { snapshot, answer });
  return answer;
}

async function askAnew(asking: Asking, request: Request, meaning: Asked): Promise<Answer> {
  const { house, reading, conversation, requestId, actor } = asking;
  const place = { ...request.place, conversationId: conversation.id };
  const messageId = request.deed.kind === 'press' ? request.deed.messageId : undefined;
  const context = { ...reading, place, messageId, requestId, outbox: CLOSED, sender: request.from };
  try {
    const reply = await runCommand(house, { ...context, actor }, meaning);
    return await shape(asking, reply, 'done', meaning.pressed);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return shape(asking, refused(thrown), 'refused', meaning.pressed);
  }
}

/** The sentence of a rule that said no. */
export function refused({ message, fieldErrors }: Refusal): Reply {
  return { said: message, isPrivate: true, ...(fieldErrors ? { fieldErrors } : {}) };
}

const writesNothing = (): never => {
  throw new Error('A question has nothing to tell anybody else');
};

// Whoever marks a command as a question by mistake finds out at once.
const CLOSED: Outbox = {
  post: writesNothing,
  refresh: writesNothing,
  ask: writesNothing,
  closeQuestions: writesNothing,
  canReach: writesNothing,
};
