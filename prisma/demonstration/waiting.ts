// What is waiting in people's chats when the demonstration opens: put in the outbox as the features would have.
import { askSubject } from '../../src/actions/telling.ts';
import { halfTermJobs } from '../../src/boards/half-terms.ts';
import { halfTermsAround } from '../../src/boards/missed.ts';
import type { Outbox } from '../../src/chat/contract.ts';
import { openOutbox } from '../../src/chat/outbox.ts';
import { refOf, subjectOf } from '../../src/chat/refs.ts';
import { writeJobEvent } from '../../src/clock/records.ts';
import { askNext } from '../../src/evaluation/asking.ts';
import { getEvaluation } from '../../src/evaluation/records.ts';
import { readPartnership } from '../../src/people/index.ts';
import type { Tx } from '../../src/store/database.ts';
import type { OpenAction } from './actions.ts';
import type { OpenAsk } from './asks.ts';
import { QUILLGATE } from './borough.ts';
import type { MinutesIds } from './minutes.ts';
import { type Cast, who } from './people.ts';

export interface Waiting {
  minutes: MinutesIds;
  actions: OpenAction[];
  ask: OpenAsk;
  evaluations: { id: number; urn: number }[];
  recommendationId: number;
}

/** Put the cards that wait for somebody in the outbox, and let typed words answer the grades that are asked for. */
export async function postWaiting(tx: Tx, cast: Cast, waiting: Waiting, now: Date, today: string): Promise<void> {
  const outbox = openOutbox(tx, now, 'demonstration');
  const { minutes, actions, ask, evaluations, recommendationId } = waiting;
  const circulated = subjectOf('MIN', minutes.circulated);
  // They were asked when the minutes went round: from then on they have their days to answer.
  const { circulatedAt } = await tx.minutes.findUniqueOrThrow({ where: { id: minutes.circulated } });
  const earlier = openOutbox(tx, circulatedAt!, 'demonstration');
  for (const key of [`chair-${QUILLGATE}`, `governor-${QUILLGATE}-1`, `governor-${QUILLGATE}-2`])
    await earlier.post({
      key: `minutes-approval:${refOf('MIN', minutes.circulated)}:r1:${who(cast, key)}`,
      card: 'minutes-approval',
      subject: `${circulated}:r1`,
      to: { personId: who(cast, key) },
    });
  await earlier.flush();
  for (const id of [minutes.circulated, minutes.draft])
    await outbox.post({
      key: `minutes-progress:${refOf('MIN', id)}:${who(cast, 'clerk')}`,
      card: 'minutes-progress',
      subject: subjectOf('MIN', id),
      to: { personId: who(cast, 'clerk') },
    });
  for (const { id, ownerId } of actions)
    await outbox.post({
      key: `action-given:${refOf('ACT', id)}:r1:${ownerId}`,
      card: 'action',
      subject: subjectOf('ACT', id),
      to: { personId: ownerId },
    });
  // The chair of the board and its clerk may both answer; whoever is first decides.
  for (const key of [`governor-${QUILLGATE}-1`, 'clerk'])
    await outbox.post({
      key: `action-ask:${refOf('ACT', ask.actionId)}:${ask.id}:${who(cast, key)}`,
      card: 'action-ask',
      subject: askSubject(ask),
      to: { personId: who(cast, key) },
    });
  for (const { id, urn } of evaluations) {
    const personId = who(cast, `head-${urn}`);
    await outbox.post({
      key: `evaluation:EVA-${id}:${personId}`,
      card: 'evaluation',
      subject: subjectOf('EVA', id),
      to: { personId },
    });
    await askNext({ tx, today, outbox }, await getEvaluation(tx, id));
  }
  for (const key of ['standards', 'secondary'])
    await outbox.post({
      key: `category-recommendation:CAT-${recommendationId}:${who(cast, key)}`,
      card: 'category-recommendation',
      subject: subjectOf('CAT', recommendationId),
      to: { personId: who(cast, key) },
    });
  await flagMissedHalfTerm(tx, outbox, now);
  await outbox.flush();
}

/** Tollmarsh's half-term was flagged on the first school day after it; in the holidays that is still to come. */
async function flagMissedHalfTerm(tx: Tx, outbox: Outbox, now: Date): Promise<void> {
  const found = await readPartnership(tx, undefined, now);
  if (!found || halfTermsAround(found.partnership, found.today).running === undefined) return;
  const flag = halfTermJobs.find(({ name }) => name === 'flagMissedHalfTerms')!;
  await flag.run({
    tx,
    now,
    ...found,
    outbox,
    slot: found.today,
    happened: (happening) => writeJobEvent(tx, { ...happening, job: flag.name, at: now, requestId: 'demonstration' }),
  });
}
