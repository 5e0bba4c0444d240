// What is held on a person is found in every table, and forgotten without the board's record being lost. The rows are made
// from the schema, so that a new column is planted without anybody thinking of it.
import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/audit/index.ts';
import type { Partnership } from '../../src/chat/contract.ts';
import { CATALOGUE } from '../../src/personal/catalogue.records.ts';
import { erasePerson, exportPerson } from '../../src/personal/index.ts';
import { asDay } from '../../src/store/days.ts';
import { addressOf, ask, testDatabase } from '../support/database.ts';
import { openTemporaryFolder } from '../support/folder.ts';
import { aHouse } from '../support/house.ts';
import { startScript } from '../support/process.ts';

interface Field {
  name: string;
  type: string;
  isList: boolean;
}

const schema = await readFile(path.join(import.meta.dirname, '../../prisma/schema.prisma'), 'utf8');
const models = new Map(
  [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, model, body]) => [
    model!,
    [...body!.matchAll(/^ {2}(\w+)\s+(Int|BigInt|String|Json|Boolean|DateTime)(\[\])?\??(?:\s|$)/gm)].map(
      ([, name, type, list]): Field => ({ name: name!, type: type!, isList: list !== undefined }),
    ),
  ]),
);
const isText = ({ type }: Field) => type === 'String' || type === 'Json';
/** Columns with a number of a person, as the schema names them. */
const isPerson = ({ name, type }: Field) =>
  type === 'Int' && /^(person|owner|clerk|viewer|actor|onlyFor)Id$|ById$/.test(name);

describe('the catalogue of what is held on people', () => {
  it('names every table of the schema', () => {
    expect(models.size).toBeGreaterThan(30);
    expect(Object.keys(CATALOGUE).sort()).toEqual([...models.keys()].sort());
  });

  it('knows every column with a person’s number', () => {
    const inSchema = [...models].flatMap(([model, fields]) =>
      fields.filter(isPerson).map(({ name }) => `${model}.${name}`),
    );
    const known = Object.entries(CATALOGUE).flatMap(([table, { by }]) => by.map((column) => `${table}.${column}`));
    expect(inSchema.length).toBeGreaterThan(25);
    expect(known.sort()).toEqual(inSchema.sort());
  });

  it('knows every relation to a person', () => {
    const relations = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].flatMap(([, model, body]) =>
      [...body!.matchAll(/\bPerson\??\s+@relation\([^)]*fields: \[(\w+)\]/g)].map(
        ([, column]) => [model!, column!] as const,
      ),
    );
    expect(relations.length).toBeGreaterThan(10);
    expect(relations.filter(([model, column]) => !CATALOGUE[model]!.by.includes(column))).toEqual([]);
  });
});

const NAME = 'Wren O’Canary-Smith';
const ID = 12;
const CHAT = 77;
const partnership = {
  id: 1,
  name: 'Aldermarsh',
  timeZone: 'Europe/London',
  framework: { roles: { GOVERNOR: 'Governor' } },
};
const given = { partnership: partnership as unknown as Partnership, today: '2026-11-25' };
const erasing = { ...given, now: new Date('2026-11-25T12:00:00Z'), requestId: 'erasure' };

// What the program goes by, and what has to have a certain value for the row to be somebody's.
const FIXED: Record<string, string> = {
  'Conversation.kind': 'personal',
  'Seat.role': 'GOVERNOR',
  'RoleHeld.role': 'GOVERNOR',
  'Person.name': NAME,
};
const BY_DATABASE = ['AuditEvent.salt', 'AuditEvent.digest', 'AuditEvent.hash'];
// Under the chain, and words of the program's own: no name can stand there.
const WITHOUT_NAME = ['AuditEvent.event', 'AuditEvent.subject', 'AuditEvent.platform', 'AuditEvent.requestId'];
const SHARED = ['platform', 'tenant', 'userId'];

/** A row of each table that belongs to the person, with a canary and their name in each column that can hold words. */
async function plant(connection: pg.ClientConfig): Promise<Map<string, string>> {
  const canaries = new Map<string, string>();
  const client = new pg.Client(connection);
  await client.connect();
  for (const [model, fields] of models) {
    await client.query(`set session_replication_role = ${model === 'AuditEvent' ? 'origin' : 'replica'}`);
    const values = fields.flatMap((field): [string, unknown][] => {
      const { name, type, isList } = field;
      const column = `${model}.${name}`;
      if (isPerson(field)) return [[name, ID]];
      if (name === 'id') return [[name, model === 'Person' ? ID : model === 'Partnership' ? 1 : CHAT]];
      if (column === 'Person.leftOn') return [[name, asDay('2026-11-20')]];
      if (type === 'DateTime') return [[name, new Date('2026-11-20T10:00:00Z')]];
      if (type === 'Boolean') return [[name, false]];
      if (name === 'partnershipId') return [[name, 1]];
      if (column === 'AuditEvent.position' || BY_DATABASE.includes(column)) return [];
      if (!isText(field)) return [[name, CHAT]];
      if (FIXED[column]) return [[name, FIXED[column]]];
      // A try to join is told by the platform's words alone.
      const isShared = (model === 'Identity' || model === 'JoinAttempt') && SHARED.includes(name);
      const token = isShared ? `canary-of-${name}-` : `canary${canaries.size}`;
      canaries.set(column, token);
      const words = WITHOUT_NAME.includes(column) ? token : `${token} ${NAME} ${token}`;
      if (type === 'Json') return [[name, JSON.stringify({ words, list: [words] })]];
      return [[name, isList ? [words] : words]];
    });
    const columns = values.map(([name]) => `"${name}"`).join(', ');
    const places = values.map((_, index) => `$${index + 1}`).join(', ');
    await client.query(
      `insert into "${model}" (${columns}) values (${places})`,
      values.map(([, value]) => value),
    );
  }
  await client.end();
  return canaries;
}

/** All that the database says now, by column. */
async function everyText(connection: pg.ClientConfig): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const [model, fields] of models)
    for (const { name } of fields.filter(isText)) {
      const [row] = await ask(connection, `select string_agg("${name}"::text, ' | ') as text from "${model}"`);
      texts.set(`${model}.${name}`, (row!['text'] as string | null) ?? '');
    }
  return texts;
}

describe('somebody with a row in every table and a word in every column', async () => {
  const { prisma, connection } = await testDatabase();
  let canaries: Map<string, string>;
  beforeAll(async () => {
    canaries = await plant(connection);
  });

  it('gets every one of them in the export', async () => {
    expect(canaries.size).toBeGreaterThan(100);
    const found = JSON.stringify(await prisma.$transaction((tx) => exportPerson(tx, ID, given)));
    const missing = [...canaries].filter(([, token]) => !found.includes(token));
    expect(missing).toEqual([]);
  });

  it('is forgotten: no name anywhere, no address, and the record is kept', async () => {
    await prisma.$transaction((tx) => erasePerson(tx, ID, { ...erasing, ownWords: true }));
    const texts = await everyText(connection);
    expect([...texts].filter(([, text]) => /wren|canary-smith/i.test(text)).map(([column]) => column)).toEqual([]);
    const left = [...canaries]
      .filter(([column, token]) => texts.get(column)!.includes(token))
      .map(([column]) => column);
    expect(left.sort()).toEqual(KEPT.sort());
    expect(texts.get('Person.name')).toBe(`a former governor (P-${ID})`);
    expect(texts.get('Minutes.state')).toContain(`a former governor (P-${ID})`);
  });

  it('leaves an audit that is whole, also when what is left of an entry is touched', async () => {
    const verify = () => prisma.$transaction((tx) => verifyAudit(tx));
    expect(await verify()).toMatchObject({ problems: [], entries: 1, erased: 1, unsealed: 1 });
    const client = new pg.Client(connection);
    await client.connect();
    await client.query('set session_replication_role = replica');
    await client.query(`update "AuditEvent" set place = 'elsewhere' where salt is null`);
    await client.end();
    expect((await verify()).problems).toEqual([
      expect.stringMatching(/^Entry 1 .* what it says is not what was written\.$/),
    ]);
  });

  it('cannot be erased twice', async () => {
    await expect(prisma.$transaction((tx) => erasePerson(tx, ID, { ...erasing, ownWords: false }))).rejects.toThrow(
      'P-12 was erased before',
    );
  });
});

/** The board's and the school's record, and the program's own words: reviewed, one by one. */
const KEPT: string[] = Object.entries({
  Action: 'intendedImpact reason state what',
  ActionAsk: 'kind state',
  AgendaItem: 'lead title',
  Alert: 'reasonCode state',
  Attendance: 'answer',
  AuditEvent: 'after before event place platform requestId subject',
  Board: 'name template',
  CardCopy: 'card subject',
  CategoryDecision: 'evidence nextStep reason schoolYear state value',
  Conversation: 'platform',
  JobRun: 'job outcome',
  JobSlot: 'job slot',
  KnownTenant: 'platform tenant',
  Meeting: 'place startsAt state',
  Minutes: 'state',
  MinutesApproval: 'decision hash platform',
  MinutesCorrection: 'decision',
  MinutesRevision: 'hash text',
  Outbox: 'card key onUncertain requestId state subject',
  Partnership: 'frameworkId laCode name termCalendarId timeZone',
  Reminder: 'subject',
  Round: 'frameworkId name schoolYear',
  School: 'diocese governance laCode laName name phase region religiousCharacter status trustName typeCode typeName',
  Seat: 'answer',
  SelfEvaluation: 'state',
  SelfEvaluationGrade: 'aspect evidence grade',
  Setting: 'key value',
  Sight: 'card platform subject',
  SlackInstallState: 'nonce',
  SlackInstallation: 'alsoHeard appId botUserId enterpriseId name scopes teamId tenant',
  TermYear: 'dates schoolYear',
}).flatMap(([table, columns]) => columns.split(' ').map((column) => `${table}.${column}`));

describe('a governor', async () => {
  const database = await testDatabase();
  const house = await aHouse({ database: database.prisma, now: new Date().toISOString() });
  const environment = {
    DATABASE_URL: addressOf(database.connection),
    SECRET_KEY: 'a key for tests only, thirty-two characters',
  };
  const run = async (...args: string[]) => (await startScript('person', args, environment)).ended;
  const director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
  const school = await house.school('Marsh Lane School');
  const gwen = await house.person('Gwen Hale', { role: 'GOVERNOR', school });
  const board = await house.board('Marsh Lane board', { school });
  await house.seat(board.id, gwen, { role: 'GOVERNOR' });
  const action = await house.prisma.action.create({
    data: {
      boardId: board.id,
      what: 'Gwen Hale visits the library; ask gwen hale, not Gwen Haley',
      ownerId: gwen.id,
      dueOn: asDay('2026-12-01'),
      state: 'done',
      evidence: 'I, Gwen Hale, was there',
      doneById: gwen.id,
      createdAt: new Date(),
    },
  });
  let folder: string;
  beforeAll(async () => {
    folder = await openTemporaryFolder();
    return () => rm(folder, { recursive: true });
  });

  it('reads what is held on them in a file that only its owner can open', async () => {
    const file = path.join(folder, 'gwen.json');
    const { code, output } = await run('export', 'Gwen Hale', '--out', file);
    expect(output).toMatch(/^\d+ rows in \d+ tables are theirs; their name stands in \d+ more\.\nWritten to /);
    expect(code).toBe(0);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { about, held } = JSON.parse(await readFile(file, 'utf8'));
    expect(about).toMatch(/^Everything that Convenor holds on Gwen Hale \(P-\d+\) on /);
    expect(held).toContainEqual({
      what: 'Seats at boards',
      table: 'Seat',
      rows: [expect.objectContaining({ board: 'Marsh Lane board', role: 'GOVERNOR' })],
    });
    expect(await run('export', 'Gwen Hale', '--out', file)).toMatchObject({
      code: 2,
      output: /is there already/ as never,
    });
  });

  it('is not erased while they sit on a board', async () => {
    const { code, output } = await run('erase', 'Gwen Hale');
    expect(output).toBe(
      'Gwen Hale is still here. They still hold a seat on Marsh Lane board and the role GOVERNOR. First type “person left Gwen Hale” to Convenor, which ends roles and seats; then erase.\n',
    );
    expect(code).toBe(2);
  });

  it('is shown what would be erased, and nothing is', async () => {
    await house.says(director, 'person left Gwen Hale');
    const { code, output } = await run('erase', 'Gwen Hale', '--dry-run');
    expect(output).toMatch(/^Gwen Hale is “a former governor \(P-\d+\)” now\.\n {2}Removed: .*Identity 1/);
    expect(output).toMatch(/Nothing was changed: this was a dry run\.\n$/);
    expect(code).toBe(0);
    expect(await house.prisma.person.count({ where: { name: 'Gwen Hale' } })).toBe(1);
    expect(await house.prisma.auditEvent.count({ where: { event: 'person.erased' } })).toBe(0);
  });

  it('is erased, and what the board decided stays', async () => {
    expect((await run('erase', `P-${gwen.id}`)).code).toBe(0);
    const pseudonym = `a former governor (P-${gwen.id})`;
    expect(await house.prisma.action.findUnique({ where: { id: action.id } })).toMatchObject({
      what: `${pseudonym} visits the library; ask ${pseudonym}, not Gwen Haley`,
      evidence: `I, ${pseudonym}, was there`,
      ownerId: gwen.id,
    });
    expect(await house.prisma.identity.count({ where: { personId: gwen.id } })).toBe(0);
    expect(await house.prisma.conversation.count({ where: { externalId: `person-${gwen.id}` } })).toBe(0);
    const said = (await house.says(director, `action show ACT-${action.id}`)).card;
    expect(JSON.stringify(said)).toContain(pseudonym);
    expect(await database.prisma.$transaction((tx) => verifyAudit(tx))).toMatchObject({ problems: [] });
  });

  it('with somebody else’s name is replaced only in what was theirs', async () => {
    const [one, other] = [await house.person('Sam Brown'), await house.person('Sam Brown')];
    const data = { boardId: board.id, dueOn: asDay('2026-12-01'), createdAt: new Date() };
    const hers = await house.prisma.action.create({ data: { ...data, what: 'Sam Brown asks', ownerId: one.id } });
    const his = await house.prisma.action.create({ data: { ...data, what: 'Sam Brown answers', ownerId: other.id } });
    await house.prisma.roleHeld.deleteMany({ where: { personId: one.id } });
    await house.prisma.person.update({ where: { id: one.id }, data: { leftOn: asDay('2026-01-01') } });
    const { output } = await run('erase', `P-${one.id}`);
    expect(output).toContain('Somebody else has the same name');
    const what = async (id: number) => (await house.prisma.action.findUniqueOrThrow({ where: { id } })).what;
    expect(await what(hers.id)).toBe(`a former member (P-${one.id}) asks`);
    expect(await what(his.id)).toBe('Sam Brown answers');
  });
});
