import type { RequestHandler } from 'express';
import { BadRequest } from './errors.ts';

/** Refuse bodies that are not JSON: a form on another site can send those without asking. */
export const onlyJson: RequestHandler = (request, _response, next) => {
  if (request.method === 'POST' && !request.is('application/json'))
    throw new BadRequest(415, 'Send JSON, with the header Content-Type: application/json.');
  next();
};
