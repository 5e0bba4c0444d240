// Somebody leaves, or is back.
import { z } from 'zod';
import { type Command, command } from '../chat/contract.ts';
import { Refusal } from '../chat/refusal.ts';
import { countOpenActions, endAccess, endLeave, findLeftOn, listSeatsOf } from './leaving.records.ts';
import { getPersonNamed } from './naming.ts';

/** Those who let people in and out. */
export const OFFICE = ['PROGRAMME_DIRECTOR', 'CLERK', 'HEAD_OF_STANDARDS', 'BUSINESS_SUPPORT_OFFICER'];

const leaveCommand = command({
  name: 'people.leave',
  help: 'Record that somebody has left: access ends at once, history stays.',
  typed: {
    words: 'person left',
    usage: 'person left NAME',
    example: 'person left Ada Okafor',
    parse: (rest) => ({ name: rest }),
  },
  input: z.object({ name: z.string().trim().min(1, 'Say who has left.').max(200, 'That name is too long.') }),
  may: [{ roles: OFFICE, where: 'partnership' }],
  async run({ name }, { tx, now, today, partnership, actor, outbox, happened }) {
    const person = await getPersonNamed(tx, name, { partnershipId: partnership.id, today });
    if (person.id === actor.personId) throw new Refusal('Somebody else has to record that you have left.');
    const open = await countOpenActions(tx, person.id);
    const seats = await listSeatsOf(tx, person.id, today);
    await endAccess(tx, person.id, { now, today });
    await happened({
      event: 'person.left',
      subject: `person:${person.id}`,
      before: { leftOn: null },
      after: { leftOn: today },
    });
    await outbox.refresh(`person:${person.id}`);
    const handOver =
      open === 0
        ? ''
        : ` ${open === 1 ? '1 open action needs' : `${open} open actions need`} a new owner: type “action list ${person.name}”, and the board’s chair or clerk types “action reassign”.`;
    return {
      said: `${person.name} has left: their access ended now, and everything they decided stays on record.${vacantInWords(seats)}${handOver} If that is a mistake, type “person back ${person.name}”.`,
      isPrivate: true,
    };
  },
});

/** Which seats are vacant now, and what to do about a board that nobody chairs or clerks any more. */
function vacantInWords(seats: Awaited<ReturnType<typeof listSeatsOf>>): string {
  return seats
    .map(({ board, isChair, isClerk }) => {
      if (isChair) return ` Nobody chairs ${board} now: type “board show ${board}” and choose a chair.`;
      if (isClerk) return ` ${board} has no clerk now: type “board seat NAME as clerk on ${board}”.`;
      return ` The seat on ${board} is vacant.`;
    })
    .join('');
}

const returnCommand = command({
  name: 'people.return',
  help: 'Record that somebody who was recorded as having left is here after all.',
  typed: {
    words: 'person back',
    usage: 'person back NAME',
    example: 'person back Ada Okafor',
    parse: (rest) => ({ name: rest }),
  },
  input: z.object({ name: z.string().trim().min(1, 'Say who is back.').max(200, 'That name is too long.') }),
  may: [{ roles: OFFICE, where: 'partnership' }],
  async run({ name }, { tx, today, partnership, outbox, happened }) {
    const person = await getPersonNamed(tx, name, { partnershipId: partnership.id, today, left: 'first' });
    const leftOn = await findLeftOn(tx, person.id, today);
    if (leftOn === undefined) return { said: `${person.name} has not left.`, isPrivate: true };
    await endLeave(tx, person.id, today);
    await happened({
      event: 'person.returned',
      subject: `person:${person.id}`,
      before: { leftOn },
      after: { leftOn: null },
    });
    await outbox.refresh(`person:${person.id}`);
    return {
      said: `${person.name} is back, without the roles and seats that ended. Give roles by the import and a new code with “invite ${person.name}”.`,
      isPrivate: true,
    };
  },
});

export const leavingCommands: Command[] = [leaveCommand, returnCommand];
