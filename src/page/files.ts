// What every page is made of: Microsoft's renderer from its package, the files that draw cards and chats, and the headers that
// keep other hosts and other sites out.
import { createRequire } from 'node:module';
import path from 'node:path';
import express, { type RequestHandler, type Response, type Router } from 'express';

const FILES = path.join(import.meta.dirname, 'public');
const RENDERER = path.join(
  path.dirname(createRequire(import.meta.url).resolve('adaptivecards/package.json')),
  'dist/adaptivecards.min.js',
);
const FRESH = { cacheControl: false };

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

/** Serve `adaptivecards.js`, `js/…` and `css/…`, and beside them what a page has of its own in a folder. */
export function sharedFiles(own: string): Router {
  const options = { index: false as const, redirect: false, ...FRESH };
  return express
    .Router()
    .get('/adaptivecards.js', (_request: unknown, response: Response) => response.sendFile(RENDERER, FRESH))
    .use(express.static(own, options), express.static(FILES, options));
}
