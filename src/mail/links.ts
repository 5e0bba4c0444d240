// The link in an e-mail: 32 random bytes for one person and one message, used once within a fortnight. Programs that look into
// e-mails open links too, so that only a press on the page behind it uses it up.
import { randomBytes } from 'node:crypto';
import type { Door, Place, Sender } from '../chat/contract.ts';
import { hashOf } from '../chat/tokens.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { letterOf, wordsOf } from './letter.ts';
import type { PostOffice } from './post-office.ts';
import { countAskedFor, findLink, findReader, MAIL, type Reader, useUp, writeLink } from './records.ts';

export const LINK_DAYS = 14;
export const VISIT_HOURS = 4;
/** How many links somebody may ask for in an hour. */
export const MOST_ASKED = 3;

const HOUR_MS = 3_600_000;

export interface LinksOptions {
  prisma: PrismaClient;
  door: Door;
  office: PostOffice;
  from: string;
  /** The program's address as people reach it, without a slash at its end. */
  publicUrl(): string;
  now(): Date;
}

/** What came of opening a link: the cookie of a visit and the message to begin with, or why not. */
export type Entered =
  | { kind: 'in'; cookie: string; messageId: number | null }
  | { kind: 'over' }
  | { kind: 'refused'; said: string };

export type Links = ReturnType<typeof openLinks>;

/** Who a reader is at the door: whoever opens what is sent to their address. */
export const senderOf = ({ address }: Reader): Sender => ({ ...MAIL, userId: address });

/** Where a reader is answered: on their own page, which nobody else sees. */
export const placeOf = ({ address, name }: Reader): Place => ({
  ...MAIL,
  externalId: address,
  kind: 'personal',
  isPrivate: true,
  name,
});

/** Open the way to make links, to open a page with one, and to send a new one. */
export function openLinks({ prisma, door, office, from, publicUrl, now }: LinksOptions) {
  /** Make a link that opens a reader's page at a message. */
  async function make(reader: Reader, messageId: number | null, isAskedFor = false) {
    const token = newSecret();
    const createdAt = now();
    const expiresAt = new Date(createdAt.getTime() + LINK_DAYS * 24 * HOUR_MS);
    const { conversationId, personId } = reader;
    const row = { tokenHash: hashOf(token), conversationId, personId, messageId, isAskedFor, createdAt, expiresAt };
    return { row, link: `${publicUrl()}/m/${token}`, expiresAt };
  }

  return {
    async letterFor(reader: Reader, messageId: number, message: { summary: string; key: string }) {
      const { row, ...told } = await make(reader, messageId);
      await writeLink(prisma, row);
      const words = wordsOf({ summary: message.summary, ...told });
      return letterOf(words, { from, to: reader.address, key: message.key, at: now() });
    },

    /** Open a page with a link. Whoever has not joined yet joins by it. */
    async enter(token: string): Promise<Entered> {
      const found = await findLink(prisma, hashOf(token));
      if (!found || found.usedAt !== null || found.expiresAt <= now()) return { kind: 'over' };
      const reader = await findReader(prisma, found.conversationId, now());
      if (reader?.personId !== found.personId) return { kind: 'over' };
      if (!reader.hasJoined) {
        const joined = await door.handle({
          key: `mail-join:${found.id}`,
          from: senderOf(reader),
          place: placeOf(reader),
          personal: placeOf(reader),
          deed: { kind: 'command', name: 'people.accept', input: {} },
        });
        if (joined.outcome !== 'done') return { kind: 'refused', said: joined.said ?? 'That could not be done.' };
      }
      const cookie = newSecret();
      const startedAt = now();
      const expiresAt = new Date(startedAt.getTime() + VISIT_HOURS * HOUR_MS);
      const isIn = await useUp(prisma, found, { tokenHash: hashOf(cookie), startedAt, expiresAt });
      return isIn ? { kind: 'in', cookie, messageId: found.messageId } : { kind: 'over' };
    },

    /** Send a new link to where an old one went. Says nothing of whether there was such a link. */
    async sendAgain(token: string): Promise<'done' | 'not now'> {
      const old = await findLink(prisma, hashOf(token));
      const reader = old && (await findReader(prisma, old.conversationId, now()));
      if (!old || reader?.personId !== old.personId) return 'done';
      const { row, ...told } = await make(reader, old.messageId, true);
      const isAllowed = await prisma.$transaction(async (tx) => {
        const since = new Date(row.createdAt.getTime() - HOUR_MS);
        if ((await countAskedFor(tx, old.conversationId, since)) >= MOST_ASKED) return false;
        await writeLink(tx, row);
        return true;
      });
      if (!isAllowed) return 'done';
      const words = wordsOf({ summary: 'The new link to your page with Convenor.', ...told });
      const letter = await letterOf(words, { from, to: reader.address, key: row.tokenHash, at: row.createdAt });
      const sent = await office.send(letter);
      return sent.kind === 'sent' || sent.kind === 'uncertain' ? 'done' : 'not now';
    },
  };
}

const newSecret = () => randomBytes(32).toString('base64url');
