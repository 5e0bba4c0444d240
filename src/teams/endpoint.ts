// POST /api/messages: whatever arrives gets a status and at most one line, never a stack.
import express from 'express';
import type { Callers, RefusalReason } from '../chat/callers.ts';
import { refuseDeep } from '../chat/depth.ts';
import type { Log } from '../log.ts';
import { Activity } from './activity.ts';
import { activityGate, localGate, MOST_BYTES, sizeGate, tokenGate } from './gate.ts';
import { isServiceUrlAllowed } from './hosts.ts';
import type { InvokeAnswer } from './inbound.ts';
import type { TokenCheck } from './token.ts';

export const PATH = '/api/messages';

interface Options {
  /** What checks Microsoft's tokens; locally there is none, and only this machine is heard. */
  tokens: TokenCheck | undefined;
  /** The tenants that are heard. */
  tenants: string[];
  log: Log;
  callers: Callers;
  /** Handle an activity that may be heard. */
  receive(activity: Activity): Promise<InvokeAnswer | undefined>;
}

/** Add the endpoint to the program's web server, with a parser of its own. */
export function mountEndpoint(app: express.Express, { tokens, tenants, log, callers, receive }: Options): void {
  const isFromTeams = activityGate(tenants, callers);

  const refused = (request: express.Request, status: number, reason: RefusalReason, why: string) =>
    callers.refused({ platform: 'teams', status, reason, why, address: request.ip });

  const post: express.RequestHandler = async (request, response) => {
    if (request.body === undefined) {
      refused(request, 415, 'shape', 'no JSON');
      response.status(415).type('text').send('Send JSON.');
      return;
    }
    const activity = Activity.safeParse(request.body);
    if (!activity.success) {
      refused(request, 400, 'shape', 'no activity');
      response.status(400).type('text').send('This is not an activity.');
      return;
    }
    if (tokens === undefined && !isServiceUrlAllowed(activity.data.serviceUrl, true)) {
      response.status(403).end();
      return;
    }
    if (tokens !== undefined && !isFromTeams(request, activity.data)) return;
    const answer = await receive(activity.data);
    response.status(answer?.status ?? 200);
    if (answer?.body === undefined) response.end();
    else response.json(answer.body);
  };

  const failed: express.ErrorRequestHandler = (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const { status: said, type } = (typeof error === 'object' && error !== null ? error : {}) as Record<
      string,
      unknown
    >;
    const status = type === 'entity.verify.failed' ? 400 : said;
    const isCallers = typeof status === 'number' && status >= 400 && status < 500;
    if (!isCallers) log.error({ err: error }, 'a Teams activity failed');
    else refused(request, status, status === 413 ? 'size' : 'shape', 'a body that cannot be read');
    // What was not read is not waited for.
    if (status === 413) response.set('Connection', 'close');
    response.status(isCallers ? status : 500).end();
  };

  const who = tokens === undefined ? localGate : tokenGate(tokens, log, callers);
  const parser = express.json({ limit: MOST_BYTES, verify: refuseDeep });
  app.post(PATH, sizeGate(callers), who, parser, post, failed);
}
