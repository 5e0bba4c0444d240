// `/board …`: typed words, answered in the HTTP response, for the asker's eyes only.
import { randomUUID } from 'node:crypto';
import type { Answer, Door } from '../chat/contract.ts';
import type { Log } from '../log.ts';
import { ask } from './ask.ts';
import { type SlackMessage, toBlocks, toSentence } from './blocks.ts';
import type { SlashCommand } from './payloads.ts';
import { type Places, personalPlace, senderOf } from './places.ts';
import { type Origin, type Replies, sentenceOf } from './replies.ts';
import { fromSlack } from './text.ts';
import { type Background, inTime } from './work.ts';

/** Slack waits three seconds and shows `operation_timeout` after them. */
export const HURRY_MS = 1500;

export type Ack = (response?: object) => Promise<void>;

export interface HearOptions {
  door: Door;
  places: Places;
  replies: Replies;
  background: Background;
  log: Log;
  /** With its slash: `/board`. */
  command: string;
}

/** Hear a slash command. Every answer is ephemeral: Slack does not tell a chat with the bot from one between two people. */
export function openSlash({ door, places, replies, background, log, command }: HearOptions) {
  return async (slash: SlashCommand, ack: Ack): Promise<void> => {
    const text = wordsOf(slash, command);
    if (text === undefined) return ack(ephemeral(toSentence(`Convenor listens to ${command}. Try ${command} help.`)));

    const heard = {
      tenant: slash.team_id || slash.enterprise_id || 'unknown',
      userId: slash.user_id,
      channel: slash.channel_id,
      channelName: slash.channel_name,
    };
    const place = await places.of(heard);
    const origin: Origin = {
      place,
      userId: heard.userId,
      by: 'command',
      channel: heard.channel,
      ...(slash.response_url === undefined ? {} : { responseUrl: slash.response_url }),
      ...(slash.trigger_id === undefined ? {} : { triggerId: slash.trigger_id }),
    };
    const request = {
      key: slash.trigger_id ?? randomUUID(),
      from: senderOf(heard),
      place,
      personal: personalPlace(heard),
      // `/board show …` and `/board board show …` mean the same.
      deed: { kind: 'typed' as const, text, noun: 'board' },
    };
    const work = ask(door, request, log);
    const answer = await inTime(work, HURRY_MS);
    if (answer === undefined) {
      await ack(ephemeral(toSentence('Working on it…')));
      background.run(work.then((late) => replies.give(origin, late)));
      return;
    }
    await ack(inResponse(answer));
    if (answer.form !== undefined && !answer.isRepeated) background.run(replies.openForm(origin, answer.form));
  };
}

/** The words after the command; `/board-status` is `/board status`. Undefined for a command that is not ours. */
function wordsOf(slash: SlashCommand, command: string): string | undefined {
  const words = fromSlack(slash.text);
  if (slash.command === command) return words === '' ? 'help' : words;
  if (slash.command.startsWith(`${command}-`)) return `${slash.command.slice(command.length + 1)} ${words}`.trim();
  return undefined;
}

function inResponse(answer: Answer): object | undefined {
  const said = sentenceOf(answer);
  if (answer.card !== undefined) return ephemeral(toBlocks(answer.card, said));
  return said === undefined ? undefined : ephemeral(toSentence(said));
}

function ephemeral(message: SlackMessage): object {
  return { response_type: 'ephemeral', ...message };
}
