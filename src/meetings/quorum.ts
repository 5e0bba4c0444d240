// Whether enough members, and the right ones, say that they come (the template's quorum; RES-38: a default of ours). Pure.
import { listInWords } from '../chat/permission.ts';
import type { BoardTemplate } from '../frameworks/index.ts';

export interface Member {
  role: string;
  isChair: boolean;
  isClerk: boolean;
  /** Undefined while nobody knows. */
  comes: boolean | undefined;
}

export interface Quorum {
  /** met: enough come; open: enough may still come; lost: too many do not. */
  state: 'met' | 'open' | 'lost';
  /** What still needs somebody's word. */
  open: string[];
  /** What can no longer be had. */
  lost: string[];
}

interface Need {
  title: string;
  least: number;
  people: Member[];
}

/** Weigh the members' answers against the board's template. */
export function quorumOf(template: BoardTemplate, members: Member[]): Quorum {
  const open: string[] = [];
  const lost: string[] = [];
  for (const { title, least, people } of needsOf(template, members)) {
    const coming = people.filter((one) => one.comes === true).length;
    const perhaps = people.filter((one) => one.comes === undefined).length;
    if (coming >= least) continue;
    (coming + perhaps >= least ? open : lost).push(title);
  }
  return { state: lost.length > 0 ? 'lost' : open.length > 0 ? 'open' : 'met', open, lost };
}

function needsOf(template: BoardTemplate, members: Member[]): Need[] {
  const { chair, groups, share } = template.quorum;
  // A clerk serves the board and does not count among those who decide.
  const seated = members.filter((one) => !one.isClerk);
  const needs: Need[] = chair
    ? [{ title: 'the chair', least: 1, people: members.filter(({ isChair }) => isChair) }]
    : [];
  for (const { title, seats, least } of groups) {
    const roles = template.seats
      .filter((seat) => seats.includes(seat.key))
      .flatMap(({ role, otherRoles }) => [role, ...otherRoles]);
    needs.push({ title, least, people: seated.filter(({ role }) => roles.includes(role)) });
  }
  if (share !== undefined) {
    const least = Math.max(1, Math.ceil(share * seated.length));
    needs.push({ title: `${least} of its ${seated.length} members`, least, people: seated });
  }
  return needs;
}

/** Whom a board needs for its quorum, and whether that is only a default of ours: the sources set none (RES-38). */
export function quorumInWords(template: BoardTemplate, members: Member[]): string {
  const needs = listInWords(needsOf(template, members).map(({ title }) => title));
  return template.quorum.basis === 'SOURCE' ? needs : `${needs} (a default: your framework sets none)`;
}

/** How the quorum stands before a meeting, after "the quorum". */
export function standingInWords({ state, open, lost }: Quorum): string {
  if (state === 'met') return 'would be met';
  if (state === 'open') return `is not met yet; it still needs ${listInWords(open)}`;
  const more = open.length === 0 ? '' : `; it also needs ${listInWords(open)}`;
  return `will not be met without ${listInWords(lost)}${more}`;
}

/** Whether there was a quorum, by who is recorded as having been there, after "the quorum". */
export function wasMetInWords({ state, lost }: Quorum): string {
  if (state === 'met') return 'was met';
  if (state === 'lost') return `was not met; it needed ${listInWords(lost)}`;
  return 'is not known until you record who was there';
}
