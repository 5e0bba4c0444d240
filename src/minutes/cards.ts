// What cards say of minutes to those who read them, write them and hear of them. The one to answer on is in approval-card.ts.
import { agreedPaper } from '../actions/index.ts';
import type { CardKind } from '../chat/contract.ts';
import { idIn, refOf } from '../chat/refs.ts';
import { namesOf } from '../people/index.ts';
import { answersOf, waitingOf } from './answers.ts';
import { approvalKind } from './approval-card.ts';
import { headOf } from './heading.ts';
import { findCorrection, getMinutes, listCorrections, type MinutesRow } from './records.ts';
import { owesAnswer, standing, tally } from './rules.ts';
import {
  FORM_LENGTH,
  minutesAgreedCard,
  minutesCard,
  minutesCorrectionCard,
  minutesProgressCard,
} from './templates.ts';
import { namesInWords, paragraphsOf, partsOf, tallyInWords } from './words.ts';

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
        minutesId: minutes.id,
        canAnswer: owesAnswer(minutes, context.viewerId),
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

export const cards: CardKind[] = [approvalKind, progress, correction, reading, agreed];
