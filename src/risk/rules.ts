// When a board is told about a school at risk (F-11). No source says what "at risk" is: the framework's rule does (RES-39).
import { someInWords } from '../chat/permission.ts';
import { refOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { categoryById, type Framework } from '../frameworks/index.ts';
import { isMainstreamSecondary } from '../schools/records.ts';

export interface Alert {
  id: number;
  boardId: number;
  boardName: string;
  schoolId: number;
  schoolName: string;
  categoryId: number | null;
  /** waiting for the notices to the school, or for the director's word; raised on the director's word; acknowledged. */
  state: 'waiting' | 'raised' | 'acknowledged';
  raisedAt: Date;
  acknowledgedAt: Date | null;
  acknowledgedById: number | null;
  version: number;
}

/** What became of a notice to a school's leader: the outbox's own words. */
export interface Notice {
  role: 'head' | 'chair';
  state: string;
}

/** Say whether a category means that boards over schools are told; never for special schools, referral units or independents. */
export function callsForAlert(
  framework: Framework,
  value: string,
  school: { phase: string; governance: string },
): boolean {
  return framework.atRisk !== undefined && categoryById(framework, value).atRisk && isMainstreamSecondary(school);
}

/** Why a board is told; another reason is told apart within the seven days. */
export function reasonCode(value: string): string {
  return `CATEGORY_${value}`;
}

/** The instant after which an alert for the same school and reason stands in the way of another one. */
export function tooRecent(framework: Framework, now: Date): Date {
  return new Date(now.getTime() - (framework.atRisk?.oneAlertPerDays ?? 7) * 86_400_000);
}

/** Say whether anybody at the school has been told, or probably has. */
export function wasAnyTold(notices: Notice[]): boolean {
  return notices.some(({ state }) => state === 'sent' || state === 'uncertain');
}

/** Say who at the school was told before the board, and who could not be. */
export function toldWords(notices: Notice[]): string {
  return `${toldOne('headteacher', statesOf(notices, 'head'))} ${toldOne('chair of governors', statesOf(notices, 'chair'))}`;
}

/** Refuse a second acknowledgement by name; true when it is the same person's again. */
export function isAcknowledgedBy(alert: Alert, personId: number, firstBy: string): boolean {
  if (alert.state !== 'acknowledged') return false;
  if (alert.acknowledgedById === personId) return true;
  throw new Refusal(`${firstBy} has acknowledged ${refOf('ALR', alert.id)} already. Nothing more is needed.`);
}

/** Why the alert cannot go out by itself, in sentences for the programme director; none when it can. */
export function problemsOf(
  notices: Notice[],
  channel: 'private' | 'not private' | 'none',
  boardName: string,
): string[] {
  const problems = [];
  if (!wasAnyTold(notices)) problems.push(`${toldWords(notices)} They should hear it before the board does.`);
  if (channel === 'none') problems.push(`The ${boardName} has no channel yet in which it can be told.`);
  if (channel === 'not private') problems.push(`The channel of the ${boardName} is not known to be private.`);
  return problems;
}

/** "Fernhill, Harbour and 3 more": the first names of so many. */
export function someOf(names: string[], count: number): string {
  const more = count - names.length;
  return someInWords(names, more);
}

function statesOf(notices: Notice[], role: Notice['role']): string[] {
  return notices.filter((notice) => notice.role === role).map((notice) => notice.state);
}

function toldOne(who: string, states: string[]): string {
  if (states.length === 0) return `No ${who} is on record.`;
  if (states.includes('sent')) return `The ${who} has been told.`;
  if (states.includes('uncertain')) return `The ${who} was sent word, but it is not certain that it arrived.`;
  if (states.includes('waiting') || states.includes('sending')) return `The ${who} is being told.`;
  return `The ${who} could not be reached.`;
}
