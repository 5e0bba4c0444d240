// What a visitor does: says, presses, opens a form. Each has a key of the visitor's making, so that a double click or a
// retry after a broken connection gets the first answer again.
import express, { type Router } from 'express';
import * as z from 'zod';
import { readInputs } from '../chat/adaptive.ts';
import type { Answer, Deed, Door } from '../chat/contract.ts';
import { forDeed } from '../chat/typed.ts';
import type { Answers } from '../page/answers.ts';
import { BadRequest } from '../page/errors.ts';
import { parse } from '../page/parse.ts';
import type { Records, Row } from '../page/records.ts';
import type { Shown } from '../page/shown.ts';
import type { Feed } from './feed.ts';
import type { Visit, Visitors } from './visitors.ts';

const Who = {
  as: z.int('say who you are by number: "as": 12'),
  in: z.string('name the chat: "in": "person-12"').min(1).max(200),
  key: z.uuid('give each deed a UUID of its own as "key"'),
};
// PostgreSQL keeps no NUL, and half a surrogate pair is no text.
const Words = z.string().transform((words) => words.replaceAll('\u0000', '').toWellFormed());

export const Say = z.strictObject({
  ...Who,
  text: Words.pipe(z.string().trim().min(1, 'write something first').max(20_000, 'write at most 20,000 characters')),
});
const Button = { action: z.string().min(1).max(80), token: z.string().min(1).max(200) };
export const Press = z.strictObject({
  ...Who,
  ...Button,
  input: z.record(z.string().max(100), z.union([Words, z.number(), z.boolean(), z.null()])).default({}),
  messageId: z.int().positive().max(2_147_483_647).optional(),
});
export const Open = z.strictObject({ ...Who, ...Button });

interface House {
  door: Door;
  visitors: Visitors;
  records: Records;
  answers: Answers;
  feed: Feed;
  shown: Shown;
  now(): Date;
}

/** `POST say`, `POST press` and `POST open`. */
export function deeds(house: House): Router {
  const { door, visitors, records, answers, feed } = house;

  async function done(visit: Visit, key: string, deed: Deed, pressed?: Row) {
    const heard = await door.handle({ key, from: visit.sender, place: visit.place, personal: visit.personal, deed });
    const answer = forDeed(deed, heard);
    const rows = await answers.keep({ visit, key, answer, pressed });
    feed.poke();
    return { answer, rows };
  }

  async function body(answer: Answer, rows: Row[]) {
    const { outcome, requestId, said, fieldErrors, isRepeated = false } = answer;
    return { outcome, requestId, said, fieldErrors, isRepeated, messages: await Promise.all(rows.map(house.shown)) };
  }
  const status = (answer: Answer) => (answer.outcome === 'fault' ? 500 : 200);

  return express
    .Router()
    .post('/say', async (request, response) => {
      const said = parse(Say, request.body);
      const visit = await visitors.visit(said.as, said.in);
      const key = keyOf(said);
      const { row } = await records.write({
        conversationId: visit.conversationId,
        personId: said.as,
        text: said.text,
        at: house.now(),
        key: `${key}:words`,
      });
      feed.poke();
      const { answer, rows } = await done(visit, key, { kind: 'typed', text: said.text });
      response.status(status(answer)).json(await body(answer, [row, ...rows]));
    })
    .post('/press', async (request, response) => {
      const { messageId, action, token, input, ...who } = parse(Press, request.body);
      const visit = await visitors.visit(who.as, who.in);
      const pressed = messageId === undefined ? undefined : await messageIn(visit, messageId);
      const deed: Deed = {
        kind: 'press',
        action,
        token,
        input: readInputs(input),
        ...(pressed ? { messageId: String(pressed.id) } : {}),
      };
      const { answer, rows } = await done(visit, keyOf(who), deed, pressed);
      response.status(status(answer)).json(await body(answer, rows));
    })
    .post('/open', async (request, response) => {
      const { action, token, ...who } = parse(Open, request.body);
      const visit = await visitors.visit(who.as, who.in);
      const { answer, rows } = await done(visit, keyOf(who), { kind: 'open', action, token });
      response.status(status(answer)).json(await body(answer, rows));
    });

  async function messageIn(visit: Visit, id: number): Promise<Row> {
    const row = await records.find(id);
    const isTheirs =
      row?.conversationId === visit.conversationId && [null, visit.persona.personId].includes(row.onlyForId);
    if (!row || !isTheirs) throw new BadRequest(404, 'There is no such message in this chat.');
    return row;
  }
}

const keyOf = ({ as, key }: { as: number; key: string }) => `web:person-${as}:${key}`;
