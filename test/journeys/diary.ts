// Keeps what everybody was told, day by day, while the demonstration's clock is moved on as on the local page.
import { channels } from '../../prisma/demonstration.ts';
import {
  addDays,
  instantAt,
  type LocalDate,
  sayDate,
  sayShortDate,
  timeOfDay,
  today as todayIn,
} from '../../src/calendar/index.ts';
import { type Card, textOf } from '../../src/chat/card.ts';
import type { Address, Answer, Message } from '../../src/chat/contract.ts';
import { type Told, toldInWords } from '../../src/web/told.ts';
import type { Person, TestHouse } from '../support/house.ts';

/** A message as somebody got it. */
export interface Entry {
  day: LocalDate;
  time: string;
  /** A person's name, or a channel's behind a #. */
  to: string;
  /** Undefined in a channel. */
  personId: number | undefined;
  key: string;
  card: string;
  copyId: number | undefined;
  text: string;
  buttons: string[];
  /** What a notification shows. */
  summary: string;
}

/** A message that says something else by now. */
export interface Change extends Pick<Entry, 'day' | 'time' | 'to' | 'card' | 'text' | 'buttons'> {
  of: Entry;
}

// The times of the jobs, the minute at which the page's clock stops, and an evening.
const TIMES = ['08:00', '08:30', '09:00', '20:00'];

/** Everything that one house says from now on. */
export class Diary {
  readonly told: Entry[] = [];
  readonly changes: Change[] = [];
  private readonly names = new Map<string, { name: string; personId?: number }>();
  private readonly page: string[] = [];
  private readonly house: TestHouse;
  private readonly copies: TestHouse[];

  private constructor(house: TestHouse, copies: TestHouse[]) {
    this.house = house;
    this.copies = [house, ...copies];
    for (const platform of Object.values(house.platforms))
      platform.fails = (to, message, verb) => {
        if (verb === 'post') this.keepPost(to, message);
        else this.keepEdit(to, message);
        return undefined;
      };
  }

  /** Open the diary of a house over the demonstration, before it has said anything; `copies` run beside it. */
  static async of(house: TestHouse, ...copies: TestHouse[]): Promise<Diary> {
    const diary = new Diary(house, copies);
    for (const { id, name } of await house.prisma.person.findMany())
      diary.names.set(`person-${id}`, { name, personId: id });
    for (const { externalId, name } of await channels(house.prisma)) diary.names.set(externalId, { name: `# ${name}` });
    return diary;
  }

  get today(): LocalDate {
    return todayIn(this.house.clock.now());
  }

  /** Begin: what waits in everybody's chat, and what this morning's jobs say. */
  async begin(): Promise<void> {
    this.heading();
    await this.tick();
    this.show(this.told, []);
  }

  /** Live through the nights and mornings up to a day, stopping where the jobs have their times. */
  async liveTo(day: LocalDate): Promise<void> {
    while (this.today < day) {
      const from = this.house.clock.now();
      const next = addDays(this.today, 1);
      const before = { told: this.told.length, changes: this.changes.length };
      for (const stop of stops(from, instantAt(next, '09:00'))) {
        await this.tickAt(stop);
      }
      this.heading();
      const told = this.told.slice(before.told);
      this.page.push(toldInWords(countsOf(told), from, this.house.clock.now()), '');
      this.show(told, this.changes.slice(before.changes));
    }
  }

  /** Move the clock straight to a time: the program was off until then. */
  async leapTo(day: LocalDate, time = '09:00'): Promise<Entry[]> {
    const before = { told: this.told.length, changes: this.changes.length };
    await this.tickAt(instantAt(day, time));
    this.heading();
    const told = this.told.slice(before.told);
    this.show(told, this.changes.slice(before.changes));
    return told;
  }

  /** It becomes so late on this day. */
  async liveUntil(time: string): Promise<void> {
    await this.tickAt(instantAt(this.today, time));
  }

  /** Somebody does something; what they are answered and what others see of it stands in the diary. */
  async does(who: Person, what: string, deed: () => Promise<Answer>): Promise<Answer> {
    const before = { told: this.told.length, changes: this.changes.length };
    const answer = await deed();
    this.page.push(`${this.time} ${who.name} ${what}`);
    if (answer.said) this.page.push(indented(`→ ${answer.said}`));
    if (answer.card) this.page.push(indented(`→ ${readAloud(shownOf(answer.card.card))}`));
    if (answer.fieldErrors) this.page.push(indented(`→ ${JSON.stringify(answer.fieldErrors)}`));
    this.page.push('');
    this.show(this.told.slice(before.told), this.changes.slice(before.changes));
    return answer;
  }

  /** The diary as one reads it: for each day, who was told what. */
  read(): string {
    return `${this.page.join('\n').trim()}\n`;
  }

  /** What one person was told, on one day or at all. */
  toldTo(person: Person, day?: LocalDate): Entry[] {
    return this.told.filter((one) => one.personId === person.id && (day === undefined || one.day === day));
  }

  /** What one person's message says now. */
  nowSays(entry: Entry): string {
    return this.changes.findLast((one) => one.of === entry)?.text ?? entry.text;
  }

  private get time(): string {
    return timeOfDay(this.house.clock.now());
  }

  /** A minute of the program's clock, of all copies at once. */
  async tick(): Promise<void> {
    await Promise.all(this.copies.map((copy) => copy.runJobs()));
    await Promise.all(this.copies.map((copy) => copy.beat()));
  }

  private async tickAt(instant: Date): Promise<void> {
    for (const copy of this.copies) copy.clock.moveTo(instant.toISOString());
    await this.tick();
  }

  private heading(): void {
    this.page.push('', `═══ ${sayDate(this.today)} ═══`, '');
  }

  private keepPost(to: Address, message: Message): void {
    const { name, personId } = this.names.get(to.externalId)!;
    this.told.push({
      ...{ day: this.today, time: this.time, to: name, personId, key: message.key, summary: message.summary },
      ...seen(message),
    });
  }

  private keepEdit(to: Address, message: Message): void {
    const of = this.told.find(({ copyId }) => copyId === message.card.copyId);
    // A card that came as an answer was told by nobody but who asked for it.
    if (of === undefined) return;
    this.changes.push({
      day: this.today,
      time: this.time,
      to: this.names.get(to.externalId)!.name,
      of,
      ...seen(message),
    });
  }

  private show(told: Entry[], changes: Change[]): void {
    for (const same of grouped(told, ({ time, card, text, buttons }) => `${time} ${card}\n${text}${said(buttons)}`)) {
      const [{ time, card }] = same as [Entry];
      this.page.push(`${time} to ${namesOf(same)} (${card})`, indented(readAloud(same[0]!)), '');
    }
    // Of a message that changed twice in a night, people see what it says in the morning; and only if it says something else.
    const last = changes.filter((one, at) => !changes.slice(at + 1).some(({ of }) => of === one.of));
    const since = changes.length === 0 ? 0 : this.changes.indexOf(changes[0]!);
    const seen = last.flatMap((one) => {
      const before = this.changes.slice(0, since).findLast(({ of }) => of === one.of) ?? one.of;
      const now = whatChanged(before, one);
      return now.length === 0 ? [] : [{ ...one, now: now.join('\n') }];
    });
    for (const same of grouped(seen, ({ of, card, text, now }) => `${of.day} ${card}\n${text.split('\n')[1]}${now}`)) {
      const [{ of, now }] = same as [(typeof seen)[number]];
      this.page.push(`   now for ${namesOf(same)} (${of.card} of ${sayShortDate(of.day)})`, indented(now), '');
    }
  }
}

/** A message that became another, whole; of one that says the same still, the lines that came and those that went. */
function whatChanged(before: Pick<Entry, 'text' | 'buttons'>, after: Pick<Entry, 'text' | 'buttons'>): string[] {
  const [then, now] = [readAloud(before).split('\n'), readAloud(after).split('\n')];
  if (then[0] !== now[0]) return now;
  const came = now.filter((line) => !then.includes(line)).map((line) => `+ ${line}`);
  const went = then.filter((line) => !now.includes(line)).map((line) => `− ${line}`);
  return came.length + went.length === 0 ? [] : [...now.slice(0, 2), ...went, ...came];
}

/** Messages that say the same, in an order that does not depend on whose was delivered first. */
function grouped<T extends { to: string }>(entries: T[], by: (entry: T) => string): T[][] {
  const sorted = [...entries].sort((a, b) => (a.to < b.to ? -1 : 1));
  return [...Map.groupBy(sorted, by)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, same]) => same);
}

const namesOf = (entries: { to: string }[]) => entries.map(({ to }) => to).join(', ');

function stops(from: Date, to: Date): Date[] {
  const days = new Set([todayIn(from), todayIn(to)]);
  const all = [...days].flatMap((day) => TIMES.map((time) => instantAt(day, time)));
  return all.filter((stop) => stop > from && stop <= to);
}

function seen({ card: { card, name, copyId } }: Message) {
  return { card: name, copyId, ...shownOf(card) };
}

function shownOf(card: Card) {
  return { text: textOf(card), buttons: card.actions.map(({ title }) => title) };
}

function countsOf(told: Entry[]): Told[] {
  return [...Map.groupBy(told, ({ to }) => to)]
    .map(([name, entries]) => ({ in: name, name, messages: entries.length }))
    .sort((a, b) => b.messages - a.messages || (a.name < b.name ? -1 : 1));
}

function readAloud({ text, buttons }: Pick<Entry, 'text' | 'buttons'>): string {
  return [text, said(buttons)].filter(Boolean).join('\n');
}

const said = (buttons: string[]) => buttons.map((title) => `[${title}]`).join(' ');

const indented = (text: string) =>
  text
    .split('\n')
    .map((line) => `      ${line}`.trimEnd())
    .join('\n');
