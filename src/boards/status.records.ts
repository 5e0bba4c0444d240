import type { Actor } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { noSql, type Sql, sql } from '../store/database.ts';
import type { LastHalfTerm, Watched } from './missed.ts';
import type { Member, SeatRow } from './rules.ts';
import { OFFICERS } from './who.ts';

/** A board over schools, with what says how many of its seats are filled. */
export interface SharedBoard {
  name: string;
  template: string;
  members: Member[] | null;
  seats: SeatRow[] | null;
}

export interface BoardFacts {
  open: number;
  shared: SharedBoard[] | null;
  /** The boards without a meeting in the half-term that ended last, the first of them by name; null when nobody can tell. */
  missed: { count: number; names: string[] | null } | null;
}

const NAMED = 10;

/** The open boards of a partnership as its status tells of them. */
export function boardFacts(about: {
  partnershipId: number;
  today: string;
  actor: Actor;
  half: LastHalfTerm | undefined;
}): Sql {
  const { partnershipId, today, actor, half } = about;
  const open = sql`from "Board" b where b."partnershipId" = ${partnershipId} and b."closedOn" is null`;
  const held = sql`"fromOn" <= ${today}::date and ("untilOn" is null or "untilOn" >= ${today}::date)`;
  return sql`select json_build_object(
    'open', (select count(*) ${open}),
    'shared', (select json_agg(json_build_object('name', b.name, 'template', b.template,
        'members', (select json_agg(json_build_object('memberId', id, 'schoolId', "schoolId") order by id)
          from "BoardMember" where "boardId" = b.id and ${held}),
        'seats', (select json_agg(json_build_object('id', s.id, 'memberId', s."memberId", 'schoolId', s."schoolId", 'role', s.role,
            'isChair', s."isChair", 'isClerk', s."isClerk", 'isEmpty', s."personId" is null,
            'person', (select json_build_object('id', p.id, 'name', p.name) from "Person" p
              where p.id = s."personId" and (p."leftOn" is null or p."leftOn" > ${today}::date))) order by s.id)
          from "Seat" s where s."boardId" = b.id and ${held})) order by b.name)
      ${open} and b."schoolId" is null),
    'missed', ${half ? missedJson(open, half, actor) : sql`null::json`})`;
}

function missedJson(open: Sql, { firstDay, lastDay, openedBefore, templates }: LastHalfTerm, actor: Actor): Sql {
  return sql`(
    select json_build_object('count', count(*), 'names', (array_agg(m.name order by m.name))[1:${NAMED}::int]) from (
      select coalesce((select s.name from "School" s where s.id = b."schoolId"), b.name) as name
      ${open} and b.template = any(${templates}) and b."openedOn" < ${openedBefore}::date ${visibleTo(actor)}
        and not exists (select 1 from "Meeting" t where t."boardId" = b.id and t.state = 'held'
          and t."heldOn" between ${firstDay}::date and ${lastDay}::date)) m)`;
}

/** Which boards somebody may look at, as `MAY_SEE` says it. */
function visibleTo(actor: Actor): Sql {
  if (may([{ roles: OFFICERS, where: 'partnership' }], actor, {})) return noSql;
  const seats = actor.seats.map((seat) => seat.boardId);
  const schools = actor.roles.flatMap(({ role, schoolId }) =>
    schoolId !== null && ['HEADTEACHER', 'CHAIR_OF_GOVERNORS'].includes(role) ? [schoolId] : [],
  );
  return sql`and (b.id = any(${seats}::int[]) or b."schoolId" = any(${schools}::int[]))`;
}

export interface SchoolBoard extends Watched {
  limitOn: string | null;
}

/** The open boards of a school, with the days on which they met. */
export function schoolBoardFacts(schoolId: number): Sql {
  return sql`select json_agg(json_build_object('template', b.template, 'openedOn', b."openedOn", 'limitOn', b."limitOn",
      'heldOn', coalesce((select json_agg(t."heldOn" order by t."heldOn") from "Meeting" t
        where t."boardId" = b.id and t.state = 'held'), '[]')) order by b.name)
    from "Board" b where b."schoolId" = ${schoolId} and b."closedOn" is null`;
}
