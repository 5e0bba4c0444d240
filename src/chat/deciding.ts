// A decision: one transaction for what the command writes, what others are to see of it and the receipt. A refusal takes back
// what the command wrote; only its receipt stays, so that the same request is refused in the same words.
import type { Sql, Tx } from '../store/database.ts';
import { type Asking, shape } from './answers.ts';
import { meet } from './arrival.ts';
import type { Answer, Context, Reply, Request } from './contract.ts';
import { describe } from './describe.ts';
import type { Asked } from './meaning.ts';
import { openOutbox } from './outbox.ts';
import { arrive } from './places.ts';
import { refused } from './questions.ts';
import { writeReceipt } from './records.ts';
import { Conflict, Refusal } from './refusal.ts';
import { runCommand } from './run.ts';
import { tabsRenewed } from './tabs.ts';

const PATIENCE = { maxWait: 5000, timeout: 15_000 };

interface Decided {
  reply: Reply;
  outcome: Answer['outcome'];
}

/** Run a command that decides something, and show what came of it. Throws a Conflict when somebody else was faster. */
export async function decide(asking: Asking, request: Request, meaning: Asked, key: string): Promise<Answer> {
  const { prisma, noRoom } = asking.house;
  const full = noRoom?.();
  if (full !== undefined) throw new Error(full);
  let decided: Decided;
  try {
    decided = await prisma.$transaction((tx) => decideIn(tx, asking, request, meaning, key), PATIENCE);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    decided = { reply: refused(thrown), outcome: 'refused' };
    await keepReceipt(prisma, asking, meaning, key, decided);
  }
  return show(asking, decided, meaning);
}

async function decideIn(tx: Tx, asking: Asking, request: Request, meaning: Asked, key: string): Promise<Decided> {
  const { house, reading, conversation, actor, requestId } = asking;
  const outbox = openOutbox(tx, reading.now, requestId);
  const place: Context['place'] = { ...request.place, conversationId: conversation.id };
  const messageId = request.deed.kind === 'press' ? request.deed.messageId : undefined;
  const context = { ...reading, tx, place, messageId, requestId, outbox, actor, sender: request.from };
  let decided: Decided;
  let last: Sql | undefined;
  try {
    decided = { reply: await runCommand(house, context, meaning), outcome: 'done' };
    await outbox.flush();
    if (actor) last = tabsRenewed(actor.personId, reading.now);
  } catch (thrown) {
    if (!(thrown instanceof Refusal && thrown.keep)) throw thrown;
    decided = { reply: refused(thrown), outcome: 'refused' };
  }
  if (meaning.command.forStrangers) await welcome(tx, asking, request);
  await keepReceipt(tx, asking, meaning, key, decided, last);
  return decided;
}

/** Last of all; the next try finds what the other delivery of the request was answered. */
async function keepReceipt(
  tx: Tx,
  asking: Asking,
  { command }: Asked,
  key: string,
  decided: Decided,
  before?: Sql,
): Promise<void> {
  const { reading, actor, requestId } = asking;
  const { form: _, keptSaid, ...kept } = decided.reply;
  const isFirst = await writeReceipt(
    tx,
    {
      key,
      command: command.name,
      personId: actor?.personId ?? null,
      outcome: decided.outcome,
      reply: keptSaid === undefined ? kept : { ...kept, said: keptSaid },
      requestId,
      at: reading.now,
    },
    before,
  );
  if (!isFirst) throw new Conflict('The request');
}

/** Somebody has just said who they are: what waited for them goes out. */
async function welcome(tx: Tx, { house, reading, conversation }: Asking, request: Request): Promise<void> {
  const { actor } = await meet(house, tx, request, reading.now);
  if (actor) await arrive(tx, reading.now, { conversation, personal: request.personal, personId: actor.personId });
}

/** Show what came of a decision. It has been made: a card that cannot be shown takes nothing back. */
async function show(asking: Asking, { reply, outcome }: Decided, { command, pressed }: Asked): Promise<Answer> {
  const { house, requestId } = asking;
  try {
    return await shape(asking, reply, outcome, pressed);
  } catch (fault) {
    house.log.error({ request: requestId, command: command.name, err: describe(fault) }, 'answer cannot be shown');
    const said = `${reply.said ?? 'It is done.'} Sorry, I cannot show its card just now (reference ${requestId}).`;
    return { outcome, requestId, said, isPrivate: reply.isPrivate ?? false };
  }
}
