// The page's own files, and those of every page: no build step, nothing from another host.
import path from 'node:path';
import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express';
import { BadRequest } from '../page/errors.ts';
import { sharedFiles } from '../page/files.ts';
import { pageOf } from '../page/frame.ts';

const FILES = path.join(import.meta.dirname, 'public');

/** Serve `/` and `/local/…`, behind the guards given; what goes wrong elsewhere in the program is not answered here. */
export function pageFiles(guards: RequestHandler[], onError: ErrorRequestHandler): Router {
  const chat = pageOf(path.join(import.meta.dirname, 'pages/chat.html'), {
    api: '/api/local/',
    files: '/local',
    title: 'Convenor: the demonstration',
    styles: ['page', 'chat', 'cards', 'slack'],
    script: 'app',
    hasCards: true,
    isUnlisted: false,
  });
  return express.Router().get('/', guards, chat).use('/local', guards, sharedFiles(FILES), nothingHere).use(onError);
}

/** For what no route took. */
export const nothingHere: RequestHandler = (request, _response, next) =>
  next(
    new BadRequest(
      404,
      `There is no ${request.method} ${request.baseUrl}${request.path} here. See docs/local-interface.md.`,
    ),
  );
