import { describe, expect, it } from 'vitest';
import { compare, type Problem } from '../../src/warnings/rules.ts';
import type { State } from '../../src/warnings/state.ts';

/** A run of looks: at an instant, with what is seen; gives what each one tells and has to say of older cards. */
function aWatch() {
  let problems: State['problems'] = {};
  let cards = 0;
  return (instant: string, ...seen: (string | Problem)[]) => {
    const now = new Date(instant);
    const time = instant.slice(11, 16);
    const all = seen.map((one) => (typeof one === 'string' ? { key: one, items: ['1'], detail: '' } : one));
    const look = {
      now,
      today: instant.slice(0, 10),
      mayTell: time >= '08:00' && time < '20:00',
      batch: `card ${cards + 1}`,
    };
    const { problems: next, ...change } = compare(problems, all, look);
    problems = next;
    if (change.tell.length > 0) cards += 1;
    return {
      tell: change.tell,
      news: change.news.map(({ batch, key, now }) => `${batch}: ${key} ${now}`),
      changed: change.changed,
    };
  };
}

const people = (...items: string[]): Problem => ({ key: 'unreachable', items, detail: '' });

describe('a problem', () => {
  it('is told when it has lasted, once a day, and that it is over on the same card', () => {
    const look = aWatch();
    expect(look('2026-11-23T09:00:00Z', 'platform:slack').tell).toEqual([]);
    expect(look('2026-11-23T09:04:00Z', 'platform:slack').tell).toEqual([]);
    expect(look('2026-11-23T09:05:00Z', 'platform:slack').tell).toEqual(['platform:slack']);
    expect(look('2026-11-23T12:00:00Z', 'platform:slack')).toEqual({ tell: [], news: [], changed: [] });
    expect(look('2026-11-23T12:01:00Z').news).toEqual([]);
    expect(look('2026-11-23T12:03:00Z').news).toEqual(['card 1: platform:slack over']);
    expect(look('2026-11-23T12:04:00Z')).toEqual({ tell: [], news: [], changed: [] });
  });

  it('that comes back on the same day stands on the same card again, without another', () => {
    const look = aWatch();
    look('2026-11-23T09:00:00Z', 'job:remindOwners');
    look('2026-11-23T09:05:00Z', 'job:remindOwners');
    expect(look('2026-11-23T09:06:00Z').news).toEqual(['card 1: job:remindOwners over']);
    expect(look('2026-11-23T09:30:00Z', 'job:remindOwners')).toMatchObject({
      tell: [],
      news: ['card 1: job:remindOwners back'],
    });
    expect(look('2026-11-23T09:40:00Z', 'job:remindOwners').tell).toEqual([]);
  });

  it('is told together with the others of that minute', () => {
    const look = aWatch();
    look('2026-11-23T09:00:00Z', 'uncertain', people('person:1'));
    expect(look('2026-11-23T09:01:00Z', 'uncertain', people('person:1')).tell).toEqual(['uncertain', 'unreachable']);
  });

  it('of a short while is never told', () => {
    const look = aWatch();
    for (let minute = 10; minute < 50; minute += 4) {
      expect(look(`2026-11-23T09:${minute}:00Z`, 'job:remindOwners').tell).toEqual([]);
      expect(look(`2026-11-23T09:${minute + 1}:00Z`)).toEqual({ tell: [], news: [], changed: [] });
    }
  });

  it('of the night is told in the morning, if it is still so', () => {
    const look = aWatch();
    for (const at of ['2026-11-23T20:30:00Z', '2026-11-23T23:00:00Z', '2026-11-24T07:59:00Z'])
      expect(look(at, 'platform:teams').tell).toEqual([]);
    expect(look('2026-11-24T08:00:00Z', 'platform:teams').tell).toEqual(['platform:teams']);
  });

  it('is told on another day only if there is something new about it, and in another week', () => {
    const look = aWatch();
    look('2026-11-23T09:00:00Z', people('person:1'));
    expect(look('2026-11-23T09:01:00Z', people('person:1')).tell).toEqual(['unreachable']);
    // Somebody more on the same day changes the card and makes no other.
    expect(look('2026-11-23T10:00:00Z', people('person:1', 'person:2'))).toMatchObject({
      tell: [],
      changed: ['card 1'],
    });
    expect(look('2026-11-24T09:00:00Z', people('person:1', 'person:2'))).toMatchObject({
      tell: ['unreachable'],
      news: ['card 1: unreachable again'],
    });
    expect(look('2026-11-25T09:00:00Z', people('person:2')).tell).toEqual([]);
    expect(look('2026-11-26T09:00:00Z', people('person:1', 'person:2')).tell).toEqual([]);
    expect(look('2026-11-30T09:00:00Z', people('person:2')).tell).toEqual(['unreachable']);
  });

  it('that was over and is there again on another day is a new one', () => {
    const look = aWatch();
    look('2026-11-23T09:00:00Z', 'uncertain');
    look('2026-11-23T09:01:00Z', 'uncertain');
    expect(look('2026-11-23T09:02:00Z').news).toEqual(['card 1: uncertain over']);
    expect(look('2026-11-24T09:00:00Z').news).toEqual([]);
    expect(look('2026-11-24T10:00:00Z', 'uncertain').tell).toEqual([]);
    expect(look('2026-11-24T10:01:00Z', 'uncertain').tell).toEqual(['uncertain']);
  });

  it('seen by one copy of the bot and not by another is not over at every turn', () => {
    const look = aWatch();
    look('2026-11-23T09:00:00Z', 'platform:slack');
    for (let minute = 1; minute < 5; minute += 1) {
      const seen = minute % 2 === 0 ? ['platform:slack'] : [];
      expect(look(`2026-11-23T09:0${minute}:00Z`, ...seen).news).toEqual([]);
    }
    expect(look('2026-11-23T09:06:00Z', 'platform:slack').tell).toEqual(['platform:slack']);
  });
});
