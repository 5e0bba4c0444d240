// Many workspaces, each with its own token: who is heard, who is written to, and what becomes of a removal.
import { describe, expect, test } from 'vitest';
import { ACCESS_REASONS, NOT_INSTALLED } from '../../src/slack/failures.ts';
import { openSeal } from '../../src/slack/sealing.ts';
import { testDatabase } from '../support/database.ts';
import { FakeSlackUser } from '../support/slack-client.ts';
import { sendSigned } from '../support/slack-signed.ts';
import { aRoomOfMany, KEY, type ManyTest, message, SECRET, toBoard } from './a-workspace.ts';

const { prisma } = await testDatabase();
const unreachable = { kind: 'refused', reason: NOT_INSTALLED, unreachable: true };

/** Somebody in one of the workspaces. */
function person({ slack, url }: ManyTest, userId: string, team: string): FakeSlackUser {
  return new FakeSlackUser({ slack, url, signingSecret: SECRET, userId, team });
}

/** An event as Slack signs and sends it. */
async function happens({ url }: ManyTest, body: object) {
  const event = { type: 'event_callback', event_id: `Ev${Math.random()}`, api_app_id: 'ACONVENOR', ...body };
  return sendSigned(`${url}/slack/events`, JSON.stringify(event), 'application/json', { secret: SECRET });
}

describe('each workspace', () => {
  test('is written to and answered with its own token', async () => {
    const many = await aRoomOfMany(prisma);
    await many.installs({ team: 'TMARSH' });
    await many.installs({ team: 'TELM' });
    expect(await many.posts('TMARSH')).toMatchObject({ kind: 'sent' });
    expect(await many.posts('TELM')).toMatchObject({ kind: 'sent' });
    await person(many, 'UHEAD', 'TELM').happens({
      type: 'message',
      channel_type: 'im',
      channel: 'DHEAD',
      user: 'UHEAD',
      text: 'status',
    });
    await many.slack.until(() => many.oauth.uses.length === 3);
    const posted = many.oauth.uses.filter(({ method }) => method === 'chat.postMessage');
    expect(posted.map(({ tenant }) => tenant)).toEqual(['TMARSH', 'TELM', 'TELM']);
    expect(many.door.requests[0]!.from).toEqual({ platform: 'slack', tenant: 'TELM', userId: 'UHEAD' });
  });

  test('is heard only while the app is installed there and the settings name it', async () => {
    const many = await aRoomOfMany(prisma);
    const head = person(many, 'UHEAD', 'TMARSH');
    expect(await head.types('/board status')).toMatchObject({ status: 403 });
    await many.installs({ team: 'TMARSH' });
    expect(await head.types('/board status')).toMatchObject({ status: 200 });
    expect(await person(many, 'UELM', 'TELM').types('/board status')).toMatchObject({ status: 403 });

    const narrowed = await many.another({ workspaces: ['TELM'] });
    expect(await person(narrowed, 'UHEAD', 'TMARSH').types('/board status')).toMatchObject({ status: 403 });
    expect(await narrowed.posts('TMARSH')).toEqual(unreachable);
    expect(many.door.requests).toHaveLength(1);
    expect(narrowed.door.requests).toEqual([]);
  });

  test('is not heard through another app, whatever signed it', async () => {
    const many = await aRoomOfMany(prisma);
    await many.installs({ team: 'TMARSH' });
    const said = { team_id: 'TMARSH', event: { type: 'app_home_opened', user: 'UHEAD', tab: 'home' } };
    expect(await happens(many, said)).toMatchObject({ status: 200 });
    expect(await happens(many, { ...said, api_app_id: 'AOTHER' })).toMatchObject({ status: 403 });
    expect(many.door.requests).toHaveLength(1);
  });

  test('that shares a channel has the answer in it sent with the token of ours, not of the others', async () => {
    const many = await aRoomOfMany(prisma);
    await many.installs({ team: 'TMARSH' });
    many.slack.addUser('UGUEST');
    const event = { type: 'app_mention', channel: 'CBOARD', channel_type: 'channel', user: 'UGUEST', text: 'status' };
    await happens(many, {
      team_id: 'TTRUST',
      is_ext_shared_channel: true,
      authorizations: [{ team_id: 'TMARSH', user_id: 'UCONVENOR1', is_bot: true }],
      event,
    });
    await many.slack.until(() => many.oauth.uses.some(({ method }) => method.startsWith('chat.')));
    expect(many.oauth.uses.at(-1)).toMatchObject({ tenant: 'TMARSH' });
    expect(many.door.requests[0]!.from.tenant).toBe('TTRUST');
    // Another copy, which did not hear it, writes there too.
    expect(await (await many.another()).posts('TTRUST')).toMatchObject({ kind: 'sent' });
    expect(await happens(many, { team_id: 'TTRUST', event })).toMatchObject({ status: 403 });
  });

  test('that is asked for while the database is away is written to later', async () => {
    const gone = new Proxy(prisma, {
      get: (target, name) =>
        name === 'slackInstallation'
          ? new Proxy({}, { get: () => async () => Promise.reject(new Error('the database is away')) })
          : Reflect.get(target, name),
    });
    const many = await aRoomOfMany(prisma);
    await many.installs({ team: 'TMARSH' });
    const away = await aRoomOfMany(gone, { slack: many.slack, oauth: many.oauth });
    expect(await away.posts('TMARSH')).toMatchObject({ kind: 'later' });
    expect(await person(away, 'UHEAD', 'TMARSH').types('/board status')).toMatchObject({ status: 503 });
    expect(away.slack.callsOf('chat.postMessage')).toEqual([]);
  });
});

describe('a whole organisation', () => {
  const inMarsh = { team_id: 'TMARSH', enterprise_id: 'ECOUNCIL' };
  const isOrg = { authorizations: [{ enterprise_id: 'ECOUNCIL', team_id: null, is_enterprise_install: true }] };
  const opened = { type: 'app_home_opened', user: 'UHEAD', tab: 'home', channel: 'DHEAD' };

  test('is installed once, and one person is the same person in each of its workspaces', async () => {
    const many = await aRoomOfMany(prisma, { workspaces: ['ECOUNCIL'] });
    await many.installs({ team: 'TMARSH', enterprise: 'ECOUNCIL', orgWide: true });
    expect(await many.row('ECOUNCIL')).toMatchObject({ isOrgWide: true, teamId: null, enterpriseId: 'ECOUNCIL' });
    await happens(many, { ...inMarsh, event: opened });
    await happens(many, { ...inMarsh, team_id: 'TELM', event: opened });
    await happens(many, { team_id: 'TELM', ...isOrg, event: opened });
    const slash = new URLSearchParams({
      command: '/board',
      text: 'status',
      team_id: 'TELM',
      enterprise_id: 'ECOUNCIL',
      user_id: 'UHEAD',
      channel_id: 'DHEAD',
      channel_name: 'directmessage',
      api_app_id: 'ACONVENOR',
      is_enterprise_install: 'true',
    }).toString();
    await sendSigned(`${many.url}/slack/events`, slash, 'application/x-www-form-urlencoded', { secret: SECRET });
    const press = {
      type: 'block_actions',
      api_app_id: 'ACONVENOR',
      team: null,
      enterprise: { id: 'ECOUNCIL' },
      is_enterprise_install: true,
      user: { id: 'UHEAD', team_id: 'TMARSH' },
      actions: [{ type: 'button', action_ts: '1.1', value: JSON.stringify({ act: 'approve', t: 'token-7' }) }],
    };
    const payload = new URLSearchParams({ payload: JSON.stringify(press) }).toString();
    await sendSigned(`${many.url}/slack/events`, payload, 'application/x-www-form-urlencoded', { secret: SECRET });
    expect(many.door.requests.map(({ from, personal }) => [from.tenant, from.userId, personal?.tenant])).toEqual(
      Array.from({ length: 5 }, () => ['ECOUNCIL', 'UHEAD', 'ECOUNCIL']),
    );
    expect(await many.posts('ECOUNCIL')).toMatchObject({ kind: 'sent' });
    // A workspace that had the app by itself before is written to through the organisation now.
    expect(await many.posts('TELM')).toMatchObject({ kind: 'sent' });
    expect(new Set(many.oauth.uses.map(({ tenant }) => tenant))).toEqual(new Set(['ECOUNCIL']));
  });

  test('another organisation is not heard, nor somebody of another organisation as one of ours', async () => {
    const many = await aRoomOfMany(prisma, { workspaces: ['ECOUNCIL'] });
    await many.installs({ enterprise: 'ECOUNCIL', orgWide: true });
    expect(await happens(many, { team_id: 'TX', enterprise_id: 'EOTHER', event: opened })).toMatchObject({
      status: 403,
    });
    expect(await happens(many, { team_id: 'TX', event: opened })).toMatchObject({ status: 403 });
    await happens(many, {
      team_id: 'TX',
      enterprise_id: 'EOTHER',
      is_ext_shared_channel: true,
      ...isOrg,
      event: opened,
    });
    expect(many.door.requests.map(({ from }) => from.tenant)).toEqual(['TX']);
  });
});

describe('when the app is removed', () => {
  const removal = { team_id: 'TMARSH', event: { type: 'app_uninstalled' } };
  const removed = { removedAt: expect.any(Date), accessToken: null, refreshToken: null };
  const withdrawn = { kind: 'withdrawn', platform: 'slack', tenants: ['TMARSH'], reason: NOT_INSTALLED };

  test('its tokens are wiped, nobody there can be reached, and directors are told what to do', async () => {
    const many = await aRoomOfMany(prisma);
    await many.installs({ team: 'TMARSH' });
    expect(await many.room.platform.trouble()).toBeUndefined();
    many.oauth.uninstall('TMARSH');
    expect(await happens(many, removal)).toMatchObject({ status: 200 });
    expect(await many.row('TMARSH')).toMatchObject(removed);
    expect(many.door.events).toContainEqual(withdrawn);
    expect(await many.posts('TMARSH')).toEqual(unreachable);
    expect(await (await many.another()).room.platform.trouble()).toBe(
      'Convenor was removed from The workspace TMARSH in Slack. Install the app there again at http://convenor.test/slack/install, or take TMARSH out of SLACK_WORKSPACES.',
    );
    expect(many.slack.callsOf('chat.postMessage')).toEqual([]);
  });

  test('a workspace that only its organisation names is missed for a week, and one that the organisation covers not at all', async () => {
    let now = new Date('2026-03-02T10:00:00Z');
    const clock = () => now;
    const many = await aRoomOfMany(prisma, { workspaces: ['ECOUNCIL'], now: clock });
    await many.installs({ team: 'TPARK', enterprise: 'ECOUNCIL' });
    many.oauth.uninstall('TPARK');
    expect(await many.posts('TPARK')).toEqual(unreachable);
    expect(await many.room.platform.trouble()).toBe(
      'Convenor was removed from The workspace TPARK in Slack. Install the app there again at http://convenor.test/slack/install.',
    );
    now = new Date('2026-03-09T10:00:01Z');
    expect(await (await many.another()).room.platform.trouble()).toBeUndefined();
    now = new Date('2026-03-03T10:00:00Z');
    await many.installs({ enterprise: 'ECOUNCIL', orgWide: true });
    expect(await (await many.another()).room.platform.trouble()).toBeUndefined();
  });

  test('what waited goes out after it is installed again, also when the program ended in between', async () => {
    const many = await aRoomOfMany(prisma);
    await many.installs({ team: 'TMARSH' });
    many.oauth.uninstall('TMARSH');
    await happens(many, removal);
    await many.installs({ team: 'TMARSH' });
    const granted = { kind: 'granted', platform: 'slack', tenants: ['TMARSH'], reasons: ACCESS_REASONS };
    expect(many.door.events.at(-1)).toEqual(granted);
    expect(await many.posts('TMARSH')).toMatchObject({ kind: 'sent' });
    const next = await many.another();
    await next.slack.until(() => next.door.events.length > 0);
    expect(next.door.events).toEqual([granted]);
  });

  test('a removal that comes late, after it was installed again, is no removal', async () => {
    let now = new Date();
    const many = await aRoomOfMany(prisma, { now: () => now });
    await many.installs({ team: 'TMARSH' });
    many.oauth.uninstall('TMARSH');
    const at = Math.floor(now.getTime() / 1000);
    now = new Date(now.getTime() + 3000);
    await many.installs({ team: 'TMARSH' });
    await happens(many, { ...removal, event_time: at });
    await happens(many, { ...removal, event_time: at - 3600 });
    await happens(many, { ...removal, event_time: at, event: { type: 'tokens_revoked', tokens: { bot: ['U1'] } } });
    expect(await many.row('TMARSH')).toMatchObject({ removedAt: null });
    expect(many.door.events.filter(({ kind }) => kind === 'withdrawn')).toEqual([]);
    // Two were asked about; the one from long before was not.
    expect(many.oauth.uses.filter(({ method }) => method === 'auth.test')).toHaveLength(2);
  });

  test('and Slack cannot be asked, the event comes again', async () => {
    const many = await aRoomOfMany(prisma);
    await many.installs({ team: 'TMARSH' });
    many.oauth.uninstall('TMARSH');
    many.slack.fail('auth.test', { status: 503 });
    expect(await happens(many, removal)).toMatchObject({ status: 500 });
    expect(await many.row('TMARSH')).toMatchObject({ removedAt: null });
    expect(await happens(many, removal)).toMatchObject({ status: 200 });
    expect(await many.row('TMARSH')).toMatchObject(removed);
  });

  test.each(['token_revoked', 'invalid_auth', 'account_inactive'])(
    'and no event tells it, the first call that is answered %s does',
    async (error) => {
      const many = await aRoomOfMany(prisma);
      await many.installs({ team: 'TMARSH' });
      many.slack.fail('chat.postMessage', { error });
      many.slack.fail('auth.test', { error });
      expect(await many.posts('TMARSH')).toEqual(unreachable);
      expect(await many.row('TMARSH')).toMatchObject(removed);
      expect(many.door.events.filter(({ kind }) => kind === 'withdrawn')).toEqual([withdrawn]);
    },
  );

  test('but a person whose account is closed does not take the workspace with them', async () => {
    const many = await aRoomOfMany(prisma);
    await many.installs({ team: 'TMARSH' });
    many.slack.addUser('UGONE');
    many.slack.users.get('UGONE')!.isActive = false;
    const toThem = { ...toBoard, externalId: 'UGONE', kind: 'personal' as const };
    expect(await many.room.platform.post(toThem, message)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('deactivated'),
    });
    expect(await many.row('TMARSH')).toMatchObject({ removedAt: null });
  });

  test('from one workspace, the others go on', async () => {
    const many = await aRoomOfMany(prisma);
    await many.installs({ team: 'TMARSH' });
    await many.installs({ team: 'TELM' });
    many.oauth.uninstall('TMARSH');
    expect(await many.posts('TMARSH')).toEqual(unreachable);
    expect(await many.posts('TELM')).toMatchObject({ kind: 'sent' });
    expect(await person(many, 'UELM', 'TELM').types('/board status')).toMatchObject({ status: 200 });
  });
});

describe('tokens in the database', () => {
  test('cannot be read, nor used in the place of others', async () => {
    const many = await aRoomOfMany(prisma);
    await many.installs({ team: 'TMARSH' });
    await many.installs({ team: 'TELM' });
    const [elm, marsh] = [(await many.row('TELM'))!, (await many.row('TMARSH'))!];
    const rows = Buffer.from(JSON.stringify([elm, marsh])).toString('latin1');
    expect(rows).not.toContain(many.oauth.tokenOf('TELM'));
    expect(Buffer.from(elm.accessToken!).toString('latin1')).not.toContain('xoxb');

    // Elm's token put into Marsh's row would let Marsh's people be answered in Elm.
    await prisma.slackInstallation.update({ where: { tenant: 'TMARSH' }, data: { accessToken: elm.accessToken } });
    const copy = await many.another();
    expect(await copy.posts('TMARSH')).toMatchObject({ kind: 'later', reason: expect.stringContaining('SECRET_KEY') });
    expect(await copy.posts('TELM')).toMatchObject({ kind: 'sent' });
  });

  test('with another SECRET_KEY are of no use, which is said with what to do', async () => {
    const many = await aRoomOfMany(prisma);
    await many.installs({ team: 'TMARSH' });
    const changed = await many.another({ secretKey: 'another key for tests, thirty-two characters' });
    const sentence =
      'SECRET_KEY has changed, so that Convenor cannot read its Slack tokens any more. Set the key of before again, or install the app again in each workspace.';
    expect(await changed.posts('TMARSH')).toEqual({ kind: 'later', reason: sentence });
    expect(await changed.room.platform.trouble()).toBe(sentence);
    await changed.installs({ team: 'TMARSH' });
    expect(await changed.posts('TMARSH')).toMatchObject({ kind: 'sent' });
  });

  test('are sealed for one place, with a nonce of their own, and any change is noticed', () => {
    const seal = openSeal(KEY);
    const [one, two] = [seal.close('T1 accessToken', 'xoxb-1'), seal.close('T1 accessToken', 'xoxb-1')];
    expect(one).not.toEqual(two);
    expect(seal.open('T1 accessToken', one)).toBe('xoxb-1');
    expect(seal.open('T1 refreshToken', one)).toBeUndefined();
    expect(seal.open('T2 accessToken', one)).toBeUndefined();
    for (const index of one.keys()) {
      const changed = Uint8Array.from(one);
      changed[index]! ^= 1;
      expect(seal.open('T1 accessToken', changed)).toBeUndefined();
    }
    expect(seal.open('T1 accessToken', one.slice(0, 20))).toBeUndefined();
  });
});

test('before anybody has installed it, Convenor says where to', async () => {
  const many = await aRoomOfMany(prisma);
  expect(await many.room.platform.trouble()).toBe(
    'Convenor is not installed in any Slack workspace yet. Open http://convenor.test/slack/install.',
  );
});
