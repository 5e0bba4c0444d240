/** A fault as the log keeps it: what broke and where, without the values that people typed. */
export function describe(fault: unknown): { type: string; message: string; stack: string } {
  const error = fault instanceof Error ? fault : new Error(String(fault));
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  // Prisma's messages print the query's arguments; the last line is the reason, and quotes what could not be read.
  const isQuery = error.name.startsWith('PrismaClient');
  const reason = error.message.trim().split('\n').at(-1)!.replace(/".*"/s, '"…"');
  const message = (isQuery ? reason : error.message).slice(0, 500);
  return { type: error.name, message, stack: frames.slice(0, 8).join('\n') };
}
