// Who is in a group or channel, as the Bot Connector tells it.
import { z } from 'zod';
import type { Member } from '../chat/contract.ts';
import type { TeamsAddress } from './address.ts';
import type { Failure } from './failures.ts';

// Between 50 and 500; what Microsoft takes without being told.
const PAGE_SIZE = 200;
const MOST_PAGES = 20;

const text = z.string().min(1).max(1000).nullish().catch(undefined);
const Page = z.object({
  members: z.array(
    z.object({
      id: z.string().min(1).max(1000),
      objectId: text,
      aadObjectId: text,
      tenantId: text,
      userRole: text,
    }),
  ),
  continuationToken: z.string().max(10_000).nullish(),
});

/** Everybody who is there; undefined members when what came is no list, or does not end. */
export interface Roster {
  members: Member[] | undefined;
  failure?: undefined;
}

type Asked = { value: unknown; failure?: undefined } | { failure: Failure };

/** Read the pages one after the other. A part of a list is none: it would say of people who are there that they are not. */
export async function readRoster(
  of: TeamsAddress,
  ask: (query: string) => Promise<Asked>,
): Promise<Roster | { failure: Failure }> {
  const members: Member[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ pageSize: String(PAGE_SIZE), ...(token ? { continuationToken: token } : {}) });
    const asked = await ask(query.toString());
    if (asked.failure) return { failure: asked.failure };
    const read = Page.safeParse(asked.value);
    if (!read.success) return { members: undefined };
    members.push(...read.data.members.map((member) => memberOf(member, of.tenantId)));
    token = read.data.continuationToken || undefined;
    if (token === undefined) return { members };
  }
  return { members: undefined };
}

// Whoever writes there is known under the conversation's tenant; at home, under their own.
function memberOf(member: z.infer<typeof Page>['members'][number], tenant: string): Member {
  const { id, objectId, aadObjectId, tenantId, userRole } = member;
  const isOutside = tenantId != null && tenantId.toLowerCase() !== tenant.toLowerCase();
  return {
    userId: objectId ?? aadObjectId ?? `mri:${id}`,
    tenants: [...new Set([tenant, ...(tenantId == null ? [] : [tenantId])])],
    isGuest: isOutside || /^(guest|anonymous)$/i.test(userRole ?? ''),
  };
}
