// Several rounds may be open at once: every one is named, the newest first.
import { sayDate } from '../calendar/index.ts';
import type { Reading } from '../chat/contract.ts';
import { countAnswered, type Round, type RoundFacts } from './rounds.records.ts';

/** Say how far each open round is, and how to see one of them. The card that comes with it shows the newest. */
export async function sayRounds(tx: Reading['tx'], rounds: Round[]): Promise<string> {
  const lines = [];
  for (const { id, name, dueOn, closedAt } of rounds) {
    const { asked, answered } = await countAnswered(tx, id);
    lines.push(
      `- ${name}: ${answered} of ${asked} answered, ${closedAt === null ? `due ${sayDate(dueOn)}` : 'closed'}`,
    );
  }
  const [newest, other] = rounds as [Round, Round];
  return `${rounds.length} rounds, the newest first:\n${lines.join('\n')}\nThe card shows ${newest.name}. For another, type for example: round status ${other.name}`;
}

/** The schools that have still to answer, for each open round. */
export function sayOutstanding(rounds: RoundFacts[]): string {
  return rounds
    .map(
      ({ name, dueOn, asked, answered, isClosed }) =>
        `${asked - answered} of ${asked} schools (${name}, ${isClosed ? 'closed' : `due ${sayDate(dueOn)}`})`,
    )
    .join('; ');
}
