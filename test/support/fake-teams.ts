// Microsoft Teams around a bot: rooms, and the way activities reach the bot's endpoint.
import { randomUUID } from 'node:crypto';
import type { FakeConnector } from './fake-connector.ts';

export const BOT = { id: '28:convenor', name: 'Convenor' };

/** A group chat or a channel of a team. */
export interface Room {
  kind: 'group' | 'channel';
  id: string;
  name: string;
  tenant: string;
  teamId?: string;
}

/** What the endpoint answered. */
export interface Answered {
  status: number;
  body: string;
  activity: Record<string, unknown>;
}

/** Sends activities to a bot as Teams does, on behalf of as many people as wanted. */
export class FakeTeams {
  readonly connector: FakeConnector;
  #botUrl = '';

  constructor(connector: FakeConnector) {
    this.connector = connector;
  }

  /** Where the bot listens: `http://127.0.0.1:3978`. */
  connect(botUrl: string): void {
    this.#botUrl = botUrl;
  }

  channel(options: { name?: string; tenant: string }): Room {
    const id = `19:${randomUUID()}@thread.tacv2`;
    this.connector.know(id);
    return {
      kind: 'channel',
      id,
      name: options.name ?? 'Board',
      tenant: options.tenant,
      teamId: `19:team-${randomUUID()}@thread.tacv2`,
    };
  }

  group(options: { name?: string; tenant: string }): Room {
    const id = `19:${randomUUID()}@thread.v2`;
    this.connector.know(id);
    return { kind: 'group', id, name: options.name ?? 'Group', tenant: options.tenant };
  }

  async send(activity: Record<string, unknown>): Promise<Answered> {
    const response = await fetch(`${this.#botUrl}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
    });
    return { status: response.status, body: await response.text(), activity };
  }
}
