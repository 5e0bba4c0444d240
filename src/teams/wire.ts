// One HTTP call to Microsoft's Bot Connector, made once. The SDK's own client repeats a POST up to four times, also when the
// service has taken it, follows redirects to other hosts, and costs three times what the bot does; so the call is plain here.
import http from 'node:http';
import https from 'node:https';

export interface Reply {
  status: number;
  headers: { get(name: string): string | undefined };
  /** The JSON of the answer; an empty object when there was none. */
  body: Record<string, unknown>;
}

export interface Call {
  method: 'GET' | 'POST' | 'PUT';
  url: URL;
  token: string | undefined;
  body: object | undefined;
  timeoutMs: number;
  /** Called when the request has been handed to the network: from then on it may have been taken. */
  left(): void;
}

export interface Wire {
  send(call: Call): Promise<Reply>;
  close(): void;
}

// Idle connections are closed by us, before a server or a load balancer does it just as the next message leaves.
const IDLE_MS = 20_000;
// A page of a large team's members; all other answers are short.
const MOST_BYTES = 1024 * 1024;

/** Open the connections; they are kept alive between calls. A call rejects when it got no answer. */
export function openWire(): Wire {
  const options = { keepAlive: true, timeout: IDLE_MS, maxSockets: 64, scheduling: 'lifo' } as const;
  const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) };

  function send({ method, url, token, body, timeoutMs, left }: Call): Promise<Reply> {
    const protocol = url.protocol === 'https:' ? 'https:' : 'http:';
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const about = payload && { 'content-type': 'application/json; charset=utf-8', 'content-length': payload.length };
    const headers = {
      accept: 'application/json',
      ...about,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    return new Promise((resolve, reject) => {
      const request = (protocol === 'https:' ? https : http).request(url, { method, headers, agent: agents[protocol] });
      const late = setTimeout(
        () => request.destroy(Object.assign(new Error('timed out'), { code: 'TIMEOUT' })),
        timeoutMs,
      );
      const ended = (settle: () => void) => {
        clearTimeout(late);
        settle();
      };
      request.on('socket', (socket) => {
        // Nothing has left before there is a connection; a kept one is there already.
        if (socket.connecting) socket.once('connect', left);
        else left();
      });
      request.on('error', (error) => ended(() => reject(error)));
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size <= MOST_BYTES) chunks.push(chunk);
        });
        response.on('error', (error) => ended(() => reject(error)));
        response.on('end', () => ended(() => resolve(replyOf(response, Buffer.concat(chunks)))));
      });
      request.end(payload);
    });
  }

  return {
    send,
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function replyOf(response: http.IncomingMessage, raw: Buffer): Reply {
  const header = (name: string) => response.headers[name.toLowerCase()];
  return {
    status: response.statusCode ?? 0,
    headers: { get: (name) => [header(name)].flat()[0] },
    body: jsonOf(raw),
  };
}

function jsonOf(raw: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(raw.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
