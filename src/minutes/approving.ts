// The governors' side: approve, approve with a correction, or say that one cannot.
import { z } from 'zod';
import { type Command, type Context, command, type Reply } from '../chat/contract.ts';
import { Ref, refOf, splitRef, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { refreshReminders } from '../reminders/index.ts';
import { aboutMinutes, noteChange } from './commands.ts';
import { approvalSubject } from './duties.ts';
import { getMinutes, getMinutesLocked, keepCorrection, saveDecision, saveMinutes } from './records.ts';
import { type Decision, decide, owesAnswer, standing, tally } from './rules.ts';
import { tellAgreed, tellCorrection } from './telling.ts';
import { tallyInWords } from './words.ts';

// Whoever was asked may answer, whatever else they are: the rule looks at the list that was made at circulation.
const MEMBERS = [{ seats: ['any'], where: 'board' as const }];
const Revision = z.number().int().min(1).optional();
const Words = (empty: string) =>
  z
    .string({ error: empty })
    .trim()
    .min(1, empty)
    .max(2000, 'That is too long: 2,000 characters at most. Send the clerk the rest.');

const approve = command({
  name: 'minutes.approve',
  help: 'Approve the minutes that you were sent.',
  typed: {
    words: 'minutes approve',
    usage: 'minutes approve MIN-7',
    example: 'minutes approve MIN-7',
    parse: withRevision,
  },
  input: z.object({ minutesId: Ref('MIN'), revision: Revision }),
  may: MEMBERS,
  about: aboutMinutes,
  async run({ minutesId, revision }, context) {
    if (revision === undefined) return showToApprove(minutesId, context);
    return take(context, minutesId, revision, 'approved', null);
  },
});

/** Typed without a revision nobody knows which text was read: the card says which, and its button carries it. */
async function showToApprove(minutesId: number, context: Context): Promise<Reply> {
  const minutes = await getMinutes(context.tx, minutesId);
  const ref = refOf('MIN', minutesId);
  if (!minutes.approvers.includes(context.actor.personId))
    throw new Refusal(
      minutes.state === 'draft'
        ? `${ref} is still a draft. The governors are asked when the clerk circulates them.`
        : `You were not asked to approve ${ref}. Type “minutes show ${ref}” to read them.`,
    );
  const card = { card: 'minutes-approval', subject: approvalSubject(minutesId, minutes.revision) };
  if (!owesAnswer(minutes, context.actor.personId))
    return { said: 'You have answered already.', card, isPrivate: true };
  return {
    said: `Here is the text. Press Approve on the card, so that it is clear what you approved; or type “minutes approve ${ref} r${minutes.revision}”.`,
    card,
    isPrivate: true,
  };
}

const correct = command({
  name: 'minutes.correct',
  help: 'Approve minutes with a correction.',
  typed: {
    words: 'minutes correct',
    usage: 'minutes correct MIN-7 r1 YOUR CORRECTION',
    example: 'minutes correct MIN-7 r1 Item 3 should say Year 9, not Year 8',
    parse: withRevision,
  },
  input: z.object({
    minutesId: Ref('MIN'),
    revision: z.number({ error: 'Say which revision you read: r1 for the first, r2 for the second.' }).int().min(1),
    words: Words('Write what should be corrected.'),
  }),
  may: MEMBERS,
  about: aboutMinutes,
  run: ({ minutesId, revision, words }, context) => take(context, minutesId, revision, 'corrected', words),
});

const decline = command({
  name: 'minutes.decline',
  help: 'Say that you cannot approve minutes, and why.',
  typed: {
    words: 'minutes decline',
    usage: 'minutes decline MIN-7 r1 YOUR REASON',
    example: 'minutes decline MIN-7 r1 I was not at this meeting',
    parse: withRevision,
  },
  input: z.object({
    minutesId: Ref('MIN'),
    revision: z.number({ error: 'Say which revision you read: r1 for the first, r2 for the second.' }).int().min(1),
    words: Words('Write why you cannot approve.'),
  }),
  may: MEMBERS,
  about: aboutMinutes,
  run: ({ minutesId, revision, words }, context) => take(context, minutesId, revision, 'declined', words),
});

async function take(
  context: Context,
  minutesId: number,
  revision: number,
  decision: Decision,
  words: string | null,
): Promise<Reply> {
  const { tx, actor, now, outbox, place, messageId } = context;
  const before = await getMinutesLocked(tx, minutesId);
  const after = decide(before, revision, { personId: actor.personId, decision, words });
  if (after === before) return { said: `I have that already. ${tallyInWords(tally(after))}` };

  const mine = standing(after).find((approval) => approval.personId === actor.personId)!;
  await saveDecision(tx, minutesId, mine, { at: now, platform: place.platform, messageId });
  await saveMinutes(tx, before, after, { personId: actor.personId, at: now });
  await noteChange(context, `minutes.${decision}`, before, after);
  const row = { ...before, ...after };
  if (words !== null) {
    const { personId } = actor;
    const written = { minutesId, revision, personId, decision, words, madeAt: now };
    await tellCorrection(context, row, await keepCorrection(tx, written));
  }
  if (after.state === 'agreed') await tellAgreed(context, row);
  await outbox.refresh(subjectOf('MIN', minutesId));
  await outbox.refresh(approvalSubject(minutesId, revision));
  await refreshReminders(context, [approvalSubject(minutesId, revision)]);
  return { said: thanks(decision, after.state === 'agreed', tallyInWords(tally(after))) };
}

function thanks(decision: Decision, isAgreed: boolean, count: string): string {
  if (isAgreed)
    return 'Thank you. That was the last approval needed: the minutes are agreed, and the next meeting confirms them.';
  if (decision === 'declined') return 'Thank you for saying so. The clerk has your reason and will come back to you.';
  if (decision === 'corrected') return `Thank you. You approved, and the clerk has your correction. ${count}`;
  return `Thank you, your approval is kept. ${count}`;
}

/** "MIN-7 r2 words" → what it says. */
function withRevision(rest: string): Record<string, unknown> {
  const [minutesId, after] = splitRef('MIN', rest);
  const found = /^r(?:evision)?\s*(\d{1,4})\b[,:]?\s*([\s\S]*)$/i.exec(after);
  return {
    minutesId: minutesId ?? rest,
    ...(found ? { revision: Number(found[1]), words: found[2] } : { words: after }),
  };
}

export const governorCommands: Command[] = [approve, correct, decline];
