// Minutes and their approval: pure. An approval is bound to the revision shown and to the hash of its text; a new revision
// asks everyone again (F-05, RES-38: no source says how minutes are approved, so the threshold is a default).
import { createHash } from 'node:crypto';
import { refOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';

export type MinutesState = 'draft' | 'circulated' | 'agreed' | 'confirmed' | 'locked';
export type Decision = 'approved' | 'corrected' | 'declined';

export interface Approval {
  personId: number;
  revision: number;
  hash: string;
  decision: Decision;
  words: string | null;
}

export interface Minutes {
  id: number;
  state: MinutesState;
  revision: number;
  threshold: number;
  text: string;
  hash: string;
  approvers: number[];
  approvals: Approval[];
}

/** What approvals are bound to: SHA-256 of the text, in hex. */
export function hashOfText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Make pasted text comparable: line ends as one kind, no blanks at the ends, at most one empty line in a row. */
export function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** The approvals that count: of the revision that stands, by those asked, corrections included (they approve what is shown). */
export function standing(minutes: Minutes): Approval[] {
  return minutes.approvals.filter(
    (approval) =>
      approval.revision === minutes.revision &&
      approval.hash === minutes.hash &&
      minutes.approvers.includes(approval.personId),
  );
}

/** Whether somebody was asked about the revision that stands and has not answered yet. */
export function owesAnswer(minutes: Minutes, personId: number | undefined): boolean {
  const isAsked = personId !== undefined && minutes.state === 'circulated' && minutes.approvers.includes(personId);
  return isAsked && !standing(minutes).some((approval) => approval.personId === personId);
}

export interface Tally {
  approved: number;
  corrected: number;
  declined: number;
  outstanding: number;
  asked: number;
  needed: number;
}

/** Count where the approval stands; approved + corrected + declined + outstanding = asked. */
export function tally(minutes: Minutes): Tally {
  const now = standing(minutes);
  const of = (decision: Decision) => now.filter((approval) => approval.decision === decision).length;
  return {
    approved: of('approved'),
    corrected: of('corrected'),
    declined: of('declined'),
    outstanding: minutes.approvers.length - now.length,
    asked: minutes.approvers.length,
    needed: minutes.threshold,
  };
}

/** How many must agree, from the board's template; never more than there are. */
export function thresholdOf(rule: 'all' | 'majority' | number, approvers: number): number {
  if (rule === 'all') return approvers;
  if (rule === 'majority') return Math.floor(approvers / 2) + 1;
  return Math.min(rule, approvers);
}

/** Circulate a draft to its approvers. Refuses an empty text, one that is out already, and a board with nobody to ask. */
export function circulate(minutes: Minutes, approvers: number[], rule: 'all' | 'majority' | number): Minutes {
  if (minutes.state !== 'draft') throw new Refusal(`${refOf('MIN', minutes.id)} ${saidState(minutes.state)} already.`);
  if (minutes.text === '') throw new Refusal('These minutes have no text yet. Write them first: minutes write.');
  if (approvers.length === 0)
    throw new Refusal(
      'Nobody on this board can approve minutes: it has no governor in a seat and no chair. Fill a seat first.',
    );
  return { ...minutes, state: 'circulated', approvers, threshold: thresholdOf(rule, approvers.length) };
}

/**
 * Take a new text. A circulated text becomes a new revision, which voids every approval before it. `basedOn` is the hash of
 * the text that the writer had before them: somebody else's newer text is never written over unseen.
 */
export function rewrite(minutes: Minutes, text: string, basedOn?: string): Minutes {
  if (minutes.state !== 'draft' && minutes.state !== 'circulated')
    throw new Refusal(
      `${refOf('MIN', minutes.id)} ${saidState(minutes.state)} and can no longer be changed. Bring corrections to the next meeting.`,
    );
  const tidied = tidy(text);
  if (tidied === '') throw new Refusal('The minutes need some text.');
  if (basedOn !== undefined && basedOn !== minutes.hash) {
    const changed = `Somebody changed the text while you were writing. Copy your words, type “minutes write ${refOf('MIN', minutes.id)}” for the newest text, and put them in.`;
    throw new Refusal(changed, { fieldErrors: { text: changed } });
  }
  if (tidied === minutes.text) throw new Refusal('That is the text as it stands: nothing was changed.');
  const revision = minutes.state === 'draft' ? minutes.revision : minutes.revision + 1;
  return { ...minutes, text: tidied, hash: hashOfText(tidied), revision };
}

export interface Asked {
  /** Everybody who may approve today. */
  approvers: number[];
  threshold: 'all' | 'majority' | number;
}

/**
 * Ask about a new revision whoever may approve it today: a governor who has given up their seat since could not answer,
 * and the others would wait for ever. With nobody to ask it is a draft, to be circulated when a seat is filled.
 */
export function askAnew(minutes: Minutes, { approvers, threshold }: Asked): Minutes {
  if (approvers.length === 0) return { ...minutes, state: 'draft', approvers, threshold: 0 };
  return { ...minutes, approvers, threshold: thresholdOf(threshold, approvers.length) };
}

/**
 * Add one governor's decision on the revision they were shown; until the minutes are agreed it can be changed. The same
 * decision again changes nothing, and a plain approval leaves a correction standing, which is an approval already. Refuses
 * people who were not asked, an older revision, and minutes that are settled.
 */
export function decide(minutes: Minutes, revision: number, decision: Omit<Approval, 'revision' | 'hash'>): Minutes {
  if (!minutes.approvers.includes(decision.personId))
    throw new Refusal('You are not one of the people who were asked to approve these minutes.');
  if (minutes.state !== 'circulated') throw new Refusal(settledWords(minutes));
  if (revision !== minutes.revision)
    throw new Refusal('These minutes have changed since this card was posted. Open the newest card to approve them.');
  const before = standing(minutes).find((approval) => approval.personId === decision.personId);
  if (before && before.decision === decision.decision && before.words === decision.words) return minutes;
  if (before?.decision === 'corrected' && decision.decision === 'approved') return minutes;
  const approval: Approval = { ...decision, revision, hash: minutes.hash };
  const others = minutes.approvals.filter((one) => !(one.personId === decision.personId && one.revision === revision));
  return settleIfEnough({ ...minutes, approvals: [...others, approval] });
}

function settleIfEnough(minutes: Minutes): Minutes {
  const { approved, corrected } = tally(minutes);
  const isEnough = minutes.threshold > 0 && approved + corrected >= minutes.threshold;
  return isEnough ? { ...minutes, state: 'agreed' } : minutes;
}

/**
 * Ask one approver less: somebody left the board before answering (who answered stays counted). With nobody left to ask
 * the chair is asked, if there is one; else the minutes are a draft again, to be circulated when a seat is filled.
 */
export function release(
  minutes: Minutes,
  personId: number,
  rule: 'all' | 'majority' | number,
  chairId: number | undefined,
): Minutes {
  const hasAnswered = standing(minutes).some((approval) => approval.personId === personId);
  if (minutes.state !== 'circulated' || hasAnswered || !minutes.approvers.includes(personId)) return minutes;
  const left = minutes.approvers.filter((one) => one !== personId);
  const approvers = left.length > 0 || chairId === undefined || chairId === personId ? left : [chairId];
  if (approvers.length === 0) return { ...minutes, state: 'draft', approvers, threshold: 0 };
  return settleIfEnough({ ...minutes, approvers, threshold: thresholdOf(rule, approvers.length) });
}

function settledWords(minutes: Minutes): string {
  if (minutes.state === 'draft') return 'These minutes have been taken back to be worked on. You will be asked again.';
  return `${refOf('MIN', minutes.id)} ${saidState(minutes.state)} already: nothing more is needed from you.`;
}

/** Confirm agreed minutes at the next meeting (an agreement in chat does not replace it). */
export function confirm(minutes: Minutes): Minutes {
  if (minutes.state === 'confirmed' || minutes.state === 'locked') return minutes;
  if (minutes.state !== 'agreed')
    throw new Refusal(`${refOf('MIN', minutes.id)} must be agreed in chat before the meeting can confirm them.`);
  return { ...minutes, state: 'confirmed' };
}

/** The state within a sentence: "MIN-7 were agreed". */
export function saidState(state: MinutesState): string {
  switch (state) {
    case 'draft':
      return 'are a draft';
    case 'circulated':
      return 'have been circulated';
    case 'agreed':
      return 'were agreed';
    case 'confirmed':
      return 'were confirmed at the meeting';
    case 'locked':
      return 'are locked';
  }
}
