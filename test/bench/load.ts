// Load on one program: as much as it takes, or so many requests a second. Each request is made when it is sent, with an id of
// its own and, for Slack, a signature of this second.
import { createHmac } from 'node:crypto';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { BOT, SLACK_SECRET, SLACK_TEAM, type Speaker, TEAMS_TENANT } from './cast.ts';

export interface Made {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Makes the next request of one connection. */
export type Maker = (connection: number) => Made;

export interface Measured {
  perSecond: number;
  p50: number;
  p99: number;
}

export interface Load {
  url: string;
  make: Maker;
  seconds: number;
  connections?: number;
  /** Requests a second over all connections; as many as it takes without. */
  rate?: number;
}

/** Put load on a program: `connections` at once as fast as it answers, or `rate` a second evenly. Throws when an answer was not 200. */
export async function load({ url, make, seconds, connections = 16, rate }: Load): Promise<Measured> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: rate === undefined ? connections : 256 });
  const took: number[] = [];
  const ends = performance.now() + seconds * 1000;
  const one = async (connection: number) => {
    const began = performance.now();
    await send(agent, url, make(connection));
    took.push(performance.now() - began);
  };
  if (rate === undefined) {
    const line = async (connection: number) => {
      while (performance.now() < ends) await one(connection);
    };
    await Promise.all(Array.from({ length: connections }, (_, connection) => line(connection)));
  } else {
    const began = performance.now();
    const sent: Promise<void>[] = [];
    for (let count = 0; count < rate * seconds; count++) {
      const wait = began + (count * 1000) / rate - performance.now();
      if (wait > 0) await sleep(wait);
      sent.push(one(count % connections));
    }
    await Promise.all(sent);
  }
  agent.destroy();
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))]!;
  return { perSecond: took.length / seconds, p50: at(0.5), p99: at(0.99) };
}

function send(agent: http.Agent, url: string, { path, headers, body }: Made): Promise<void> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const request = http.request(new URL(path, url), { method: 'POST', agent, headers: { ...headers, ...length } });
    request.on('response', (response) => {
      response.resume();
      if (response.statusCode !== 200) reject(new Error(`${url}${path} answered ${response.statusCode}`));
      else response.on('end', resolve);
    });
    request.on('error', reject);
    request.end(body);
  });
}

let ids = 0;
/** An id that no other request of this run has. */
export const newId = () => `${process.pid}-${Date.now().toString(36)}-${++ids}`;

/** A slash command as Slack sends and signs it. */
export function slash(speaker: Speaker, text: string): Made {
  const body = new URLSearchParams({
    command: '/board',
    text,
    team_id: SLACK_TEAM,
    user_id: speaker.slack,
    channel_id: `D${speaker.slack.slice(1)}`,
    channel_name: 'directmessage',
    trigger_id: newId(),
    api_app_id: 'ABENCH',
  }).toString();
  return signed(body);
}

/** A form of Slack's with a signature of this second. */
export function signed(body: string): Made {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const hmac = createHmac('sha256', SLACK_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    path: '/slack/events',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${hmac}`,
    },
    body,
  };
}

/** An activity in the speaker's own chat, as Teams sends it. */
export function activity(speaker: Speaker, serviceUrl: string, more: Record<string, unknown>): Made {
  const body = JSON.stringify({
    id: newId(),
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:${speaker.teams}`, aadObjectId: speaker.teams, name: 'Somebody' },
    recipient: BOT,
    conversation: { id: `a:${speaker.teams}`, conversationType: 'personal', tenantId: TEAMS_TENANT },
    channelData: { tenant: { id: TEAMS_TENANT } },
    ...more,
  });
  return { path: '/api/messages', headers: { 'content-type': 'application/json' }, body };
}

export const message = (speaker: Speaker, serviceUrl: string, text: string) =>
  activity(speaker, serviceUrl, { type: 'message', text, textFormat: 'plain' });

/** Send one request by itself; gives the body of the answer. */
export async function once(url: string, { path, headers, body }: Made): Promise<string> {
  const response = await fetch(new URL(path, url), { method: 'POST', headers, body });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 200)}`);
  return text;
}
