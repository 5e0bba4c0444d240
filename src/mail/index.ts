// E-mail, the third way: for somebody on neither Teams nor Slack. An e-mail says that something waits, and its link opens a page
// of their own with the same cards.
import path from 'node:path';
import express, { type Express } from 'express';
import type { Door, Platform } from '../chat/contract.ts';
import type { Log } from '../log.ts';
import { openAnswers } from '../page/answers.ts';
import { drawing } from '../page/draw.ts';
import { answerErrors, BadRequest } from '../page/errors.ts';
import { closedIn, sharedFiles } from '../page/files.ts';
import { pageOf } from '../page/frame.ts';
import { onlyJson } from '../page/guard.ts';
import { openRecords } from '../page/records.ts';
import { showing } from '../page/shown.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { onlyOurPage, openCookies } from './guard.ts';
import { openLinks } from './links.ts';
import { openMailbox } from './mailbox.ts';
import { mailPlatform } from './outbound.ts';
import { routes } from './routes.ts';
import { openSmtp } from './smtp.ts';

export interface MailOptions {
  /** The mail server; without one, e-mails are files in `folder`. */
  smtpUrl: string | undefined;
  folder: string;
  from: string;
  /** The program's address as people reach it. */
  publicUrl(): string;
  prisma: PrismaClient;
  door: Door;
  log: Log;
  now(): Date;
}

export interface MailRoom {
  platform: Platform;
  /** Serve `/m/…`. */
  mount(app: Express): void;
}

const FILES = path.join(import.meta.dirname, 'public');
const PAGES = path.join(import.meta.dirname, 'pages');
const HEAD = { api: '/m/api/', files: '/m/page', isUnlisted: true };

/** Open the room: e-mails go to the mail server, or into the folder, and pages are served once it is mounted. */
export function openMail({ smtpUrl, folder, from, prisma, door, log, now, ...options }: MailOptions): MailRoom {
  const publicUrl = () => options.publicUrl().replace(/\/+$/, '');
  const records = openRecords(prisma);
  const draw = drawing();
  const office = smtpUrl === undefined ? openMailbox(folder, now) : openSmtp(smtpUrl, log);
  const links = openLinks({ prisma, door, office, from, publicUrl, now });
  const answers = openAnswers({ records, draw, door, now });
  const show = showing(records);
  // The whole page is one person's: no message needs to say so.
  const shown: typeof show = async (row) => ({ ...(await show(row)), isPrivate: false });

  return {
    platform: mailPlatform({ prisma, records, draw, links, office, log, now }),
    mount(app) {
      const chat = pageOf(path.join(PAGES, 'chat.html'), {
        ...HEAD,
        ...{ title: 'Your page: Convenor', styles: ['page', 'chat', 'cards', 'mail'], script: 'mail', hasCards: true },
      });
      const link = pageOf(path.join(PAGES, 'link.html'), {
        ...HEAD,
        ...{ title: 'Open your page: Convenor', styles: ['page', 'mail'], script: 'link', hasCards: false },
      });
      const cookies = openCookies(publicUrl().startsWith('https:'));
      const api = express
        .Router()
        .use(onlyOurPage(publicUrl), onlyJson, express.json({ limit: '64kb', inflate: false }))
        .use(routes({ prisma, door, links, records, answers, shown, cookies, now }));
      const room = express
        .Router()
        .use(closedIn, (_request, response, next) => {
          // A link is a key: neither a cache nor a search engine keeps it.
          response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow' });
          next();
        })
        .use('/page', sharedFiles(FILES), nothingHere)
        .use('/api', api, nothingHere)
        .get('/', chat)
        // The same for every link, whether there is one or not: only a press on it says what it is worth.
        .get('/:token', link)
        .use(nothingHere);
      app.use('/m', room, answerErrors(log));
    },
  };
}

const nothingHere: express.RequestHandler = (_request, _response, next) =>
  next(new BadRequest(404, 'There is nothing here.'));
