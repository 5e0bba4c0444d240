// Schools at risk: the school's leaders hear first, then the Challenge Board, in private (F-11, DOMAIN 11).
import { today as dayIn, sayDate } from '../calendar/index.ts';
import type { Feature, HomeItem, Reading, StatusLine } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { idIn, refOf, subjectOf } from '../chat/refs.ts';
import { alertKind, changedSince, noticeKind } from './cards.ts';
import { commands, RISK_OFFICERS } from './commands.ts';
import { listAtRisk, listKind, questionKind } from './officer-cards.ts';
import { tellOfCategory } from './pinging.ts';
import { listChallengeBoards, listNewest, listOpen, listShown, listUndelivered } from './records.ts';
import { type Alert, namesUpTo } from './rules.ts';

export const risk: Feature = {
  name: 'risk',
  commands,
  cards: [noticeKind, alertKind, questionKind, listKind],
  on: { 'category.confirmed': tellOfCategory },

  async statusLines(question) {
    const { tx, partnership, actor, schoolId } = question;
    if (schoolId !== undefined) {
      const alert = (await listNewest(tx, [schoolId])).get(schoolId);
      if (!alert) return [];
      const on = sayDate(dayIn(alert.raisedAt, partnership.timeZone));
      const state = { waiting: '', raised: '', acknowledged: ', acknowledged' }[alert.state];
      return [
        { order: 14, title: 'Alert to the Challenge Board', value: `${refOf('ALR', alert.id)} of ${on}${state}` },
      ];
    }
    const schools = may(RISK_OFFICERS, actor, {}) ? await listAtRisk(question, actor) : undefined;
    if (!schools) return [];
    const names = schools.map((school) => school.name);
    const lines: StatusLine[] = [
      {
        order: 14,
        title: 'Schools at risk',
        value: names.length === 0 ? 'none' : `${names.length} (${namesUpTo(names, 10)})`,
      },
    ];
    const open = await listTrue(question);
    if (open.length > 0)
      lines.push({
        order: 15,
        title: 'Alerts not acknowledged',
        value: namesUpTo(
          open.map((one) => refOf('ALR', one.id)),
          10,
        ),
      });
    const failed = await listUndelivered(tx);
    if (failed.length > 0)
      lines.push({
        order: 16,
        title: 'Alerts not delivered',
        value: failed.map((one) => `${refOf('ALR', idIn(one.subject))}: ${one.reason}`).join('; '),
      });
    return lines;
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

/** The alerts that nobody has acknowledged, about schools that are still at risk. */
async function listTrue(reading: Reading, boardIds?: number[]): Promise<Alert[]> {
  const open = await listOpen(reading.tx, reading.partnership.id, boardIds);
  const since = await Promise.all(open.map((alert) => changedSince(alert, reading)));
  return open.filter((_, index) => since[index] === undefined);
}
