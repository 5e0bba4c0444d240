import type * as z from 'zod';
import { BadRequest } from './errors.ts';

/** Read what was sent; the first thing wrong with it becomes a sentence. */
export function parse<T>(schema: z.ZodType<T>, sent: unknown): T {
  const read = schema.safeParse(sent);
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  const where = issue.path.map(String).join('.');
  throw new BadRequest(400, where ? `“${where.slice(0, 100)}” is not right: ${issue.message}.` : `${issue.message}.`);
}
