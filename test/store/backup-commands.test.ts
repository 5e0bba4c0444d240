// `npm run backup` and `npm run restore` as they are run: processes of their own, beside the running program, and killed.
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everything } from '../support/backups.ts';
import { addressOf, ask, emptyDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { openTemporaryFolder } from '../support/folder.ts';
import { endProgramsAfterAll, type Program, startProgram, startScript } from '../support/process.ts';

endProgramsAfterAll();
const served = await emptyDatabase();
/** Who owns the database on the server, and may do nothing else there. */
const council = { user: `council_${served.database.slice(5)}`, password: 'a-password-of-the-test' };
const SECRET = 'a key of the test that nobody may ever read';
let home: string;
let onServer: Record<string, string>;
let own: Record<string, string>;

beforeAll(async () => {
  home = await openTemporaryFolder();
  const demo = { MODE: 'demo', HOST: '127.0.0.1', PORT: '0' };
  own = { ...demo, DATA_DIR: path.join(home, 'data') };
  onServer = { ...own, DATABASE_URL: addressOf({ ...served, ...council }), SECRET_KEY: SECRET };
  await ask(served, `create role ${council.user} login password '${council.password}'`);
  await ask(served, `alter database ${served.database} owner to ${council.user}`);
});
afterAll(() => rm(home, { recursive: true }));

const run = async (name: string, args: string[], environment: Record<string, string>) =>
  (await startScript(name, args, environment)).ended;

describe('on the database of its own', () => {
  let program: Program;
  let file: string;

  test('a backup is made while Convenor runs, beside the data folder', async () => {
    program = await startProgram(own);
    const { code, output } = await run('backup', [], own);

    expect(output).toMatch(/^Backed up Aldermarsh Secondary Partnership: \d+ rows in \d+ tables\.\n/);
    expect(code).toBe(0);
    const [name, ...others] = await readdir(path.join(home, 'backups'));
    expect(name).toMatch(/^convenor-\d{4}-\d\d-\d\d-\d{6}\.backup\.gz$/);
    expect(others).toEqual([]);
    file = path.join(home, 'backups', name!);
    expect(output).toContain(`${file}\n`);
    expect(output).toContain(`Keep the file ${path.join(home, 'data', 'secret-key')} too`);
  });

  test('a look at it says what is in it and needs no database', async () => {
    const { code, output } = await run('restore', [file, '--check'], { DATA_DIR: path.join(home, 'nowhere') });

    expect(output).toMatch(/^Aldermarsh Secondary Partnership, as it was on \w+day \d/);
    expect(output).toMatch(/\n {2}School +14\n/);
    expect(output).toMatch(/\nIt is whole: \d+ rows in \d+ tables\.\n$/);
    expect(code).toBe(0);
    await expect(stat(path.join(home, 'nowhere'))).rejects.toThrow();
  });

  test('nothing is restored while Convenor runs, even when it may be replaced', async () => {
    expect(await run('restore', [file, '--replace'], own)).toEqual({
      code: 2,
      output: 'Convenor, or one of its commands, is using this database. Stop every copy of it, and try again.\n',
    });
  });

  test('when it has stopped, what was there is put back only where that is asked for', async () => {
    expect(await program.end('SIGTERM')).toBe(0);
    const refused = await run('restore', [file], own);
    expect(refused).toMatchObject({ code: 2, output: expect.stringMatching(/^The database holds a partnership.*\n$/) });

    const { code, output } = await run('restore', [file, '--replace'], own);
    expect(output).toMatch(/\n\d+ messages that waited .* marked as uncertain, and not sent again\.\n/);
    expect(output).toMatch(/\nReminders of .* count as given \(\d+ jobs\)/);
    expect(output).toMatch(/\n\d+ rows in \d+ tables, read back from the database: all as in the file\.\n/);
    expect(code).toBe(0);
  });

  test('it moves to a server', async () => {
    const { code, output } = await run('restore', [file, '--send-waiting'], onServer);

    expect(output).toMatch(/messages that waited when the backup was made will be sent when Convenor starts/);
    expect(code).toBe(0);
    expect(await ask(served, 'select count(*)::int as schools from "School"')).toEqual([{ schools: 14 }]);
  });
});

describe('on a server', () => {
  const file = () => path.join(home, 'served.backup.gz');
  let watching: pg.Client;

  beforeAll(async () => {
    await ask(
      served,
      `insert into "AuditEvent" (at, event, subject, platform, place, "requestId")
       select now(), 'line', repeat(md5(n::text), 3), 'web', 'here', 'r' from generate_series(1, 60000) n`,
    );
    watching = new pg.Client(served);
    await watching.connect();
  });
  afterAll(() => watching.end());

  /** The command has come to a statement: that is where it is killed. */
  const killedAt = async (statement: string, name: string, args: string[]) => {
    const script = await startScript(name, args, onServer);
    const at = `select 1 from pg_stat_activity where datname = current_database() and state = 'active'
                and pid <> pg_backend_pid() and query like $1`;
    await Promise.race([
      eventually(statement, async () => (await watching.query(at, [statement])).rowCount),
      script.ended.then(({ output }) => {
        throw new Error(`It ended before it could be killed: ${output}`);
      }),
    ]);
    script.kill();
    expect((await script.ended).code).toBeNull();
  };

  test('a backup that is killed is not there', async () => {
    await killedAt('copy (select%"AuditEvent"%to stdout', 'backup', [file()]);

    expect((await readdir(home)).filter((name) => !name.startsWith('.')).sort()).toEqual(['backups', 'data']);
  });

  test.skipIf(process.platform === 'win32')('a backup for which there is no room is not there either', async () => {
    const { code, output } = await (await startScript('backup', [file()], onServer, 8)).ended;

    expect(output).toBe(
      `There is no room for the backup in ${home}. Make room there, or name a file on another disk.\n`,
    );
    expect(code).toBe(2);
    expect(await readdir(home)).not.toContain('served.backup.gz');
  });

  test('what is printed holds no secret, and the file that was named holds the backup', async () => {
    const { code, output } = await run('backup', [file()], onServer);

    expect(output).toMatch(/6\d,\d{3} rows/);
    expect(output).not.toContain(SECRET);
    expect(output).not.toContain(council.password);
    expect(code).toBe(0);
  });

  test('a restore that is killed leaves everything as it was, and can be done again', async () => {
    await ask(served, `insert into "Setting" values ('since', '"the backup"')`);
    const before = await everything(served);

    await killedAt('copy "AuditEvent"%from stdin', 'restore', [file(), '--replace']);
    await eventually('the end of its connection', async () => {
      const { rows } = await watching.query('select 1 from pg_stat_activity where datname = current_database()');
      return rows.length === 1;
    });
    expect(await everything(served)).toEqual(before);

    await watching.end();
    expect(await run('restore', [file(), '--replace'], onServer)).toMatchObject({ code: 0 });
    expect(await ask(served, `select key from "Setting" where key = 'since'`)).toEqual([]);
  });

  test('Convenor starts with what was restored, and nothing is restored while it runs', async () => {
    const program = await startProgram(onServer);
    const { code, output } = await run('restore', [file(), '--replace'], onServer);
    expect(output).toMatch(/^Convenor, or one of its commands, is using this database.*\n$/);
    expect(code).toBe(2);
    await program.end('SIGKILL');
  });
});

describe.concurrent('what cannot be done is one sentence', () => {
  test.each([
    [
      'a folder without a database',
      'backup',
      [],
      { DATA_DIR: '/nowhere' },
      /^There is no database in \/nowhere\. Set DATA_DIR/,
    ],
    [
      'a server that does not answer',
      'backup',
      ['to'],
      { DATABASE_URL: 'postgresql://ann:hush@127.0.0.1:1/x' },
      /^The database cannot be reached \(.+\)\. Check/,
    ],
    [
      'an address that is none',
      'backup',
      ['to'],
      { DATABASE_URL: 'postgresql://ann:hush@:x:' },
      /^The database cannot be reached \(.+\)\. Check/,
    ],
    ['a file that is not there', 'restore', ['not-there'], {}, /^There is no file .*not-there\. Check its name\.\n$/],
    ['an option that is none', 'restore', ['file', '--force'], {}, /^Unknown option '--force'/],
  ])('%s', async (_, name, args, environment: Record<string, string>, sentence) => {
    const { code, output } = await run(name, args, { LOG_LEVEL: 'info', ...environment });

    expect(output).toMatch(sentence);
    expect(output).not.toMatch(/hush|\n {4}at /);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });

  test('a file that is something else is not written over', async () => {
    const people = path.join(home, 'people.csv');
    await writeFile(people, 'name,role\n');

    expect(await run('backup', [people], onServer)).toEqual({
      code: 2,
      output: `${people} is there already and is no backup of Convenor. Name another file.\n`,
    });
    expect(await readFile(people, 'utf8')).toBe('name,role\n');
  });
});
