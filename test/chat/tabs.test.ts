// A tab that a platform keeps for each person: what stands in it is kept true, for whoever has just looked.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Answer, HOME_TAB } from '../../src/chat/contract.ts';
import { people } from '../../src/people/index.ts';
import { aHouse, type Person } from '../support/house.ts';
import { notices, writeNotice } from '../support/notices.ts';
import { aGate, change, post, waitOver } from '../support/posting.ts';

const features = [people, notices()];
const house = await aHouse({ features });
const second = await aHouse({ features, database: house.prisma, platforms: house.platforms });
const web = house.platform('web');
let count = 0;

beforeEach(async () => {
  web.fails = undefined;
  house.clock.moveTo('2026-11-23T09:00:00Z');
  await waitOver(house);
});

/** Somebody new, and the notice that their tab is about. */
async function somebody() {
  const person = await house.person(`Ada ${++count}`);
  return { person, name: `n${count}` };
}

/** Open the tab without delivering what it shows. */
async function knocks({ id }: Person, name: string, door = house.house.door, account = id): Promise<Answer> {
  const who = { platform: 'web' as const, tenant: 'local' };
  return door.handle({
    key: randomUUID(),
    from: { ...who, userId: `person-${account}` },
    place: { ...who, externalId: `person-${account}`, kind: 'personal' },
    deed: { kind: 'command', name: 'notice.secret', input: { name } },
    tab: HOME_TAB,
  });
}

async function opens(person: Person, name: string): Promise<Answer> {
  const answer = await knocks(person, name);
  await house.deliver();
  return answer;
}

const tabOf = (person: Person) => house.chatOf(person).find((seen) => seen.messageId === HOME_TAB);
const copies = ({ id }: Person) => house.prisma.cardCopy.findMany({ where: { viewerId: id, messageId: HOME_TAB } });

describe('a tab', () => {
  it('shows its card to whoever opens it, and says nothing in the chat', async () => {
    const { person, name } = await somebody();
    const answer = await opens(person, name);
    expect(answer).toMatchObject({ outcome: 'done' });
    expect(answer).not.toHaveProperty('card');
    expect(house.chatOf(person).map((seen) => [seen.messageId, seen.text])).toEqual([[HOME_TAB, name]]);
  });

  it('shows what is true now each time that it is opened', async () => {
    const { person, name } = await somebody();
    await opens(person, name);
    await writeNotice(house.prisma, name, { title: 'Something else' });
    await opens(person, name);
    expect(tabOf(person)).toMatchObject({ text: 'Something else', edits: 1 });
    expect(await copies(person)).toHaveLength(1);
  });

  it('is not kept for a stranger, who is told how to join', async () => {
    const { person, name } = await somebody();
    const before = await house.prisma.cardCopy.count();
    expect(await knocks(person, name, house.house.door, 99_999)).toMatchObject({
      outcome: 'refused',
      said: expect.stringContaining('I do not know you yet'),
    });
    expect(await house.prisma.cardCopy.count()).toBe(before);
  });

  it('is shown anew after its person did something', async () => {
    const { person, name } = await somebody();
    await opens(person, name);
    await writeNotice(house.prisma, name, { title: 'Done' });
    await house.says(person, `notice count ${name}x`);
    expect(tabOf(person)?.text).toBe('Done');
  });

  it('is shown anew after its person was told something, or a card of theirs was changed', async () => {
    const { person, name } = await somebody();
    await opens(person, name);
    await writeNotice(house.prisma, name, { title: 'Told' });
    await post(house, { key: `told-${name}`, to: { personId: person.id } });
    await house.deliver();
    expect(tabOf(person)?.text).toBe('Told');
    await writeNotice(house.prisma, name, { title: 'Changed' });
    await change(house, `told-${name}`, { title: 'Another title' });
    await house.deliver();
    expect(tabOf(person)?.text).toBe('Changed');
  });

  it('is left alone by what others do, and by what was refused', async () => {
    const { person, name } = await somebody();
    const other = await somebody();
    await opens(person, name);
    await house.says(other.person, `notice count ${name}x`);
    await house.says(person, `notice refuse ${name}x`);
    expect(tabOf(person)?.edits).toBe(0);
  });

  it('is left alone when its person has not been heard from for a day, until they open it again', async () => {
    const { person, name } = await somebody();
    await opens(person, name);
    house.clock.moveTo('2026-11-24T10:00:00Z');
    await writeNotice(house.prisma, name, { title: 'A day later' });
    await post(house, { key: `later-${name}`, to: { personId: person.id } });
    await house.deliver();
    expect(tabOf(person)?.text).toBe(name);
    await opens(person, name);
    expect(tabOf(person)?.text).toBe('A day later');
  });

  it('opened twice at once, at two copies of the program, is one tab', async () => {
    const { person, name } = await somebody();
    await Promise.all([knocks(person, name), knocks(person, name, second.house.door)]);
    await Promise.all([house.deliver(), second.deliver()]);
    expect(await copies(person)).toHaveLength(1);
    expect(tabOf(person)?.text).toBe(name);
  });

  it('never ends with an older state, however slow the platform and whichever copy of the program shows it', async () => {
    const { person, name } = await somebody();
    const gate = aGate();
    const shown: string[] = [];
    let atOnce = 0;
    let most = 0;
    web.fails = async (to, message) => {
      if (to.personId !== person.id || message.card.name !== 'secret') return undefined;
      most = Math.max(most, ++atOnce);
      if (shown.length === 0) await gate.pass();
      shown.push(message.card.card.fallbackText);
      atOnce -= 1;
      return undefined;
    };
    await knocks(person, name);
    const slow = house.deliver();
    await gate.reached;
    await writeNotice(house.prisma, name, { title: 'Newer' });
    await second.says(person, `notice count ${name}x`);
    gate.open();
    await slow;
    await Promise.all([house.deliver(), second.deliver()]);
    expect(shown).toEqual([name, 'Newer']);
    expect(most).toBe(1);
    expect(tabOf(person)?.text).toBe('Newer');
  });

  it('is shown anew after a press in it, whose answer comes as a card of its own', async () => {
    const { person, name } = await somebody();
    await opens(person, name);
    const answer = await house.pressesOn(person, tabOf(person)!, 'Count');
    expect(answer).toMatchObject({ said: `${name} is at 2.`, card: { name: 'notice' } });
    expect(answer).not.toHaveProperty('replaces');
    expect(tabOf(person)?.edits).toBe(1);
  });

  it('whose account has become somebody else’s shows nothing more of the person before', async () => {
    const { person, name } = await somebody();
    await opens(person, name);
    const heir = (await somebody()).person;
    const account = { userId: `person-${person.id}` };
    await house.prisma.identity.updateMany({ where: account, data: { personId: heir.id } });
    await writeNotice(house.prisma, name, { title: 'For Ada alone' });
    await writeNotice(house.prisma, `${name}b`, { title: 'For the next' });
    await knocks(heir, `${name}b`, house.house.door, person.id);
    await house.deliver();
    expect(tabOf(person)?.text).toBe('For the next');
    expect((await copies(person)).map((copy) => copy.state)).toEqual(['gone']);
  });

  it('that the platform refuses is not tried again, until it is opened again', async () => {
    const { person, name } = await somebody();
    let calls = 0;
    web.fails = () => {
      calls += 1;
      return { kind: 'refused', reason: 'The Home tab is switched off.' };
    };
    await opens(person, name);
    await house.says(person, `notice count ${name}x`);
    expect(calls).toBe(1);
    expect((await copies(person))[0]).toMatchObject({ state: 'gone', lastError: 'The Home tab is switched off.' });
    web.fails = undefined;
    await opens(person, name);
    expect(tabOf(person)?.text).toBe(name);
  });

  it('waits as long as the platform says, and holds up no message', async () => {
    const { person, name } = await somebody();
    web.fails = () => ({ kind: 'later', reason: 'more slowly', afterMs: 60_000 });
    await opens(person, name);
    web.fails = undefined;
    await opens(person, name);
    await post(house, { key: `meanwhile-${name}`, to: { personId: person.id } });
    await house.deliver();
    expect(tabOf(person)).toBeUndefined();
    expect(house.chatOf(person).map((seen) => seen.text)).toEqual([`meanwhile-${name}`]);
    await waitOver(house);
    await house.deliver();
    expect(tabOf(person)?.text).toBe(name);
  });
});
