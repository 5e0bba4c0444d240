// A question changes nothing, so it needs neither a transaction nor a receipt: it is read and answered. Only what is known to
// be a question before anything is read comes this way; a word that may answer an open question, or a press, may decide.
import { type Asking, shape } from './answers.ts';
import { type Arrival, meet, settled, settleIn } from './arrival.ts';
import type { Answer, Outbox, Reading, Reply, Request } from './contract.ts';
import type { Handled, HouseParts } from './door.ts';
import { type Asked, commandTyped, findMeaning, NO_PARTNERSHIP, said } from './meaning.ts';
import { Refusal } from './refusal.ts';
import { runCommand } from './run.ts';

/** Answer what is certainly a question; undefined for everything else, of which nothing has been done. */
export async function answerQuestion(
  house: HouseParts,
  request: Request,
  requestId: string,
): Promise<Handled | undefined> {
  const { deed } = request;
  const typed = deed.kind === 'typed' ? commandTyped(house, deed) : undefined;
  if (deed.kind !== 'open' && !(typed?.command.isQuestion && !typed.command.forStrangers)) return undefined;

  const now = house.clock.now();
  const arrival = await meet(house, house.prisma, request, now);
  const { found, actor } = arrival;
  if (!found) return said(requestId, NO_PARTNERSHIP);
  // Whoever is not known yet is told how to join, and nothing is kept of them.
  if (!actor) return undefined;
  const conversation =
    settled(request, arrival, now) ?? (await house.prisma.$transaction((tx) => settleIn(tx, request, arrival, now)));
  const reading: Reading = { tx: house.prisma, snapshot: arrival.snapshot, now, ...found };
  const asking: Asking = { house, reading, conversation, actor, requestId, tab: undefined };
  // The same words again are the same question, unless they were a decision before.
  if (arrival.receipt) return undefined;

  const meaning = typed ?? (await findMeaning(house, reading, request, conversation, actor));
  switch (meaning.kind) {
    case 'said':
      return said(requestId, meaning.said);
    case 'open': {
      // The same token: what the form sends is checked against the card that it was opened from.
      const form = { form: meaning.form, token: meaning.token };
      return { command: meaning.command, answer: { outcome: 'done', requestId, isPrivate: true, form } };
    }
    case 'command':
      return { command: meaning.command.name, answer: await ask(asking, request, meaning, arrival) };
  }
}

async function ask(asking: Asking, request: Request, meaning: Asked, { actor }: Arrival): Promise<Answer> {
  const { house, reading, conversation, requestId } = asking;
  const place = { ...request.place, conversationId: conversation.id };
  const context = { ...reading, place, messageId: undefined, requestId, outbox: CLOSED, sender: request.from };
  try {
    const reply = await runCommand(house, { ...context, actor }, meaning);
    return await shape(asking, reply, 'done');
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return shape(asking, refused(thrown), 'refused');
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
