// What is around the program: a fake Teams, a fake Slack, a mail server, people who use them, and the settings that lead to both.
import { inject } from 'vitest';
import { addressOf } from './database.ts';
import { FakeConnector } from './fake-connector.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { FakeSmtp } from './fake-smtp.ts';
import { openTemporaryFolder } from './folder.ts';
import { FakeSlackUser } from './slack-client.ts';
import { FakeTeams, FakeTeamsClient } from './teams-client.ts';

export const SIGNING_SECRET = 'a signing secret of the test';
export const TENANT = '11111111-2222-3333-4444-555555555555';

export interface Outside {
  /** Where the program listens now. */
  url: string;
  teams: FakeTeams;
  slack: FakeSlack;
  smtp: FakeSmtp;
  teamsPerson(name: string, tenant?: string): FakeTeamsClient;
  slackPerson(name: string): FakeSlackUser;
}

let people = 0;

/** Open a Teams, a Slack and a mail server for a program over a database; `connect` tells them where it listens. */
export async function openOutside(database: string) {
  const connector = await FakeConnector.open();
  const teams = new FakeTeams(connector);
  const slack = await startFakeSlack();
  const smtp = await FakeSmtp.open();
  const environment: Record<string, string> = {
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: await openTemporaryFolder(),
    DATABASE_URL: addressOf({ ...inject('server'), database }),
    TEAMS_LOCAL: '1',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_API_URL: slack.apiUrl,
    SMTP_URL: smtp.url,
    MAIL_FROM: 'convenor@aldermarsh.example',
  };
  const outside: Outside = {
    url: '',
    teams,
    slack,
    smtp,
    teamsPerson(name, tenant = TENANT) {
      const number = String(++people).padStart(12, '0');
      return new FakeTeamsClient(teams, { name, aadObjectId: `aaaaaaaa-0000-4000-8000-${number}`, tenant });
    },
    slackPerson: (name) =>
      new FakeSlackUser({
        slack,
        url: () => outside.url,
        signingSecret: SIGNING_SECRET,
        userId: `U${String(++people).padStart(8, '0')}`,
        name,
      }),
  };
  return {
    outside,
    environment,
    connect(url: string) {
      outside.url = url;
      teams.connect(url);
    },
    async close() {
      await connector.close();
      await slack.close();
      await smtp.close();
    },
  };
}
