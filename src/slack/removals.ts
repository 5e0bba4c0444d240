// Slack tells when an app is removed or its tokens are revoked. Such an event may be old: Slack repeats them, and the app may
// have been installed again meanwhile. So what counts is whether Slack still accepts the token.
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { Installations } from './installations.ts';
import type { Workspaces } from './workspaces.ts';

const Id = z.string().min(1).max(100).nullish();

const Removal = z.object({
  type: z.literal('event_callback'),
  team_id: Id,
  enterprise_id: Id,
  event_time: z.number().optional(),
  event: z.object({ type: z.enum(['app_uninstalled', 'tokens_revoked']) }),
});

/** Slack's clock and ours may differ by so much. */
const SKEW_MS = 60_000;

export interface RemovalsOptions {
  installations: Installations;
  workspaces: Workspaces;
  log: Log;
}

/** Hear that access was withdrawn. Says whether it was such an event; rejects when Slack cannot be asked, so that it comes again. */
export function openRemovals({ installations, workspaces, log }: RemovalsOptions): (body: unknown) => Promise<boolean> {
  return async (body) => {
    const heard = Removal.safeParse(body);
    if (!heard.success) return false;
    const { team_id: team, enterprise_id: enterprise, event_time: seconds, event } = heard.data;
    for (const one of await installations.find([team, enterprise].filter((id) => id != null))) {
      if (one.removedAt !== null) continue;
      const isOlder = seconds !== undefined && seconds * 1000 + SKEW_MS < one.installedAt.getTime();
      log.warn({ platform: 'slack', tenant: one.tenant, event: event.type, old: isOlder }, 'Slack told of a removal');
      if (!isOlder) await workspaces.examine(one);
    }
    return true;
  };
}
