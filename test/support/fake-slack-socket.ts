// Slack's side of Socket Mode: a web socket server that sends envelopes and keeps what is acknowledged.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

type Json = Record<string, unknown>;

const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;

export interface Acknowledged {
  payload: Json;
  times: number;
}

export class FakeSlackSockets {
  readonly appToken = 'xapp-1-test-token';
  /** What `apps.connections.open` says instead of an address. */
  refuses: string | undefined;
  /** How many connections were opened so far. */
  opened = 0;
  readonly acknowledged = new Map<string, Acknowledged>();
  readonly #connections = new Set<Duplex>();
  readonly #server = createServer((_request, response) => response.writeHead(404).end());
  #count = 0;
  #pinging: NodeJS.Timeout | undefined;

  async listen(): Promise<void> {
    this.#server.on('upgrade', (request, socket) => this.#upgrade(request, socket));
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#pinging = setInterval(() => {
      for (const socket of this.#connections) socket.write(frame(OPCODE.ping, 'Ping from Slack'));
    }, 1000);
  }

  async close(): Promise<void> {
    clearInterval(this.#pinging);
    for (const socket of this.#connections) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** Answer `apps.connections.open`. */
  open(authorization: string | undefined): Json {
    if (authorization !== `Bearer ${this.appToken}`) return { ok: false, error: 'invalid_auth' };
    if (this.refuses !== undefined) return { ok: false, error: this.refuses };
    return { ok: true, url: `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/link` };
  }

  /** Send an envelope on one of the connections, or again with its id. Says the id. */
  send(
    type: 'events_api' | 'slash_commands' | 'interactive',
    payload: Json,
    options: { id?: string; to?: number } = {},
  ): string {
    const id = options.id ?? `envelope-${++this.#count}`;
    const socket = [...this.#connections].at(options.to ?? 0);
    if (socket === undefined) throw new Error('Nobody is connected');
    socket.write(
      frame(OPCODE.text, JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: true })),
    );
    return id;
  }

  /** Ask whoever is connected to connect anew, as Slack does when it moves. */
  refresh(): void {
    for (const socket of this.#connections)
      socket.write(frame(OPCODE.text, JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' })));
  }

  /** Break all connections without a word. */
  cut(): void {
    for (const socket of this.#connections) socket.destroy();
  }

  #upgrade(request: IncomingMessage, socket: Duplex): void {
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    this.opened += 1;
    this.#connections.add(socket);
    let rest = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      for (let read = unframe(rest); read !== undefined; read = unframe(rest)) {
        rest = rest.subarray(read.length);
        this.#take(socket, read);
      }
    });
    socket.on('close', () => this.#connections.delete(socket));
    socket.on('error', () => {});
    socket.write(frame(OPCODE.text, JSON.stringify({ type: 'hello', num_connections: this.#connections.size })));
  }

  #take(socket: Duplex, { opcode, payload }: Frame): void {
    if (opcode === OPCODE.ping) socket.write(frame(OPCODE.pong, payload));
    if (opcode === OPCODE.close) {
      this.#connections.delete(socket);
      socket.end(frame(OPCODE.close, payload));
    }
    if (opcode !== OPCODE.text) return;
    const said = JSON.parse(payload.toString('utf8')) as { envelope_id: string; payload?: Json };
    const before = this.acknowledged.get(said.envelope_id);
    this.acknowledged.set(said.envelope_id, { payload: said.payload ?? {}, times: (before?.times ?? 0) + 1 });
  }
}

interface Frame {
  opcode: number;
  payload: Buffer;
  length: number;
}

/** A whole frame from the server, which masks nothing. */
function frame(opcode: number, said: string | Buffer): Buffer {
  const payload = Buffer.from(said);
  const size =
    payload.length < 126
      ? Buffer.from([payload.length])
      : Buffer.from([126, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([Buffer.from([0x80 | opcode]), size, payload]);
}

/** The first whole frame from the client, which masks everything; undefined while it is not there yet. */
function unframe(bytes: Buffer): Frame | undefined {
  if (bytes.length < 6) return undefined;
  const short = bytes[1]! & 0x7f;
  const offset = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < offset + 4) return undefined;
  const size = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const length = offset + 4 + size;
  if (bytes.length < length) return undefined;
  const mask = bytes.subarray(offset, offset + 4);
  const payload = Buffer.from(bytes.subarray(offset + 4, length).map((byte, index) => byte ^ mask[index % 4]!));
  return { opcode: bytes[0]! & 0x0f, payload, length };
}
