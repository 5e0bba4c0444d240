// The way to the database, which can be cut, swallow everything, or forget the connections there are.
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import type { ServerConnection } from '../../src/store/embedded.ts';
import { addressOf } from '../support/database.ts';

/**
 * `cut`: connections end and new ones are refused, as when the server is stopped at once. `swallowed`: nothing comes through and
 * nothing is refused. `forgotten`: the connections there are stay open and silent for ever, and new ones work.
 */
export type Trouble = 'cut' | 'swallowed' | 'forgotten';

export interface Proxy {
  /** DATABASE_URL through the proxy. */
  address: string;
  trouble(how: Trouble): void;
  mend(): void;
  /** How often something was swallowed or cut. */
  hurt(): number;
  close(): Promise<void>;
}

export async function openProxy(server: ServerConnection): Promise<Proxy> {
  const pairs = new Set<{ near: Socket; far: Socket; isDeaf: boolean }>();
  const state = { now: undefined as Trouble | undefined, hurt: 0 };
  const { host, port } = server;
  const listener = net.createServer((near) => {
    near.on('error', () => undefined);
    if (state.now === 'cut') {
      state.hurt += 1;
      near.destroy();
      return;
    }
    const socket = path.join(host, `.s.PGSQL.${port}`);
    const far = host.startsWith('/') ? net.connect(socket) : net.connect(port, host);
    const pair = { near, far, isDeaf: false };
    pairs.add(pair);
    const pass = (from: Socket, to: Socket) => {
      from.on('error', () => undefined);
      from.on('data', (chunk) => {
        if (pair.isDeaf || state.now === 'swallowed') {
          // What was swallowed is gone: this connection is never whole again.
          pair.isDeaf = true;
          state.hurt += 1;
        } else to.write(chunk);
      });
      from.on('close', () => {
        if (!pair.isDeaf || from === near) to.destroy();
        if (from === near) pairs.delete(pair);
      });
    };
    pass(near, far);
    pass(far, near);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const through = { ...server, host: '127.0.0.1', port: (listener.address() as AddressInfo).port };
  const destroyAll = () => {
    for (const { near, far } of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    address: addressOf(through),
    trouble(how) {
      state.now = how;
      state.hurt = 0;
      if (how === 'cut') {
        state.hurt = pairs.size;
        destroyAll();
      }
      if (how === 'forgotten') for (const pair of pairs) pair.isDeaf = true;
    },
    mend() {
      state.now = undefined;
    },
    hurt: () => state.hurt,
    async close() {
      destroyAll();
      listener.close();
      await once(listener, 'close');
    },
  };
}
