// What happens elsewhere and shows on the cards of meetings.
import { z } from 'zod';
import { getAction } from '../actions/index.ts';
import { listBoardsOf } from '../boards/index.ts';
import type { Context, Feature, Happening } from '../chat/contract.ts';
import { idIn, refOf, subjectOf } from '../chat/refs.ts';
import { findNextMeeting, listPlanned } from './records.ts';

type Quiet = Omit<Context, 'also'>;

async function refreshNext({ tx, today, outbox }: Quiet, boardId: number): Promise<void> {
  const next = await findNextMeeting(tx, boardId, today);
  if (next) await outbox.refresh(subjectOf('MTG', next.id));
}

/** The agenda lists the board's open actions, and a meeting what it agreed: they show what became of them. */
async function onAction({ subject }: Happening, context: Quiet): Promise<void> {
  const { boardId, meetingId } = await getAction(context.tx, idIn(subject));
  await refreshNext(context, boardId);
  if (meetingId !== null) await context.outbox.refresh(subjectOf('MTG', meetingId));
}

const OfMeeting = z.looseObject({ boardId: z.number(), meetingId: z.number() });

/** The agenda lists minutes to confirm, and a meeting says where its own stand. */
async function onMinutes({ after }: Happening, context: Quiet): Promise<void> {
  const { boardId, meetingId } = OfMeeting.parse(after);
  await refreshNext(context, boardId);
  await context.outbox.refresh(subjectOf('MTG', meetingId));
}

/** Whoever takes a seat when an agenda is out already is sent it too. */
async function onSeated({ subject, after }: Happening, context: Quiet): Promise<void> {
  const { tx, today, partnership, outbox } = context;
  const { personId } = z.looseObject({ personId: z.number() }).parse(after);
  const boardId = idIn(subject);
  const query = { partnershipId: partnership.id, today, boardIds: [boardId], isPublished: true };
  for (const { id } of await listPlanned(tx, query))
    await outbox.post({
      key: `agenda:${refOf('MTG', id)}:${personId}`,
      card: 'agenda',
      subject: subjectOf('MTG', id),
      to: { personId },
    });
  await refreshNext(context, boardId);
}

const onSeats = ({ subject }: Happening, context: Quiet) => refreshNext(context, idIn(subject));

/** Who comes and who leads what is not as it was. */
async function onLeft({ subject }: Happening, context: Quiet): Promise<void> {
  for (const { boardId } of await listBoardsOf(context.tx, Number(subject.split(':')[1]), context.today))
    await refreshNext(context, boardId);
}

const all = (noun: string, events: string[], does: typeof onAction) =>
  Object.fromEntries(events.map((event) => [`${noun}.${event}`, does]));

export const meetingsHear: NonNullable<Feature['on']> = {
  ...all('action', ['added', 'cancelled', 'done', 'moved', 'reassigned'], onAction),
  ...all(
    'minutes',
    ['drafted', 'circulated', 'rewritten', 'approved', 'corrected', 'declined', 'released', 'confirmed'],
    onMinutes,
  ),
  ...all('board', ['unseated', 'chaired'], onSeats),
  'board.seated': onSeated,
  'person.left': onLeft,
};
