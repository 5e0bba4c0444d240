// Join codes for everybody who has none, shown once to whoever gives them out.
import { z } from 'zod';
import { command } from '../chat/contract.ts';
import { roleLabel } from '../chat/permission.ts';
import { Refusal } from '../chat/refusal.ts';
import { CODE_DAYS, makeJoinCode } from '../people/index.ts';
import { MAY_DECIDE } from '../warnings/index.ts';
import { listWaiting } from './codes.records.ts';

/** As many as can be read, and given out, at a time. */
const AT_ONCE = 25;

export const codesCommand = command({
  name: 'setup.codes',
  help: 'Make join codes for all who have neither joined nor a code, to pass on to each of them alone.',
  typed: {
    words: 'setup codes',
    usage: 'setup codes',
    example: 'setup codes',
    parse: (rest) => (/^again\b/i.test(rest) ? { again: true } : {}),
  },
  input: z.object({ again: z.literal(true).optional() }),
  may: MAY_DECIDE,
  async run({ again }, { tx, now, today, partnership, place, happened }) {
    if (place.kind !== 'personal')
      throw new Refusal('Codes are for one person each: ask me in our own chat, where only you and I read them.');
    const { people, invited } = await listWaiting(tx, {
      partnershipId: partnership.id,
      today,
      now,
      again: again === true,
    });
    const hint =
      invited === 0
        ? ''
        : ` ${has(invited)} a code or an e-mail link that works; “setup codes again” makes new codes for them too.`;
    if (people.length === 0) return { said: `Nobody waits for a code.${hint}`, isPrivate: true };
    const lines: string[] = [];
    for (const { id, name, role, school } of people.slice(0, AT_ONCE)) {
      const { code } = await makeJoinCode(tx, id, now);
      await happened({ event: 'person.invited', subject: `person:${id}` });
      const where = school === null ? '' : ` at ${school}`;
      const what = role === null ? '' : `, ${roleLabel(partnership.framework, role)}${where}`;
      lines.push(`${name}${what}: ${code}`);
    }
    const left = people.length - lines.length;
    const more =
      left === 0 ? '' : `\n${left} more wait for a code: type “${again ? 'setup codes again' : 'setup codes'}” again.`;
    return {
      said: `Give each code to that person alone. They type “join” and the code to me within ${CODE_DAYS} days. I show them only now.\n${lines.join('\n')}${more}`,
      keptSaid: `${lines.length} ${lines.length === 1 ? 'code was' : 'codes were'} shown once and are kept nowhere. If you did not see them, type “setup codes again”.`,
      isPrivate: true,
    };
  },
});

const has = (number: number) => (number === 1 ? '1 person has' : `${number} people have`);
