import type { Migration } from '../migrations.ts';

/** What migrations make, in the order in which it can be taken away again. */
const KINDS = ['materialized view', 'view', 'table', 'function', 'sequence', 'type', 'domain'] as const;
export type Kind = (typeof KINDS)[number];

const NAME = String.raw`(?:"?\w+"?\.)?("[^"]+"|\w+)`;
const CREATES = new RegExp(
  String.raw`\bcreate\s+(?:or\s+replace\s+)?(?:unlogged\s+)?(${KINDS.join('|')})\s+(?:if\s+not\s+exists\s+)?${NAME}`,
  'gi',
);
const RENAMES = new RegExp(
  String.raw`\balter\s+(${KINDS.join('|')})\s+(?:if\s+exists\s+)?${NAME}\s+rename\s+to\s+${NAME}`,
  'gi',
);

/**
 * The names that migrations give to what they make, so that nothing else in the same database is copied or taken away.
 * Some may have been dropped or renamed since.
 */
export function madeBy(migrations: Migration[]): Map<Kind, Set<string>> {
  const made = new Map(KINDS.map((kind) => [kind, new Set<string>()]));
  const note = (kind: string, name: string) =>
    made.get(kind.toLowerCase().replace(/\s+/g, ' ') as Kind)?.add(plain(name));
  for (const { sql } of migrations) {
    for (const [, kind, name] of sql.matchAll(CREATES)) note(kind!, name!);
    for (const [, kind, , name] of sql.matchAll(RENAMES)) note(kind!, name!);
  }
  return made;
}

// PostgreSQL writes names small unless they are quoted.
function plain(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1) : name.toLowerCase();
}
