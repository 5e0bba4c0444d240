// Stands between the platforms and the program, and keeps what real clients sent, so that it can be spoilt and sent again.
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorded {
  path: string;
  type: string;
  body: string;
}

export interface Recorder {
  url: string;
  recorded: Recorded[];
  close(): Promise<void>;
}

/** Pass everything on to where the program listens, and keep each body that was posted. */
export async function openRecorder(target: () => string): Promise<Recorder> {
  const recorded: Recorded[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const { method = 'GET', url = '/', headers } = request;
      if (method === 'POST')
        recorded.push({ path: url, type: String(headers['content-type']), body: body.toString('utf8') });
      const passed = http.request(new URL(url, target()), { method, headers, agent: false }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      });
      passed.on('error', () => response.destroy());
      passed.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recorded,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
