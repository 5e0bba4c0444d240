import { randomUUID } from 'node:crypto';
import { afterAll, expect, test, vi } from 'vitest';
import { aPage } from './a-page.ts';
import { minutesCard } from './scripted-door.ts';

const page = await aPage();
const [head, chair] = page.people as [(typeof page.people)[0], (typeof page.people)[0]];

interface Heard {
  id: number;
  event: string;
  data: { in: string; id: number; text?: string; words?: string };
}

function listen(as: number, after: number, headers: Record<string, string> = {}): Heard[] {
  const heard: Heard[] = [];
  const stop = new AbortController();
  afterAll(() => stop.abort());
  void (async () => {
    const response = await fetch(`${page.url}/api/local/stream?as=${as}&after=${after}`, {
      signal: stop.signal,
      headers,
    });
    let rest = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const events = (rest + chunk).split('\n\n');
      rest = events.pop()!;
      for (const event of events) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(event)?.[1];
        if (field('event'))
          heard.push({ id: Number(field('id')), event: field('event')!, data: JSON.parse(field('data')!) });
      }
    }
  })().catch(() => undefined);
  return heard;
}
const say = (text: string, chat = `person-${head.personId}`) =>
  page.post('say', { as: head.personId, in: chat, text, key: randomUUID() });
const latest = async () => (await page.get('home')).body.latestChange;

test('a page hears its own person’s messages, and only that others have news', async () => {
  const after = await latest();
  const own = listen(head.personId, after);
  const other = listen(chair.personId, after);
  const { body } = await say('help');

  await vi.waitFor(() =>
    expect(own.filter(({ event }) => event === 'message').map(({ data }) => data.text)).toEqual(
      body.messages.map((one) => one.text),
    ),
  );
  await vi.waitFor(() => expect(other.filter(({ event }) => event === 'elsewhere')).toHaveLength(2));
  expect(JSON.stringify(other)).not.toContain('You can type');
  expect(own.some(({ event, data }) => event === 'clock' && data.words === 'Tuesday 24 November 2026')).toBe(true);
});

test('an edited card is heard again under its number', async () => {
  const heard = listen(chair.personId, await latest());
  const card = minutesCard();
  const id = await page.posts(chair, card);
  await page.edits(chair, id, minutesCard({ copyId: card.copyId, said: 'Approved by all.' }));
  await vi.waitFor(() => {
    const last = heard.filter(({ event, data }) => event === 'message' && data.id === Number(id)).at(-1);
    expect(JSON.stringify(last)).toContain('Approved by all.');
  });
});

test('what another copy of the bot wrote is heard too', async () => {
  const heard = listen(head.personId, await latest());
  await page.prisma.webMessage.create({
    data: { conversationId: page.channel.conversationId, text: 'From elsewhere', at: new Date() },
  });
  await vi.waitFor(() => expect(heard.some(({ data }) => data.text === 'From elsewhere')).toBe(true), 5000);
});

test('a page that comes back hears what it missed, once', async () => {
  const after = await latest();
  const { body } = await say('help');
  const [words, answer] = body.messages;
  const heard = listen(head.personId, after, { 'last-event-id': String(words!.change) });
  await vi.waitFor(() =>
    expect(heard.filter(({ event }) => event === 'message').map(({ data }) => data.id)).toEqual([answer!.id]),
  );
});

test('nobody else hears a private answer in a channel', async () => {
  const heard = listen(chair.personId, await latest());
  await say('status', page.channel.externalId);
  const after = await page.posts(page.channel, minutesCard());
  await vi.waitFor(() => expect(heard.some(({ data }) => data.id === Number(after))).toBe(true));
  expect(JSON.stringify(heard)).not.toContain('1 overdue');
});
