// E-mail as delivery sees it: what is said stands on the person's page, and an e-mail says that it is there. A change is shown
// on the page and not written again.
import type { Message, Outcome, Platform } from '../chat/contract.ts';
import type { Log } from '../log.ts';
import type { Drawing } from '../page/draw.ts';
import type { Records } from '../page/records.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import type { Links } from './links.ts';
import type { PostOffice } from './post-office.ts';
import { findReader } from './records.ts';

const GIVEN_UP: Outcome = {
  kind: 'refused',
  unreachable: true,
  reason: 'is no longer known by this e-mail address, or the invitation is over',
};

/** Make the platform that puts a card on somebody’s page and sends them an e-mail with a link to it. */
export function mailPlatform(house: {
  prisma: PrismaClient;
  records: Records;
  draw: Drawing;
  links: Links;
  office: PostOffice;
  log: Log;
  now(): Date;
}): Platform {
  const { prisma, records, draw, links, office, log } = house;

  async function stored(what: string, work: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await work();
    } catch (error) {
      log.warn({ platform: 'mail', err: error }, what);
      return { kind: 'later', afterMs: 2000, reason: 'the database did not answer' };
    }
  }

  /** Put the message on the page, in its newest state: an earlier try may have put it there. */
  async function place(conversationId: number, personId: number, message: Message): Promise<number> {
    const said = { text: message.summary, card: draw.card(message.card) };
    const key = `mail:${message.key}`;
    const { row, isNew } = await records.write({
      conversationId,
      onlyForId: personId,
      ...said,
      at: house.now(),
      key,
    });
    if (!isNew) await records.replace(row.id, said);
    return row.id;
  }

  return {
    name: 'mail',
    // Nobody wants ten e-mails in a second, and no mail server either.
    paceMs: 1000,
    // The page holds an edit back while somebody types, and says so.
    keepsTyping: true,
    post(to, message) {
      return stored('an e-mail could not be made', async () => {
        const reader = await findReader(prisma, to.conversationId, house.now());
        if (!reader || (to.personId !== undefined && to.personId !== reader.personId)) return GIVEN_UP;
        const id = await place(to.conversationId, reader.personId, message);
        const outcome = await office.send(await links.letterFor(reader, id, message));
        // What nobody is told of is not left lying on the page, where it would not be kept true.
        if (outcome.kind === 'refused') await records.remove(id);
        return outcome.kind === 'sent' ? { kind: 'sent', messageId: String(id) } : outcome;
      });
    },
    edit(_to, messageId, message) {
      return stored('a page could not be brought up to date', async () => {
        const said = { text: message.summary, card: draw.card(message.card) };
        const row = await records.replace(Number(messageId), said);
        return row
          ? { kind: 'sent', messageId }
          : { kind: 'refused', reason: 'the message is no longer on the page', gone: true };
      });
    },
    trouble: () => office.trouble(),
    async stop() {},
  };
}
