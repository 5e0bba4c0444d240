// The Slack room between a fake Slack and a scripted door, served over HTTP as the program serves it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { onTestFinished } from 'vitest';
import { Card, Form } from '../../src/chat/card.ts';
import type { Address, Answer, Door, PlaceEvent, Request, ShownCard, ShownForm } from '../../src/chat/contract.ts';
import type { SlackSettings } from '../../src/config.ts';
import type { Log } from '../../src/log.ts';
import { openSlack, type SlackRoom } from '../../src/slack/index.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { FakeSlackUser } from '../support/slack-client.ts';

export const SECRET = 'a signing secret of the test';

/** A board's channel, where most things are said. */
export const toBoard: Address = {
  conversationId: 1,
  tenant: 'TLEWISHAM1',
  externalId: 'CBOARD',
  kind: 'channel',
  address: {},
};

export interface ScriptedDoor extends Door {
  requests: Request[];
  shownAs: { copyId: number; messageId: string }[];
  events: PlaceEvent[];
  /** What to answer from now on; a function sees the request. */
  answers: Partial<Answer> | ((request: Request) => Partial<Answer> | Promise<Partial<Answer>>);
}

/** A door that answers as the test says and keeps what it heard. */
export function scriptedDoor(): ScriptedDoor {
  const door: ScriptedDoor = {
    requests: [],
    shownAs: [],
    events: [],
    answers: {},
    async handle(request) {
      door.requests.push(request);
      const answer = typeof door.answers === 'function' ? await door.answers(request) : door.answers;
      return { outcome: 'done', requestId: 'r-1', isPrivate: true, ...answer };
    },
    async shown(copyId, messageId) {
      door.shownAs.push({ copyId, messageId });
    },
    async placeChanged(event) {
      door.events.push(event);
    },
  };
  return door;
}

export interface SlackTest {
  slack: FakeSlack;
  door: ScriptedDoor;
  room: SlackRoom;
  url: string;
  /** Everything that was logged, as text. */
  logged: string[];
  user(id: string): FakeSlackUser;
}

/** Open a room for one test and close it afterwards; nothing that was sent may break Slack's limits. */
export async function aRoom(
  options: {
    timeoutMs?: number;
    now?: () => Date;
    command?: string;
    settings?: Partial<SlackSettings>;
    /** Where installations are kept. */
    store?: { prisma: PrismaClient; secretKey: string };
    /** A Slack that outlives the room, for several rooms. */
    in?: FakeSlack;
    /** Slack, where it is not to know the bot as usual. */
    slack?: (slack: FakeSlack) => void;
  } = {},
): Promise<SlackTest> {
  const slack = options.in ?? (await startFakeSlack());
  options.slack?.(slack);
  const door = scriptedDoor();
  const logged: string[] = [];
  const write = (fields: object, message: string) => void logged.push(JSON.stringify([message, fields]));
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const room = await openSlack({
    settings: {
      signingSecret: SECRET,
      botToken: slack.token,
      apiUrl: slack.apiUrl,
      installing: undefined,
      appToken: undefined,
      teamId: undefined,
      appId: undefined,
      command: options.command ?? '/board',
      ...options.settings,
    },
    door,
    log,
    timeoutMs: options.timeoutMs ?? 5000,
    ...(options.store === undefined ? {} : { store: options.store }),
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  const app = express();
  // Other routes of the house, with body parsers of their own, before and after.
  app.post('/api/messages', express.json(), (_request, response) => void response.status(202).end());
  room.mount(app);
  app.use('/local', express.json(), (_request, response) => void response.status(204).end());
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    await room.platform.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    if (options.in === undefined) await slack.close();
  });
  room.start();
  return {
    slack,
    door,
    room,
    url,
    logged,
    user: (userId) => new FakeSlackUser({ slack, url, signingSecret: SECRET, userId }),
  };
}

/** Minutes to approve, with a button, a form and a link. */
export function minutesCard(copyId = 7, words = 'Minutes of the Marsh Lane board'): ShownCard {
  const card = Card.parse({
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: 'Minutes to approve',
    body: [
      { type: 'TextBlock', text: words, style: 'heading', wrap: true },
      { type: 'FactSet', facts: [{ title: 'Approved', value: '1 of 3 governors' }] },
    ],
    actions: [
      { type: 'Action.Execute', id: 'approve', title: 'Approve', verb: 'minutes.approve', style: 'positive' },
      {
        type: 'Action.ShowCard',
        title: 'Decline…',
        card: { type: 'AdaptiveCard', body: declineForm.inputs, actions: [declineForm.submit] },
      },
      { type: 'Action.OpenUrl', title: 'Read all', url: 'https://convenor.example/minutes/7' },
    ],
  });
  return { copyId, name: 'MinutesApproval', card, token: `token-${copyId}`, isConfidential: false };
}

export const declineForm: Form = Form.parse({
  title: 'Decline',
  inputs: [
    { type: 'Input.Text', id: 'reason', label: 'Why?', isMultiline: true, isRequired: true },
    { type: 'Input.Date', id: 'byDate', label: 'By when?' },
    {
      type: 'Input.ChoiceSet',
      id: 'part',
      label: 'Which part?',
      style: 'expanded',
      choices: [
        { title: 'The attendance', value: 'attendance' },
        { title: 'An action', value: 'action' },
      ],
    },
  ],
  submit: { type: 'Action.Execute', id: 'decline', title: 'Decline', verb: 'minutes.decline', style: 'destructive' },
});

export function shownForm(form: Form = declineForm, token = 'token-7'): ShownForm {
  return { form, token };
}

/** A card posted to a person, or to a channel. */
export async function posted({ room, slack }: SlackTest, to: FakeSlackUser | string) {
  const externalId = typeof to === 'string' ? to : to.id;
  const kind = typeof to === 'string' ? ('channel' as const) : ('personal' as const);
  const address = { conversationId: 1, tenant: slack.team, externalId, kind, address: {} };
  await room.platform.post(address, { summary: 'Minutes to approve', card: minutesCard(), key: 'minutes:7' });
  return slack.messages.at(-1)!;
}
