// Slack signs for every workspace that has the app, and a secret may have been another app's: what is heard comes from this
// app in this workspace. Which that is says the setting, or Slack itself when it is first needed; of many workspaces,
// what was installed (`homes.ts`).
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { SlackSettings } from '../config.ts';
import type { Log } from '../log.ts';
import type { WebClient } from './client.ts';
import { inTime } from './work.ts';

/** Where the bot's token is from. */
export interface Home {
  /** Not told by every token; Slack's signature stands for the app then. */
  appId: string | undefined;
  /** Undefined for an app that was installed for a whole organisation: then any workspace of it. */
  teamId: string | undefined;
  /** Undefined where it is not known; null for a workspace that belongs to no organisation. */
  enterpriseId: string | null | undefined;
}

const Id = z.string().max(100).nullish().catch(undefined);
const Organisation = z.object({ id: Id }).nullish().catch(undefined);
/** Slack does not tell of these whose app they are for; its signature does. */
const NAMELESS = ['shortcut', 'message_action'];

const Envelope = z.object({
  type: z.unknown().optional(),
  api_app_id: Id,
  team_id: Id,
  enterprise_id: Id,
  team: Organisation,
  enterprise: Organisation,
  is_ext_shared_channel: z.boolean().optional().catch(undefined),
  authorizations: z
    .array(z.object({ team_id: Id, enterprise_id: Id }))
    .max(100)
    .nullish()
    .catch(undefined),
});

/** What something that Slack sent says of where it comes from. */
export function originOf(body: object) {
  const envelope = Envelope.parse(body);
  const teamId = envelope.team_id || envelope.team?.id || undefined;
  const enterpriseId = envelope.enterprise_id || envelope.enterprise?.id || undefined;
  return { envelope, teamId, enterpriseId };
}

/** Why a request is not from this app in this workspace; undefined when it is. */
export function strangeness(body: object, home: Home): string | undefined {
  const { envelope, teamId, enterpriseId } = originOf(body);
  const saysNoApp = envelope.api_app_id == null && NAMELESS.includes(String(envelope.type));
  if (home.appId !== undefined && envelope.api_app_id !== home.appId && !saysNoApp) return 'another app';
  if (home.teamId === undefined) {
    const isToldTo = envelope.authorizations?.some((one) => one.enterprise_id === home.enterpriseId) === true;
    const isOurs = typeof home.enterpriseId === 'string' && (enterpriseId === home.enterpriseId || isToldTo);
    return isOurs ? undefined : 'another organisation';
  }
  // In a channel that is shared with us the event may have happened in the others' workspace.
  const isShared = envelope.is_ext_shared_channel === true;
  const isToldToUs = envelope.authorizations?.some((one) => one.team_id === home.teamId) === true;
  if (isShared) return isToldToUs ? undefined : 'another workspace';
  if (teamId !== home.teamId) return 'another workspace';
  const isElsewhere = enterpriseId !== undefined && enterpriseId !== home.enterpriseId;
  return home.enterpriseId !== undefined && isElsewhere ? 'another organisation' : undefined;
}

// Slack waits three seconds in all.
const LEARN_MS = 1500;
/** A workspace that joins an organisation changes its envelope; asked again no more often than this. */
const AGAIN_MS = 60_000;

/** Says why something is not for us; undefined when it is. Rejects while nobody can say which workspace is ours. */
export type Belongs = (body: Record<string, unknown>) => Promise<string | undefined>;

/** What belongs to the one workspace, or organisation, whose token is set. */
export function oneHome(settings: Pick<SlackSettings, 'teamId' | 'appId'>, web: WebClient): Belongs {
  let known: Promise<Home> | undefined = settings.teamId === undefined ? undefined : Promise.resolve(homeOf(settings));
  let askedAt = Number.NEGATIVE_INFINITY;

  async function ask(): Promise<Home> {
    const told = await web.auth.test();
    if (told.team_id === undefined) throw new Error('Slack did not say which workspace the token is for');
    return {
      appId: settings.appId ?? told.app_id,
      teamId: told.is_enterprise_install === true ? undefined : told.team_id,
      enterpriseId: told.enterprise_id ?? null,
    };
  }
  const learn = () => {
    askedAt = performance.now();
    const asking = ask();
    known = asking;
    asking.catch(() => {
      if (known === asking) known = undefined;
    });
    return asking;
  };

  return async (body) => {
    const reason = strangeness(body, await (known ?? learn()));
    const mayHaveMoved = settings.teamId === undefined && performance.now() - askedAt > AGAIN_MS;
    return reason !== undefined && mayHaveMoved ? strangeness(body, await learn()) : reason;
  };
}

/** Whether something is for us, found within the time that Slack gives; `unknown` when it is not. */
export async function belongsInTime(
  belongs: Belongs,
  body: Record<string, unknown>,
): Promise<'ours' | 'unknown' | { reason: string }> {
  const found = belongs(body).then(
    (reason) => (reason === undefined ? 'ours' : { reason }),
    () => 'unknown' as const,
  );
  return (await inTime(found, LEARN_MS)) ?? 'unknown';
}

/** Let through what is for us; 503 while nobody can say whether it is, so that it comes again. */
export function openBelonging(belongs: Belongs, log: Log): RequestHandler {
  return async (request, response, next) => {
    const body = request.body as Record<string, unknown>;
    // Slack asks whether the address is ours before anybody has installed anything.
    if (body['type'] === 'url_verification') return next();
    const checked = await belongsInTime(belongs, body);
    if (checked === 'unknown') {
      log.warn({ platform: 'slack', status: 503 }, 'nobody could say which Slack workspace is ours');
      response.status(503).end();
      return;
    }
    if (checked !== 'ours') {
      log.warn({ platform: 'slack', status: 403, reason: checked.reason }, 'request refused at the gate');
      response.set('X-Slack-No-Retry', '1').status(403).end();
      return;
    }
    next();
  };
}

function homeOf({ teamId, appId }: Pick<SlackSettings, 'teamId' | 'appId'>): Home {
  const isOrganisation = teamId?.startsWith('E') === true;
  return isOrganisation
    ? { appId, teamId: undefined, enterpriseId: teamId }
    : { appId, teamId, enterpriseId: undefined };
}
