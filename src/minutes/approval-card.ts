// The card on which an approver answers for one revision, and what it says once there is nothing to answer on it.
import type { CardKind } from '../chat/contract.ts';
import { isPosted } from '../chat/records.ts';
import { idIn, refOf } from '../chat/refs.ts';
import { dueOf } from './answers.ts';
import { headOf } from './heading.ts';
import { findCorrectionOf, getMinutes, listCorrections, listDecisions, type MinutesRow } from './records.ts';
import { tally } from './rules.ts';
import { minutesApprovalCard, minutesApprovalSettledCard } from './templates.ts';
import { paragraphsOf, partsOf, tallyInWords, yourDecisionInWords } from './words.ts';

export const approvalKind: CardKind = {
  name: 'minutes-approval',
  async show(subject, context) {
    const minutes = await getMinutes(context.tx, idIn(subject));
    const { viewerId } = context;
    if (viewerId === undefined) return undefined;
    const isAsked = minutes.approvers.includes(viewerId);
    if (!isAsked && !(await isPosted(context.tx, subject, { card: 'minutes-approval', viewerId }))) return undefined;
    const head = await headOf(context, minutes);
    const asked = revisionIn(subject) ?? minutes.revision;
    const settled = (title: string, outcome: string, next = '') => ({
      card: minutesApprovalSettledCard({ ...head, title, outcome, next, hasNext: next !== '' }),
      revision: asked,
      isSettled: true,
    });
    const mine = (await listDecisions(context.tx, minutes.id, asked)).find((one) => one.personId === viewerId);
    const said = mine ? yourDecisionInWords(mine.decision, mine.decidedAt, context.partnership.timeZone) : '';

    // Whoever gave up their seat keeps no card that looks as if it could be answered, nor the text on it.
    if (!isAsked) return settled('You are no longer asked', `${said} Nothing more is needed from you.`.trim());
    if (asked !== minutes.revision) {
      const voided = mine ? ` ${said} That no longer counts.` : '';
      return settled(
        'These minutes have changed',
        `The text has changed since: revision ${asked} was replaced by revision ${minutes.revision}.${voided}`,
        'Open the newest card to read it and to answer again.',
      );
    }
    if (minutes.state !== 'circulated') return settled('Minutes', `${said} ${outcomeOf(minutes)}`.trim());
    if (mine)
      return settled(
        'Thank you for your answer',
        `${said} ${tallyInWords(tally(minutes))}`,
        changeOfMind(minutes, mine.decision),
      );

    const due = await dueOf(context, minutes, viewerId);
    const parts = partsOf(minutes.text);
    const correction = await findCorrectionOf(context.tx, minutes.id, minutes.revision);
    const waiting = (await listCorrections(context.tx, minutes.id)).some(
      (one) => one.personId === viewerId && one.acceptedAt === null && one.revision < minutes.revision,
    );
    return {
      revision: minutes.revision,
      card: minutesApprovalCard({
        ...head,
        minutesId: minutes.id,
        revision: minutes.revision,
        due,
        hasDue: due !== '',
        isRevised: minutes.revision > 1,
        revisionLine: revisionLine(
          minutes.revision,
          correction?.person.name,
          correction?.personId === viewerId,
          waiting,
        ),
        paragraphs: paragraphsOf(parts[0]!),
        hasMore: parts.length > 1,
        moreLine: `This is part 1 of ${parts.length}. Type “minutes show ${head.ref} 2” to read on before you approve.`,
      }),
    };
  },
};

function revisionLine(revision: number, corrector: string | undefined, isMine: boolean, isWaiting: boolean): string {
  const taken =
    corrector === undefined ? '' : isMine ? ' Your correction is in.' : ` It takes in a correction by ${corrector}.`;
  const why = isWaiting && !isMine ? `${taken} What you wrote is still with the clerk.` : taken;
  return `This is revision ${revision}. The text has changed, so earlier approvals no longer count and everyone is asked again.${why}`;
}

function outcomeOf(minutes: MinutesRow): string {
  switch (minutes.state) {
    case 'agreed':
      return 'The minutes are agreed. They will be confirmed at the next meeting.';
    case 'confirmed':
    case 'locked':
      return 'The minutes were confirmed at the meeting.';
    default:
      return 'The minutes have been taken back to be worked on.';
  }
}

function changeOfMind(minutes: MinutesRow, decision: string): string {
  if (decision !== 'declined') return '';
  return `Have you changed your mind? Type “minutes approve ${refOf('MIN', minutes.id)} r${minutes.revision}”.`;
}

function revisionIn(subject: string): number | undefined {
  const found = /:r(\d+)$/.exec(subject)?.[1];
  return found === undefined ? undefined : Number(found);
}
