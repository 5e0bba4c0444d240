import { askJson, sql, type Tx } from '../store/database.ts';

/** Some schools: how many, and the first of them by name. */
export interface Some {
  count: number;
  names: string[] | null;
}

/** How far a partnership is set up. */
export interface SetupFacts {
  schools: number;
  withoutHead: Some;
  withoutChair: Some;
  /** The roles that somebody holds today in the whole partnership. */
  roles: string[] | null;
  /** People with a role or a seat today: all, those who have joined, and of the others those with a code or an e-mail link that works. */
  people: number;
  joined: number;
  invited: number;
  /** The open board over all schools, and whether its channel is known. */
  shared: { name: string; hasChannel: boolean } | null;
  /** Open boards of schools, and those of them without a channel of their own. */
  boards: number;
  withoutChannel: number;
  rounds: number;
}

/** Whether anybody has begun: without schools there is nothing to convene. */
export async function hasSchools(tx: Tx, partnershipId: number): Promise<boolean> {
  return (await tx.school.findFirst({ where: { partnershipId }, select: { id: true } })) !== null;
}

const NAMED = 5;

/** Read how far a partnership is set up, in one question. */
export async function readSetup(
  tx: Tx,
  { partnershipId, today, now }: { partnershipId: number; today: string; now: Date },
): Promise<SetupFacts> {
  const held = sql`h."fromOn" <= ${today}::date and (h."untilOn" is null or h."untilOn" >= ${today}::date)`;
  const here = sql`p."partnershipId" = ${partnershipId} and (p."leftOn" is null or p."leftOn" > ${today}::date)`;
  const without = (roles: string[]) => sql`(
    select json_build_object('count', count(*), 'names', (array_agg(s.name order by s.name))[1:${NAMED}::int]) from schools s
    where not exists (select 1 from "RoleHeld" h join "Person" p on p.id = h."personId" and ${here}
      where h."schoolId" = s.id and h.role = any(${roles}) and ${held}))`;
  const facts = await askJson<SetupFacts>(
    tx,
    sql`(
      with schools as (
        select s.id, s.name from "School" s where s."partnershipId" = ${partnershipId} and s.status <> 'Closed'
      ), people as (
        select p.id,
          exists (select 1 from "Identity" i where i."personId" = p.id and i."unboundAt" is null) as joined,
          exists (select 1 from "JoinCode" j where j."personId" = p.id and j."usedAt" is null and j."expiresAt" > ${now.toISOString()}::timestamptz)
            or exists (select 1 from "MailInvitation" m where m."personId" = p.id and m."acceptedAt" is null and m."expiresAt" > ${now.toISOString()}::timestamptz) as invited
        from "Person" p where ${here} and (
          exists (select 1 from "RoleHeld" h where h."personId" = p.id and ${held})
          or exists (select 1 from "Seat" h where h."personId" = p.id and ${held}))
      ), boards as (
        select b.name, b."schoolId", b."channelConversationId" is not null as bound from "Board" b
        where b."partnershipId" = ${partnershipId} and b."closedOn" is null
      )
      select json_build_object(
        'schools', (select count(*) from schools),
        'withoutHead', ${without(['HEADTEACHER', 'EXEC_HEADTEACHER'])},
        'withoutChair', ${without(['CHAIR_OF_GOVERNORS'])},
        'roles', (select json_agg(distinct h.role) from "RoleHeld" h join "Person" p on p.id = h."personId" and ${here}
          where h."schoolId" is null and ${held}),
        'people', (select count(*) from people),
        'joined', (select count(*) from people where joined),
        'invited', (select count(*) from people where not joined and invited),
        'shared', (select json_build_object('name', name, 'hasChannel', bound) from boards
          where "schoolId" is null order by bound, name limit 1),
        'boards', (select count(*) from boards where "schoolId" is not null),
        'withoutChannel', (select count(*) from boards where "schoolId" is not null and not bound),
        'rounds', (select count(*) from "Round" where "partnershipId" = ${partnershipId})))`,
  );
  return facts!;
}
