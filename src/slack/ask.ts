import { randomUUID } from 'node:crypto';
import type { Answer, Door, Request } from '../chat/contract.ts';
import { forDeed } from '../chat/typed.ts';
import type { Log } from '../log.ts';

/** Ask the door on behalf of somebody who waits: a door that fails altogether is answered with an apology too. */
export async function ask(door: Door, request: Request, log: Log): Promise<Answer> {
  try {
    return forDeed(request.deed, await door.handle(request));
  } catch (error) {
    const requestId = randomUUID();
    log.error(
      { platform: 'slack', request: requestId, fault: error instanceof Error ? error.name : typeof error },
      'the door failed',
    );
    return { outcome: 'fault', requestId, isPrivate: true };
  }
}
