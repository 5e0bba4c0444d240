import type { ZodError } from 'zod';
import type { About, Actor, Command, Context, Feature, Happening, Json, Reading, Reply, Sender } from './contract.ts';
import { isByOffice, may, roleLabel, whoMay } from './permission.ts';
import { isOfPartnership, writeAudit } from './records.ts';
import { Refusal } from './refusal.ts';

interface Parts {
  features: Feature[];
  commands: Command[];
}

type Start = Reading &
  Pick<Context, 'place' | 'messageId' | 'requestId' | 'outbox'> & { actor: Actor | undefined; sender: Sender };

/** Nobody yet: what a stranger's command gets as its actor. */
export const STRANGER: Actor = { personId: 0, name: 'somebody new', roles: [], seats: [] };

/** Check the input and the permission of a command, and run it. Throws a Refusal with the sentence for the person. */
export async function runCommand(
  parts: Parts,
  start: Start,
  asked: { command: Command; input: Record<string, unknown> },
): Promise<Reply> {
  const { command } = asked;
  const input = parse(command, asked.input);
  const actor = start.actor ?? STRANGER;
  const about = command.about ? await command.about(input, start, actor) : {};
  const isTheirs = may(command.may, actor, about) && (await isOfTheirPartnership(command, start, actor, about));
  if (!isTheirs) {
    const label = (role: string) => roleLabel(start.partnership.framework, role);
    throw new Refusal(`Only ${whoMay(command.may, label)} can do that.`);
  }
  const happened = (happening: Happening) => tellFeatures(parts, context, happening);
  const context: Context & { sender: Sender } = {
    ...start,
    actor,
    happened,
    also: (name, more) => {
      const other = parts.commands.find((one) => one.name === name);
      if (!other) throw new Error(`No feature knows the command ${name}`);
      return runCommand(parts, start, { command: other, input: more });
    },
  };
  return command.run(input, context);
}

/** An office counts in its own partnership; numbers of boards and schools are easily guessed. */
async function isOfTheirPartnership(command: Command, reading: Reading, actor: Actor, about: About): Promise<boolean> {
  if (about.boardId === undefined && about.schoolId === undefined) return true;
  return !isByOffice(command.may, actor, about) || isOfPartnership(reading, about);
}

/** Write the audit row, then let the features that listen act on it, in the order of the house. */
async function tellFeatures(parts: Parts, context: Omit<Context, 'also'>, happening: Happening): Promise<void> {
  await writeAudit(context.tx, {
    at: context.now,
    actorId: context.actor.personId || null,
    event: happening.event,
    subject: happening.subject,
    before: happening.before,
    after: happening.after,
    platform: context.place.platform,
    place: context.place.externalId,
    requestId: context.requestId,
  });
  for (const feature of parts.features) await feature.on?.[happening.event]?.(happening, context);
}

function parse(command: Command, input: Record<string, unknown>): unknown {
  const parsed = command.input.safeParse(input, { error: inWords });
  if (parsed.success) return parsed.data;
  const fieldErrors = errorsOf(parsed.error);
  const first = Object.values(fieldErrors)[0] ?? 'Something is missing.';
  const how = command.typed && !/for example/i.test(first) ? ` For example: ${command.typed.example}` : '';
  throw new Refusal(`${first}${how}`, { fieldErrors });
}

// The schemas' messages are written for people; what has none is described by its kind.
function inWords(issue: { input?: unknown }): string {
  return issue.input === undefined ? 'Something is missing.' : 'That does not fit here.';
}

function errorsOf(error: ZodError): Record<string, string> {
  const result: Record<string, string> = {};
  for (const issue of error.issues.slice(0, 20)) {
    const field = String(issue.path[0] ?? '');
    result[field] ??= issue.message;
  }
  return result;
}

/** A JSON copy of a record for the audit: dates as ISO text, nothing that cannot be read back. */
export function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one))) as Json;
}
