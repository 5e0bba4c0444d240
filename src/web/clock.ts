// The demonstration's clock: what it says, and moving it on.
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
import type { Demo, DemoClock } from './demo.ts';
import { BadRequest } from './errors.ts';
import { parse } from './parse.ts';

export interface ClockView {
  now(): { now: string; date: LocalDate; words: string; time: string };
}

const Move = z.strictObject({
  to: z.union([z.enum(['next-school-day', 'next-half-term']), LocalDate], {
    error: 'say next-school-day, next-half-term or a date such as 2027-01-04',
  }),
});

// The day's jobs have their times; in the morning the day is still to come.
const MORNING = '09:00';
const FURTHEST_DAYS = 731;

export function clockView(clock: DemoClock): ClockView {
  return {
    now() {
      const now = clock.now();
      const date = today(now);
      return { now: now.toISOString(), date, words: sayDate(date), time: timeOfDay(now) };
    },
  };
}

/** `GET clock` and `POST clock`, which comes back when everything that had become due is done. */
export function clockRoutes(house: { clock: DemoClock; demo: Demo; view: ClockView; moved(): void }): Router {
  const { clock, demo, view } = house;
  // One move at a time: two at once would run the same days twice.
  let moving: Promise<unknown> = Promise.resolve();

  async function move(to: z.infer<typeof Move>['to']) {
    const instant = await instantOf(to);
    if (instant <= clock.now())
      throw new BadRequest(409, `It is already ${view.now().words}. The clock only moves on; choose a later day.`);
    if (today(instant) > addDays(today(clock.now()), FURTHEST_DAYS))
      throw new BadRequest(400, 'That is too far ahead. Choose a day within the next two years.');
    await clock.moveTo(instant);
    await demo.runDue();
    house.moved();
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
      await turn;
      response.json(view.now());
    });
}
