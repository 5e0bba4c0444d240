// S7, as the platform rooms keep it: a confidential card, whoever asks for it and wherever, never shows a word of itself to a
// channel, in a notification, in a fallback or in the log. A canary is a word that stands nowhere else.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/chat/contract.ts';
import type { Log } from '../../src/log.ts';
import { aRoom, minutesCard } from '../slack/a-room.ts';
import { FakeTeamsClient, type Room } from '../support/teams-client.ts';
import { addressOf, aMessage, aShownCard, openTestRoom, TENANT, type TestRoom } from '../support/teams-room.ts';

const CANARY = 'kingfisher-7741';
const logged: string[] = [];
const keep = (fields: object, message: string) => {
  const cause = (fields as { err?: unknown }).err;
  logged.push(JSON.stringify([message, fields, cause instanceof Error ? [cause.message, cause.stack] : cause]));
};
const log: Log = { debug: keep, info: keep, warn: keep, error: keep };

const teamsCard = aShownCard(`At risk: ${CANARY}`, { isConfidential: true });
const slackCard = { ...minutesCard(7, `At risk: ${CANARY}`), isConfidential: true };
/** What a command may answer, private or, by a mistake in a feature, not. */
const answers = (card: Answer['card']): [string, Partial<Answer>][] => [
  ['a private answer', { isPrivate: true, card: card! }],
  ['an answer that forgot to be private', { isPrivate: false, card: card! }],
];

describe('in Teams', () => {
  let t: TestRoom;
  let ruth: FakeTeamsClient;
  let channel: Room;
  beforeEach(async () => {
    logged.length = 0;
    t = await openTestRoom({ log });
    ruth = new FakeTeamsClient(t.teams, {
      name: 'Ruth',
      aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000001',
      tenant: TENANT,
    });
    await ruth.installs();
    channel = t.teams.channel({ name: 'Board', tenant: TENANT });
  });
  afterEach(() => t.close());

  const inChannel = () =>
    JSON.stringify(t.connector.calls.filter((call) => call.conversationId.split(';')[0] === channel.id));

  test.each(answers(teamsCard))('%s to words in a channel comes to the person alone', async (_what, answer) => {
    t.door.answer = () => answer;
    await ruth.says('risk show', { in: channel });
    await t.connector.until(() => JSON.stringify(t.connector.messagesIn(ruth.chatId)).includes(CANARY), 'the card');
    await t.room.platform.stop();
    expect(inChannel()).not.toContain(CANARY);
    expect(logged.join('\n')).not.toContain(CANARY);
  });

  test('a person who cannot be reached alone is told so, and the card goes nowhere', async () => {
    t.door.answer = () => ({ isPrivate: true, card: teamsCard });
    t.connector.people.clear();
    t.connector.forget(ruth.chatId);
    t.connector.fail({ on: 'post', conversationId: ruth.chatId, times: 99, how: { status: 403 } });
    t.connector.fail({ on: 'create', times: 99, how: { status: 403, code: 'ForbiddenOperationException' } });
    await ruth.says('risk show', { in: channel });
    await t.room.platform.stop();
    expect(inChannel()).toContain('privately');
    expect(inChannel()).not.toContain(CANARY);
    expect(logged.join('\n')).not.toContain(CANARY);
  });

  test('its notification and fallback say only that there is one', async () => {
    const chat = { conversationId: ruth.chatId };
    t.connector.know(ruth.chatId);
    const sent = await t.room.platform.post(
      addressOf(t.connector, chat),
      aMessage({ card: teamsCard, summary: CANARY }),
    );
    expect(sent).toMatchObject({ kind: 'sent' });
    const activity = t.connector.posts().at(-1)!.body;
    const [attachment] = activity['attachments'] as [{ content: Record<string, unknown> }];
    expect(String(activity['summary'])).not.toContain(CANARY);
    expect(String(attachment.content['fallbackText'])).not.toContain(CANARY);
    expect(JSON.stringify(attachment.content['body'])).toContain(CANARY);
  });

  test.each([{ status: 403 }, { status: 429 }, { status: 500 }])('a refusal of %j logs nothing of it', async (how) => {
    t.connector.know(ruth.chatId);
    t.connector.fail({ on: 'post', times: 9, how });
    const sent = await t.room.platform.post(
      addressOf(t.connector, { conversationId: ruth.chatId }),
      aMessage({ card: teamsCard }),
    );
    expect(JSON.stringify(sent) + logged.join('\n')).not.toContain(CANARY);
  });
});

describe('in Slack', () => {
  test.each(answers(slackCard))('%s to words in a channel is seen by the person alone', async (_what, answer) => {
    const { slack, door, user, logged: lines, room } = await aRoom();
    slack.addChannel('CBOARD');
    const head = user('UHEAD');
    const other = user('UOTHER');
    door.answers = answer;
    await head.happens({
      type: 'app_mention',
      channel: 'CBOARD',
      channel_type: 'channel',
      user: 'UHEAD',
      text: `<@${slack.botUser}> risk show`,
      ts: slack.ts(),
    });
    await head.types('/board risk show', { in: 'CBOARD' });
    await head.sawLast((seen) => JSON.stringify(seen).includes(CANARY), 'CBOARD');
    await room.platform.stop();
    expect(JSON.stringify(other.sees('CBOARD'))).not.toContain(CANARY);
    expect(slack.callsOf('chat.postMessage').filter(({ body }) => JSON.stringify(body).includes(CANARY))).toEqual([]);
    expect(lines.join('\n')).not.toContain(CANARY);
    for (const seen of head.sees('CBOARD')) expect(seen.text).not.toContain(CANARY);
  });

  test.each([{ error: 'channel_not_found' }, { error: 'invalid_blocks' }])(
    'a refusal of %j logs nothing of it',
    async (fault) => {
      const { slack, room, logged: lines } = await aRoom();
      slack.addUser('UHEAD');
      slack.fail('chat.postMessage', fault, 9);
      const address = {
        conversationId: 1,
        tenant: slack.team,
        externalId: 'UHEAD',
        kind: 'personal' as const,
        address: {},
      };
      const sent = await room.platform.post(address, { summary: CANARY, card: slackCard, key: 'risk:1' });
      expect(sent.kind).toBe('refused');
      expect(JSON.stringify(sent) + lines.join('\n')).not.toContain(CANARY);
    },
  );
});
