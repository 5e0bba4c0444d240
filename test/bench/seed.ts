// A partnership of any size, written in a few statements: each school with a head, a chair of governors, a board, a held and a
// planned meeting, a category, grades asked for, and open actions of which some are late.
import type pg from 'pg';
import { DIRECTOR, MEMBERS, SLACK_TEAM, TEAMS_TENANT } from './cast.ts';

export interface Size {
  schools: number;
  actionsEach: number;
}

/** Fill an empty, migrated database. The days are counted from the database's own today. */
export async function seed(client: pg.Client, { schools, actionsEach }: Size): Promise<void> {
  const run = (sql: string) => client.query(sql);
  await run('begin');
  await run(`insert into "Partnership" (name, "laCode", "frameworkId", "termCalendarId")
    values ('Bench partnership', '999', 'lewisham-2015', 'london-pattern')`);
  await run(`insert into "KnownTenant" (platform, tenant, "partnershipId", "boundAt")
    values ('slack', '${SLACK_TEAM}', 1, now()), ('teams', '${TEAMS_TENANT}', 1, now()), ('web', 'local', 1, now())`);
  await run(`insert into "School" ("partnershipId", urn, "laCode", name, phase, "lowAge", "highAge", "hasSixthForm")
    select 1, 200000 + n, '999', 'School ' || lpad(n::text, 5, '0'), 'SECONDARY', 11, 18, true
    from generate_series(1, ${schools}) n`);
  // The director is person 1; of school n the head is person 2n and the chair of governors person 2n + 1.
  await run(`insert into "Person" ("partnershipId", name) values (1, 'Dana Director')`);
  await run(`insert into "Person" ("partnershipId", name)
    select 1, case k when 0 then 'Head ' else 'Chair ' end || n from generate_series(1, ${schools}) n, generate_series(0, 1) k
    order by n, k`);
  await run(`insert into "RoleHeld" ("personId", role, "schoolId", "fromOn") values
    (1, 'PROGRAMME_DIRECTOR', null, '2020-01-01')`);
  await run(`insert into "RoleHeld" ("personId", role, "schoolId", "fromOn")
    select 2 * n + k, case k when 0 then 'HEADTEACHER' else 'CHAIR_OF_GOVERNORS' end, n, '2020-01-01'
    from generate_series(1, ${schools}) n, generate_series(0, 1) k`);
  await run(`insert into "Board" ("partnershipId", template, name, "openedOn")
    values (1, 'CHALLENGE', 'Challenge Board', current_date - 400)`);
  await run(`insert into "Board" ("partnershipId", template, name, "schoolId", "openedOn", "limitOn")
    select 1, 'RAB', 'Raising Attainment Board, School ' || lpad(n::text, 5, '0'), n, current_date - 200, current_date + 165
    from generate_series(1, ${schools}) n`);
  await run(`insert into "BoardMember" ("boardId", "schoolId", "fromOn")
    select 1, n, current_date - 400 from generate_series(1, least(${schools}, 14)) n`);
  await run(`insert into "Seat" ("boardId", "memberId", "schoolId", "personId", role, "fromOn")
    select 1, m.id, m."schoolId", 2 * m."schoolId" + k, case k when 0 then 'HEADTEACHER' else 'CHAIR_OF_GOVERNORS' end, current_date - 400
    from "BoardMember" m, generate_series(0, 1) k`);
  await run(`insert into "Seat" ("boardId", "schoolId", "personId", role, "isChair", "fromOn")
    select n + 1, n, 2 * n + k, case k when 0 then 'HEADTEACHER' else 'CHAIR_OF_GOVERNORS' end, k = 1, current_date - 200
    from generate_series(1, ${schools}) n, generate_series(0, 1) k`);
  await run(`insert into "Meeting" ("boardId", "heldOn", state, "agendaRevision", "publishedAt")
    values (1, current_date + 14, 'planned', 1, now())`);
  await run(`insert into "Meeting" ("boardId", "heldOn", state, place)
    select n + 1, current_date - 75 + n % 60, 'held', 'School' from generate_series(1, ${schools}) n where n % 10 > 0`);
  await run(`insert into "Meeting" ("boardId", "heldOn", state, place)
    select n + 1, current_date + 5 + n % 30, 'planned', 'School' from generate_series(1, ${schools}) n`);
  await run(`insert into "Action" ("boardId", what, "ownerId", "dueOn", "createdById", "createdAt")
    select n + 1, 'Bring a plan for attendance in Year ' || k, 2 * n, current_date - 15 + (n + 7 * k) % 60, 1, now()
    from generate_series(1, ${schools}) n, generate_series(1, ${actionsEach}) k`);
  await run(`insert into "CategoryDecision" ("schoolId", "schoolYear", state, value, reason, evidence, "recommendedAt", "confirmedAt", "effectiveOn")
    select n, '2026/27', 'confirmed',
      case when n % 40 = 2 then 'RED' when n % 12 = 3 then 'AMBER' when n % 3 = 0 then 'YELLOW' else 'GREEN' end,
      'reason', 'evidence', now() - interval '40 days', now() - interval '33 days', current_date - 33
    from generate_series(1, ${schools}) n`);
  await run(`insert into "Minutes" ("meetingId", "boardId", state, threshold, "circulatedAt")
    select m.id, m."boardId", 'circulated', 1, now() from "Meeting" m where m.state = 'held' and m."boardId" % 20 = 3`);
  await run(`insert into "MinutesRevision" ("minutesId", revision, text, hash, "madeAt")
    select id, 1, 'Present: everybody.', repeat('0', 64), now() from "Minutes"`);
  await run(
    `insert into "MinutesApprover" ("minutesId", "personId") select id, 2 * ("boardId" - 1) + 1 from "Minutes"`,
  );
  await run(`insert into "Round" ("partnershipId", "frameworkId", "schoolYear", name, "openedOn", "dueOn")
    values (1, 'lewisham-2015', '2026/27', 'Autumn', current_date - 10, current_date + 10)`);
  await run(`insert into "SelfEvaluation" ("roundId", "schoolId", state, "submittedAt")
    select 1, n, case when n % 3 = 0 then 'submitted' else 'asked' end, case when n % 3 = 0 then now() end
    from generate_series(1, ${schools}) n`);
  await identities(run);
  await run('commit');
  await run('vacuum analyze');
}

async function identities(run: (sql: string) => Promise<unknown>): Promise<void> {
  const people = [DIRECTOR, ...MEMBERS].map(({ personId, slack, teams }) => [
    `('slack', '${SLACK_TEAM}', '${slack}', ${personId}, now())`,
    `('teams', '${TEAMS_TENANT}', '${teams}', ${personId}, now())`,
  ]);
  await run(`insert into "Identity" (platform, tenant, "userId", "personId", "boundAt")
    select * from (values ${people.flat().join(', ')}) v (platform, tenant, u, person, at) where person <= (select max(id) from "Person")`);
}
