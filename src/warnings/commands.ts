// Deciding about messages of which nobody knows whether they arrived, and of those that could not be sent.
import { z } from 'zod';
import { today as dayIn, sayDate } from '../calendar/index.ts';
import { type Command, type Context, command, type Reply } from '../chat/contract.ts';
import { Ref, refOf, splitRef, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { UNDELIVERED } from './beat.ts';
import { MAY_DECIDE } from './cards.ts';
import { type Decided, endMessage, findMessage, sayAgain } from './messages.records.ts';
import { listUndecided, readState } from './records.ts';
import { whatIs } from './words.ts';

const Which = z.union([z.literal('all'), Ref('MSG')], { error: 'Give its number, for example MSG-12, or say all.' });

function typed(words: string) {
  const parse = (rest: string) => ({
    which: /^(all|everything)$/i.test(rest.trim()) ? 'all' : (splitRef('MSG', rest)[0] ?? rest),
  });
  return { words, usage: `${words} MSG-12 (or all)`, example: `${words} MSG-12`, parse };
}

const list = command({
  name: 'message.list',
  help: 'See which messages did not arrive, who cannot be reached, and what to do.',
  typed: { words: 'message list', usage: 'message list', example: 'message list', parse: () => ({}) },
  input: z.object({}),
  isQuestion: true,
  may: MAY_DECIDE,
  async run() {
    return { card: { card: 'undelivered', subject: UNDELIVERED }, isPrivate: true };
  },
});

export const commands: Command[] = [
  list,
  deciding('again', 'Send a message again that failed, or that may not have arrived.'),
  deciding('arrived', 'Say that a message did arrive: they have told you so.'),
  deciding('leave', 'Leave a message that was not delivered: nobody needs it any more.'),
];

function deciding(how: How, help: string): Command {
  return command({
    name: `message.${how}`,
    help,
    typed: typed(`message ${how}`),
    input: z.object({ which: Which }),
    may: MAY_DECIDE,
    run: ({ which }, context) => decide(which, context, how),
  });
}

type How = 'again' | 'arrived' | 'leave';

async function decide(which: number | 'all', context: Context, how: How): Promise<Reply> {
  const said = which === 'all' ? await decideAll(context, how) : await decideOne(which, context, how);
  return { said, isPrivate: true };
}

async function decideOne(id: number, context: Context, how: How): Promise<string> {
  const ref = refOf('MSG', id);
  const message = await findMessage(context.tx, id, context.partnership.id);
  if (!message) throw new Refusal(`There is no message ${ref}. Type “message list” to see which there are.`);
  const done = alreadyDecided(message, how);
  if (done) return done;
  const said = await act(message, context, how);
  await refreshWarnings(context);
  return said;
}

/** Every message that is open to the decision, each with its own row of the audit. */
async function decideAll(context: Context, how: How): Promise<string> {
  const { tx, partnership, now, today } = context;
  const open = await listUndecided(tx, { partnershipId: partnership.id, now, today });
  let count = 0;
  for (const { id } of open) {
    const message = await findMessage(tx, id, partnership.id);
    if (!message || alreadyDecided(message, how)) continue;
    await act(message, context, how);
    count += 1;
  }
  if (count === 0) return 'No message waits for that.';
  await refreshWarnings(context);
  const messages = count === 1 ? '1 message' : `${count} messages`;
  const words = { again: 'being sent again', arrived: 'recorded as arrived', leave: 'left' }[how];
  return `${messages} ${count === 1 ? 'is' : 'are'} ${words}.`;
}

/** What to say about a message that needs no decision any more; undefined for one that does. */
function alreadyDecided({ id, state, reason, to }: NonNullable<Decided>, how: How): string | undefined {
  const ref = refOf('MSG', id);
  switch (state) {
    case 'sent':
      return `${ref} has been delivered to ${to}. Nothing more is needed.`;
    case 'skipped':
      return `${ref} is closed: ${reason ?? 'it was no longer needed'}.`;
    case 'waiting':
    case 'taken':
    case 'sending':
      return `${ref} is on its way to ${to} already.`;
    case 'failed':
    case 'unreachable':
      return how === 'arrived' ? `${ref} certainly did not arrive: ${reason}. Say it again, or leave it.` : undefined;
    default:
      return undefined;
  }
}

async function act(message: NonNullable<Decided>, context: Context, how: How): Promise<string> {
  const { tx, now, today, partnership, actor, happened } = context;
  const { id, state, reason, to, validUntil } = message;
  const what = `${refOf('MSG', id)}, ${whatIs(message)} for ${to}`;
  const event = (name: string, after: string) =>
    happened({ event: name, subject: subjectOf('MSG', id), before: { state, reason }, after: { state: after } });
  switch (how) {
    case 'again': {
      if (validUntil !== null && validUntil <= now)
        throw new Refusal(
          `It is too late for ${refOf('MSG', id)}: it was meant for ${sayDate(dayIn(new Date(validUntil.getTime() - 1), partnership.timeZone))}. Type “message leave ${refOf('MSG', id)}”.`,
        );
      const waitsFor = await sayAgain(tx, message, now);
      if (waitsFor !== undefined && state === 'unreachable')
        return `${to} cannot be reached: ${waitsFor}. ${refOf('MSG', id)} goes out by itself when they can be.`;
      await event('message.saidAgain', waitsFor === undefined ? 'waiting' : 'unreachable');
      return waitsFor === undefined
        ? `${what}, is being sent again.`
        : `${what}: they cannot be reached now (${waitsFor}). It goes out by itself when they can be.`;
    }
    case 'arrived':
      await endMessage(tx, id, { state: 'sent', reason: `it arrived, as ${actor.name} was told`, sentAt: now });
      await event('message.arrived', 'sent');
      return `${what}, is recorded as arrived.`;
    case 'leave':
      await endMessage(tx, id, { state: 'skipped', reason: `left by ${actor.name} on ${sayDate(today)}` });
      await event('message.left', 'skipped');
      return `${what}, is left. It stays on record that it was not delivered.`;
  }
}

/** Let every card that shows undelivered messages say what is true now. */
async function refreshWarnings({ tx, outbox }: Context): Promise<void> {
  const { problems } = await readState(tx);
  const batches = Object.values(problems).flatMap(({ batch }) => batch ?? []);
  for (const subject of new Set([...batches, UNDELIVERED])) await outbox.refresh(subject);
}
