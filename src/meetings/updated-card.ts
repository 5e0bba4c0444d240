// The short note about an agenda that has changed: what is new, and that the meeting is elsewhere or off.
import { z } from 'zod';
import { sayDate } from '../calendar/index.ts';
import type { CardKind, Reading } from '../chat/contract.ts';
import { idIn } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { dayOf } from '../store/days.ts';
import { listAttendance } from './attendance.records.ts';
import { listEvents } from './history.records.ts';
import { type Changes, calledOff, calledOn, changesIn } from './history.ts';
import { shortNotice } from './publishing.ts';
import { getMeeting, listItems, type Meeting } from './records.ts';
import { isNewest } from './rules.ts';
import { viewing, whenOf } from './shown.ts';

const note = template(
  'agenda-updated',
  z.strictObject({
    title: z.string(),
    board: z.string(),
    said: z.string(),
    changes: z.array(z.strictObject({ text: z.string() })),
    yours: z.string(),
    hasYours: z.boolean(),
    isMoved: z.boolean(),
    isOn: z.boolean(),
    meetingId: z.number(),
    fallback: z.string(),
  }),
);

export const updatedKind: CardKind = {
  name: 'agenda-updated',
  async show(subject, context) {
    const { tx, now, today, viewerId, partnership } = context;
    const meeting = await getMeeting(tx, idIn(subject));
    const heldOn = dayOf(meeting.heldOn);
    // After the meeting nobody needs it.
    if (heldOn < today || !(await viewing(context, meeting)).maySee) return undefined;
    const events = await listEvents(tx, meeting.id);
    const day = sayDate(heldOn);
    const base = { board: meeting.board.name, meetingId: meeting.id };
    if (subject.endsWith(':off')) {
      if (meeting.state !== 'cancelled') return undefined;
      const title = 'The meeting is called off';
      const reason = calledOff(events, partnership.timeZone)?.reason;
      const card = note({
        ...base,
        ...{ title, isOn: false, isMoved: false, yours: '', hasYours: false },
        said: `The meeting on ${day} will not take place.`,
        changes: reason ? [{ text: `Why: ${reason}` }] : [],
        fallback: fallbackOf(title, meeting, day),
      });
      return { card, revision: 0 };
    }
    const revision = Number(/:r(\d+)$/.exec(subject)?.[1]);
    // A newer note says it better.
    if (meeting.state !== 'planned' || !isNewest(revision, meeting, now)) return undefined;
    const changes = changesIn(events, revision);
    const lines = await linesOf(context, meeting, changes);
    const isElsewhen =
      changes.from !== undefined && (changes.from.heldOn !== heldOn || changes.from.startsAt !== meeting.startsAt);
    // What was added and taken off again within a quarter of an hour is no news.
    if (lines.length === 0 && changes.from === undefined) return undefined;
    const mine = (await listAttendance(tx, meeting.id)).find((one) => one.personId === viewerId)?.answer;
    const yours = !isElsewhen ? '' : answerInWords(mine);
    const called = calledOn(events, partnership.timeZone);
    const title = changes.from === undefined ? 'The agenda has changed' : 'The meeting has moved';
    const card = note({
      ...base,
      title,
      said: saidOf(meeting, changes.from !== undefined, isElsewhen ? shortNotice(context, meeting, called) : ''),
      changes: lines.map((text) => ({ text })),
      yours,
      hasYours: yours !== '',
      isMoved: isElsewhen,
      isOn: true,
      fallback: fallbackOf(title, meeting, day),
    });
    return { card, revision: 0 };
  },
};

function saidOf(meeting: Meeting, isMoved: boolean, short: string): string {
  const where = `${whenOf(meeting)}${meeting.place === '' ? '' : `, ${meeting.place}`}`;
  if (isMoved) return `The board now meets on ${where}.${short}`;
  return `The board meets on ${where}. Your copy of the agenda shows the change.`;
}

async function linesOf({ tx }: Reading, meeting: Meeting, changes: Changes): Promise<string[]> {
  const items = await listItems(tx, meeting.id);
  const numberOf = (id: number) => items.findIndex((item) => item.id === id) + 1;
  const { from, added, removed, moved } = changes;
  const before = from && `Before: ${whenOfSlot(from)}`;
  return [
    ...(before ? [before] : []),
    ...added.map(({ id, title }) => `New item ${numberOf(id)}: ${title}`),
    ...removed.map(({ title }) => `Taken off: ${title}`),
    ...moved.map(({ id, title }) => `Now item ${numberOf(id)}: ${title}`),
  ].slice(0, 12);
}

function whenOfSlot({ heldOn, startsAt, place }: { heldOn: string; startsAt: string; place: string }): string {
  return `${sayDate(heldOn)}, ${startsAt}${place === '' ? '' : `, ${place}`}`;
}

function answerInWords(answer: string | undefined): string {
  if (answer === 'coming') return 'You said that you will be there.';
  return answer === 'apologies' ? 'You sent your apologies.' : 'Please say again whether you will be there.';
}

function fallbackOf(title: string, meeting: Meeting, day: string): string {
  return `${title}: ${meeting.board.name}, ${day}`.slice(0, 300);
}
