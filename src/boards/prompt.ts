// A category that asks for a Raising Attainment Board prompts the school's chair of governors (F-01, RES-24).
import { z } from 'zod';
import { sayDate } from '../calendar/index.ts';
import type { Actor, CardKind, Context, Feature, Happening, HomeItem, Reading } from '../chat/contract.ts';
import { Refusal } from '../chat/refusal.ts';
import { template } from '../chat/template.ts';
import { categoryById } from '../frameworks/index.ts';
import { listHolders, nameOf, viewerOf } from '../people/index.ts';
import { getSchool } from '../schools/records.ts';
import { dayOf } from '../store/days.ts';
import { chairChoices } from './forms.ts';
import { proposeSchoolBoard } from './proposal.ts';
import { findCategory, wasShown } from './records.ts';
import { findOpenBoard, listChairs, promptSubject } from './setup.ts';

const Decided = z.looseObject({ schoolId: z.number(), value: z.string() });

/** Ask the school's chair of governors, once a decision; a school whose board is open is not asked. */
export async function onCategoryConfirmed(happening: Happening, context: Omit<Context, 'also'>): Promise<void> {
  const { tx, today, partnership, outbox } = context;
  const { schoolId, value } = Decided.parse(happening.after);
  // A card that asks already says the new category, or that nothing is asked for any more.
  await outbox.refresh(promptSubject(schoolId));
  if (!asksForBoard(context, value) || (await findOpenBoard(context, schoolId))) return;
  const chairs = await listHolders(tx, {
    partnershipId: partnership.id,
    roles: ['CHAIR_OF_GOVERNORS'],
    schoolId,
    today,
  });
  for (const { id } of chairs)
    await outbox.post({
      key: `board-prompt:${happening.subject}:${id}`,
      card: 'board-prompt',
      subject: promptSubject(schoolId),
      to: { personId: id },
    });
}

const Pair = z.strictObject({ title: z.string(), value: z.string() });

const open = template(
  'board-prompt',
  z.strictObject({
    school: z.string(),
    reason: z.string(),
    schoolId: z.number(),
    members: z.array(Pair),
    gaps: z.string(),
    hasGaps: z.boolean(),
    choices: z.array(Pair),
    hasChoices: z.boolean(),
    hasNone: z.boolean(),
    fallback: z.string(),
  }),
);

const settled = template(
  'board-prompt-settled',
  z.strictObject({ title: z.string(), school: z.string(), outcome: z.string(), fallback: z.string() }),
);

const prompt: CardKind = {
  name: 'board-prompt',
  isConfidential: true,
  async show(subject, context) {
    const schoolId = Number(/^prompt:SCH-(\d+)$/.exec(subject)?.[1]);
    const viewer = await viewerOf(context);
    if (!viewer?.roles.some((held) => held.role === 'CHAIR_OF_GOVERNORS' && held.schoolId === schoolId))
      return undefined;
    const school = await getSchool(context.tx, schoolId);
    const board = await findOpenBoard(context, schoolId);
    if (board) {
      const by = board.setUpById === null ? '' : ` by ${await nameOf(context.tx, board.setUpById)}`;
      const outcome = `${board.name} was set up on ${sayDate(dayOf(board.openedOn))}${by}. Type “board show ${school.name}” to see it.`;
      const title = 'The board is set up';
      return {
        card: settled({ title, school: school.name, outcome, fallback: `${title}.` }),
        revision: 1,
        isSettled: true,
      };
    }
    const value = await findCategory(context.tx, schoolId);
    if (value === undefined) return undefined;
    if (!asksForBoard(context, value)) {
      if (!(await wasShown(context.tx, subject, viewer.personId))) return undefined;
      const title = 'No board is asked for now';
      const outcome = changedSince(context, value);
      return {
        card: settled({ title, school: school.name, outcome, fallback: `${title}.` }),
        revision: 1,
        isSettled: true,
      };
    }
    const category = categoryById(context.partnership.framework, value);
    const choices = chairChoices(await listChairs(context, schoolId));
    const { members, gaps } = await proposeSchoolBoard(context, school, viewer.personId, choices.length > 0);
    const card = open({
      school: school.name,
      reason: `The school’s category is ${category.colourName.toLowerCase()} (${category.label.toLowerCase()}), so its governing body is expected to set up a Raising Attainment Board.`,
      schoolId,
      members,
      gaps,
      hasGaps: gaps !== '',
      choices,
      hasChoices: choices.length > 0,
      hasNone: choices.length === 0,
      fallback: 'Please set up a board for your school.',
    });
    return { card, revision: 0 };
  },
};

/** A chair of governors whose school is still without its board finds the question at home too. */
export async function promptItems(reading: Reading & { actor: Actor }): Promise<HomeItem[]> {
  const items: HomeItem[] = [];
  for (const { role, schoolId } of reading.actor.roles) {
    if (role !== 'CHAIR_OF_GOVERNORS' || schoolId === null) continue;
    const value = await findCategory(reading.tx, schoolId);
    if (value === undefined || !asksForBoard(reading, value) || (await findOpenBoard(reading, schoolId))) continue;
    items.push({
      kind: 'question',
      title: 'Set up your school’s Raising Attainment Board',
      hint: 'Type “board create” and choose who will chair it.',
      card: { card: 'board-prompt', subject: promptSubject(schoolId) },
    });
  }
  return items;
}

/** Refuse to set up a board from a card that asked for it, when the school's category asks for none any more. */
export async function checkStillAsked(reading: Reading, schoolId: number): Promise<void> {
  const value = await findCategory(reading.tx, schoolId);
  if (value !== undefined && !asksForBoard(reading, value)) throw new Refusal(changedSince(reading, value));
}

function changedSince({ partnership }: Pick<Reading, 'partnership'>, value: string): string {
  const { colourName, label } = categoryById(partnership.framework, value);
  return `The school’s category has changed since to ${colourName.toLowerCase()} (${label.toLowerCase()}); no board is asked for now.`;
}

function asksForBoard({ partnership }: Pick<Reading, 'partnership'>, value: string): boolean {
  return categoryById(partnership.framework, value).obligations.includes('RAISING_ATTAINMENT_BOARD');
}

export const promptCards: CardKind[] = [prompt];
export const promptOn: NonNullable<Feature['on']> = { 'category.confirmed': onCategoryConfirmed };
