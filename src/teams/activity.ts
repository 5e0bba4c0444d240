// What the bot reads of an activity, and nothing else of it: the rest never gets past this schema. A part of the wrong shape
// counts as missing, since any JSON may arrive; only an activity without a type or a place to answer is refused.
import { z } from 'zod';

const id = z.string().min(1).max(1000);
const words = z.string().max(2000).nullish().catch(undefined);

const Account = z.object({
  id,
  aadObjectId: id.nullish().catch(undefined),
  name: words,
  role: words,
  isTargeted: z.boolean().nullish().catch(undefined),
});
export type Account = z.infer<typeof Account>;

const Named = z.object({ id, name: words }).nullish().catch(undefined);

const Mention = z.object({
  type: z.literal('mention'),
  text: words,
  mentioned: z.object({ id, name: words }),
});
export type Mention = z.infer<typeof Mention>;

const accounts = z.array(Account.nullable().catch(null)).max(500).nullish().catch(undefined);

export const Activity = z.object({
  type: z.string().min(1).max(100),
  channelId: z.string().min(1).max(100),
  serviceUrl: z.url({ protocol: /^https?$/ }).max(500),
  conversation: z.object({
    id,
    conversationType: words,
    tenantId: words,
    isGroup: z.boolean().nullish().catch(undefined),
    name: words,
  }),
  id: id.nullish().catch(undefined),
  replyToId: id.nullish().catch(undefined),
  name: words,
  action: words,
  text: z.string().nullish().catch(undefined),
  value: z.unknown().optional(),
  from: Account.nullish().catch(undefined),
  recipient: Account.nullish().catch(undefined),
  entities: z
    .array(z.unknown())
    .max(500)
    .nullish()
    .catch(undefined)
    .transform((entities): Mention[] => (entities ?? []).flatMap((entity) => Mention.safeParse(entity).data ?? [])),
  membersAdded: accounts,
  membersRemoved: accounts,
  channelData: z
    .object({
      tenant: z.object({ id }).nullish().catch(undefined),
      team: Named,
      channel: Named,
      eventType: words,
    })
    .nullish()
    .catch(undefined),
});
export type Activity = z.infer<typeof Activity>;
