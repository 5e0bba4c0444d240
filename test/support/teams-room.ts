// The Teams room by itself: a scripted door behind it, the fake Bot Connector in front of it.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Card, type Form } from '../../src/chat/card.ts';
import type {
  Address,
  Answer,
  Door,
  Message,
  PlaceEvent,
  Request,
  ShownCard,
  ShownForm,
} from '../../src/chat/contract.ts';
import type { TeamsSettings } from '../../src/config.ts';
import { type Log, noLog } from '../../src/log.ts';
import { openTeams, type TeamsOptions, type TeamsRoom } from '../../src/teams/index.ts';
import { FakeConnector } from './fake-connector.ts';
import { FakeTeams } from './teams-client.ts';

export const TENANT = '11111111-2222-3333-4444-555555555555';
export const LOCAL: TeamsSettings = {
  appId: '',
  appPassword: '',
  appType: 'MultiTenant',
  tenantId: '',
  tenants: [],
  isLocal: true,
};

/** A door that answers what the test says and remembers what it was asked. */
export class ScriptedDoor implements Door {
  readonly requests: Request[] = [];
  readonly shownCopies: { copyId: number; messageId: string }[] = [];
  readonly events: PlaceEvent[] = [];
  answer: (request: Request) => Partial<Answer> | Promise<Partial<Answer>> = () => ({ said: 'Understood.' });

  async handle(request: Request): Promise<Answer> {
    this.requests.push(request);
    return { outcome: 'done', requestId: 'r-1', isPrivate: false, ...(await this.answer(request)) };
  }

  async shown(copyId: number, messageId: string): Promise<void> {
    this.shownCopies.push({ copyId, messageId });
  }

  async placeChanged(event: PlaceEvent): Promise<void> {
    this.events.push(event);
  }
}

export interface TestRoom {
  door: ScriptedDoor;
  connector: FakeConnector;
  teams: FakeTeams;
  room: TeamsRoom;
  /** Where the bot listens, without a slash at the end. */
  url: string;
  close(): Promise<void>;
}

export async function openTestRoom(options: Partial<TeamsOptions> & { log?: Log } = {}): Promise<TestRoom> {
  const door = new ScriptedDoor();
  const connector = await FakeConnector.open();
  const room = await openTeams({ settings: LOCAL, mode: 'development', door, log: noLog, ...options });
  const app = express();
  room.mount(app);
  const server = http.createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const teams = new FakeTeams(connector);
  teams.connect(url);
  const close = async () => {
    await room.platform.stop();
    server.closeAllConnections();
    server.close();
    await connector.close();
  };
  return { door, connector, teams, room, url, close };
}

/** A card with one button and one form, as the house shows it. */
export function aShownCard(text = 'Minutes of 5 March', changes: Partial<ShownCard> = {}): ShownCard {
  const card = Card.parse({
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: 'Minutes to approve',
    body: [{ type: 'TextBlock', text, wrap: true }],
    actions: [
      { type: 'Action.Execute', id: 'approve', title: 'Approve', verb: 'minutes.approve' },
      {
        type: 'Action.ShowCard',
        title: 'Decline',
        card: {
          type: 'AdaptiveCard',
          body: [{ type: 'Input.Text', id: 'reason', label: 'Why?', isRequired: true }],
          actions: [{ type: 'Action.Execute', id: 'decline', title: 'Send', verb: 'minutes.decline' }],
        },
      },
    ],
  });
  return { copyId: 7, name: 'minutes-approval', card, token: 'tok-1', isConfidential: false, ...changes };
}

export function aSettledCard(text = 'Approved by Ruth Okafor.'): ShownCard {
  const { card, ...shown } = aShownCard(text);
  return { ...shown, card: { ...card, actions: [] } };
}

export function aShownForm(): ShownForm {
  const form: Form = {
    title: 'Grade',
    intro: [],
    inputs: [
      {
        type: 'Input.ChoiceSet',
        id: 'grade',
        label: 'Your grade',
        style: 'compact',
        isRequired: true,
        choices: [{ title: 'Good', value: '2' }],
      },
    ],
    submit: { type: 'Action.Execute', id: 'answer', title: 'Save', verb: 'evaluation.answer', data: {} },
  };
  return { form, token: 'tok-2' };
}

export function aMessage(changes: Partial<Message> = {}): Message {
  return { summary: 'Minutes to approve', card: aShownCard(), key: 'minutes:1', ...changes };
}

export function addressOf(connector: FakeConnector, address: Record<string, string | boolean>): Address {
  const base = { serviceUrl: connector.serviceUrl, channelId: 'msteams', tenantId: TENANT, botId: '28:convenor' };
  return { conversationId: 1, tenant: TENANT, externalId: 'x', kind: 'personal', address: { ...base, ...address } };
}
