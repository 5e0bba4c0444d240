// The demonstration's clock: what it says, and moving it on, day after day.
import express, { type Router } from 'express';
import * as z from 'zod';
import {
  addDays,
  instantAt,
  LocalDate,
  MissingBankHolidays,
  MissingTermDates,
  sayDate,
  timeOfDay,
  today,
} from '../calendar/index.ts';
import { BadRequest } from '../page/errors.ts';
import { parse } from '../page/parse.ts';
import type { Records } from '../page/records.ts';
import type { Demo, DemoClock } from './demo.ts';
import { type Told, toldInWords, toldSince } from './told.ts';

export interface ClockView {
  now(): { now: string; date: LocalDate; words: string; time: string };
}

const Move = z.strictObject({
  to: z.union([z.enum(['next-school-day', 'next-half-term']), LocalDate], {
    error: 'say next-school-day, next-half-term or a date such as 2027-01-04',
  }),
});

// The day's jobs have their times: in the morning the reminders are out and the day is still to come, in the evening all
// is done.
const MORNING = '09:00';
const EVENING = '20:00';
const FURTHEST_DAYS = 731;

/** What the page says of the demonstration’s clock. */
export function clockView(clock: DemoClock): ClockView {
  return {
    now() {
      const now = clock.now();
      const date = today(now);
      return { now: now.toISOString(), date, words: sayDate(date), time: timeOfDay(now) };
    },
  };
}

/**
 * The mornings and evenings between two instants, then the second itself. A job that missed its day does not make up for
 * it, so a clock that leapt over a week would skip what Convenor says in it.
 */
export function stopsBetween(from: Date, to: Date): Date[] {
  const stops = [];
  for (let day = today(from); day <= today(to); day = addDays(day, 1))
    stops.push(instantAt(day, MORNING), instantAt(day, EVENING));
  return [...stops.filter((stop) => stop > from && stop < to), to];
}

interface House {
  clock: DemoClock;
  demo: Demo;
  view: ClockView;
  records: Records;
  moved(): void;
}

/** What moving the clock on brought, in a sentence and chat by chat. */
export interface Moved {
  words: string;
  told: Told[];
}

/** `GET clock` and `POST clock`, which comes back when everything that had become due is done. */
export function clockRoutes(house: House): Router {
  const { clock, demo, view } = house;
  // One move at a time: two at once would run the same days twice.
  let moving: Promise<unknown> = Promise.resolve();

  async function move(to: z.infer<typeof Move>['to']): Promise<Moved> {
    const instant = await instantOf(to);
    if (instant <= clock.now())
      throw new BadRequest(409, `It is already ${view.now().words}. The clock only moves on; choose a later day.`);
    if (today(instant) > addDays(today(clock.now()), FURTHEST_DAYS))
      throw new BadRequest(400, 'That is too far ahead. Choose a day within the next two years.');
    const from = clock.now();
    // What is still to be said now is no part of what the move brings.
    await demo.runDue();
    const before = await house.records.latestId();
    for (const stop of stopsBetween(from, instant)) {
      if (stop > clock.now()) await clock.moveTo(stop);
      await demo.runDue();
      house.moved();
    }
    const told = await toldSince(before, house);
    return { words: toldInWords(told, from, instant), told };
  }

  async function instantOf(to: z.infer<typeof Move>['to']): Promise<Date> {
    if (to !== 'next-school-day' && to !== 'next-half-term') return instantAt(to, MORNING);
    try {
      return await (to === 'next-school-day' ? demo.nextSchoolDay() : demo.nextHalfTerm());
    } catch (error) {
      if (error instanceof MissingTermDates)
        throw new BadRequest(
          409,
          `The term dates for ${error.schoolYear} are missing, so Convenor cannot tell which day that is. Choose a date instead.`,
        );
      if (error instanceof MissingBankHolidays)
        throw new BadRequest(409, `The bank holidays of ${error.year} are not known yet. Choose a date instead.`);
      throw error;
    }
  }

  return express
    .Router()
    .get('/clock', (_request, response) => void response.json(view.now()))
    .post('/clock', async (request, response) => {
      const { to } = parse(Move, request.body);
      const turn = moving.then(() => move(to));
      moving = turn.catch(() => undefined);
      const moved = await turn;
      response.json({ ...view.now(), moved });
    });
}
