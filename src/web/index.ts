// The local page: a third chat surface where a newcomer can be each person of the demonstration partnership.
import express, { type Express } from 'express';
import type { Door, Platform, ShownCard } from '../chat/contract.ts';
import { refuseDeep } from '../chat/depth.ts';
import type { Settings } from '../config.ts';
import type { Log } from '../log.ts';
import { openAnswers } from '../page/answers.ts';
import { drawing } from '../page/draw.ts';
import { answerErrors } from '../page/errors.ts';
import { closedIn } from '../page/files.ts';
import { onlyJson } from '../page/guard.ts';
import { openRecords } from '../page/records.ts';
import { showing } from '../page/shown.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { clockRoutes, clockView } from './clock.ts';
import { deeds } from './deeds.ts';
import type { Demo, DemoClock } from './demo.ts';
import { openFeed } from './feed.ts';
import { onlyOwnPage, onlyThisMachine } from './guard.ts';
import { webPlatform } from './outbound.ts';
import { nothingHere, pageFiles } from './page.ts';
import { reads } from './reads.ts';
import { openStreams } from './stream.ts';
import { openVisitors } from './visitors.ts';

export type { Channel, Demo, DemoClock, Greeting, Persona, ToTry } from './demo.ts';

export interface WebOptions {
  settings: Pick<Settings, 'mode'>;
  door: Door;
  prisma: PrismaClient;
  log: Log;
  clock: DemoClock;
  demo: Demo;
  /** The same card as Slack blocks, for the page's second view. */
  asSlack(shown: ShownCard): unknown;
}

export interface WebRoom {
  platform: Platform;
  /** Serve `/`, `/local/…` and `/api/local/…`; nothing in production mode. */
  mount(app: Express): void;
  stop(): Promise<void>;
}

/** Open the local page's room. It is served in demo and development mode and only to the machine it runs on. */
export function openWeb(options: WebOptions): WebRoom {
  const { settings, door, log, clock, demo } = options;
  const now = () => clock.now();
  const records = openRecords(options.prisma);
  const draw = drawing(options.asSlack);
  const feed = openFeed(records, log);
  const visitors = openVisitors(demo, records);
  const shown = showing(records);
  const view = clockView(clock);
  const streams = openStreams({ visitors, records, feed, shown, clock: view });
  const answers = openAnswers({ records, draw, door, now });

  const stop = () => {
    feed.stop();
    streams.stop();
  };

  const api = express
    .Router()
    .use(onlyThisMachine, onlyOwnPage, onlyJson, express.json({ limit: '64kb', inflate: false, verify: refuseDeep }))
    .use((_request, response, next) => {
      response.set('Cache-Control', 'no-store');
      next();
    })
    .use(reads({ demo, visitors, records, shown, clock: view }))
    .use(deeds({ door, visitors, records, answers, feed, shown, now }))
    .use(clockRoutes({ clock, demo, view, records, moved: feed.poke }))
    .get('/stream', (request, response) => streams.answer(request, response))
    .use(nothingHere);

  return {
    platform: webPlatform({ records, feed, draw, log, now, stop }),
    mount(app) {
      if (settings.mode === 'production') return;
      app.use('/api/local', closedIn, api, answerErrors(log));
      app.use(pageFiles([onlyThisMachine, closedIn], answerErrors(log)));
    },
    async stop() {
      stop();
    },
  };
}
