// Schools at risk: the school's leaders hear first, then the Challenge Board, in private (F-11, DOMAIN 11).
import { today as dayIn, sayDate } from '../calendar/index.ts';
import {
  type Feature,
  type HomeItem,
  type Partnership,
  type Reading,
  type StatusLine,
  statusPart,
} from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { idIn, refOf, subjectOf } from '../chat/refs.ts';
import { alertKind, changedSince, noticeKind } from './cards.ts';
import { commands, RISK_OFFICERS } from './commands.ts';
import { atRiskValues, listKind, questionKind } from './officer-cards.ts';
import { tellOfCategory } from './pinging.ts';
import { listChallengeBoards, listOpen, listShown, newestAlertFacts, type RiskFacts, riskFacts } from './records.ts';
import { type Alert, someOf } from './rules.ts';

export { RISK_OFFICERS } from './commands.ts';
export { atRiskValues } from './officer-cards.ts';
export { type OpenAlert, openAlertFacts } from './records.ts';

export const risk: Feature = {
  name: 'risk',
  commands,
  cards: [noticeKind, alertKind, questionKind, listKind],
  on: { 'category.confirmed': tellOfCategory },

  statusParts({ partnership, actor, schoolId }) {
    if (schoolId !== undefined)
      return [statusPart(newestAlertFacts(schoolId), (alert: NewestAlert | null) => linesOfSchool(alert, partnership))];
    if (!may(RISK_OFFICERS, actor, {})) return [];
    return [statusPart(riskFacts(partnership.id, atRiskValues(partnership.framework), NAMED), linesOfAll)];
  },

  async homeItems(reading) {
    const { tx, actor } = reading;
    const boards = await listChallengeBoards(
      tx,
      actor.seats.map((seat) => seat.boardId),
    );
    const forBoards = boards.length === 0 ? [] : await listTrue(reading, boards);
    const shown = await listShown(tx, 'at-risk-alert', forBoards);
    const items: HomeItem[] = forBoards
      .filter((alert) => shown.has(alert.id))
      .map((alert) => ({
        kind: 'question',
        title: `${refOf('ALR', alert.id)}: ${alert.schoolName} is at risk`,
        hint: `Open it and acknowledge it, or type alert acknowledge ${refOf('ALR', alert.id)}.`,
        card: { card: 'at-risk-alert', subject: subjectOf('ALR', alert.id) },
      }));
    if (!may([{ roles: ['PROGRAMME_DIRECTOR'], where: 'partnership' }], actor, {})) return items;
    const waiting = (await listTrue(reading)).filter((alert) => alert.state === 'waiting');
    const asked = await listShown(tx, 'risk-question', waiting);
    const questions: HomeItem[] = waiting
      .filter((alert) => asked.has(alert.id))
      .map((alert) => ({
        kind: 'question',
        title: `${refOf('ALR', alert.id)}: may the ${alert.boardName} be told about ${alert.schoolName}?`,
        hint: `Open it, or type alert send ${refOf('ALR', alert.id)}.`,
        card: { card: 'risk-question', subject: subjectOf('ALR', alert.id) },
      }));
    return [...items, ...questions];
  },
};

// As many names as a line on a phone bears.
const NAMED = 10;

interface NewestAlert {
  id: number;
  raisedAt: string;
  state: Alert['state'];
}

function linesOfSchool(alert: NewestAlert | null, { timeZone }: Partnership): StatusLine[] {
  if (!alert) return [];
  const on = sayDate(dayIn(new Date(alert.raisedAt), timeZone));
  const state = { waiting: '', raised: '', acknowledged: ', acknowledged' }[alert.state];
  return [{ order: 14, title: 'Alert to the Challenge Board', value: `${refOf('ALR', alert.id)} of ${on}${state}` }];
}

function linesOfAll({ schools, open, undelivered }: RiskFacts): StatusLine[] {
  const { count, names } = schools;
  const lines = [
    { order: 14, title: 'Schools at risk', value: count === 0 ? 'none' : `${count} (${someOf(names ?? [], count)})` },
  ];
  const waiting = (open.ids ?? []).map((id) => refOf('ALR', id));
  if (open.count > 0) lines.push({ order: 15, title: 'Alerts not acknowledged', value: someOf(waiting, open.count) });
  if (undelivered) {
    const failed = undelivered.map((one) => `${refOf('ALR', idIn(one.subject))}: ${one.reason}`);
    lines.push({ order: 16, title: 'Alerts not delivered', value: failed.join('; ') });
  }
  return lines;
}

/** The alerts that nobody has acknowledged, about schools that are still at risk. */
async function listTrue(reading: Reading, boardIds?: number[]): Promise<Alert[]> {
  const open = await listOpen(reading.tx, reading.partnership.id, boardIds);
  const since = await Promise.all(open.map((alert) => changedSince(alert, reading)));
  return open.filter((_, index) => since[index] === undefined);
}
