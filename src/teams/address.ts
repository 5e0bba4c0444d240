// Where a message goes, in columns of our own making: the SDK's conversation reference changes its fields with the SDK.
import { z } from 'zod';
import type { Json } from '../chat/contract.ts';

export const TeamsAddress = z.object({
  serviceUrl: z.string().min(1),
  /** `msteams`, or a local client's own word. */
  channelId: z.string().min(1),
  tenantId: z.string().min(1),
  botId: z.string().min(1),
  botName: z.string().optional(),
  /** Missing while the one-to-one chat is still to be made. */
  conversationId: z.string().min(1).optional(),
  /** The person's id for this bot, with which a one-to-one chat is made. */
  userMri: z.string().min(1).optional(),
  needsCreate: z.boolean().optional(),
  teamId: z.string().optional(),
});
export type TeamsAddress = z.infer<typeof TeamsAddress>;

/** The address as it is stored with a conversation. */
export function toStored(address: TeamsAddress): Record<string, Json> {
  return Object.fromEntries(Object.entries(address).filter(([, value]) => value !== undefined)) as Record<string, Json>;
}
