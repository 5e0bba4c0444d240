import pg from 'pg';

// What a database's own error means, in one sentence. Every other error is left as it is.

/** Why there is no backup. */
export function whyNotBackedUp(cause: Error): Error {
  if (cause instanceof pg.DatabaseError)
    return new Error(`The database did not give what it holds (${cause.message}). Put that right, and back up again.`, {
      cause,
    });
  if (!isCutOff(cause)) return cause;
  return new Error('The connection to the database ended before everything was copied. Back up again.', { cause });
}

/** Why nothing was restored. */
export function whyNotRestored(cause: Error): Error {
  if (cause instanceof pg.DatabaseError) return new Error(sentence(cause), { cause });
  if (!isCutOff(cause)) return cause;
  return new Error(
    'The connection to the database ended before it was known that everything is restored. Restore again, with --replace if ' +
      'the database then holds a partnership.',
    { cause },
  );
}

function isCutOff(error: Error): boolean {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return ['ECONNRESET', 'EPIPE'].includes(code) || message.startsWith('Connection terminated');
}

function sentence({ code, message, detail }: pg.DatabaseError): string {
  switch (code) {
    case '55P03':
      return "Another program is using Convenor's tables, so nothing was changed. End it, and restore again.";
    case '2BP01':
      return `Something that is not Convenor's depends on its tables (${detail?.split('\n')[0] ?? message}), so nothing was changed. Take it away, and restore again.`;
    case '42501':
      return `The database does not let this user do it (${message}), so nothing was changed. Restore as the user who owns Convenor's tables.`;
    case '53100':
      return 'The disk of the database is full, so nothing was changed. Make room, and restore again.';
    default:
      return `The database did not take the backup (${message}), so nothing was changed. Put that right, and restore again.`;
  }
}
