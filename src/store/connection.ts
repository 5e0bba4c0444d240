import type pg from 'pg';

/** A PostgreSQL database: its address, or what `pg` needs to reach it. */
export type Connection = string | pg.ClientConfig;

/**
 * What `pg` needs to reach a database with its sessions in UTC, whatever the database's own time zone: Prisma reads and writes
 * instants without an offset, so in any other zone every summer instant is an hour wrong.
 */
export function inUtc(connection: Connection): pg.ClientConfig {
  const utc = '-c timezone=UTC';
  if (typeof connection !== 'string') return { ...connection, options: join(connection.options, utc) };

  // `pg` prefers what the address says, so options named there have to move out of it.
  const named = /[?&]options=([^&]*)/.exec(connection)?.[1];
  const address = connection.replace(/([?&])options=[^&]*&?/, '$1');
  return { connectionString: address, options: join(named && decodeURIComponent(named), utc) };
}

function join(...options: (string | undefined)[]): string {
  return options.filter(Boolean).join(' ');
}
