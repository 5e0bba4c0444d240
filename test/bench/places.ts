// What stands around the measured programs: a database server, and Slack and Teams that take everything at once.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { inUtc } from '../../src/store/connection.ts';
import { type EmbeddedServer, startEmbedded } from '../../src/store/embedded.ts';
import { migrate } from '../../src/store/migrate.ts';
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
  const slack = await listen((_, response) =>
    response.end(`{"ok":true,"ts":"${++ids}.0","channel":"D1","user_id":"UBOT"}`),
  );
  const connector = await listen((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      if (body.includes('"attachments"') && cards.length < MOST_CARDS) cards.push(JSON.parse(body));
      response.end(`{"id":"m-${++ids}"}`);
    });
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

async function listen(serve: http.RequestListener) {
  const server = http.createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    serve(request, response);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
