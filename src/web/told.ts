// What moving the clock on brought: how many messages went to whom.
import { daysBetween, today } from '../calendar/index.ts';
import { listInWords } from '../chat/permission.ts';
import type { Records } from '../page/records.ts';
import type { Demo } from './demo.ts';
import { chatOf } from './visitors.ts';

/** A chat to which Convenor wrote: its name on the page, whose it is, and how many messages. */
export interface Told {
  in: string;
  name: string;
  messages: number;
}

/** More chats than these are counted and not named: a sentence is read out in one breath. */
const NAMED = 4;

/** The chats to which messages were delivered after the message with this id, those with most first. */
export async function toldSince(id: number, house: { records: Records; demo: Demo }): Promise<Told[]> {
  const counts = await house.records.deliveredSince(id);
  if (counts.length === 0) return [];
  const names = new Map([
    ...(await house.demo.personas()).map(({ personId, name }) => [chatOf(personId), name] as const),
    ...(await house.demo.channels()).map(({ externalId, name }) => [externalId, `# ${name}`] as const),
  ]);
  const told = [];
  for (const { conversationId, messages } of counts) {
    const chat = await house.records.externalIdOf(conversationId);
    told.push({ in: chat, name: names.get(chat) ?? 'somebody', messages });
  }
  return told.sort((a, b) => b.messages - a.messages);
}

/** "Overnight Convenor sent 3 messages: to Martin Okonjo (2) and Samir Haddad." */
export function toldInWords(told: Told[], from: Date, to: Date): string {
  const days = daysBetween(today(from), today(to));
  const since = days === 0 ? 'Meanwhile' : days === 1 ? 'Overnight' : `In ${days} days`;
  const sum = told.reduce((count, { messages }) => count + messages, 0);
  if (sum === 0) return `${since} nothing was due, so Convenor wrote to nobody.`;
  const sent = `${since} Convenor sent ${countOf(sum, 'message')}`;
  if (told.length > NAMED) {
    const channels = told.filter(({ name }) => name.startsWith('#')).length;
    const people = countOf(told.length - channels, 'person', 'people');
    return `${sent} to ${channels === 0 ? people : `${people} and ${countOf(channels, 'channel')}`}.`;
  }
  if (told.length === 1) return `${sent} to ${told[0]!.name}.`;
  const names = told.map(({ name, messages }) => (messages === 1 ? name : `${name} (${messages})`));
  return `${sent}: to ${listInWords(names)}.`;
}

function countOf(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}
