import { z } from 'zod';
import { type Command, type Context, command, type Sender } from '../chat/contract.ts';
import { roleLabel } from '../chat/permission.ts';
import { getSchool } from '../schools/records.ts';
import { CODE_DAYS, join, makeJoinCode } from './joining.ts';
import { leavingCommands, OFFICE } from './leaving.ts';
import { inviteByMail, mailCommands, sentInWords } from './mail-invitations.ts';
import { getPersonNamed } from './naming.ts';

const joinCommand = command({
  name: 'people.join',
  help: 'Tell me who you are, with the code that you were given.',
  typed: { words: 'join', usage: 'join CODE', example: 'join KDR-724-FWM', parse: (rest) => ({ code: rest }) },
  input: z.object({
    code: z
      .string()
      .trim()
      .min(1, 'Type the code after the word join.')
      .max(40, 'That is too long for a code. Type only the code after the word join.'),
  }),
  may: 'anyone',
  forStrangers: true,
  async run({ code }, context) {
    const { tx, now, place, happened } = context;
    const joined = await join(tx, (context as Context & { sender: Sender }).sender, code, now);
    await happened({
      event: 'person.joined',
      subject: `person:${joined.personId}`,
      after: { platform: place.platform },
    });
    const first = joined.name.split(' ')[0];
    return {
      said: `Welcome, ${first}. I know you now as ${joined.name}. Type home for what is waiting for you, or help for what I can do.`,
      isPrivate: true,
    };
  },
});

const inviteCommand = command({
  name: 'people.invite',
  help: 'Get a join code for somebody, to pass on to them alone, or have a joining link sent by e-mail.',
  typed: {
    words: 'invite',
    usage: 'invite NAME [by e-mail]',
    example: 'invite Ada Okafor',
    parse(rest) {
      const byMail = /^(.*?)[\s,]+(?:by|per|via)\s+e-?mail\s*[.!]?$/i.exec(rest.trim());
      return byMail ? { name: byMail[1], byMail: true } : { name: rest };
    },
  },
  input: z.object({
    name: z.string().trim().min(1, 'Say whom to invite.').max(200, 'That name is too long.'),
    byMail: z.boolean().default(false),
  }),
  may: [{ roles: OFFICE, where: 'partnership' }],
  async run({ name, byMail }, { tx, now, today, partnership, happened, requestId, outbox }) {
    const person = await getPersonNamed(tx, name, { partnershipId: partnership.id, today });
    if (byMail) {
      const { address } = await inviteByMail(tx, person, { now, requestId, outbox });
      await happened({ event: 'person.invited', subject: `person:${person.id}`, after: { platform: 'mail' } });
      return {
        said: sentInWords(person.name, address),
        keptSaid: `A joining link for ${person.name} was sent by e-mail.`,
        isPrivate: true,
      };
    }
    const { code } = await makeJoinCode(tx, person.id, now);
    await happened({ event: 'person.invited', subject: `person:${person.id}` });
    return {
      said: `Give ${person.name} this code, and nobody else: ${code}. They type “join ${code}” to me within ${CODE_DAYS} days. Codes given to them before no longer work.`,
      keptSaid: `The code for ${person.name} was shown once and is kept nowhere. Type “invite ${person.name}” for a new one.`,
      isPrivate: true,
    };
  },
});

const whoCommand = command({
  name: 'people.who',
  help: 'See who I think you are, and your roles today.',
  typed: { words: 'who am i', usage: 'who am I', example: 'who am I', parse: () => ({}) },
  input: z.object({}),
  isQuestion: true,
  may: 'anyone',
  async run(_, { tx, actor, partnership }) {
    const roles = [];
    for (const held of actor.roles) {
      const where = held.schoolId === null ? partnership.name : (await getSchool(tx, held.schoolId)).name;
      roles.push(`${roleLabel(partnership.framework, held.role)}, ${where}`);
    }
    const list = roles.length === 0 ? 'You hold no role today.' : `Your roles today: ${roles.join('; ')}.`;
    return { said: `You are ${actor.name}. ${list}`, isPrivate: true };
  },
});

export const commands: Command[] = [joinCommand, inviteCommand, ...mailCommands, ...leavingCommands, whoCommand];
