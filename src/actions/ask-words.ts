// What became of an ask, in sentences: for those who answer, and for the asker.
import { sayDate } from '../calendar/index.ts';
import type { Reading } from '../chat/contract.ts';
import { refOf } from '../chat/refs.ts';
import { nameOf } from '../people/index.ts';
import type { Ask } from './asking.records.ts';
import type { Action } from './records.ts';
import { dayOfInstant, hasOwnerLeft } from './telling.ts';

export interface Ending {
  title: string;
  said: string;
}

/** How an ask ended, for those who could have answered it. */
export async function endingForDeciders(reading: Reading, ask: Ask, action: Action): Promise<Ending> {
  const ref = refOf('ACT', action.id);
  if (ask.state === 'void') return overtaken(reading, ask, action);
  const { who, on } = await decided(reading, ask);
  if (ask.state === 'refused')
    return {
      title: ask.kind === 'date' ? 'Refused: the date stays' : 'Refused: the owner stays',
      said: `${who} refused on ${on}.`,
    };
  if (ask.kind === 'date')
    return {
      title: 'Another date is agreed',
      said: `${who} agreed on ${on}: ${ref} was moved to ${sayDate(ask.wantedOn!)}.`,
    };
  return { title: 'Given to somebody else', said: `${who} gave it to somebody else on ${on}.` };
}

/** What else made an answer needless: said by what is true of the action now. */
async function overtaken(reading: Reading, ask: Ask, action: Action): Promise<Ending> {
  const title = 'Nothing is left to decide';
  const asker = ask.askedBy.name;
  const { who, on } = await decided(reading, ask);
  if (action.state === 'done') return { title, said: `${who} marked the action as done on ${on}.` };
  if (action.state === 'cancelled') return { title, said: `${who} called the action off.` };
  if (action.ownerId !== ask.askedById)
    return { title, said: `The action is no longer with ${asker}: it is with ${action.owner.name} now.` };
  if (hasOwnerLeft(reading, action)) return { title, said: `${asker} has left. The action needs another owner.` };
  if (action.dueRevision !== ask.dueRevision)
    return { title, said: `${who} set another date: the action is due on ${sayDate(action.dueOn)} now.` };
  return { title, said: `${asker} has asked for something else since. It is on a card of its own.` };
}

/** How an ask ended, for the person who asked. */
export async function endingForAsker(reading: Reading, ask: Ask, action: Action): Promise<Ending> {
  const { who } = await decided(reading, ask);
  const stays = action.dueRevision === ask.dueRevision ? ` It stays due on ${sayDate(action.dueOn)}.` : '';
  switch (ask.state) {
    case 'granted':
      if (ask.kind === 'notMine')
        return {
          title: 'It is not yours any more',
          said: `${who} gave it to somebody else. You need do nothing more.`,
        };
      return {
        title: 'You have more time',
        said: `${who} agreed. It is due on ${sayDate(ask.wantedOn!)} now, and reminders start again for that day.`,
      };
    case 'refused':
      if (ask.kind === 'notMine')
        return { title: 'It stays with you', said: `${who} decided that it stays with you.${stays}` };
      return { title: 'The date stays', said: `${who} did not agree to ${sayDate(ask.wantedOn!)}.${stays}` };
    case 'void':
    case 'open':
      return settledOtherwise(who, ask, action);
  }
}

function settledOtherwise(who: string, ask: Ask, action: Action): Ending {
  const title = 'What you asked is settled';
  if (action.state === 'done') return { title, said: `${who} marked it as done. You need do nothing more.` };
  if (action.ownerId !== ask.askedById)
    return { title, said: `${who} gave it to somebody else. You need do nothing more.` };
  if (ask.kind === 'date')
    return { title, said: `${who} set another date than you asked for: it is due on ${sayDate(action.dueOn)} now.` };
  return {
    title,
    said: `${who} set a new date: it is due on ${sayDate(action.dueOn)} now. If it still is not yours, say so again.`,
  };
}

async function decided(reading: Reading, { decidedById, decidedAt }: Ask): Promise<{ who: string; on: string }> {
  const who = decidedById === null ? 'Somebody' : await nameOf(reading.tx, decidedById);
  return { who, on: decidedAt === null ? '' : sayDate(dayOfInstant(decidedAt, reading)) };
}
