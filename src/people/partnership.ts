import { termCalendarById, today as todayIn } from '../calendar/index.ts';
import type { Partnership } from '../chat/contract.ts';
import { frameworkById } from '../frameworks/index.ts';
import type { Tx } from '../store/database.ts';
import { findPartnership } from './records.ts';

/** Read a partnership with its framework and term dates, and what day it is there. Without an id: the only or first one. */
export async function readPartnership(
  tx: Tx,
  partnershipId: number | undefined,
  now: Date,
): Promise<{ partnership: Partnership; today: string } | undefined> {
  const row = await findPartnership(tx, partnershipId);
  if (!row) return undefined;
  return {
    today: todayIn(now, row.timeZone),
    partnership: {
      id: row.id,
      name: row.name,
      framework: frameworkById(row.frameworkId),
      calendar: row.termCalendarId === null ? undefined : termCalendarById(row.termCalendarId),
      timeZone: row.timeZone,
    },
  };
}
