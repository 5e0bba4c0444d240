import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aPage } from './a-page.ts';
import { minutesCard } from './scripted-door.ts';

const page = await aPage();
const [head, chair] = page.people as [(typeof page.people)[0], (typeof page.people)[0]];
const chatOf = (person: typeof head) => `person-${person.personId}`;
const as = (person: typeof head, more: object, chat = chatOf(person)) => ({
  as: person.personId,
  in: chat,
  key: randomUUID(),
  ...more,
});
const messagesOf = async (person: typeof head, chat = chatOf(person)) =>
  (await page.get(`messages?as=${person.personId}&in=${chat}`)).body.messages;

test('what a person types and what Convenor answers is there after a reload', async () => {
  const { status, body } = await page.post('say', as(head, { text: '  help ' }));
  expect(status).toBe(200);
  expect(body).toMatchObject({ outcome: 'done', requestId: 'K7-4Q2M', isRepeated: false });
  expect(body.messages.map((one) => one.text.slice(0, 12))).toEqual(['help', 'You can type']);

  const kept = await messagesOf(head);
  expect(kept.slice(-2)).toEqual(body.messages);
  expect(kept.at(-2)?.from).toEqual({ personId: head.personId, name: 'Ama Mensah' });
  expect(kept.at(-1)?.from).toBeNull();
});

test('the door hears who speaks from the page, never from the payload', async () => {
  await page.post('say', as(chair, { text: 'status' }));
  expect(page.requests.at(-1)).toMatchObject({
    from: { platform: 'web', tenant: 'local', userId: chatOf(chair) },
    place: { platform: 'web', tenant: 'local', externalId: chatOf(chair), kind: 'personal' },
    deed: { kind: 'typed', text: 'status' },
  });
});

test('a double click is said once and gets its first answer again', async () => {
  const before = (await messagesOf(head)).length;
  const said = as(head, { text: 'minutes' });
  const [first, second] = await Promise.all([page.post('say', said), page.post('say', said)]);
  expect(second.body.messages.map((one) => one.id)).toEqual(first.body.messages.map((one) => one.id));
  expect((await messagesOf(head)).length).toBe(before + 2);
  const card = first.body.messages.at(-1)!;
  expect(page.shown.filter(({ messageId }) => messageId === String(card.id))).toEqual([
    { copyId: card.card?.copyId, messageId: String(card.id) },
  ]);
});

test('the same key from another person is another deed', async () => {
  const key = randomUUID();
  await page.post('say', { as: head.personId, in: chatOf(head), text: 'help', key });
  const { body } = await page.post('say', { as: chair.personId, in: chatOf(chair), text: 'help', key });
  expect(body.isRepeated).toBe(false);
});

test('a pressed card is shown settled in its own place', async () => {
  const id = Number(await page.posts(chair, minutesCard()));
  const posted = (await messagesOf(chair)).find((one) => one.id === id)!;
  const { body } = await page.post('press', as(chair, { action: 'approve', token: posted.card!.token, messageId: id }));
  expect(page.requests.at(-1)?.deed).toMatchObject({ kind: 'press', action: 'approve', messageId: String(id) });
  expect(body.messages[0]).toMatchObject({ id, card: { token: expect.stringContaining('settled') } });
  expect(body.messages[1]?.text).toContain('Thank you');
  expect(JSON.stringify((await messagesOf(chair)).find((one) => one.id === id)?.card)).toContain('3 of 3 governors');
});

test('what is wrong with a form comes back by field and is not said in the chat', async () => {
  const id = Number(await page.posts(chair, minutesCard()));
  const posted = (await messagesOf(chair)).find((one) => one.id === id)!;
  const { status, body } = await page.post(
    'press',
    as(chair, { action: 'correct', token: posted.card!.token, input: { words: 'No' }, messageId: id }),
  );
  expect(status).toBe(200);
  expect(body.outcome).toBe('refused');
  expect(body.fieldErrors.words).toContain('ten letters');
  expect(body.messages).toEqual([]);
});

test('a form that was asked for is a message, and closes when it is sent', async () => {
  const asked = await page.post('say', as(head, { text: 'grades' }));
  const form = asked.body.messages.at(-1)!;
  expect(form.card).toMatchObject({ kind: 'form', title: 'Leadership and management', blocks: null });
  const input = { grade: '2', evidence: 'Results rose for a third year.' };
  await page.post('press', as(head, { action: 'save', token: form.card!.token, input, messageId: form.id }));
  const closed = (await messagesOf(head)).find((one) => one.id === form.id);
  expect(closed).toMatchObject({ text: 'Form sent: Leadership and management', card: null });
});

test('a private answer in a channel is seen by the person who asked alone', async () => {
  await page.post('say', as(head, { text: 'status' }, 'challenge-board'));
  const own = await messagesOf(head, 'challenge-board');
  const others = await messagesOf(chair, 'challenge-board');
  expect(own.at(-1)).toMatchObject({ isPrivate: true, text: expect.stringContaining('1 overdue') });
  expect(others.at(-1)).toMatchObject({ text: 'status', from: { name: 'Ama Mensah' } });
});

test('a fault is told with its id and nothing else', async () => {
  const { status, body } = await page.post('say', as(head, { text: 'break' }));
  expect(status).toBe(500);
  expect(body.outcome).toBe('fault');
  expect(body.messages.at(-1)?.text).toBe('Sorry, something went wrong here. Please quote K7-4Q2M.');
});

test('a card posted twice under one key is one message', async () => {
  const card = minutesCard();
  expect(await page.posts(head, card, 'minutes:7:r2')).toBe(await page.posts(head, card, 'minutes:7:r2'));
});

test('an edit of a message that is not there says that it is gone', async () => {
  const outcome = await page.room.platform.edit(
    { conversationId: page.channel.conversationId, tenant: 'local', externalId: 'x', kind: 'channel', address: {} },
    '999999',
    { summary: 'x', card: minutesCard(), key: 'x' },
  );
  expect(outcome).toMatchObject({ kind: 'refused', gone: true });
});

test('a confidential card says nothing in the line that others could read', async () => {
  const id = Number(await page.posts(head, minutesCard({ isConfidential: true })));
  const message = (await messagesOf(head)).find((one) => one.id === id)!;
  expect(message.card?.title).toBe('Convenor has a confidential notice; open it.');
});
