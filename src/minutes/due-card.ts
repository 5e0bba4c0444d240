import { z } from 'zod';
import { listSeatHolders } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import type { CardKind } from '../chat/contract.ts';
import { idIn, refOf } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { draftDueOn, getMeeting } from '../meetings/index.ts';
import { viewerOf } from '../people/index.ts';
import { dayOf } from '../store/days.ts';
import { findOfMeeting, getMinutes } from './records.ts';
import { meetingInWords } from './words.ts';

const dueCard = template(
  'minutes-due',
  z.strictObject({
    title: z.string(),
    meeting: z.string(),
    said: z.string(),
    ref: z.string(),
    canBegin: z.boolean(),
    canGoOn: z.boolean(),
    meetingId: z.number(),
    minutesId: z.number(),
    fallback: z.string(),
  }),
);

/** What is to be done about a draft, for the clerk; and for the chair that it is late. */
export const dueKind: CardKind = {
  name: 'minutes-due',
  async show(subject, context) {
    const { tx, today, partnership } = context;
    const meeting = await getMeeting(tx, idIn(subject));
    const viewer = await viewerOf(context);
    const seat = viewer?.seats.find((one) => one.boardId === meeting.boardId && (one.isClerk || one.isChair));
    if (!seat) return undefined;
    const heldOn = dayOf(meeting.heldOn);
    const minutesId = await findOfMeeting(tx, meeting.id);
    const minutes = minutesId === undefined ? undefined : await getMinutes(tx, minutesId);
    const isDone = minutes !== undefined && minutes.state !== 'draft';
    const dueOn = draftDueOn(
      heldOn,
      boardTemplate(partnership.framework, meeting.board.template),
      partnership.calendar,
    );
    const isLate = today > dueOn;
    const clerks = (await listSeatHolders(tx, meeting.boardId, today)).filter((one) => one.isClerk);
    const isClerks = clerks.length === 0 || seat.isClerk;
    const title = isDone
      ? 'The minutes are circulated'
      : isLate
        ? 'The draft minutes are late'
        : 'Draft minutes are due';
    const base = {
      title,
      meeting: meetingInWords(meeting.board.name, heldOn),
      ref: refOf('MTG', meeting.id),
      meetingId: meeting.id,
      minutesId: minutesId ?? 0,
      fallback: `${title}: ${meetingInWords(meeting.board.name, heldOn)}`.slice(0, 300),
    };
    if (isDone)
      return {
        card: dueCard({ ...base, said: 'Thank you. Nothing more is needed here.', canBegin: false, canGoOn: false }),
        revision: 1,
        isSettled: true,
      };
    const due = isLate ? `They were due on ${sayDate(dueOn)}.` : `They are due by ${sayDate(dueOn)}.`;
    const stands =
      minutes === undefined
        ? 'Nobody has begun them.'
        : `The draft is there, ${refOf('MIN', minutes.id)}: read it through, then circulate it.`;
    const whose = isClerks ? '' : ` ${clerks[0]!.name}, the clerk, has been reminded.`;
    const card = dueCard({
      ...base,
      said: `${due} ${stands}${whose}`,
      canBegin: minutes === undefined,
      canGoOn: minutes !== undefined,
    });
    return { card, revision: 0 };
  },
};
