// What the school's leaders are told, and what the board is told after them.
import { z } from 'zod';
import { listSeatHolders } from '../boards/index.ts';
import { today as dayIn, sayDate } from '../calendar/index.ts';
import { categoryWords, type Decision, findCurrent, getDecision, leadersInWords } from '../categories/index.ts';
import type { CardKind, Reading, ShowContext } from '../chat/contract.ts';
import { idIn, refOf } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { categoryById } from '../frameworks/index.ts';
import { nameOf } from '../people/index.ts';
import { getSchool } from '../schools/records.ts';
import { listLeaders, listNotices } from './leaders.ts';
import { getAlert, listBoardsOver, stands } from './records.ts';
import { type Alert, callsForAlert, toldWords, wasAnyTold } from './rules.ts';

const Facts = z.array(z.strictObject({ title: z.string(), value: z.string() }));
const why = { reason: z.string(), hasNextStep: z.boolean(), nextStep: z.string(), told: z.string() };

const noticeCard = template(
  'category-notice',
  z.strictObject({
    title: z.string(),
    value: z.string(),
    meaning: z.string(),
    facts: Facts,
    ...why,
  }),
);
const alertCard = template(
  'at-risk-alert',
  z.strictObject({ alertId: z.number(), title: z.string(), value: z.string(), facts: Facts, ...why }),
);
const alertSettledCard = template(
  'at-risk-alert-settled',
  z.strictObject({ title: z.string(), value: z.string(), facts: Facts, told: z.string(), outcome: z.string() }),
);

/** The category, to the school's headteacher and chair of governors, each alone and before anybody else. */
export const noticeKind: CardKind = {
  name: 'category-notice',
  isConfidential: true,
  async show(subject, context) {
    const { tx, viewerId, today, partnership } = context;
    const decision = await getDecision(tx, idIn(subject));
    const leaders = await listLeaders(context, decision.schoolId, today);
    if (!leaders.some((leader) => leader.personId === viewerId)) return undefined;
    if (decision.state !== 'confirmed' && decision.state !== 'ratified') return undefined;
    const card = noticeCard({
      title: `The category of ${decision.schoolName}`,
      value: categoryWords(partnership.framework, decision.value),
      meaning: categoryById(partnership.framework, decision.value).headline,
      facts: [
        ...(await sinceFacts(decision, context)),
        { title: 'Confirmed by', value: await nameOf(tx, decision.confirmedById!) },
      ],
      ...whyOf(decision),
      told: await whoIsToldNext(decision, context),
    });
    return { revision: 0, card };
  },
};

/** A school at risk, to the Challenge Board's private channel or to a member alone; settled once acknowledged. */
export const alertKind: CardKind = {
  name: 'at-risk-alert',
  isConfidential: true,
  async show(subject, context) {
    const { tx, viewerId, today, partnership } = context;
    const alert = await getAlert(tx, idIn(subject));
    if (
      viewerId !== undefined &&
      !(await listSeatHolders(tx, alert.boardId, today)).some((seat) => seat.personId === viewerId)
    )
      return undefined;
    const notices = await listNotices(context, alert);
    const decision = await getDecision(tx, alert.categoryId!);
    const common = {
      title: `A member school is at risk: ${alert.schoolName}`,
      value: categoryWords(partnership.framework, decision.value),
      facts: [
        ...(await sinceFacts(decision, context)),
        ...(await nowFacts(decision, context)),
        { title: 'Alert', value: refOf('ALR', alert.id) },
      ],
      told: toldWords(notices),
    };
    if (alert.state === 'acknowledged') {
      const outcome = `Acknowledged by ${await nameOf(tx, alert.acknowledgedById!)} on ${onDay(alert.acknowledgedAt!, context)}.`;
      return { revision: alert.version, isSettled: true, card: alertSettledCard({ ...common, outcome }) };
    }
    // Nobody at the school knows: the board hears nothing without the director's word.
    if (alert.state === 'waiting' && !wasAnyTold(notices)) return undefined;
    const since = await changedSince(alert, context);
    if (since !== undefined) {
      if (!(await stands(tx, 'at-risk-alert', alert, viewerId))) return undefined;
      return { revision: alert.version, isSettled: true, card: alertSettledCard({ ...common, outcome: since }) };
    }
    return { revision: alert.version, card: alertCard({ alertId: alert.id, ...common, ...whyOf(decision) }) };
  },
};

/** What a newer category says of a school that is not at risk any more; undefined while it is. */
export async function changedSince(alert: Alert, reading: Reading): Promise<string | undefined> {
  const { tx, partnership } = reading;
  const current = await findCurrent(tx, alert.schoolId);
  if (!current) return 'No category is on record for the school now.';
  if (categoryById(partnership.framework, current.value).atRisk) return undefined;
  const on = current.confirmedAt === null ? sayDate(current.effectiveOn!) : onDay(current.confirmedAt, reading);
  return `Since then: ${categoryWords(partnership.framework, current.value)}, confirmed on ${on}.`;
}

async function sinceFacts(decision: Decision, { tx, partnership }: ShowContext) {
  const before = await findCurrent(tx, decision.schoolId, decision);
  return [
    { title: 'Since', value: sayDate(decision.effectiveOn!) },
    {
      title: 'Before',
      value: before ? categoryById(partnership.framework, before.value).colourName : 'none on record',
    },
  ];
}

/** A school that is at risk still, but in another category than was told. */
async function nowFacts(decision: Decision, { tx, partnership }: ShowContext) {
  const current = await findCurrent(tx, decision.schoolId);
  const isOther = current !== undefined && current.value !== decision.value;
  if (!isOther || !categoryById(partnership.framework, current.value).atRisk) return [];
  return [{ title: 'Now', value: categoryWords(partnership.framework, current.value) }];
}

function whyOf({ reason, nextStep }: Decision) {
  return { reason, hasNextStep: nextStep !== '', nextStep };
}

async function whoIsToldNext(decision: Decision, context: ShowContext): Promise<string> {
  const { tx, partnership, today } = context;
  const first = await leadersInWords(context, decision.schoolId, { one: 'is told first', both: 'are told first' });
  const school = await getSchool(tx, decision.schoolId);
  const boards = callsForAlert(partnership.framework, decision.value, school)
    ? await listBoardsOver(tx, decision.schoolId, today)
    : [];
  return [first, ...boards.map((board) => `The ${board.name} is told next, in private.`)].join(' ');
}

function onDay(at: Date, { partnership }: Pick<Reading, 'partnership'>): string {
  return sayDate(dayIn(at, partnership.timeZone));
}
