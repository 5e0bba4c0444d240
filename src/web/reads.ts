import express, { type Router } from 'express';
import * as z from 'zod';
import { parse } from '../page/parse.ts';
import type { Records } from '../page/records.ts';
import type { Shown } from '../page/shown.ts';
import type { ClockView } from './clock.ts';
import type { Demo } from './demo.ts';
import { chatOf, type Visitors } from './visitors.ts';

const Messages = z.object({
  as: z.coerce.number('give a person’s number: as=12').int(),
  in: z.string('name the chat: in=person-12').min(1).max(200),
  after: z.coerce.number('give a change number, or leave it out').int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
});

interface House {
  demo: Demo;
  visitors: Visitors;
  records: Records;
  shown: Shown;
  clock: ClockView;
}

/** `GET home`, `people`, `channels`, `to-try` and `messages`. */
export function reads({ demo, visitors, records, shown, clock }: House): Router {
  const people = async () => (await demo.personas()).map((persona) => ({ ...persona, in: chatOf(persona.personId) }));
  const channels = async () =>
    (await demo.channels()).map(({ externalId, name, description }) => ({ in: externalId, name, description }));

  return express
    .Router()
    .get('/home', async (_request, response) => {
      // The number first: what is written while the rest is read is then heard on the stream.
      const latestChange = await records.latestChange();
      response.json({
        greeting: demo.greeting,
        toTry: await demo.toTry(),
        people: await people(),
        channels: await channels(),
        clock: clock.now(),
        latestChange,
      });
    })
    .get('/to-try', async (_request, response) => void response.json({ toTry: await demo.toTry() }))
    .get('/people', async (_request, response) => void response.json({ people: await people() }))
    .get('/channels', async (_request, response) => void response.json({ channels: await channels() }))
    .get('/messages', async (request, response) => {
      const asked = parse(Messages, request.query);
      const visit = await visitors.visit(asked.as, asked.in);
      const latestChange = await records.latestChange();
      const rows = await records.list(visit.conversationId, asked.as, asked.after);
      response.json({ messages: await Promise.all(rows.map(shown)), latestChange });
    });
}
