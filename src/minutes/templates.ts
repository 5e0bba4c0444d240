import { z } from 'zod';
import { template } from '../chat/template.ts';

const Papers = z.array(
  z.strictObject({
    title: z.string(),
    lines: z.array(z.strictObject({ what: z.string(), who: z.string() })).min(1),
  }),
);
const Paragraphs = z.array(z.strictObject({ text: z.string() })).min(1);

export const minutesApprovalCard = template(
  'minutes-approval',
  z.strictObject({
    minutesId: z.number(),
    ref: z.string(),
    meeting: z.string(),
    revision: z.number(),
    due: z.string(),
    hasDue: z.boolean(),
    revisionLine: z.string(),
    isRevised: z.boolean(),
    paragraphs: Paragraphs,
    hasMore: z.boolean(),
    moreLine: z.string(),
  }),
);

export const minutesApprovalSettledCard = template(
  'minutes-approval-settled',
  z.strictObject({
    title: z.string(),
    ref: z.string(),
    meeting: z.string(),
    outcome: z.string(),
    next: z.string(),
    hasNext: z.boolean(),
  }),
);

export const minutesProgressCard = template(
  'minutes-progress',
  z.strictObject({
    minutesId: z.number(),
    revision: z.number(),
    ref: z.string(),
    meeting: z.string(),
    state: z.string(),
    tally: z.string(),
    hasPeople: z.boolean(),
    people: z.array(z.strictObject({ title: z.string(), value: z.string() })),
    papers: Papers,
    meetingId: z.number(),
    boardId: z.number(),
    isDraft: z.boolean(),
    canChange: z.boolean(),
    canGive: z.boolean(),
    isAgreed: z.boolean(),
  }),
);

export const minutesCorrectionCard = template(
  'minutes-correction',
  z.strictObject({
    minutesId: z.number(),
    correctionId: z.number(),
    basedOn: z.string(),
    title: z.string(),
    ref: z.string(),
    meeting: z.string(),
    who: z.string(),
    what: z.string(),
    words: Paragraphs,
    canEdit: z.boolean(),
    text: z.string(),
    howTo: z.string(),
    isOpen: z.boolean(),
    isSettled: z.boolean(),
    outcome: z.string(),
  }),
);

export const minutesCard = template(
  'minutes',
  z.strictObject({
    minutesId: z.number(),
    canAnswer: z.boolean(),
    ref: z.string(),
    meeting: z.string(),
    state: z.string(),
    paragraphs: Paragraphs,
    papers: Papers,
    hasMore: z.boolean(),
    moreLine: z.string(),
    hasWaiting: z.boolean(),
    waiting: z.array(z.strictObject({ title: z.string(), value: z.string() })),
  }),
);

export const minutesAgreedCard = template(
  'minutes-agreed',
  z.strictObject({
    ref: z.string(),
    meeting: z.string(),
    outcome: z.string(),
    approvedBy: z.string(),
    next: z.string(),
  }),
);

/** The longest text that every platform's form can hold; longer minutes are pasted as a message. */
export const FORM_LENGTH = 3000;
