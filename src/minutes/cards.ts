import { agreedPaper } from '../actions/index.ts';
import { getBoard } from '../boards/index.ts';
import type { CardKind, ShowContext } from '../chat/contract.ts';
import { isPosted } from '../chat/records.ts';
import { idIn, refOf } from '../chat/refs.ts';
import { getMeeting } from '../meetings/index.ts';
import { namesOf } from '../people/index.ts';
import { dayOf } from '../store/days.ts';
import { answersOf, dueOf, waitingOf } from './answers.ts';
import {
  findCorrection,
  findCorrectionOf,
  getMinutes,
  listCorrections,
  listDecisions,
  type MinutesRow,
} from './records.ts';
import { standing, tally } from './rules.ts';
import {
  FORM_LENGTH,
  minutesAgreedCard,
  minutesApprovalCard,
  minutesApprovalSettledCard,
  minutesCard,
  minutesCorrectionCard,
  minutesProgressCard,
} from './templates.ts';
import { meetingInWords, namesInWords, paragraphsOf, partsOf, tallyInWords, yourDecisionInWords } from './words.ts';

async function headOf(context: ShowContext, minutes: MinutesRow) {
  const board = await getBoard(context.tx, minutes.boardId);
  const meeting = await getMeeting(context.tx, minutes.meetingId);
  return { ref: refOf('MIN', minutes.id), meeting: meetingInWords(board.name, dayOf(meeting.heldOn)) };
}

function revisionIn(subject: string): number | undefined {
  const found = /:r(\d+)$/.exec(subject)?.[1];
  return found === undefined ? undefined : Number(found);
}

const approval: CardKind = {
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

const progress: CardKind = {
  name: 'minutes-progress',
  async show(subject, context) {
    const minutes = await getMinutes(context.tx, idIn(subject));
    const people = await answersOf(context, minutes);
    const isDraft = minutes.state === 'draft';
    const canChange = isDraft || minutes.state === 'circulated';
    return {
      revision: minutes.revision,
      isSettled: !isDraft,
      card: minutesProgressCard({
        ...(await headOf(context, minutes)),
        minutesId: minutes.id,
        meetingId: minutes.meetingId,
        boardId: minutes.boardId,
        revision: minutes.revision,
        state: stateLine(minutes),
        tally: isDraft ? 'Read it through, then press “Circulate to governors”.' : tallyInWords(tally(minutes)),
        hasPeople: people.length > 0,
        people,
        papers: await agreedPaper(context, minutes.meetingId),
        isDraft,
        canChange: canChange && minutes.text.length <= FORM_LENGTH,
        canGive: canChange,
        isAgreed: minutes.state === 'agreed',
      }),
    };
  },
};

function stateLine(minutes: MinutesRow): string {
  switch (minutes.state) {
    case 'draft':
      return 'Draft: the governors have not been asked yet.';
    case 'circulated':
      return `Circulated: revision ${minutes.revision} is with the governors.`;
    case 'agreed':
      return `Agreed in chat, revision ${minutes.revision}. The next meeting confirms them.`;
    case 'confirmed':
      return 'Confirmed at the meeting.';
    case 'locked':
      return 'Locked.';
  }
}

const correction: CardKind = {
  name: 'minutes-correction',
  async show(subject, context) {
    const minutes = await getMinutes(context.tx, idIn(subject));
    const asked = await findCorrection(context.tx, Number(/:c(\d+)$/.exec(subject)![1]));
    if (!asked) return undefined;
    // Another correction may have been taken in first: this one waits until its writer has answered the newer text.
    const isPending =
      asked.revision === minutes.revision || !standing(minutes).some((one) => one.personId === asked.personId);
    const isOpen = asked.acceptedAt === null && minutes.state === 'circulated' && isPending;
    const ref = refOf('MIN', minutes.id);
    return {
      revision: minutes.revision,
      isSettled: !isOpen,
      card: minutesCorrectionCard({
        ...(await headOf(context, minutes)),
        minutesId: minutes.id,
        correctionId: asked.id,
        basedOn: minutes.hash,
        title: asked.decision === 'declined' ? 'A governor cannot approve' : 'A correction to the minutes',
        who: asked.person.name,
        what: asked.decision === 'declined' ? 'cannot approve, and says:' : 'approves with this correction:',
        words: paragraphsOf(asked.words),
        canEdit: isOpen && minutes.text.length <= FORM_LENGTH,
        text: minutes.text,
        howTo:
          minutes.text.length <= FORM_LENGTH
            ? 'If you change the text, everyone is asked to approve the new revision.'
            : `To take it in, type “minutes write ${ref}” and paste the whole new text after it. Everyone is then asked again.`,
        isOpen,
        isSettled: !isOpen,
        outcome: asked.acceptedAt
          ? 'The text was changed for this.'
          : 'The text has changed since, or the minutes are agreed.',
      }),
    };
  },
};

const reading: CardKind = {
  name: 'minutes',
  // Drafts are read by few.
  isWatched: true,
  async show(subject, context) {
    const minutes = await getMinutes(context.tx, idIn(subject));
    // Whoever may read minutes may read a draft (DOMAIN 17), but in their own chat only.
    if (minutes.state === 'draft' && context.viewerId === undefined) return undefined;
    const parts = partsOf(minutes.text);
    const part = Math.min(Number(/:p(\d+)$/.exec(subject)?.[1] ?? 1), parts.length);
    const waiting = part === 1 && minutes.state === 'circulated' ? await waitingOf(context, minutes) : [];
    const head = await headOf(context, minutes);
    return {
      revision: minutes.revision,
      isSettled: true,
      card: minutesCard({
        ...head,
        state: `${stateLine(minutes)}${parts.length > 1 ? ` Part ${part} of ${parts.length}.` : ''}`,
        paragraphs: paragraphsOf(parts[part - 1]! || 'No text yet.'),
        // What was agreed belongs to the end of a text, wherever its clerk wrote it down.
        papers: part === parts.length ? await agreedPaper(context, minutes.meetingId) : [],
        hasMore: part < parts.length,
        moreLine: `Type “minutes show ${head.ref} ${part + 1}” to read on.`,
        hasWaiting: waiting.length > 0,
        waiting,
      }),
    };
  },
};

const agreed: CardKind = {
  name: 'minutes-agreed',
  async show(subject, context) {
    const minutes = await getMinutes(context.tx, idIn(subject));
    if (minutes.state === 'draft' || minutes.state === 'circulated') return undefined;
    const yes = standing(minutes).filter((one) => one.decision !== 'declined');
    const names = await namesOf(
      context.tx,
      yes.map((one) => one.personId),
    );
    const corrections = (await listCorrections(context.tx, minutes.id)).filter((one) => !one.acceptedAt).length;
    return {
      revision: minutes.revision,
      isSettled: true,
      card: minutesAgreedCard({
        ...(await headOf(context, minutes)),
        outcome: minutes.state === 'agreed' ? `Revision ${minutes.revision} is agreed.` : 'Confirmed at the meeting.',
        approvedBy: namesInWords([...names.values()]),
        next:
          corrections > 0
            ? 'Corrections that were asked for go to the next meeting, which confirms the minutes.'
            : 'The next meeting confirms them.',
      }),
    };
  },
};

export const cards: CardKind[] = [approval, progress, correction, reading, agreed];
