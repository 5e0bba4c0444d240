// What the programme director is asked, and the list of schools at risk.
import { z } from 'zod';
import { sayDate } from '../calendar/index.ts';
import { categoryWords, getDecision, listInCategories, type Placed } from '../categories/index.ts';
import type { Actor, CardKind, Reading } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { idIn, refOf } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import type { Framework } from '../frameworks/index.ts';
import { namesOf, viewerOf } from '../people/index.ts';
import { changedSince } from './cards.ts';
import { RISK_OFFICERS } from './commands.ts';
import { listNotices } from './leaders.ts';
import { findChannel, getAlert, listChallengeBoards, listMemberSchools, listNewest, stands } from './records.ts';
import { type Alert, problemsOf } from './rules.ts';

const questionCard = template(
  'risk-question',
  z.strictObject({
    alertId: z.number(),
    ref: z.string(),
    title: z.string(),
    value: z.string(),
    problems: z.array(z.strictObject({ text: z.string() })),
    question: z.string(),
    button: z.string(),
  }),
);
const questionSettledCard = template(
  'risk-question-settled',
  z.strictObject({ ref: z.string(), title: z.string(), value: z.string(), outcome: z.string() }),
);
const listCard = template(
  'at-risk',
  z.strictObject({
    title: z.string(),
    sum: z.string(),
    schools: z.array(z.strictObject({ name: z.string(), value: z.string(), alert: z.string() })),
    hasMore: z.boolean(),
    more: z.string(),
  }),
);

/** Asks the programme director about an alert that cannot go out by itself; nothing to ask when it can. */
export const questionKind: CardKind = {
  name: 'risk-question',
  isConfidential: true,
  async show(subject, context) {
    const { tx, viewerId, partnership } = context;
    const viewer = await viewerOf(context);
    if (!viewer || !isDirector(viewer)) return undefined;
    const alert = await getAlert(tx, idIn(subject));
    const decision = await getDecision(tx, alert.categoryId!);
    const common = {
      ref: refOf('ALR', alert.id),
      title: `An alert about ${alert.schoolName}`,
      value: categoryWords(partnership.framework, decision.value),
    };
    if (alert.state !== 'waiting') {
      const outcome = `The ${alert.boardName} has been told${alert.state === 'acknowledged' ? ', and the alert is acknowledged' : ''}.`;
      return { revision: alert.version, isSettled: true, card: questionSettledCard({ ...common, outcome }) };
    }
    const since = await changedSince(alert, context);
    if (since !== undefined) {
      if (!(await stands(tx, 'risk-question', alert, viewerId))) return undefined;
      const outcome = `${since} The ${alert.boardName} has not been told.`;
      return { revision: alert.version, isSettled: true, card: questionSettledCard({ ...common, outcome }) };
    }
    const channel = await channelOf(context, alert);
    const problems = problemsOf(await listNotices(context, alert), channel, alert.boardName);
    if (problems.length === 0) return undefined;
    const card = questionCard({
      alertId: alert.id,
      ...common,
      problems: problems.map((text) => ({ text })),
      question: `Should the ${alert.boardName} be told all the same? It will not be told unless you say so.`,
      button: channel === 'private' ? 'Send the alert anyway' : 'Tell each member',
    });
    return { revision: alert.version, card };
  },
};

const MOST = 20;

/** The schools at risk that the viewer may see: all for officers, the member schools for a Challenge Board's members. */
export const listKind: CardKind = {
  name: 'at-risk',
  isConfidential: true,
  async show(_, context) {
    const actor = await viewerOf(context);
    if (!actor) return undefined;
    const schools = await listAtRisk(context, actor);
    if (!schools) return undefined;
    const first = schools.slice(0, MOST);
    const alerts = await listNewest(
      context.tx,
      first.map((school) => school.schoolId),
    );
    const names = await namesOf(
      context.tx,
      [...alerts.values()].flatMap((alert) => alert.acknowledgedById ?? []),
    );
    const card = listCard({
      title: 'Schools at risk',
      sum: sumOf(schools.length),
      schools: first.map((school) => ({
        name: school.name,
        value: `${categoryWords(context.partnership.framework, school.value)} since ${sayDate(school.since)}`,
        alert: alertWords(alerts.get(school.schoolId), names),
      })),
      hasMore: schools.length > MOST,
      more: `And ${schools.length - MOST} more. Type status and a school’s name to see it.`,
    });
    return { revision: 0, card };
  },
};

/** The schools at risk that a person may see today; undefined for people who may see no list. */
export async function listAtRisk({ tx, partnership, today }: Reading, actor: Actor): Promise<Placed[] | undefined> {
  const atRisk = atRiskValues(partnership.framework);
  const isOfficer = may(RISK_OFFICERS, actor, {});
  const boards = isOfficer
    ? []
    : await listChallengeBoards(
        tx,
        actor.seats.map((seat) => seat.boardId),
      );
  if (!isOfficer && boards.length === 0) return undefined;
  const all = await listInCategories(tx, partnership.id, atRisk);
  if (isOfficer) return all;
  const members = await listMemberSchools(tx, boards, today);
  return all.filter((school) => members.has(school.schoolId));
}

/** The categories that mean risk. */
export function atRiskValues(framework: Framework): string[] {
  return framework.categories.filter((category) => category.atRisk).map((category) => category.id);
}

function isDirector(actor: Actor): boolean {
  return may([{ roles: ['PROGRAMME_DIRECTOR'], where: 'partnership' }], actor, {});
}

async function channelOf({ tx }: Reading, alert: Alert): Promise<'private' | 'not private' | 'none'> {
  const channel = await findChannel(tx, alert.boardId);
  return channel ? (channel.isPrivate ? 'private' : 'not private') : 'none';
}

function sumOf(count: number): string {
  if (count === 0) return 'No school is at risk.';
  return count === 1 ? '1 school is at risk.' : `${count} schools are at risk.`;
}

function alertWords(alert: Alert | undefined, names: Map<number, string>): string {
  if (!alert) return 'No alert to a Challenge Board';
  const who = alert.acknowledgedById === null ? undefined : names.get(alert.acknowledgedById);
  return `${refOf('ALR', alert.id)}: ${who ? `acknowledged by ${who}` : 'not acknowledged yet'}`;
}
