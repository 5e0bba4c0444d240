// The programs that are measured, each a process of its own with the same settings and nothing else in common.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { SLACK_SECRET, SLACK_TEAM, TEAMS_TENANT } from './cast.ts';

export interface Subject {
  name: string;
  url: string;
  /** Resident memory in MB. */
  residentMb(): number;
  stop(): Promise<void>;
}

// As `npm start` starts it.
const ARGUMENTS = packageJson.scripts.start.replace('node ', '').split(' ');
const ROOT = path.join(import.meta.dirname, '../..');

const here = (file: string) => path.join(import.meta.dirname, file);

/** Start a bare program and wait until it listens. */
export function startBare(name: 'bolt' | 'bot' | 'both', environment: Record<string, string> = {}): Promise<Subject> {
  return start(`bare ${name}`, [here(`bare/${name}.ts`)], environment, /listening (\d+)/);
}

/** Start Convenor as an administrator does, with both platforms, in the mode that lets them be simulated. */
export function startConvenor(options: ConvenorOptions): Promise<Subject> {
  return start('Convenor', ARGUMENTS, convenorSettings(options), /127\.0\.0\.1:(\d+)/);
}

interface ConvenorOptions {
  databaseUrl: string;
  slackApiUrl: string;
  /** With Microsoft's SDK, as in production; otherwise Teams is simulated without its tokens. */
  hasTeamsSdk?: boolean;
}

const TEAMS_SDK = {
  MicrosoftAppId: '0b8f2a5c-9a0e-4d0f-8f31-3a1c7f1c2d23',
  MicrosoftAppPassword: 'a secret for benchmarks only',
  MicrosoftAppTenantId: TEAMS_TENANT,
};

export function convenorSettings({ databaseUrl, slackApiUrl, hasTeamsSdk }: ConvenorOptions): Record<string, string> {
  return {
    MODE: 'development',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    SECRET_KEY: 'a key for benchmarks only, thirty-two characters',
    SLACK_SIGNING_SECRET: SLACK_SECRET,
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_API_URL: slackApiUrl,
    SLACK_TEAM_ID: SLACK_TEAM,
    ...(hasTeamsSdk ? TEAMS_SDK : { TEAMS_LOCAL: '1' }),
    LOG_LEVEL: 'warn',
  };
}

async function start(
  name: string,
  file: string[],
  environment: Record<string, string>,
  listens: RegExp,
): Promise<Subject> {
  const child = spawn(process.execPath, file, {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      NODE_ENV: 'production',
      NODE_OPTIONS: process.env['BENCH_NODE_OPTIONS'] ?? '',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const port = await untilListening(name, child, listens);
  return {
    name,
    url: `http://127.0.0.1:${port}`,
    residentMb: () => residentMb(child.pid!),
    async stop() {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    },
  };
}

function untilListening(name: string, child: ChildProcess, listens: RegExp): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const port = listens.exec(said)?.[1];
      if (port) resolve(port);
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.once('close', (code) => reject(new Error(`${name} ended with ${code}: ${said}`)));
  });
}

function residentMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kb) / 1024);
}
