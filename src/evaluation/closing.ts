// An officer closes a round: nobody is asked any more, and who answers after all is still heard.
import { z } from 'zod';
import { today as dayIn, sayDate } from '../calendar/index.ts';
import { type Command, type Context, command } from '../chat/contract.ts';
import { listInWords } from '../chat/permission.ts';
import { Ref, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { refreshReminders } from '../reminders/index.ts';
import { ROUND_OFFICERS } from './officers.ts';
import {
  closeRound,
  findRound,
  getRoundLocked,
  listOutstanding,
  listUnclosedRounds,
  type Round,
} from './rounds.records.ts';

const close = command({
  name: 'round.close',
  help: 'Close a round: nobody is asked or reminded any more; late answers are still taken.',
  typed: {
    words: 'round close',
    usage: 'round close [NAME]',
    example: 'round close Autumn 2026',
    parse: (rest) => ({ name: rest }),
  },
  input: z.object({
    name: z.string().trim().max(80, 'That is too long for a round’s name.').default(''),
    roundId: Ref('RND').optional(),
  }),
  may: ROUND_OFFICERS,
  async run({ name, roundId }, context) {
    const { tx, now, partnership, outbox, happened } = context;
    const round = await getRoundLocked(tx, partnership.id, roundId ?? (await roundFor(name, context)).id);
    if (round.closedAt !== null) {
      const on = sayDate(dayIn(round.closedAt, partnership.timeZone));
      return { said: `${round.name} was closed already, on ${on}.`, isPrivate: true };
    }
    await closeRound(tx, round.id, now);
    const subject = subjectOf('RND', round.id);
    const outstanding = await listOutstanding(tx, round.id);
    const asked = outstanding.map(({ evaluationId }) => subjectOf('EVA', evaluationId));
    await happened({ event: 'round.closed', subject, after: { name: round.name, outstanding: asked.length } });
    await outbox.closeQuestions(asked);
    for (const one of [subject, ...asked]) await outbox.refresh(one);
    await refreshReminders(context, asked);
    return {
      said: sayClosed(
        round,
        outstanding.map(({ school }) => school),
      ),
      isPrivate: true,
    };
  },
});

/** The round that was named; without a name the only one that is open. */
async function roundFor(name: string, { tx, partnership }: Context): Promise<Round> {
  if (name !== '') {
    const named = await findRound(tx, partnership.id, name);
    if (named) return named;
    throw new Refusal(`There is no round called “${name}”. Type round status to see those that are open.`);
  }
  const open = await listUnclosedRounds(tx, partnership.id);
  if (open.length === 1) return open[0]!;
  if (open.length === 0) throw new Refusal('No round is open.');
  throw new Refusal(
    `Which round? Type round close and its name: ${listInWords(
      open.map((one) => one.name),
      'or',
    )}.`,
  );
}

const MOST_NAMED = 6;

function sayClosed({ name }: Round, schools: string[]): string {
  if (schools.length === 0) return `${name} is closed. Every school has answered.`;
  const named = schools.slice(0, MOST_NAMED);
  if (schools.length > named.length) named.push(`${schools.length - named.length} more`);
  const has = schools.length === 1 ? 'has not answered and is' : 'have not answered and are';
  return `${name} is closed. ${listInWords(named)} ${has} asked no more. A late answer is still taken, and marked as late.`;
}

export const closingCommands: Command[] = [close];
