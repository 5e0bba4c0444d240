// Names for prepared statements: PostgreSQL then plans a statement a few times instead of at each use, which is most of what a
// small statement costs.
import { createHash } from 'node:crypto';

// Each connection keeps what it prepared: a list of a hundred numbers and one of a hundred and one are two statements.
const MOST_NAMES = 400;
const MOST_LENGTH = 30_000;

export type NameOf = (sql: string) => string | undefined;

/** Make a function that names statements, the same for the same text; undefined for those that are not worth keeping. */
export function statementNames(): NameOf {
  const names = new Map<string, string>();
  return (sql) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (sql.length > MOST_LENGTH || names.size >= MOST_NAMES) return undefined;
    const name = `c${createHash('sha256').update(sql).digest('hex').slice(0, 24)}`;
    names.set(sql, name);
    return name;
  };
}
