import { instantAt, type LocalDate } from '../../src/calendar/index.ts';
import { hashOfText, tidy } from '../../src/minutes/rules.ts';
import type { Tx } from '../../src/store/database.ts';
import type { Boards, Meetings } from './boards.ts';
import { LANTERNGATE, QUILLGATE, TOLLMARSH } from './borough.ts';
import type { Days } from './days.ts';
import * as texts from './minutes-texts.ts';
import { type Cast, who } from './people.ts';

export interface MinutesIds {
  /** Waiting for two governors. */
  circulated: number;
  draft: number;
}

interface Written {
  meetingId: number;
  boardId: number;
  clerk: string;
  text: string;
  /** The day on which they were written; they go round the day after. */
  on: LocalDate;
  state: 'draft' | 'circulated' | 'agreed';
  approvers: string[];
  /** Who has approved by now. */
  approved: string[];
}

/** Write the minutes of held meetings: agreed ones, one set that two governors still have to read, and one draft. */
export async function loadMinutes(
  tx: Tx,
  cast: Cast,
  boards: Boards,
  meetings: Meetings,
  days: Days,
): Promise<MinutesIds> {
  const governors = (urn: number) => [`chair-${urn}`, `governor-${urn}-1`, `governor-${urn}-2`];
  const quillgate = { boardId: boards.quillgate, clerk: 'clerk', approvers: governors(QUILLGATE) };
  const lanterngate = { boardId: boards.lanterngate, clerk: 'clerk', approvers: governors(LANTERNGATE) };
  await write(tx, cast, {
    boardId: boards.tollmarsh,
    clerk: 'tollmarsh-clerk',
    meetingId: meetings.tollmarshEarlier,
    text: texts.TOLLMARSH_EARLIER,
    on: days.after(days.within(days.beforeLast, 0.6), 3),
    state: 'agreed',
    approvers: governors(TOLLMARSH),
    approved: governors(TOLLMARSH),
  });
  await write(tx, cast, {
    ...quillgate,
    meetingId: meetings.quillgateEarlier,
    text: texts.QUILLGATE_EARLIER,
    on: days.after(days.within(days.last, 0.5), 3),
    state: 'agreed',
    approved: quillgate.approvers,
  });
  await write(tx, cast, {
    ...lanterngate,
    meetingId: meetings.lanterngateEarlier,
    text: texts.LANTERNGATE_EARLIER,
    on: days.after(days.within(days.last, 0.7), 2),
    state: 'agreed',
    approved: lanterngate.approvers,
  });
  const circulated = await write(tx, cast, {
    ...quillgate,
    meetingId: meetings.quillgateLatest,
    text: texts.QUILLGATE_LATEST,
    on: days.ago(4),
    state: 'circulated',
    approved: [`governor-${QUILLGATE}-1`],
  });
  const draft = await write(tx, cast, {
    ...lanterngate,
    meetingId: meetings.lanterngateLatest,
    text: texts.LANTERNGATE_LATEST,
    on: days.ago(1),
    state: 'draft',
    approvers: [],
    approved: [],
  });
  return { circulated, draft };
}

async function write(tx: Tx, cast: Cast, minutes: Written): Promise<number> {
  const { meetingId, boardId, state, on, approvers, approved } = minutes;
  const text = tidy(minutes.text);
  const hash = hashOfText(text);
  const clerkId = who(cast, minutes.clerk);
  const circulatedAt = instantAt(on, '16:20');
  const decidedAt = (index: number) => new Date(circulatedAt.getTime() + (index + 1) * 5_400_000);
  const { id } = await tx.minutes.create({
    data: {
      meetingId,
      boardId,
      state,
      clerkId,
      threshold: approvers.length,
      circulatedAt: state === 'draft' ? null : circulatedAt,
      agreedAt: state === 'agreed' ? decidedAt(approved.length - 1) : null,
      revisions: { create: { revision: 1, text, hash, madeById: clerkId, madeAt: instantAt(on, '15:10') } },
      approvers: { create: approvers.map((key) => ({ personId: who(cast, key) })) },
      approvals: {
        create: approved.map((key, index) => ({
          revision: 1,
          hash,
          personId: who(cast, key),
          decision: 'approved',
          decidedAt: decidedAt(index),
          platform: 'web',
        })),
      },
    },
  });
  return id;
}
