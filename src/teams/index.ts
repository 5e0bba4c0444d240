// The Teams room: activities in, the contract's requests to the door, cards out. The SDK's types stay in here.
import type { Express } from 'express';
import { type Callers, callersOf } from '../chat/callers.ts';
import type { Door, Platform } from '../chat/contract.ts';
import type { Settings, TeamsSettings } from '../config.ts';
import type { Log } from '../log.ts';
import { openAuthentication } from './authentication.ts';
import { openTeamsCheck } from './check.ts';
import { openConnector } from './connector.ts';
import { mountEndpoint, PATH } from './endpoint.ts';
import { openInbound } from './inbound.ts';
import { openKeyRing } from './keys.ts';
import { teamsPlatform } from './outbound.ts';
import { openReplies } from './replies.ts';
import { openTokenCheck } from './token.ts';

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
  /** Where Microsoft's keys are described; without it, at Microsoft. */
  keysAt?: string;
  /** Who hears of those that are refused; without it the log. */
  callers?: Callers;
}

/** Open the Teams room. Refuses to do without authentication in production, or without an app id anywhere but locally. */
export async function openTeams(options: TeamsOptions): Promise<TeamsRoom> {
  const { settings, mode, door, log, now = () => new Date(), timing = {}, callers = callersOf(log) } = options;
  const { isLocal, appId, tenants } = settings;
  // An empty app id switches the SDK's authentication off for everybody.
  if (isLocal && mode === 'production') throw new Error('Teams without authentication is not for production.');
  if (!isLocal && appId === '') throw new Error('Teams needs an app id.');

  const authentication = openAuthentication(settings, log);
  const token = () => authentication.token();
  const connector = openConnector({ token, isLocal, tenants, timeoutMs: timing.callWithin ?? 8000, now });
  const replies = openReplies({ connector, door, log });
  const inbound = openInbound({ door, replies, log, isLocal, answerWithinMs: timing.answerWithin ?? 1500 });

  // Checked against the real time: the demonstration's clock may be anywhere.
  const keys = openKeyRing({ description: options.keysAt, now });
  const tokens = isLocal ? undefined : openTokenCheck({ appId, keys, now });

  const check = openTeamsCheck({
    settings,
    token,
    keysAt: options.keysAt,
    timeoutMs: timing.callWithin ?? 8000,
    path: PATH,
  });

  return {
    platform: {
      ...teamsPlatform(connector, log, async () => {
        await inbound.settle();
        connector.close();
      }),
      checkups: check,
    },
    mount: (app) => mountEndpoint(app, { tokens, tenants, log, callers, receive: inbound.hear }),
  };
}
