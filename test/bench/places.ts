// What stands around the measured programs: a database server, and Slack and Teams that take everything at once.
import { mkdtemp, rm } from 'node:fs/promises';
import type http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { inUtc } from '../../src/store/connection.ts';
import { type EmbeddedServer, startEmbedded } from '../../src/store/embedded.ts';
import { migrate } from '../../src/store/migrate.ts';
import { bodyOf, openLocalServer } from '../support/local-server.ts';
import { type Size, seed } from './seed.ts';

// Under load nobody looks.
const MOST_CARDS = 200;

export interface Places {
  slackApiUrl: string;
  serviceUrl: string;
  /** The cards that the Connector was sent, the oldest first; whoever looks for one empties the list before. */
  cards: Record<string, unknown>[];
  /** A database with a partnership of this size; the address that a program is given. */
  database(name: string, size: Size): Promise<string>;
  stop(): Promise<void>;
}

export async function openPlaces(): Promise<Places> {
  const folder = await mkdtemp(path.join(tmpdir(), 'convenor-bench-'));
  const server = await startEmbedded({ dataDir: folder });
  const cards: Record<string, unknown>[] = [];
  let ids = 0;
  const slack = await openLocalServer((_, response) =>
    answer(response, `{"ok":true,"ts":"${++ids}.0","channel":"D1","user_id":"UBOT"}`),
  );
  const connector = await openLocalServer(async (request, response) => {
    const body = await bodyOf(request);
    if (body.includes('"attachments"') && cards.length < MOST_CARDS) cards.push(JSON.parse(body));
    answer(response, `{"id":"m-${++ids}"}`);
  });
  return {
    slackApiUrl: `${slack.url}/api/`,
    serviceUrl: `${connector.url}/teams/`,
    cards,
    database: (name, size) => makeDatabase(server, name, size),
    async stop() {
      await Promise.all([slack.close(), connector.close()]);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function makeDatabase(server: EmbeddedServer, name: string, size: Size): Promise<string> {
  const admin = new pg.Client(server.connection('postgres'));
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  await migrate(server.connection(name));
  const client = new pg.Client(inUtc(server.connection(name)));
  await client.connect();
  await seed(client, size);
  await client.end();
  const { host, user, password } = server.connection(name);
  return `postgresql://${user}:${password}@/${name}?host=${encodeURIComponent(host)}`;
}

function answer(response: http.ServerResponse, body: string): void {
  response.setHeader('content-type', 'application/json').end(body);
}
