import type { Actor } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { noSql, type Sql, sql } from '../store/database.ts';
import type { Obliging, Running, Watched } from './missed.ts';
import type { Member, SeatRow } from './rules.ts';
import type { MeetingDay } from './watching.ts';
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
  /** Those that nobody chairs. */
  unchaired: Some;
  shared: SharedBoard[] | null;
}

const NAMED = 10;

/** Boards of which something is true: how many, and the first of them by name. */
export interface Some {
  count: number;
  names: string[] | null;
}

export interface HalfTermFacts {
  /** The boards without a meeting in the half-term that ended last; null when nobody can tell. */
  missed: Some | null;
  /** Those that are about to let the running one go by; null until ten school days are left. */
  unmet: Some | null;
}

/** The open boards of a partnership as its status tells of them. */
export function boardFacts({ partnershipId, today }: { partnershipId: number; today: string }): Sql {
  const open = openBoards(partnershipId);
  const held = sql`"fromOn" <= ${today}::date and ("untilOn" is null or "untilOn" >= ${today}::date)`;
  return sql`select json_build_object(
    'open', (select count(*) ${open}),
    'unchaired', ${some(sql`${open} and not exists (select 1 from "Seat" s join "Person" p on p.id = s."personId"
        where s."boardId" = b.id and s."isChair" and (p."leftOn" is null or p."leftOn" > ${today}::date)
          and s."fromOn" <= ${today}::date and (s."untilOn" is null or s."untilOn" >= ${today}::date))`)},
    'shared', (select json_agg(json_build_object('name', b.name, 'template', b.template,
        'members', (select json_agg(json_build_object('memberId', id, 'schoolId', "schoolId") order by id)
          from "BoardMember" where "boardId" = b.id and ${held}),
        'seats', (select json_agg(json_build_object('id', s.id, 'memberId', s."memberId", 'schoolId', s."schoolId", 'role', s.role,
            'isChair', s."isChair", 'isClerk', s."isClerk", 'isEmpty', s."personId" is null,
            'person', (select json_build_object('id', p.id, 'name', p.name) from "Person" p
              where p.id = s."personId" and (p."leftOn" is null or p."leftOn" > ${today}::date))) order by s.id)
          from "Seat" s where s."boardId" = b.id and ${held})) order by b.name)
      ${open} and b."schoolId" is null))`;
}

/** The boards that let a half-term go by, or are about to, of those that somebody may look at. */
export function halfTermFacts(about: {
  partnershipId: number;
  today: string;
  actor: Actor;
  last: Obliging | undefined;
  running: Running | undefined;
  /** Of those that let the last one go by, only boards that have not met since. */
  isStillSo: boolean;
}): Sql {
  const { partnershipId, today, actor, last, running, isStillSo } = about;
  const obliged = ({ templates, openedBefore, firstDay, lastDay }: Obliging) => sql`${openBoards(partnershipId)}
      and b.template = any(${templates}) and b."openedOn" < ${openedBefore}::date ${visibleTo(actor)}
      and not exists (select 1 from "Meeting" t where t."boardId" = b.id and t.state = 'held'
        and t."heldOn" between ${firstDay}::date and ${lastDay}::date)`;
  const since = (day: string) => sql`and not exists (select 1 from "Meeting" t where t."boardId" = b.id
        and t.state = 'held' and t."heldOn" > ${day}::date)`;
  const isNear = running !== undefined && running.warnFrom <= today;
  return sql`select json_build_object(
    'missed', ${last ? some(sql`${obliged(last)} ${isStillSo ? since(last.lastDay) : noSql}`) : NONE},
    'unmet', ${
      isNear
        ? some(sql`${obliged(running)} and not exists (select 1 from "Meeting" t where t."boardId" = b.id
            and t.state = 'planned' and t."heldOn" between ${today}::date and ${running.lastDay}::date)`)
        : NONE
    })`;
}

const NONE = sql`null::json`;

function openBoards(partnershipId: number): Sql {
  return sql`from "Board" b where b."partnershipId" = ${partnershipId} and b."closedOn" is null`;
}

function some(boards: Sql): Sql {
  return sql`(
    select json_build_object('count', count(*), 'names', (array_agg(m.name order by m.name))[1:${NAMED}::int]) from (
      select coalesce((select s.name from "School" s where s.id = b."schoolId"), b.name) as name ${boards}) m)`;
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

export interface SchoolBoard extends Omit<Watched, 'heldOn'> {
  limitOn: string | null;
  meetings: MeetingDay[];
}

/** The open boards of a school, with their meetings. */
export function schoolBoardFacts(schoolId: number): Sql {
  return sql`select json_agg(json_build_object('template', b.template, 'openedOn', b."openedOn", 'limitOn', b."limitOn",
      'meetings', coalesce((select json_agg(json_build_object('id', t.id, 'on', t."heldOn", 'at', t."startsAt",
          'place', t.place, 'state', t.state) order by t."heldOn", t."startsAt", t.id)
        from "Meeting" t where t."boardId" = b.id and t.state in ('planned', 'held')), '[]')) order by b.name)
    from "Board" b where b."schoolId" = ${schoolId} and b."closedOn" is null`;
}
