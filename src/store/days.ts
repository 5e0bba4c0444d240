// A day in the program is a string, YYYY-MM-DD; in the database it is a `date`, which Prisma reads as midnight UTC.

/** A day as Prisma wants it. */
export function asDay(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

/** A `date` column as a day. */
export function dayOf(date: Date): string;
export function dayOf(date: Date | null): string | null;
export function dayOf(date: Date | null): string | null {
  return date === null ? null : date.toISOString().slice(0, 10);
}
