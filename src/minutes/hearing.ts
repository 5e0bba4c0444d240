// What becomes of the actions that a meeting agreed shows beside its minutes.
import { getAction } from '../actions/index.ts';
import type { Context, Feature, Happening } from '../chat/contract.ts';
import { idIn, subjectOf } from '../chat/refs.ts';
import { findOfMeeting } from './records.ts';

async function onAction({ subject }: Happening, { tx, outbox }: Omit<Context, 'also'>): Promise<void> {
  const { meetingId } = await getAction(tx, idIn(subject));
  const minutesId = meetingId === null ? undefined : await findOfMeeting(tx, meetingId);
  if (minutesId !== undefined) await outbox.refresh(subjectOf('MIN', minutesId));
}

export const refreshDrafts: NonNullable<Feature['on']> = Object.fromEntries(
  ['added', 'done', 'moved', 'reassigned'].map((event) => [`action.${event}`, onAction]),
);
