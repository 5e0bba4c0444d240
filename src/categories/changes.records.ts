import { type Sql, sql } from '../store/database.ts';

/** A school whose category in force is another than it was; before its first one it had none. */
export interface Change {
  school: string;
  from: string | null;
  to: string;
}

/** The schools of a partnership whose category has changed since an instant, by name; there and back is no change. */
export function changeFacts(partnershipId: number, since: Date): Sql {
  const from = sql`${since.toISOString()}::timestamptz`;
  return sql`select json_agg(json_build_object('school', s.name, 'from', b.value, 'to', s.category) order by s.name)
    from "School" s left join lateral (
      select d.value from "CategoryDecision" d
      where d."schoolId" = s.id and d.state in ('confirmed', 'ratified') and d."confirmedAt" < ${from}
      order by d."effectiveOn" desc nulls last, d."confirmedAt" desc, d.id desc limit 1) b on true
    where s."partnershipId" = ${partnershipId} and s.status <> 'Closed' and s.category is not null
      and s.category is distinct from b.value
      and exists (select 1 from "CategoryDecision" d where d."schoolId" = s.id and d.state in ('confirmed', 'ratified')
        and d."confirmedAt" >= ${from})`;
}
