// A question changes nothing, so it needs neither a transaction nor a receipt: it is read and answered.
import { type Asking, shape } from './answers.ts';
import type { Answer, Outbox, Reply, Request } from './contract.ts';
import type { Asked } from './meaning.ts';
import { Refusal } from './refusal.ts';
import { runCommand } from './run.ts';

/** Run a command that only asks, and show what it found. */
export async function ask(asking: Asking, request: Request, meaning: Asked): Promise<Answer> {
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
