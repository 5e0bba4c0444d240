// The people at a school who hear its category first, and what became of the word to them.
import { today as dayIn } from '../calendar/index.ts';
import { SCHOOL_LEADERS } from '../categories/index.ts';
import type { Reading } from '../chat/contract.ts';
import { refOf } from '../chat/refs.ts';
import { listHolders } from '../people/index.ts';
import { listStates } from './records.ts';
import type { Alert, Notice } from './rules.ts';

export interface Leader {
  personId: number;
  role: Notice['role'];
}

/** The headteachers and chairs of governors of a school on a day. */
export async function listLeaders(
  { tx, partnership }: Pick<Reading, 'tx' | 'partnership'>,
  schoolId: number,
  today: string,
): Promise<Leader[]> {
  const found = await listHolders(tx, { partnershipId: partnership.id, roles: SCHOOL_LEADERS, schoolId, today });
  return found.map(({ id, role }) => ({ personId: id, role: role === 'CHAIR_OF_GOVERNORS' ? 'chair' : 'head' }));
}

export function noticeKey(categoryId: number, personId: number): string {
  return `category-notice:${refOf('CAT', categoryId)}:${personId}`;
}

/** What became of the notices that had to come before an alert; a leader without one counts as not reached. */
export async function listNotices(reading: Pick<Reading, 'tx' | 'partnership'>, alert: Alert): Promise<Notice[]> {
  const { tx, partnership } = reading;
  const leaders = await listLeaders(reading, alert.schoolId, dayIn(alert.raisedAt, partnership.timeZone));
  const keyOf = ({ personId }: Leader) => noticeKey(alert.categoryId ?? 0, personId);
  const states = await listStates(tx, leaders.map(keyOf));
  return leaders.map((leader) => ({ role: leader.role, state: states.get(keyOf(leader)) ?? 'failed' }));
}
