import { z } from 'zod';
import { listSeatHolders } from '../boards/index.ts';
import { LEADS } from '../categories/index.ts';
import { type Command, type Context, command } from '../chat/contract.ts';
import type { MayRule } from '../chat/permission.ts';
import { Ref, refOf, splitRef, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { nameOf } from '../people/index.ts';
import { findChannel, getAlert, getAlertLocked, listChallengeBoards, saveAcknowledged, saveRaised } from './records.ts';
import { type Alert, isAcknowledgedBy } from './rules.ts';

/** Who sees every school at risk; members of a Challenge Board see their board's. */
export const RISK_OFFICERS: MayRule[] = [{ roles: ['PROGRAMME_DIRECTOR', ...LEADS], where: 'partnership' }];
export const RISK_READERS: MayRule[] = [...RISK_OFFICERS, { seats: ['any'], where: 'board' }];

const acknowledge = command({
  name: 'risk.acknowledge',
  help: 'Say that your board has seen an alert about a school at risk.',
  typed: {
    words: 'alert acknowledge',
    usage: 'alert acknowledge ALR-NUMBER',
    example: 'alert acknowledge ALR-2',
    parse: (rest) => ({ alertId: splitRef('ALR', rest)[0] ?? rest }),
  },
  input: z.object({ alertId: Ref('ALR') }),
  may: [{ seats: ['any'], where: 'board' }],
  about: async ({ alertId }, { tx }) => ({ boardId: (await getAlert(tx, alertId)).boardId }),
  async run({ alertId }, { tx, now, actor, outbox, happened }) {
    const before = await getAlertLocked(tx, alertId);
    const firstBy = before.acknowledgedById === null ? '' : await nameOf(tx, before.acknowledgedById);
    if (isAcknowledgedBy(before, actor.personId, firstBy))
      return { said: `You have acknowledged ${refOf('ALR', alertId)} already.`, isPrivate: true };

    await saveAcknowledged(tx, before, { personId: actor.personId, at: now });
    const subject = subjectOf('ALR', alertId);
    await happened({
      event: 'alert.acknowledged',
      subject,
      before: { state: before.state },
      after: { state: 'acknowledged' },
    });
    await outbox.refresh(subject);
    return {
      said: `Thank you, ${actor.name}. ${refOf('ALR', alertId)} is acknowledged in your name.`,
      isPrivate: true,
    };
  },
});

const send = command({
  name: 'risk.send',
  help: 'Send an alert that waits for your word.',
  typed: {
    words: 'alert send',
    usage: 'alert send ALR-NUMBER',
    example: 'alert send ALR-2',
    parse: (rest) => ({ alertId: splitRef('ALR', rest)[0] ?? rest }),
  },
  input: z.object({ alertId: Ref('ALR') }),
  may: [{ roles: ['PROGRAMME_DIRECTOR'], where: 'partnership' }],
  about: async ({ alertId }, { tx }) => ({ boardId: (await getAlert(tx, alertId)).boardId }),
  async run({ alertId }, context) {
    const { tx, outbox, happened } = context;
    const before = await getAlertLocked(tx, alertId);
    if (before.state !== 'waiting') return { said: `${refOf('ALR', alertId)} has been sent already.`, isPrivate: true };
    const where = await postNow(context, before);
    await saveRaised(tx, before);
    const subject = subjectOf('ALR', alertId);
    await happened({ event: 'alert.sent', subject, before: { state: 'waiting' }, after: { state: 'raised' } });
    await outbox.refresh(subject);
    return { said: `${refOf('ALR', alertId)} goes to ${where}.`, isPrivate: true };
  },
});

const list = command({
  name: 'risk.list',
  help: 'See which schools are at risk.',
  typed: { words: 'atrisk list', usage: 'atrisk list', example: 'atrisk list', parse: () => ({}) },
  input: z.object({}),
  isQuestion: true,
  may: RISK_READERS,
  async about(_, { tx }, actor) {
    const [boardId] = await listChallengeBoards(
      tx,
      actor.seats.map((seat) => seat.boardId),
    );
    return boardId === undefined ? {} : { boardId };
  },
  async run() {
    return { card: { card: 'at-risk', subject: 'atrisk:all' }, isPrivate: true };
  },
});

export const commands: Command[] = [acknowledge, send, list];

/** To the board's private channel, or else to each member alone. */
async function postNow({ tx, today, outbox }: Context, alert: Alert): Promise<string> {
  const subject = subjectOf('ALR', alert.id);
  const card = { card: 'at-risk-alert', subject };
  const channel = await findChannel(tx, alert.boardId);
  if (channel?.isPrivate) {
    await outbox.post({ key: `at-risk-alert:ALR-${alert.id}:sent`, ...card, to: { conversationId: channel.id } });
    return `the private channel of the ${alert.boardName}`;
  }
  const members = new Set((await listSeatHolders(tx, alert.boardId, today)).map((seat) => seat.personId));
  if (members.size === 0) throw new Refusal(`Nobody sits on the ${alert.boardName} yet, so nobody can be told.`);
  for (const personId of members)
    await outbox.post({ key: `at-risk-alert:ALR-${alert.id}:${personId}`, ...card, to: { personId } });
  return members.size === 1
    ? `the 1 member of the ${alert.boardName}`
    : `the ${members.size} members of the ${alert.boardName}, each alone`;
}
