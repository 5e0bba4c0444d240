// POST /api/messages: whatever arrives gets a status and at most one line, never a stack.
import express from 'express';
import type { Log } from '../log.ts';
import { Activity } from './activity.ts';
import { localGate, tokenGate } from './gate.ts';
import { isServiceUrlAllowed } from './hosts.ts';
import type { InvokeAnswer } from './inbound.ts';

const PATH = '/api/messages';
const MOST_BYTES = 256 * 1024;

interface Options {
  isLocal: boolean;
  log: Log;
  /** Verify the token, then handle the activity. */
  receive(authorization: string, activity: Activity): Promise<InvokeAnswer | undefined>;
}

/** Add the endpoint to the program's web server, with a parser of its own. */
export function mountEndpoint(app: express.Express, { isLocal, log, receive }: Options): void {
  const post: express.RequestHandler = async (request, response) => {
    if (request.body === undefined) {
      response.status(415).type('text').send('Send JSON.');
      return;
    }
    const activity = Activity.safeParse(request.body);
    if (!activity.success) {
      response.status(400).type('text').send('This is not an activity.');
      return;
    }
    if (!isKnownChannel(activity.data, isLocal)) {
      response.status(403).end();
      return;
    }
    const answer = await receive(request.headers.authorization ?? '', activity.data);
    response.status(answer?.status ?? 200);
    if (answer?.body === undefined) response.end();
    else response.json(answer.body);
  };

  const failed: express.ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const { status } = (typeof error === 'object' && error !== null ? error : {}) as { status?: unknown };
    const isCallers = typeof status === 'number' && status >= 400 && status < 500;
    if (!isCallers) log.error({ err: error }, 'a Teams activity failed');
    response.status(isCallers ? status : 500).end();
  };

  app.post(PATH, isLocal ? localGate : tokenGate, express.json({ limit: MOST_BYTES }), post, failed);
}

function isKnownChannel({ channelId, serviceUrl }: Activity, isLocal: boolean): boolean {
  return isServiceUrlAllowed(serviceUrl, isLocal) && (isLocal || channelId === 'msteams');
}
