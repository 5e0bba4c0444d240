// Who a visitor chose to be, and which chats that person sees.
import type { Place, Sender } from '../chat/contract.ts';
import { BadRequest } from '../page/errors.ts';
import type { Records } from '../page/records.ts';
import type { Demo, Persona } from './demo.ts';

export interface Visit {
  persona: Persona;
  sender: Sender;
  place: Place;
  personal: Place;
  conversationId: number;
}

export type Visitors = ReturnType<typeof openVisitors>;

/** The page's name for a person's own chat. */
export const chatOf = (personId: number) => `person-${personId}`;

/** Open the ways to find who somebody says they are, and the chat that they enter. */
export function openVisitors(demo: Demo, records: Records) {
  return {
    /** Find the person `as` in the demonstration. Refuses a number that nobody has. */
    async persona(as: number): Promise<Persona> {
      const found = (await demo.personas()).find((persona) => persona.personId === as);
      if (!found) throw new BadRequest(404, `Nobody in the demonstration has the number ${as}. See /api/local/people.`);
      return found;
    },

    /** Enter a chat as a person. Refuses other people's chats and channels that do not exist. */
    async visit(as: number, chat: string): Promise<Visit> {
      const persona = await this.persona(as);
      const personal = personalPlace(persona);
      const sender: Sender = { platform: 'web', tenant: 'local', userId: chatOf(as) };
      if (chat === personal.externalId)
        return {
          persona,
          sender,
          place: personal,
          personal,
          conversationId: await records.conversationOf(personal, as),
        };

      const channel = (await demo.channels()).find((one) => one.externalId === chat);
      if (!channel)
        throw chat.startsWith('person-')
          ? new BadRequest(
              403,
              `${persona.name} can read only their own chat, ${personal.externalId}, and the channels.`,
            )
          : new BadRequest(404, 'There is no such chat. See /api/local/channels.');
      const place: Place = { platform: 'web', tenant: 'local', externalId: chat, kind: 'channel', name: channel.name };
      return { persona, sender, place, personal, conversationId: channel.conversationId };
    },
  };
}

function personalPlace({ personId, name }: Persona): Place {
  return { platform: 'web', tenant: 'local', externalId: chatOf(personId), kind: 'personal', isPrivate: true, name };
}
