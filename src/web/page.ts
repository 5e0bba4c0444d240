// The page's own files, and Microsoft's renderer from its package: no build step, nothing from another host.
import { createRequire } from 'node:module';
import path from 'node:path';
import express, { type ErrorRequestHandler, type RequestHandler, type Response, type Router } from 'express';
import { nothingHere } from './errors.ts';

const FILES = path.join(import.meta.dirname, 'public');
const RENDERER = path.join(
  path.dirname(createRequire(import.meta.url).resolve('adaptivecards/package.json')),
  'dist/adaptivecards.min.js',
);

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers that keep other hosts and other sites out of the page. */
export const closedIn: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': POLICY,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  next();
};

/** Serve `/` and `/local/…`, behind the guards given; what goes wrong elsewhere in the program is not answered here. */
export function pageFiles(guards: RequestHandler[], onError: ErrorRequestHandler): Router {
  const fresh = { cacheControl: false };
  return express
    .Router()
    .get('/', guards, (_request: unknown, response: Response) =>
      response.sendFile('index.html', { root: FILES, ...fresh }),
    )
    .get('/local/adaptivecards.js', guards, (_request: unknown, response: Response) =>
      response.sendFile(RENDERER, fresh),
    )
    .use('/local', guards, express.static(FILES, { index: false, redirect: false, ...fresh }), nothingHere)
    .use(onError);
}
