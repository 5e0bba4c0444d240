import type { ErrorRequestHandler } from 'express';
import { describe } from '../chat/describe.ts';
import { newRequestId } from '../chat/tokens.ts';
import type { Log } from '../log.ts';

/** A request that cannot be given to Convenor: its HTTP status and a sentence for whoever sent it. */
export class BadRequest extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'BadRequest';
    this.status = status;
  }
}

/** Answer every error as `{ error: "a sentence" }` with its status; what went wrong inside goes to the log only. */
export function answerErrors(log: Log): ErrorRequestHandler {
  return (error, _request, response, next) => {
    const told = error instanceof BadRequest ? error : fromParser(error);
    const request = newRequestId();
    if (!told) log.error({ request, err: describe(error) }, 'page fault');
    if (response.headersSent) return next(error);
    response.status(told?.status ?? 500).json({
      error:
        told?.message ??
        `Sorry, something went wrong here. Try again; the program’s log has more under the reference ${request}.`,
    });
  };
}

// The JSON parser reports its refusals with a type; its own words mention bytes and positions, and are not for people.
function fromParser(error: { type?: string; status?: number }): BadRequest | undefined {
  switch (error.type) {
    case 'entity.too.large':
      return new BadRequest(413, 'That is too much at once: send at most 64 KB.');
    case 'entity.parse.failed':
      return new BadRequest(400, 'The body is not JSON.');
    case 'entity.verify.failed':
      return new BadRequest(400, 'The body is nested too deeply, or is not in UTF-8.');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new BadRequest(415, 'Send plain JSON in UTF-8.');
    default:
      return error.status !== undefined && error.status >= 400 && error.status < 500
        ? new BadRequest(error.status, 'The request could not be read.')
        : undefined;
  }
}
