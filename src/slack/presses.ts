// Buttons in messages and submitted forms.
import { createHash, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { type Answer, type Deed, NEW_ACTION, type Place, type Request } from '../chat/contract.ts';
import { ask } from './ask.ts';
import type { Clients } from './clients.ts';
import { inputIdOf, inputsOf } from './inputs.ts';
import { type Metadata, readMetadata, toModal, toNotice } from './modal.ts';
import type { Notices } from './notices.ts';
import { type BlockActions, DeedValue, PressedValue, type ViewSubmission } from './payloads.ts';
import { personalPlace, senderOf } from './places.ts';
import { refilled } from './refill.ts';
import { type Origin, sentenceOf } from './replies.ts';
import { type Ack, type HearOptions, HURRY_MS } from './slash.ts';
import { inTime } from './work.ts';

const OLD_BUTTON =
  'This button is from an older message and does nothing any more. Open the newest card, or type help.';
const OLD_FORM = 'This form can no longer be sent. Close it and open it again from the newest card.';

/** Hear a press on a button in a message or in the Home tab. */
export function openPresses({ door, places, replies, notices, background, log }: HearOptions & { notices: Notices }) {
  return async (press: BlockActions, ack: Ack): Promise<void> => {
    const action = press.actions[0]!;
    // A link opened by itself; Slack only wants to know that we heard.
    if (typeof action.url === 'string') return ack();

    const who = { tenant: tenantOf(press), userId: press.user.id };
    const { channel, container } = press;
    const isEphemeral = container?.is_ephemeral === true;
    const place: Place =
      channel == null
        ? personalPlace(who)
        : await places.of({ ...who, channel: channel.id, channelName: channel.name, isOwnChat: !isEphemeral });
    const messageTs = container?.message_ts ?? press.message?.ts;
    const origin: Origin = {
      place,
      userId: who.userId,
      by: 'press',
      isEphemeral,
      ...(press.trigger_id == null ? {} : { triggerId: press.trigger_id }),
      ...(channel == null ? {} : { channel: channel.id }),
      ...(messageTs === undefined ? {} : { messageTs }),
      ...(press.response_url == null ? {} : { responseUrl: press.response_url }),
    };
    const isInHome = press.view?.type === 'home';
    const key = pressKey(action.action_ts, press, messageTs);
    const asked = isInHome ? parsed(DeedValue, action.value) : undefined;
    if (asked !== undefined) {
      const deed = { kind: 'command' as const, name: asked.deed, input: {} };
      await ack();
      const answering = ask(door, { key, from: senderOf(who), place, personal: place, deed }, log);
      const isForm = asked.deed === NEW_ACTION.name;
      const giving = isForm
        ? notices.openForm(origin, answering, undefined)
        : notices.give(origin, answering, messagesTabOf(press));
      background.run(giving);
      return;
    }
    const value = parsed(PressedValue, action.value);
    if (value === undefined) {
      await ack();
      background.run(isInHome ? notices.say(origin, OLD_BUTTON) : replies.say(origin, OLD_BUTTON));
      return;
    }

    const named = { action: value.act, token: value.t };
    const seen = messageTs === undefined || isEphemeral ? {} : { messageId: messageTs };
    const deed: Deed = value.f === 1 ? { kind: 'open', ...named } : { kind: 'press', ...named, input: {}, ...seen };
    const request: Request = {
      key,
      from: senderOf(who),
      place,
      personal: place.kind === 'personal' ? place : personalPlace(who),
      deed,
    };
    const work = ask(door, request, log);
    if (isInHome) {
      await ack();
      background.run(notices.give(origin, work, messagesTabOf(press)));
      return;
    }
    const answer = await inTime(work, HURRY_MS);
    await ack();
    if (answer === undefined) background.run(replies.say(origin, 'Working on it…'));
    background.run(work.then((done) => replies.give(origin, done)));
  };
}

/** Hear a submitted form. */
export function openSubmissions({ door, replies, background, clients, log }: HearOptions & { clients: Clients }) {
  /** What is wrong was said in the form, and a form that closes or goes on has answered already. */
  async function afterForm(origin: Origin, answer: Answer): Promise<void> {
    const { form: _unused, ...rest } = answer;
    const isTold = isCorrected(answer) || (answer.said === undefined && answer.card === undefined);
    if (!isTold) await replies.give(origin, rest);
    else if (answer.replaces !== undefined) await replies.replace(origin, answer.replaces);
  }

  return async ({ view, user, ...envelope }: ViewSubmission, ack: Ack): Promise<void> => {
    const metadata = readMetadata(view.private_metadata);
    if (metadata === undefined) return ack({ response_action: 'update', view: toNotice(OLD_FORM) });

    const who = { tenant: tenantOf({ ...envelope, user }), userId: user.id };
    const origin: Origin = { ...metadata.from, userId: user.id, by: 'press' };
    const { messageTs, isEphemeral } = metadata.from;
    const request: Request = {
      key: submissionKey(view, user.id),
      from: senderOf(who),
      place: metadata.from.place,
      personal: personalPlace(who),
      deed: {
        kind: 'press',
        action: metadata.act,
        token: metadata.t,
        input: inputsOf(view.state.values),
        ...(messageTs === undefined || isEphemeral ? {} : { messageId: messageTs }),
      },
    };
    const work = ask(door, request, log);
    const answer = await inTime(work, HURRY_MS);
    if (answer !== undefined) {
      await ack(closing(answer, view, metadata));
      background.run(afterForm(origin, answer));
      return;
    }
    await ack({ response_action: 'update', view: toNotice('Working on it… You can close this; nothing is lost.') });
    background.run(
      work.then(async (late) => {
        const after = isCorrected(late)
          ? refilled(view, errorsOf(late, view))
          : late.form !== undefined && !late.isRepeated
            ? toModal(late.form, metadata.from)
            : toNotice(sentenceOf(late) ?? 'Done.');
        try {
          const web = await clients.of(who.tenant);
          await web.views.update({ view_id: view.id, view: after });
        } catch {
          // Closed meanwhile; what would have stood in it is said instead.
          if (isCorrected(late)) return replies.give(origin, late);
        }
        await afterForm(origin, late);
      }),
    );
  };
}

/** What becomes of the form: it stays with what is wrong, goes on to the next, or closes. */
function closing(answer: Answer, view: ViewSubmission['view'], { from }: Metadata): object | undefined {
  if (isCorrected(answer)) return { response_action: 'errors', errors: errorsOf(answer, view) };
  if (answer.form !== undefined && !answer.isRepeated)
    return { response_action: 'update', view: toModal(answer.form, from) };
  return undefined;
}

/** The form stays open, so that nothing typed is lost. */
function isCorrected(answer: Answer): boolean {
  return answer.outcome !== 'done' || Object.keys(answer.fieldErrors ?? {}).length > 0;
}

/** What is wrong, by block; a fault of no field, or of one that the form does not show, stands under the first. */
function errorsOf(answer: Answer, view: ViewSubmission['view']): Record<string, string> {
  const blocks = Object.keys(view.state.values);
  const errors: Record<string, string> = {};
  const rest: string[] = [];
  for (const [input, wrong] of Object.entries(answer.fieldErrors ?? {})) {
    const block = blocks.find((id) => inputIdOf(id) === input);
    if (block === undefined) rest.push(wrong);
    else errors[block] = wrong;
  }
  const { fieldErrors: _unused, ...general } = answer;
  if (Object.keys(errors).length === 0 || rest.length > 0) {
    const first = blocks[0] ?? 'form';
    const said = rest.length > 0 ? rest.join(' ') : (sentenceOf(general) ?? 'That cannot be done.');
    errors[first] = [errors[first], said].filter(Boolean).join(' ');
  }
  return errors;
}

/** The same form with the same words is the same deed, however often it is sent; corrected words are a new one. */
function submissionKey(view: ViewSubmission['view'], userId: string): string {
  const sent = createHash('sha256')
    .update(JSON.stringify([view.private_metadata, view.state.values]))
    .digest('hex');
  return `${view.id}:${sent.slice(0, 32)}:${userId}`;
}

/** The workspace that something was done in, or the organisation where Slack names none. */
export function tenantOf(body: Pick<BlockActions, 'team' | 'enterprise' | 'user'>): string {
  return body.team?.id ?? body.enterprise?.id ?? body.user.team_id ?? 'unknown';
}

/** Slack's own address of the app's Messages tab. */
export function messagesTabOf({
  api_app_id: app,
  team,
  user,
}: Pick<BlockActions, 'api_app_id' | 'team' | 'user'>): string | undefined {
  const teamId = team?.id ?? user.team_id;
  if (app == null || teamId == null) return undefined;
  return `slack://app?${new URLSearchParams({ team: teamId, id: app, tab: 'messages' })}`;
}

/** The same for every delivery of one press. */
function pressKey(actionTs: string, press: BlockActions, messageTs: string | undefined): string {
  const shownIn = messageTs ?? press.view?.id ?? press.container?.view_id ?? 'nowhere';
  return `${shownIn}:${actionTs || (press.trigger_id ?? randomUUID())}:${press.user.id}`;
}

function parsed<T>(schema: z.ZodType<T>, value: string | null | undefined): T | undefined {
  try {
    return schema.parse(JSON.parse(value ?? ''));
  } catch {
    return undefined;
  }
}
