import { type Sql, sql } from '../store/database.ts';

/** How many actions are late at how many boards, and the boards with the most of them. */
export interface LateFacts {
  actions: number;
  boards: number;
  first: { board: string; count: number }[] | null;
}

/** The open actions of a partnership that were due before a day, counted for each board. */
export function lateFacts(partnershipId: number, dueBefore: string, most: number): Sql {
  return sql`(
    with late as (
      select coalesce((select s.name from "School" s where s.id = b."schoolId"), b.name) as board, count(*) as n
      from "Action" a join "Board" b on b.id = a."boardId" and b."partnershipId" = ${partnershipId} and b."closedOn" is null
      where a.state = 'open' and a."dueOn" < ${dueBefore}::date group by b.id)
    select json_build_object('actions', coalesce(sum(n), 0), 'boards', count(*),
      'first', (select json_agg(json_build_object('board', f.board, 'count', f.n) order by f.n desc, f.board)
        from (select * from late order by n desc, board limit ${most}) f)) from late)`;
}
