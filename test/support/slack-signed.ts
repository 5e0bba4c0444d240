// Requests as Slack sends and signs them.
import { createHmac } from 'node:crypto';
import http from 'node:http';

type Json = Record<string, unknown>;

export interface SlackResponse {
  status: number;
  body: string;
  /** The body, if it is JSON. */
  json: Json | undefined;
}

export interface Signing {
  secret: string;
  /** Seconds since 1970; now, if not given. */
  timestamp?: number | string;
  signature?: string;
  headers?: Record<string, string | undefined>;
  method?: string;
}

/** Send a body to the program, signed as Slack signs. An undefined header is left out. */
export async function sendSigned(
  url: string,
  body: string | Buffer,
  contentType: string,
  signing: Signing,
): Promise<SlackResponse> {
  const timestamp = String(signing.timestamp ?? Math.floor(Date.now() / 1000));
  const hmac = createHmac('sha256', signing.secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  const headers = {
    'content-type': contentType,
    'content-length': String(Buffer.byteLength(body)),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signing.signature ?? `v0=${hmac}`,
    ...signing.headers,
  };
  const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
  return new Promise((resolve, reject) => {
    const request = http.request(
      url,
      { method: signing.method ?? 'POST', headers: given, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const isJson = response.headers['content-type']?.includes('json');
          resolve({ status: response.statusCode ?? 0, body: text, json: isJson ? JSON.parse(text) : undefined });
        });
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
