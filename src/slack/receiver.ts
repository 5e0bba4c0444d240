// What stands between the gate and Bolt. Bolt's own receivers read and check the body once more, and answer 404 where nothing
// acknowledged; here an acknowledgement is the response and whatever goes wrong has a status.
import type { Receiver } from '@slack/bolt';
import type { Request, RequestHandler, Response } from 'express';
import type { Log } from '../log.ts';

// Slack itself gives up after three seconds.
const LONGEST_MS = 10_000;

export interface ThinReceiver {
  /** What Bolt is given. */
  receiver: Receiver;
  /** Answers a request that the gate let through, with its parsed body. */
  handle: RequestHandler;
}

type Handler = Parameters<Receiver['init']>[0];

/** Make the receiver; Bolt hands it the app that hears what comes. */
export function thinReceiver(log: Log): ThinReceiver {
  let app: Handler | undefined;
  return {
    receiver: {
      init(given) {
        app = given;
      },
      start: async () => undefined,
      stop: async () => undefined,
    },
    async handle(request, response) {
      const body = request.body as Record<string, unknown>;
      // Slack asks once whether the address is ours.
      if (body['type'] === 'url_verification') {
        response.json({ challenge: body['challenge'] });
        return;
      }
      const overdue = setTimeout(() => answer(response, 503), LONGEST_MS);
      try {
        await app!.processEvent({ body, ack: async (said) => acknowledge(response, said), ...retryOf(request) });
        answer(response, 503);
      } catch (error) {
        log.error({ platform: 'slack', fault: error instanceof Error ? error.name : typeof error }, 'request fault');
        answer(response, 500);
      } finally {
        clearTimeout(overdue);
      }
    },
  };
}

function acknowledge(response: Response, said: unknown): void {
  if (response.headersSent) return;
  if (typeof said === 'object' && said !== null) response.json(said);
  else response.status(200).end(typeof said === 'string' ? said : undefined);
}

/** Where nothing has been answered yet. */
function answer(response: Response, status: number): void {
  if (!response.headersSent) response.status(status).end();
}

function retryOf(request: Request): { retryNum?: number; retryReason?: string } {
  const retryNum = Number(request.get('x-slack-retry-num'));
  const retryReason = request.get('x-slack-retry-reason');
  return {
    ...(retryNum > 0 ? { retryNum } : {}),
    ...(retryReason === undefined ? {} : { retryReason }),
  };
}
