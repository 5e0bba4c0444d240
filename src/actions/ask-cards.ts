// What deciders are asked about an action.
import { z } from 'zod';
import { sayDate } from '../calendar/index.ts';
import type { CardKind, ShowContext, Showing } from '../chat/contract.ts';
import { listInWords } from '../chat/permission.ts';
import { template } from '../chat/template.ts';
import { viewerOf } from '../people/index.ts';
import { answerKind } from './answer-card.ts';
import { endingForDeciders } from './ask-words.ts';
import { type Ask, getAsk } from './asking.records.ts';
import { Base, baseOf } from './cards.ts';
import { listDeciders } from './deciders.ts';
import { mayRun } from './managing.ts';
import { listOwners, type People } from './owners.ts';
import { type Action, getAction, isPosted } from './records.ts';
import { readAskSubject } from './telling.ts';

const Asked = {
  ...Base,
  title: z.string(),
  reason: z.string(),
  also: z.string(),
  hasAlso: z.boolean(),
  asker: z.string(),
  actionId: z.number(),
  askId: z.number(),
};

const dateCard = template(
  'action-ask-date',
  z.strictObject({ ...Asked, wantedOn: z.string(), canAgree: z.boolean(), isOver: z.boolean(), over: z.string() }),
);
const notMineCard = template(
  'action-ask-not-mine',
  z.strictObject({
    ...Asked,
    owners: z.array(z.strictObject({ title: z.string(), value: z.string() })),
    hasOwners: z.boolean(),
  }),
);
const settledCard = template(
  'action-ask-settled',
  z.strictObject({
    ...Base,
    title: z.string(),
    asked: z.string(),
    reason: z.string(),
    outcome: z.string(),
    words: z.string(),
    hasWords: z.boolean(),
  }),
);

const askKind: CardKind = {
  name: 'action-ask',
  async show(subject, context) {
    const ask = await getAsk(context.tx, readAskSubject(subject));
    const action = await getAction(context.tx, ask.actionId);
    const viewer = await viewerOf(context);
    if (!viewer || viewer.personId === ask.askedById) return undefined;
    const wasShown = await isPosted(context.tx, subject, { card: 'action-ask', viewerId: viewer.personId });
    // Somebody who no longer runs the board learns only that others decide.
    if (!mayRun(viewer, action)) return wasShown ? showHandedOver(context, ask, action) : undefined;
    if (ask.state !== 'open') return wasShown ? showEnded(context, ask, action) : undefined;

    const deciders = await listDeciders(context, action.boardId, ask.askedById);
    const also = alsoAsked(deciders, viewer.personId);
    const asked = {
      reason: ask.reason,
      also,
      hasAlso: also !== '',
      asker: ask.askedBy.name,
      actionId: action.id,
      askId: ask.id,
    };
    const card =
      ask.kind === 'date'
        ? await showDate(context, ask, action, asked)
        : await showNotMine(context, ask, action, asked);
    return { card, revision: action.version };
  },
};

type Common = { reason: string; also: string; hasAlso: boolean; asker: string; actionId: number; askId: number };

async function showDate(context: ShowContext, ask: Ask, action: Action, common: Common) {
  const base = await baseOf(context, action);
  const wantedOn = ask.wantedOn!;
  const [due, ...others] = base.facts;
  const isOver = wantedOn < context.today;
  return dateCard({
    ...base,
    ...common,
    title: `${ask.askedBy.name} asks for another date`,
    facts: [{ title: 'Asked for', value: sayDate(wantedOn) }, { title: 'Due now', value: due!.value }, ...others],
    fallback: `${ask.askedBy.name} asks for another date: ${base.ref}`,
    wantedOn,
    canAgree: !isOver,
    isOver,
    over: 'The day that was asked for is over. Set another date, or refuse.',
  });
}

async function showNotMine(context: ShowContext, ask: Ask, action: Action, common: Common) {
  const base = await baseOf(context, action);
  const owners = (await listOwners(context, action.boardId)).filter((one) => one.id !== action.ownerId);
  return notMineCard({
    ...base,
    ...common,
    title: `${ask.askedBy.name} says: not mine`,
    fallback: `${ask.askedBy.name} says that ${base.ref} is not theirs`,
    owners: owners.slice(0, 100).map(({ id, name }) => ({ title: name, value: String(id) })),
    hasOwners: owners.length > 0,
  });
}

function alsoAsked(deciders: People[], viewerId: number): string {
  const others = deciders.filter((one) => one.id !== viewerId).map((one) => one.name);
  if (others.length === 0 || others.length === deciders.length) return '';
  return `${listInWords(others)} ${others.length === 1 ? 'is' : 'are'} asked too. The first answer counts.`;
}

async function showEnded(context: ShowContext, ask: Ask, action: Action): Promise<Showing> {
  const { title, said } = await endingForDeciders(context, ask, action);
  return settled(context, ask, action, { title, outcome: said, words: ask.words ?? '' });
}

async function showHandedOver(context: ShowContext, ask: Ask, action: Action): Promise<Showing> {
  const outcome = 'Whoever runs the board now decides this. You need do nothing.';
  return settled(context, ask, action, { title: 'Somebody else decides', outcome, words: '' });
}

async function settled(
  context: ShowContext,
  ask: Ask,
  action: Action,
  end: { title: string; outcome: string; words: string },
): Promise<Showing> {
  const base = await baseOf(context, action);
  const asked = ask.kind === 'date' ? `asked for ${sayDate(ask.wantedOn!)}` : 'said that this is not theirs';
  const card = settledCard({
    ...base,
    ...end,
    asked: `${ask.askedBy.name} ${asked}: `,
    reason: ask.reason,
    hasWords: end.words !== '',
    fallback: `${base.ref}: ${end.title}`,
  });
  return { card, revision: action.version, isSettled: true };
}

export const askCards: CardKind[] = [askKind, answerKind];
