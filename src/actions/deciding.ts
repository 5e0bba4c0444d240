// The deciders' side: agree to what an owner asks, or refuse it with words.
import { z } from 'zod';
import { MAY_RUN } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Command, type Context, command } from '../chat/contract.ts';
import { refOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { giveForm, refuseForm } from './ask-forms.ts';
import { type Ask, findOpenAsk } from './asking.records.ts';
import { endAsk, tellAsker } from './asks.ts';
import { moveTo } from './changing.ts';
import { checkMayChange, isTooLate } from './deciding-rights.ts';
import { ActionRef, aboutAction, getToDecide, Long, Seen } from './finding.ts';
import { listOthers } from './owners.ts';
import { type Action, saveAction } from './records.ts';
import { refreshAll } from './telling.ts';
import { parseReason, parseRef } from './words.ts';

const agree = command({
  name: 'action.agree',
  help: 'Agree to what the owner of an action asks: another date, or that somebody else does it.',
  typed: {
    words: 'action agree',
    usage: 'action agree ACT-12',
    example: 'action agree ACT-12',
    parse: parseRef,
  },
  // The day that somebody saw when they pressed: the wish may have changed since.
  input: ActionRef.extend({ askId: Seen.askId, wantedOn: z.string().max(10).optional() }),
  may: MAY_RUN,
  about: aboutAction,
  async run({ actionId, askId, wantedOn }, context) {
    const action = await getToDecide(context, actionId);
    const ref = refOf('ACT', action.id);
    const late = await isTooLate(context, action, { askId });
    if (late) return late;
    const asked = await openAskOf(context, action);
    if (asked.kind === 'notMine')
      return { form: giveForm(action, await listOthers(context, action), asked.id), isPrivate: true };
    const wish = asked.wantedOn!;
    if (wantedOn !== undefined && wantedOn !== wish)
      throw new Refusal(`${asked.askedBy.name} asks for another day now: ${sayDate(wish)}. The card shows it.`);
    if (wish < context.today)
      throw new Refusal(`${sayDate(wish)} is over. Set another date, or refuse: type “action move ${ref}”.`);
    const told = await moveTo(context, action, { dueOn: wish, reason: asked.reason }, asked);
    return { said: `Agreed: ${ref} is due on ${sayDate(wish)} now.${told}`, isPrivate: true };
  },
});

const refuse = command({
  name: 'action.refuse',
  help: 'Refuse what the owner of an action asks, and say why.',
  typed: {
    words: 'action refuse',
    usage: 'action refuse ACT-12 because REASON',
    example: 'action refuse ACT-12 because the board needs it on the 8th',
    parse(rest) {
      const { reason, ...ref } = parseReason(rest);
      return { ...ref, ...(reason ? { words: reason } : {}) };
    },
  },
  input: ActionRef.extend({ askId: Seen.askId, words: Long(500) }),
  may: MAY_RUN,
  about: aboutAction,
  async run({ actionId, askId, words }, context) {
    const { tx, outbox } = context;
    const action = await getToDecide(context, actionId);
    const late = await isTooLate(context, action, { askId });
    if (late) return late;
    const asked = await openAskOf(context, action);
    if (!words) return { form: refuseForm(action, asked), isPrivate: true };
    await saveAction(tx, action, {});
    await tellAsker(context, await endAsk(context, asked, 'refused', words));
    await refreshAll(context, outbox, action);
    return { said: `Refused. ${await staysAs(context, asked, action)}`, isPrivate: true };
  },
});

/** What is asked about the action now. Refuses when nothing is, and whoever asked it themselves. */
async function openAskOf(context: Context, action: Action): Promise<Ask> {
  const asked = await findOpenAsk(context.tx, action.id);
  if (!asked) throw new Refusal(`Nobody is asking anything about ${refOf('ACT', action.id)} just now.`);
  await checkMayChange(context, action, asked);
  return asked;
}

async function staysAs({ outbox }: Context, asked: Ask, action: Action): Promise<string> {
  const ref = refOf('ACT', action.id);
  const { name } = asked.askedBy;
  const told = (await outbox.canReach(asked.askedById))
    ? `I have told ${name}.`
    : `I cannot reach ${name} yet, so please tell them yourself.`;
  const stays = asked.kind === 'date' ? `${ref} stays due on ${sayDate(action.dueOn)}.` : `${ref} stays with ${name}.`;
  return `${stays} ${told}`;
}

export const decidingCommands: Command[] = [agree, refuse];
