// What was said of which deadline to whom: written in the transaction in which it is put in the outbox.
import type { Tx } from '../store/database.ts';
import { asDay, dayOf } from '../store/days.ts';

export interface Reminder {
  personId: number;
  /** The day on which it was said. */
  on: string;
  subject: string;
  revision: number;
  rung: number;
}

type Asked = Pick<Reminder, 'personId' | 'subject' | 'revision'>;

/**
 * The highest rung that each was told for the deadline, by its place in the list; undefined for nothing yet. Whoever has
 * left has no place in it: nobody reminds them. One statement, however many there are.
 */
export async function listHighest(tx: Tx, asked: Asked[], today: string): Promise<Map<number, number | undefined>> {
  const rows = await tx.$queryRaw<{ n: bigint; highest: number | null }[]>`
    select d.n, max(r.rung) as highest
    from unnest(${asked.map((one) => one.personId)}::int[], ${asked.map((one) => one.subject)}::text[],
                ${asked.map((one) => one.revision)}::int[]) with ordinality as d (person, subject, revision, n)
      join "Person" p on p.id = d.person and (p."leftOn" is null or p."leftOn" > ${asDay(today)})
      left join "Reminder" r on r.subject = d.subject and r."personId" = d.person and r.revision = d.revision
    group by d.n`;
  return new Map(rows.map(({ n, highest }) => [Number(n) - 1, highest ?? undefined]));
}

/** Write down what is said; returns what nobody had written down before. One statement, however many there are. */
export async function keepReminders(tx: Tx, said: Reminder[]): Promise<Reminder[]> {
  if (said.length === 0) return [];
  const rows = await tx.$queryRaw<Row[]>`
    insert into "Reminder" ("personId", "on", subject, revision, rung)
    select * from unnest(${said.map((one) => one.personId)}::int[], ${said.map((one) => one.on)}::date[],
      ${said.map((one) => one.subject)}::text[], ${said.map((one) => one.revision)}::int[],
      ${said.map((one) => one.rung)}::int[])
    on conflict do nothing returning "personId", "on", subject, revision, rung`;
  return rows.map(reminderOf);
}

/** Everything that was said of these subjects, to whomever and for whichever deadline, the earliest first. */
export async function listReminders(tx: Tx, subjects: string[]): Promise<Reminder[]> {
  const rows = await tx.reminder.findMany({
    where: { subject: { in: subjects } },
    orderBy: [{ on: 'asc' }, { id: 'asc' }],
  });
  return rows.map(reminderOf);
}

/** What was said to a person on a day. */
export async function listSaidOn(tx: Tx, personId: number, day: string): Promise<Reminder[]> {
  const rows = await tx.reminder.findMany({ where: { personId, on: asDay(day) }, orderBy: { id: 'asc' } });
  return rows.map(reminderOf);
}

export interface Reminded {
  subject: string;
  personId: number;
  on: string;
  /** The message went out, or may have. */
  isReached: boolean;
}

/** On which days people were reminded of these subjects, the earliest first. */
export async function listReminded(tx: Tx, subjects: string[]): Promise<Reminded[]> {
  const rows = await tx.$queryRaw<(Omit<Reminded, 'on'> & { on: Date })[]>`
    select r.subject, r."personId", r."on", bool_and(o.state is null or o.state not in ('unreachable', 'failed', 'skipped')) as "isReached"
    from "Reminder" r left join "Outbox" o on o.key = 'reminder:PER-' || r."personId" || ':' || to_char(r."on", 'YYYY-MM-DD')
    where r.subject = any(${subjects}) group by 1, 2, 3 order by 3, 2`;
  return rows.map((row) => ({ ...row, on: dayOf(row.on) }));
}

interface Row extends Omit<Reminder, 'on'> {
  on: Date;
}

function reminderOf({ personId, on, subject, revision, rung }: Row): Reminder {
  return { personId, on: dayOf(on), subject, revision, rung };
}
