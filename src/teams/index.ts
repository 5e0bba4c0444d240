// The Teams room: activities in, the contract's requests to the door, cards out. The SDK's types stay in here.
import type { Activity as SdkActivity, TurnContext } from 'botbuilder';
import type { Express } from 'express';
import type { Door, Platform } from '../chat/contract.ts';
import type { Settings, TeamsSettings } from '../config.ts';
import type { Log } from '../log.ts';
import type { Activity } from './activity.ts';
import { openConnector } from './connector.ts';
import { mountEndpoint } from './endpoint.ts';
import { type InvokeAnswer, openInbound } from './inbound.ts';
import { teamsPlatform } from './outbound.ts';
import { openReplies } from './replies.ts';

export interface TeamsRoom {
  platform: Platform;
  /** Add `POST /api/messages` to the program's web server. */
  mount(app: Express): void;
}

export interface TeamsOptions {
  settings: TeamsSettings;
  mode: Settings['mode'];
  door: Door;
  log: Log;
  now?: () => Date;
  /** In milliseconds: when "working on it" is said, and when a call to Teams is given up. */
  timing?: { answerWithin?: number; callWithin?: number };
}

/** Open the Teams room. Refuses to do without authentication in production, or without an app id anywhere but locally. */
export async function openTeams(options: TeamsOptions): Promise<TeamsRoom> {
  const { settings, mode, door, log, now = () => new Date(), timing = {} } = options;
  const { isLocal, appId } = settings;
  // An empty app id switches the SDK's authentication off for everybody.
  if (isLocal && mode === 'production') throw new Error('Teams without authentication is not for production.');
  if (!isLocal && appId === '') throw new Error('Teams needs an app id.');

  // Loaded here, since the SDK takes longer to load than the rest of the program and not everybody uses Teams.
  const { CloudAdapter, ConfigurationBotFrameworkAuthentication } = await import('botbuilder');
  class Adapter extends CloudAdapter {
    /** The SDK's own `process` throws before it authenticates and prints what callers send; this is the part after that. */
    async receive(authorization: string, activity: Activity, logic: (context: TurnContext) => Promise<void>) {
      return this.processActivity(authorization, activity as unknown as SdkActivity, logic);
    }
  }
  const credentials = isLocal
    ? {}
    : {
        MicrosoftAppId: appId,
        MicrosoftAppPassword: settings.appPassword,
        MicrosoftAppType: settings.appType,
        MicrosoftAppTenantId: settings.tenantId,
      };
  const adapter = new Adapter(new ConfigurationBotFrameworkAuthentication(credentials));
  const connector = openConnector({ adapter, appId, isLocal, timeoutMs: timing.callWithin ?? 8000, now });
  const replies = openReplies({ connector, door, log });
  const inbound = openInbound({ door, replies, log, isLocal, answerWithinMs: timing.answerWithin ?? 1500 });

  async function receive(authorization: string, activity: Activity): Promise<InvokeAnswer | undefined> {
    let answer: InvokeAnswer | undefined;
    let isKnown = false;
    try {
      await adapter.receive(authorization, activity, async () => {
        isKnown = true;
        answer = await inbound.hear(activity);
      });
    } catch (error) {
      if (isKnown) throw error;
      // The SDK's own error, told by its status: its name is only "Error".
      const isRefused = error instanceof Error && 'statusCode' in error;
      if (!isRefused) log.warn({ err: error }, 'a Teams token could not be checked');
      return { status: isRefused ? 401 : 503 };
    }
    return answer;
  }

  return {
    platform: teamsPlatform(connector, log, () => inbound.settle()),
    mount: (app) => mountEndpoint(app, { isLocal, log, receive }),
  };
}
