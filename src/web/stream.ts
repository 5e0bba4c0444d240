// Server-sent events: what is new for one person, and a word about whose other chats have news.
import type { Request, Response } from 'express';
import * as z from 'zod';
import { BadRequest } from '../page/errors.ts';
import { parse } from '../page/parse.ts';
import type { Records, Row } from '../page/records.ts';
import type { Shown } from '../page/shown.ts';
import type { ClockView } from './clock.ts';
import type { Feed } from './feed.ts';
import { chatOf, type Visitors } from './visitors.ts';

const Asked = z.object({
  as: z.coerce.number('give a person’s number: as=12').int(),
  after: z.coerce.number('give a change number, or leave it out').int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
});

const MOST_LISTENERS = 100;
const CLOCK_MS = 1000;
const ALIVE_EVERY = 15;

export interface House {
  visitors: Visitors;
  records: Records;
  feed: Feed;
  shown: Shown;
  clock: ClockView;
}

export type Streams = ReturnType<typeof openStreams>;

/** Open the streams on which open pages hear what is new. */
export function openStreams({ visitors, records, feed, shown, clock }: House) {
  const open = new Set<Response>();

  /** Another person's chat has news: the page counts, and does not read. */
  async function eventOf(row: Row, as: number): Promise<[name: string, data: object] | undefined> {
    const { platform, externalId: chat } = await records.placeOf(row.conversationId);
    // Who reads by e-mail has a page of their own.
    if (platform !== 'web') return undefined;
    if (chat.startsWith('person-') && chat !== chatOf(as))
      return ['elsewhere', { in: chat, id: row.id, change: row.change, fromConvenor: row.personId === null }];
    if (row.onlyForId !== null && row.onlyForId !== as) return undefined;
    return ['message', await shown(row)];
  }

  return {
    async answer(request: Request, response: Response): Promise<void> {
      const asked = parse(Asked, request.query);
      await visitors.persona(asked.as);
      if (open.size >= MOST_LISTENERS) throw new BadRequest(503, 'Too many pages are open. Close some and try again.');
      const resumed = Number(request.get('last-event-id'));
      const after =
        Number.isSafeInteger(resumed) && resumed > 0 ? resumed : (asked.after ?? (await records.latestChange()));

      response.set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store' });
      response.flushHeaders();
      response.write('retry: 1000\n\n');
      const send = (name: string, data: object, id?: number) =>
        response.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);

      let sending: Promise<void> = Promise.resolve();
      const stopListening = feed.listen(after, (rows) => {
        sending = sending
          .then(async () => {
            for (const row of rows) {
              const event = await eventOf(row, asked.as);
              if (event) send(event[0], event[1], row.change);
            }
          })
          // The page comes back by itself and asks from where it stopped.
          .catch(() => void response.end());
      });

      let told = '';
      let ticks = 0;
      const tellTime = () => {
        const now = clock.now();
        if (`${now.date} ${now.time}` !== told) send('clock', now);
        else if (ticks % ALIVE_EVERY === 0) response.write(': still here\n\n');
        told = `${now.date} ${now.time}`;
        ticks++;
      };
      tellTime();
      const ticking = setInterval(tellTime, CLOCK_MS).unref();

      open.add(response);
      response.on('close', () => {
        open.delete(response);
        clearInterval(ticking);
        stopListening();
      });
    },

    stop(): void {
      for (const response of open) response.end();
    },
  };
}
