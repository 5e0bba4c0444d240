// The whole program, started as `main.ts` starts it, between a fake Teams and a fake Slack.
import { inject } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readSettings } from '../../src/config.ts';
import { type Log, noLog } from '../../src/log.ts';
import { FakeConnector } from './fake-connector.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { openTemporaryFolder } from './folder.ts';
import { FakeSlackUser } from './slack-client.ts';
import { FakeTeams, FakeTeamsClient } from './teams-client.ts';

export const SIGNING_SECRET = 'a signing secret of the test';
export const TENANT = '11111111-2222-3333-4444-555555555555';

export interface Around {
  app: App;
  url: string;
  teams: FakeTeams;
  slack: FakeSlack;
  teamsPerson(name: string): FakeTeamsClient;
  slackPerson(name: string): FakeSlackUser;
  /** Stop the program and start it again over the same database, as a restart does. */
  restart(): Promise<void>;
  /** Start one more copy of the program over the same database. */
  another(): Promise<App>;
  close(): Promise<void>;
}

let people = 0;

/** Start the program over a database, in a mode (`demo` with its story, or `development` with nothing in it). */
export async function startAround(options: {
  database: string;
  mode?: 'demo' | 'development';
  log?: Log;
}): Promise<Around> {
  const connector = await FakeConnector.open();
  const teams = new FakeTeams(connector);
  const slack = await startFakeSlack();
  const folder = await openTemporaryFolder();
  const settings = readSettings({
    MODE: options.mode ?? 'development',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: folder,
    DATABASE_URL: addressOf(options.database),
    TEAMS_LOCAL: '1',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_API_URL: slack.apiUrl,
  });
  const start = () => startApp(settings, options.log ?? noLog);
  const around: Around = {
    app: await start(),
    url: '',
    teams,
    slack,
    teamsPerson(name) {
      const number = String(++people).padStart(12, '0');
      return new FakeTeamsClient(teams, { name, aadObjectId: `aaaaaaaa-0000-4000-8000-${number}`, tenant: TENANT });
    },
    slackPerson: (name) =>
      new FakeSlackUser({
        slack,
        url: around.url,
        signingSecret: SIGNING_SECRET,
        userId: `U${String(++people).padStart(8, '0')}`,
        name,
      }),
    async restart() {
      await around.app.stop();
      around.app = await start();
      connect();
    },
    another: start,
    async close() {
      await around.app.stop();
      await connector.close();
      await slack.close();
    },
  };
  const connect = () => {
    around.url = around.app.address;
    teams.connect(around.url);
  };
  connect();
  return around;
}

/** The address of a test database on the run's own server. */
function addressOf(database: string): string {
  const { host, port, user, password } = inject('server');
  const query = new URLSearchParams({ host });
  return `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@localhost:${port}/${database}?${query}`;
}
