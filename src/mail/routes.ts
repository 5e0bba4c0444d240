// What the page asks for: to be let in by a link, what has been said, and what the person does. Each deed goes through the one
// door, under the name that the visit stands for and nothing that the request says.
import express, { type Request, type Router } from 'express';
import * as z from 'zod';
import { readInputs } from '../chat/adaptive.ts';
import type { Deed, Door } from '../chat/contract.ts';
import { hashOf } from '../chat/tokens.ts';
import { forDeed } from '../chat/typed.ts';
import type { Answers } from '../page/answers.ts';
import { BadRequest } from '../page/errors.ts';
import { parse } from '../page/parse.ts';
import type { Records, Row } from '../page/records.ts';
import type { Shown } from '../page/shown.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { type Cookies, limitSource } from './guard.ts';
import { type Links, placeOf, senderOf } from './links.ts';
import { endVisit, findVisitor, type Reader } from './records.ts';

const Token = z.object({ token: z.string().min(1).max(200) });
const Key = { key: z.uuid('give each deed a UUID of its own as "key"') };
// PostgreSQL keeps no NUL, and half a surrogate pair is no text.
const Written = z.string().transform((words) => words.replaceAll('\u0000', '').toWellFormed());
const Say = z.object({
  ...Key,
  text: Written.pipe(z.string().trim().min(1, 'write something first').max(20_000, 'write at most 20,000 characters')),
});
const Press = z.object({
  ...Key,
  action: z.string().min(1).max(80),
  token: z.string().min(1).max(200),
  input: z.record(z.string().max(100), z.union([Written, z.number(), z.boolean(), z.null()])).default({}),
  messageId: z.int().positive().max(2_147_483_647).optional(),
});
const After = z.object({ after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0) });

const LINK_OVER =
  'This link has been used, or it is more than 14 days old, or a newer invitation took its place. You can have a new one sent to the address that it went to.';
const SENT =
  'If the link was one of yours, a new one is on its way to the same address. No more than three are sent in an hour.';

export interface RoutesOptions {
  prisma: PrismaClient;
  door: Door;
  links: Links;
  records: Records;
  answers: Answers;
  shown: Shown;
  cookies: Cookies;
  now(): Date;
}

/** `POST enter`, `again`, `say`, `press` and `leave`, and `GET messages`. */
export function routes(house: RoutesOptions): Router {
  const { prisma, door, links, records, answers, cookies, now } = house;

  async function visitor(request: Request): Promise<Reader> {
    const cookie = cookies.read(request);
    const found = cookie && (await findVisitor(prisma, hashOf(cookie), now()));
    if (!found)
      throw new BadRequest(
        401,
        'Your visit is over. Open the link in your newest e-mail from Convenor to go on. If it has been used, it offers you a new one.',
      );
    return found;
  }

  async function done(reader: Reader, key: string, deed: Deed, pressed?: Row) {
    const place = placeOf(reader);
    const heard = await door.handle({ key, from: senderOf(reader), place, personal: place, deed });
    const answer = forDeed(deed, heard);
    const { conversationId, personId } = reader;
    const rows = await answers.keep({ visit: { persona: { personId }, place, conversationId }, key, answer, pressed });
    return { answer, rows };
  }

  async function body({ answer, rows }: Awaited<ReturnType<typeof done>>, said: Row[] = []) {
    const { outcome, requestId, said: words, fieldErrors, isRepeated = false } = answer;
    const messages = await Promise.all([...said, ...rows].map(house.shown));
    return { outcome, requestId, said: words, fieldErrors, isRepeated, messages };
  }
  const statusOf = ({ answer }: { answer: { outcome: string } }) => (answer.outcome === 'fault' ? 500 : 200);
  const keyOf = (reader: Reader, key: string) => `mail:${reader.conversationId}:${key}`;

  const seldom = limitSource();
  return express
    .Router()
    .post('/enter', seldom, async (request, response) => {
      const { token } = parse(Token, request.body);
      const entered = await links.enter(token);
      if (entered.kind === 'over') throw new BadRequest(410, LINK_OVER);
      if (entered.kind === 'refused') throw new BadRequest(403, entered.said);
      cookies.give(response, entered.cookie);
      response.json({ messageId: entered.messageId });
    })
    .post('/again', seldom, async (request, response) => {
      const { token } = parse(Token, request.body);
      if ((await links.sendAgain(token)) === 'not now')
        throw new BadRequest(503, 'No e-mail can be sent just now. Try again in a few minutes.');
      response.json({ said: SENT });
    })
    .get('/messages', async (request, response) => {
      const { after } = parse(After, request.query);
      const reader = await visitor(request);
      // The number first: what is written while the rest is read comes with the next look.
      const latestChange = await records.latestChange();
      const rows = await records.list(reader.conversationId, reader.personId, after);
      const { personId, name } = reader;
      response.json({ me: { personId, name }, messages: await Promise.all(rows.map(house.shown)), latestChange });
    })
    .post('/say', async (request, response) => {
      const { key: given, text } = parse(Say, request.body);
      const reader = await visitor(request);
      const key = keyOf(reader, given);
      const { conversationId, personId } = reader;
      const { row } = await records.write({
        ...{ conversationId, personId, onlyForId: personId, text },
        ...{ at: now(), key: `${key}:words` },
      });
      const answered = await done(reader, key, { kind: 'typed', text });
      response.status(statusOf(answered)).json(await body(answered, [row]));
    })
    .post('/press', async (request, response) => {
      const { key, messageId, action, token, input } = parse(Press, request.body);
      const reader = await visitor(request);
      const pressed = messageId === undefined ? undefined : await messageOf(reader, messageId);
      const on = pressed ? { messageId: String(pressed.id) } : {};
      const deed: Deed = { kind: 'press', action, token, input: readInputs(input), ...on };
      const answered = await done(reader, keyOf(reader, key), deed, pressed);
      response.status(statusOf(answered)).json(await body(answered));
    })
    .post('/leave', async (request, response) => {
      const cookie = cookies.read(request);
      if (cookie) await endVisit(prisma, hashOf(cookie));
      cookies.take(response);
      response.json({});
    });

  async function messageOf(reader: Reader, id: number): Promise<Row> {
    const row = await records.find(id);
    if (row?.conversationId !== reader.conversationId) throw new BadRequest(404, 'There is no such message here.');
    return row;
  }
}
