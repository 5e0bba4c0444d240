// From a request to its answer: who asks, what it means, and whether it changes anything. All that is read on the way is read
// before any transaction; only a decision needs one.
import { type Asking, repeat } from './answers.ts';
import { meet, settled, settleIn } from './arrival.ts';
import type { Answer, Reading, Request } from './contract.ts';
import { decide } from './deciding.ts';
import type { HouseParts } from './door.ts';
import { findMeaning, meaningForStranger, NO_PARTNERSHIP } from './meaning.ts';
import { ask } from './questions.ts';

/** An answer, and what was asked for: a command's name, or `none` when it meant nothing. */
export interface Handled {
  command: string;
  answer: Answer;
}

/** Answer a request. Throws a Conflict when somebody else was faster, so that it is answered anew. */
export async function answer(house: HouseParts, request: Request, requestId: string): Promise<Handled> {
  const now = house.clock.now();
  const arrival = await meet(house, house.prisma, request, now);
  const { found, actor, receipt } = arrival;
  if (!found) return said(requestId, NO_PARTNERSHIP);
  // Of a stranger nothing is kept, not even where they spoke, unless they say who they are.
  const strangers = actor ? undefined : meaningForStranger(house, request);
  if (strangers?.kind === 'said') return said(requestId, strangers.said);

  const conversation =
    settled(request, arrival, now) ?? (await house.prisma.$transaction((tx) => settleIn(tx, request, arrival, now)));
  const reading: Reading = { tx: house.prisma, now, ...found };
  const asking: Asking = { house, reading, conversation, actor, requestId, tab: request.tab };
  if (receipt) return repeat(asking, receipt);

  const meaning = strangers ?? (await findMeaning(asking, request, arrival.token));
  switch (meaning.kind) {
    case 'said':
      return said(requestId, meaning.said);
    case 'open': {
      // The same token: what the form sends is checked against the card that it was opened from.
      const form = { form: meaning.form, token: meaning.token };
      return { command: meaning.command, answer: { outcome: 'done', requestId, isPrivate: true, form } };
    }
    case 'command': {
      const { snapshot } = arrival;
      return {
        command: meaning.command.name,
        answer: meaning.command.isQuestion
          ? await ask({ ...asking, reading: { ...reading, snapshot } }, request, meaning)
          : await decide(asking, request, meaning, arrival.key),
      };
    }
  }
}

/** Words instead of a deed: nothing was done. */
function said(requestId: string, words: string): Handled {
  return { command: 'none', answer: { outcome: 'refused', requestId, said: words, isPrivate: true } };
}
