// Joining by e-mail. The address in the list of people is a hint, never who somebody is: somebody of the office has a link sent
// there, and whoever opens it is the person. Until then nothing else goes to the address.
import { z } from 'zod';
import { type CardKind, type Command, type Context, command, type Outbox, type Sender } from '../chat/contract.ts';
import { requeueFor } from '../chat/outbox.ts';
import { Refusal } from '../chat/refusal.ts';
import { template } from '../chat/template.ts';
import type { Tx } from '../store/database.ts';
import { bind, findBound } from './joining.records.ts';
import { CODE_DAYS } from './joining.ts';
import {
  findEmail,
  findHolder,
  findInvitation,
  MAIL,
  writeAccepted,
  writeInvitation,
} from './mail-invitations.records.ts';

const Address = z.email().max(254).toLowerCase();

/**
 * Have a joining link sent to the address that a person has in the list of people, and give the address. Somebody who has
 * joined there gets a new link. Refuses a person without an address, and an address that leads to somebody else.
 */
export async function inviteByMail(
  tx: Tx,
  person: { id: number; name: string },
  { now, requestId, outbox }: { now: Date; requestId: string; outbox: Outbox },
): Promise<{ address: string }> {
  const given = await findEmail(tx, person.id);
  if (given === undefined || given.trim() === '')
    throw new Refusal(
      `There is no e-mail address for ${person.name}. Put it in the list of people, in the column email, and have the list imported again.`,
    );
  const address = Address.safeParse(given.trim());
  if (!address.success)
    throw new Refusal(
      `“${given}” is no e-mail address. Mend it in the list of people, in the column email, and have the list imported again.`,
    );
  const holder = await findHolder(tx, address.data);
  if (holder && holder.id !== person.id)
    throw new Refusal(
      `${holder.name} has joined with the address ${address.data}. Each person needs an address that nobody else reads.`,
    );
  const expiresAt = new Date(now.getTime() + CODE_DAYS * 86_400_000);
  const invitation = { address: address.data, person, invitedAt: now, expiresAt };
  const { conversationId, isBack } = await writeInvitation(tx, invitation);
  // The address is believed to work again: what did not reach it is tried once more.
  if (isBack) await requeueFor(tx, now, person.id, conversationId);
  await outbox.post({
    key: `mail-invitation:${person.id}:${requestId}`,
    card: 'mail-invitation',
    subject: `person:${person.id}`,
    to: { conversationId },
    validUntil: expiresAt,
  });
  return { address: address.data };
}

/** What is said to whoever had a link sent. */
export function sentInWords(name: string, address: string): string {
  return `A joining link for ${name} goes to ${address}. It works once, within ${CODE_DAYS} days, and whoever opens it is taken for ${name}: they should not forward it. If it does not come, ask whoever runs Convenor whether e-mail is set up.`;
}

const NO_LONGER_OPEN =
  'This invitation is no longer open. Ask your board’s clerk or the programme office to invite you by e-mail again.';

const acceptCommand = command({
  name: 'people.accept',
  help: 'Join with the link that came by e-mail.',
  input: z.object({}),
  may: 'anyone',
  forStrangers: true,
  async run(_, context) {
    const { tx, now, place, happened } = context;
    const { sender } = context as Context & { sender: Sender };
    // Only the room that sent the link can say that it was opened.
    if (sender.platform !== MAIL.platform) throw new Refusal('This is done with the link in the e-mail.');
    const address = sender.userId;
    const invitation = await findInvitation(tx, address);
    const known = await findBound(tx, sender, now);
    if (!invitation || invitation.expiresAt <= now) throw new Refusal(NO_LONGER_OPEN);
    const { person } = invitation;
    const hasLeft = person.leftOn !== null && person.leftOn <= now;
    if (hasLeft || (known && known.id !== person.id)) throw new Refusal(NO_LONGER_OPEN);
    const said = `Welcome, ${person.name.split(' ')[0]}. I know you now as ${person.name}.`;
    if (known) return { said, isPrivate: true };
    if (invitation.acceptedAt !== null) throw new Refusal(NO_LONGER_OPEN);
    await bind(tx, sender, person, now);
    await writeAccepted(tx, address, person.id, now);
    await happened({ event: 'person.joined', subject: `person:${person.id}`, after: { platform: place.platform } });
    return { said, isPrivate: true };
  },
});

const invitationCard = template(
  'mail-invitation',
  z.strictObject({ fallback: z.string(), welcome: z.string(), next: z.string() }),
);

const invitationKind: CardKind = {
  name: 'mail-invitation',
  async show(_, { partnership: { name } }) {
    const card = invitationCard({
      fallback: `${name} invites you to answer your boards on a page of your own.`,
      welcome: `${name} convenes its boards with Convenor. What a board asks of you comes to you as an e-mail with a link, and you answer it here.`,
      next: 'Type “home” for all that waits for you, or “help” for what you can do here.',
    });
    return { card, revision: 0 };
  },
};

export const mailCommands: Command[] = [acceptCommand];
export const mailCards: CardKind[] = [invitationKind];
