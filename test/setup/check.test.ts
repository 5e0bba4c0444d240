// Convenor looks at itself when somebody asks: the answer comes at once, and a card fills in as the looks end.
import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import type { CheckQuestion, Checkup } from '../../src/chat/contract.ts';
import type { HouseFacts, Outside } from '../../src/setup/index.ts';
import { eventually } from '../support/eventually.ts';
import { aHouse, type TestHouse, titlesOf } from '../support/house.ts';

const facts: HouseFacts = {
  version: '9.8.7',
  hasKey: true,
  hasOwnDatabase: false,
  newestBackup: async () => new Date('2026-11-22T02:00:00Z'),
};
const outside: Outside = {
  knock: undefined,
  lookAtAddress: async () => ({ isGood: true, words: 'convenor.example leads here over https' }),
};
const timing = { look: 3000, message: 1500, pause: 5 };
const house = await aHouse({ now: '2026-11-23T09:00:00Z', look: { facts, outside, timing } });
const director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
const clerk = await house.person('Cleo Clerk', { role: 'CLERK' });

/** Let delivery work until the look has ended. */
async function ended(of: TestHouse = house): Promise<void> {
  let isOver = false;
  const looked = of.house.looked().finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await of.deliver();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await looked;
  await of.deliver();
}

const web = house.platform('web');
const cardOf = (who = director) => house.cardOf(who, 'self-check');
const text = (who = director) => textOf(cardOf(who).card);
const checkups = (made: (question: CheckQuestion) => Checkup[]) => Object.assign(web, { checkups: made });

describe('setup check', () => {
  it('answers at once, posts a card and changes it until everything is known', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    checkups(() => [
      {
        title: 'Page: door',
        look: async () => {
          await held;
          return { isGood: true, words: 'is open' };
        },
      },
    ]);
    const answer = await house.says(director, 'setup check');
    expect(answer.said).toMatch(/^I am looking at myself\. A card in our own chat fills in/);
    await eventually('the first lines', async () => {
      await house.deliver();
      return house.chatOf(director).length > 0 && text().includes('✓ Version');
    });
    expect(text()).toContain('… Page: door: looking …');
    expect(titlesOf(cardOf().card)).toEqual([]);
    release();
    await ended();
    const lines = text().split('\n');
    expect(lines[1]).toBe('All is well.');
    expect(lines).toContain('✓ Page: door: is open');
    expect(lines).toContain(`✓ Version: Convenor 9.8.7, Node ${process.versions.node}`);
    expect(lines).toContain('✓ Backup: the newest is 31 hours old');
    expect(lines).toContain('✓ Key of the buttons: SECRET_KEY is set');
    expect(lines).toContain('✓ Term dates: known to Friday 22 October 2027');
    expect(lines).toContain('✓ Public address: convenor.example leads here over https');
    expect(text()).toMatch(/✓ A message to you, and a change of it: posted on the local page after 0\.\d seconds/);
    expect(text()).toMatch(/✓ Database: PostgreSQL \d+|✗ Database: PostgreSQL [\d.]+, with fsync/);
    expect(cardOf().edits).toBeGreaterThan(1);
    expect(titlesOf(cardOf().card)).toEqual(['Check again']);
  });

  it('tells each failing look with what to do, and those first', async () => {
    checkups(() => [
      { title: 'Page: permissions', look: async () => ({ isGood: false, words: 'without reading', next: 'Give it.' }) },
      { title: 'Page: far away', look: () => new Promise(() => {}) },
      { title: 'Page: broken', look: async () => Promise.reject(new Error('secret detail')) },
      { title: 'Page: unsure', look: async () => ({ words: 'nobody knows' }) },
    ]);
    await house.presses(director, 'Check again', {}, { card: 'self-check' });
    await ended();
    const lines = text().split('\n');
    expect(lines.slice(1, 8)).toEqual([
      '3 things need you:',
      '✗ Page: permissions: without reading',
      'Give it.',
      '✗ Page: far away: no answer within 3 seconds.',
      'Does this machine reach it? Look at the log.',
      '✗ Page: broken: could not be reached.',
      'Does this machine reach it? The log has more.',
    ]);
    expect(lines).toContain('– Page: unsure: nobody knows');
    expect(text()).not.toContain('secret detail');
    checkups(() => []);
  });

  it('says why a message cannot be posted, to whoever asks for the last look', async () => {
    web.fails = (_, message, verb) =>
      verb === 'post' && message.card.name === 'self-check'
        ? { kind: 'refused', reason: 'Messages from apps are blocked there.' }
        : undefined;
    await house.says(clerk, 'setup check');
    await ended();
    web.fails = undefined;
    expect(house.chatOf(clerk).map(({ shown }) => shown.name)).not.toContain('self-check');
    const answer = await house.says(clerk, 'setup check last');
    const lines = textOf(answer.card!.card).split('\n');
    expect(lines[1]).toBe('1 thing needs you:');
    expect(lines[2]).toBe('✗ A message to you, and a change of it: it could not be posted.');
    expect(lines[3]).toBe('Messages from apps are blocked there.');
  });

  it('says so when a message is not posted in time, and when it cannot be changed', async () => {
    web.fails = (_, message, verb) =>
      verb === 'edit' && message.card.name === 'self-check'
        ? { kind: 'refused', reason: 'Slack does not let Convenor change this message.' }
        : undefined;
    await house.says(director, 'setup check');
    await ended();
    let last = textOf((await house.says(director, 'setup check last')).card!.card);
    expect(last).toContain('it was posted on the local page, but could not be changed.');
    expect(last).toContain('Slack does not let Convenor change this message.');
    web.fails = (_, message, verb) =>
      verb === 'post' && message.card.name === 'self-check'
        ? { kind: 'later', reason: 'Slack could not be reached.' }
        : undefined;
    await house.says(director, 'setup check');
    await ended();
    web.fails = undefined;
    last = textOf((await house.says(director, 'setup check last')).card!.card);
    expect(last).toContain('it was not posted within 1.5 seconds.\nSlack could not be reached.');
  });

  it('is done once when several ask, and shows what is known so far', async () => {
    await house.prisma.selfCheck.deleteMany();
    const [one, two] = await Promise.all([house.says(director, 'setup check'), house.says(clerk, 'setup check')]);
    expect([one.said, two.said].filter((said) => said?.startsWith('I am at it already'))).toHaveLength(1);
    await ended();
    expect(await house.prisma.selfCheck.count()).toBe(1);
  });

  it('is taken by one copy of the bot only', async () => {
    const other = await aHouse({
      now: '2026-11-23T09:00:00Z',
      database: house.prisma,
      platforms: house.platforms,
      look: { facts, outside, timing },
    });
    let looks = 0;
    checkups(() => {
      looks += 1;
      return [];
    });
    await house.says(director, 'setup check');
    // The other is woken too: its own asker finds the same look under way.
    await other.says(clerk, 'setup check');
    await Promise.all([ended(), ended(other)]);
    expect(looks).toBe(1);
    checkups(() => []);
  });

  it('says after a crash that it was broken off', async () => {
    const row = await house.prisma.selfCheck.create({
      data: {
        partnershipId: house.partnershipId,
        personId: director.id,
        startedAt: new Date('2026-11-23T09:00:00Z'),
        lines: [{ title: 'Page: door', state: 'waiting', words: 'looking …', next: '' }],
      },
    });
    house.clock.moveTo('2026-11-23T09:03:00Z');
    await house.beat();
    expect((await house.prisma.selfCheck.findUniqueOrThrow({ where: { id: row.id } })).endedAt).toBeNull();
    house.clock.moveTo('2026-11-23T09:05:00Z');
    await house.beat();
    const last = textOf((await house.says(director, 'setup check last')).card!.card);
    expect(last).toContain('✗ Page: door: did not come to an end.\nIt was broken off. Type “setup check” again.');
  });

  it('is asked about what is stored of each platform, and writes to no board’s channel', async () => {
    const channel = await house.channel('challenge');
    const board = await house.board('Challenge Board', { template: 'CHALLENGE' });
    await house.prisma.board.update({ where: { id: board.id }, data: { channelConversationId: channel.id } });
    const gone = await house.person('Gone Governor', { role: 'GOVERNOR' });
    await house.prisma.conversation.updateMany({
      where: { personId: gone.id },
      data: { unreachableReason: 'blocked' },
    });
    let asked: CheckQuestion | undefined;
    checkups((question) => {
      asked = question;
      return [];
    });
    await house.says(director, 'setup check');
    await ended();
    expect(asked).toMatchObject({
      tenants: ['local'],
      people: { joined: 3, unreachable: 1 },
      channels: [{ board: 'Challenge Board', reason: null, to: { externalId: 'channel-challenge' } }],
    });
    expect(house.seenIn(channel)).toEqual([]);
  });

  it('is for the office', async () => {
    const head = await house.person('Hal Head', { role: 'HEADTEACHER' });
    expect((await house.says(head, 'setup check')).outcome).toBe('refused');
    expect((await house.says(head, 'setup check last')).outcome).toBe('refused');
  });
});
