// Socket Mode: the same requests through a connection that goes out from here.
import { expect, onTestFinished, test } from 'vitest';
import type { SlackSettings } from '../../src/config.ts';
import { noLog } from '../../src/log.ts';
import { clientOptions } from '../../src/slack/client.ts';
import { openSocket } from '../../src/slack/socket.ts';
import { startFakeSlack } from '../support/fake-slack.ts';
import { FakeSlackSockets } from '../support/fake-slack-socket.ts';
import { aRoom, minutesCard } from './a-room.ts';

/** A room that hears through a socket, and nothing over https. */
async function aSocketRoom(settings: Partial<SlackSettings> = {}, sockets?: FakeSlackSockets) {
  const slack = await startFakeSlack();
  slack.told = { app_id: 'ACONVENOR' };
  const theirs = sockets ?? new FakeSlackSockets();
  if (sockets === undefined) await theirs.listen();
  slack.sockets = theirs;
  slack.addUser('UHEAD');
  slack.addChannel('CBOARD');
  // Before the room stops, which closes first: a stop is graceful while Slack is there.
  onTestFinished(async () => {
    await slack.close();
    if (sockets === undefined) await theirs.close();
  });
  const open = (more: Partial<SlackSettings> = {}) =>
    aRoom({
      in: slack,
      settings: { appToken: theirs.appToken, signingSecret: undefined, ...settings, ...more },
    });
  const room = await open();
  const acknowledged = (id: string) => slack.until(() => theirs.acknowledged.get(id));
  const connected = (count = 1) => slack.until(() => theirs.connections >= count);
  return { ...room, sockets: theirs, open, acknowledged, connected };
}

const envelope = { team_id: 'TLEWISHAM1', api_app_id: 'ACONVENOR' };

function slash(text: string, more: object = {}) {
  return {
    ...envelope,
    command: '/board',
    text,
    user_id: 'UHEAD',
    channel_id: 'DHEAD',
    channel_name: 'directmessage',
    trigger_id: `trigger-${text}`,
    ...more,
  };
}

function said(text: string, more: object = {}) {
  return {
    ...envelope,
    type: 'event_callback',
    event_id: `Ev-${text}`,
    event: { type: 'message', channel_type: 'im', channel: 'DHEAD', user: 'UHEAD', text },
    ...more,
  };
}

test('a command is answered in its acknowledgement, for its sender alone', async () => {
  const { sockets, door, connected, acknowledged } = await aSocketRoom();
  door.answers = { said: 'All is well.' };
  await connected();
  const { payload, times } = await acknowledged(sockets.send('slash_commands', slash('status')));
  expect(payload).toMatchObject({ response_type: 'ephemeral', text: 'All is well.' });
  expect(times).toBe(1);
  expect(door.requests[0]).toMatchObject({
    from: { platform: 'slack', tenant: 'TLEWISHAM1', userId: 'UHEAD' },
    deed: { kind: 'typed', text: 'status' },
  });
});

test('a press, a form and words are heard as they are over https', async () => {
  const { sockets, slack, door, connected, acknowledged } = await aSocketRoom();
  door.answers = { card: minutesCard() };
  await connected();
  await acknowledged(sockets.send('events_api', said('status')));
  await slack.until(() => slack.seenIn('DHEAD').length === 1);
  const press = {
    type: 'block_actions',
    api_app_id: 'ACONVENOR',
    team: { id: 'TLEWISHAM1' },
    user: { id: 'UHEAD' },
    channel: { id: 'DHEAD', name: 'directmessage' },
    container: { type: 'message', message_ts: slack.seenIn('DHEAD')[0]!.ts },
    actions: [{ type: 'button', action_ts: '1.1', value: JSON.stringify({ act: 'approve', t: 'token-7' }) }],
  };
  await acknowledged(sockets.send('interactive', press));
  expect(door.requests.map(({ deed }) => deed)).toMatchObject([
    { kind: 'typed', text: 'status' },
    { kind: 'press', action: 'approve', token: 'token-7' },
  ]);
});

test('what could not be kept is not acknowledged, and heard when Slack brings it again', async () => {
  const { sockets, slack, door, connected, acknowledged } = await aSocketRoom();
  let isAway = true;
  door.handle = async (request) => {
    door.requests.push(request);
    if (isAway) throw new Error('the database is away');
    return { outcome: 'done', requestId: 'r-1', isPrivate: true, said: 'Heard.' };
  };
  await connected();
  const id = sockets.send('events_api', said('status'));
  await slack.until(() => door.requests.length === 1);
  isAway = false;
  sockets.send('events_api', said('status'), { id });
  expect((await acknowledged(id)).times).toBe(1);
  expect(door.requests).toHaveLength(2);
});

test('an event that two connections bring is answered once, and each envelope acknowledged once', async () => {
  const { sockets, slack, door, connected, acknowledged } = await aSocketRoom();
  door.answers = { said: 'Heard.' };
  await connected();
  const ids = [1, 2, 3].map(() => sockets.send('events_api', said('status')));
  for (const id of ids) expect((await acknowledged(id)).times).toBe(1);
  await slack.until(() => slack.seenIn('DHEAD').length > 0);
  expect(door.requests).toHaveLength(1);
  expect(slack.seenIn('DHEAD')).toHaveLength(1);
});

test('two copies of the program each have a connection, and each envelope is heard by the one it goes to', async () => {
  const { sockets, door, open, connected, acknowledged } = await aSocketRoom();
  const other = await open();
  await connected(2);
  await acknowledged(sockets.send('slash_commands', slash('one'), { to: 0 }));
  await acknowledged(sockets.send('slash_commands', slash('two'), { to: 1 }));
  expect([...door.requests, ...other.door.requests]).toHaveLength(2);
  expect(door.requests).toHaveLength(1);
});

test('what comes from another app or workspace is acknowledged so that it ends there, and not heard', async () => {
  const { sockets, door, connected, acknowledged, logged } = await aSocketRoom();
  await connected();
  for (const strange of [{ team_id: 'TOTHER' }, { api_app_id: 'AOTHER' }]) {
    await acknowledged(sockets.send('slash_commands', slash('status', strange)));
    await acknowledged(sockets.send('events_api', said(`status ${JSON.stringify(strange)}`, strange)));
  }
  expect(door.requests).toEqual([]);
  expect(logged.filter((line) => line.includes('envelope refused at the gate'))).toHaveLength(4);
});

test('while Slack cannot say which workspace is ours nothing is acknowledged', async () => {
  const { sockets, slack, door, connected, acknowledged } = await aSocketRoom();
  await connected();
  slack.fail('auth.test', { status: 503 });
  const id = sockets.send('events_api', said('status'));
  await slack.until(() => slack.callsOf('auth.test').length === 1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(sockets.acknowledged.get(id)).toBeUndefined();
  sockets.send('events_api', said('status'), { id });
  await acknowledged(id);
  expect(door.requests).toHaveLength(1);
});

test('nothing is heard over https, signed or not', async () => {
  const { url, door } = await aSocketRoom();
  const response = await fetch(`${url}/slack/events`, { method: 'POST', body: JSON.stringify(said('status')) });
  expect(response.status).toBe(404);
  expect(door.requests).toEqual([]);
});

test.each(['refresh', 'cut'] as const)('a connection that ends (%s) is made anew', async (how) => {
  const { sockets, slack, door, connected, acknowledged, room } = await aSocketRoom();
  await connected();
  sockets[how]();
  await slack.until(() => sockets.opened === 2 && sockets.connections === 1);
  await acknowledged(sockets.send('slash_commands', slash('status')));
  expect(door.requests).toHaveLength(1);
  expect(await room.platform.trouble()).toBeUndefined();
});

test('a Slack that cannot be reached does not end the program; it is asked again', async () => {
  const sockets = new FakeSlackSockets();
  await sockets.listen();
  onTestFinished(() => sockets.close());
  const { slack, connected, acknowledged } = await aSocketRoom({}, sockets);
  slack.fail('apps.connections.open', { cut: true });
  slack.fail('apps.connections.open', { status: 503 });
  sockets.cut();
  await slack.until(() => slack.callsOf('apps.connections.open').length >= 3);
  await connected();
  await acknowledged(sockets.send('slash_commands', slash('status')));
});

test('an app token that Slack does not accept is trouble, said with what to do', async () => {
  const { room, slack, sockets } = await aSocketRoom({ appToken: 'xapp-wrong' });
  await slack.until(() => slack.callsOf('apps.connections.open').length >= 2);
  expect(sockets.opened).toBe(0);
  expect(await room.platform.trouble()).toBe(
    'Slack does not accept SLACK_APP_TOKEN. Copy it again from the app’s Basic Information page.',
  );
});

test('a connection that is gone for longer than Slack needs to move it is trouble', async () => {
  const { slack, sockets } = await aSocketRoom();
  const { SocketModeReceiver } = await import('@slack/bolt');
  const open = (graceMs: number) =>
    openSocket({
      appToken: sockets.appToken,
      SocketModeReceiver,
      clientOptions: clientOptions({ apiUrl: slack.apiUrl } as SlackSettings, noLog, 1000),
      apiUrl: slack.apiUrl,
      belongs: async () => undefined,
      hear: async () => {},
      log: noLog,
      graceMs,
    });
  const [patient, impatient] = [open(60_000), open(0)];
  slack.fail('apps.connections.open', { status: 503 }, 4);
  for (const socket of [patient, impatient]) {
    socket.start();
    onTestFinished(() => socket.stop());
  }
  await slack.until(() => impatient.trouble()?.includes('Slack answered 503.'));
  expect(impatient.trouble()).toBe('Socket Mode is not connected to Slack. Slack answered 503.');
  expect(patient.trouble()).toBeUndefined();
  await slack.until(() => impatient.trouble() === undefined);
});

test('a stop lets what is in hand be acknowledged, hears nothing more, and says goodbye', async () => {
  const { sockets, slack, door, room, connected, acknowledged } = await aSocketRoom();
  const { promise, resolve } = Promise.withResolvers<void>();
  door.answers = async () => {
    await promise;
    return { said: 'Done.' };
  };
  await connected();
  const inHand = sockets.send('events_api', said('in hand'));
  await slack.until(() => door.requests.length === 1);
  const stopping = room.platform.stop();
  const late = sockets.send('events_api', said('too late'));
  await new Promise((done) => setTimeout(done, 50));
  resolve();
  await stopping;
  expect((await acknowledged(inHand)).times).toBe(1);
  expect(sockets.acknowledged.get(late)).toBeUndefined();
  expect(sockets.connections).toBe(0);
  expect(door.requests).toHaveLength(1);
});

test('a connection that does not lead to Slack is not made', async () => {
  const sockets = new FakeSlackSockets();
  await sockets.listen();
  onTestFinished(() => sockets.close());
  const honest = sockets.open.bind(sockets);
  sockets.open = (authorization) => ({ ...honest(authorization), url: 'wss://elsewhere.invalid/link' });
  const { slack, logged } = await aSocketRoom({}, sockets);
  await slack.until(() => logged.some((line) => line.includes('Socket Mode did not connect')));
  expect(sockets.opened).toBe(0);
  expect(logged.join('\n')).not.toContain('elsewhere.invalid');
});
