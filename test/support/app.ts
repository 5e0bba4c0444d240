// The whole program, started as `main.ts` starts it, between a fake Teams and a fake Slack.
import { inject } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readSettings } from '../../src/config.ts';
import { type Log, noLog } from '../../src/log.ts';
import { ask } from './database.ts';
import { type Outside, openOutside } from './outside.ts';

export { type Outside, SIGNING_SECRET, TENANT } from './outside.ts';

export interface Around extends Outside {
  app: App;
  /** Stop the program and start it again over the same database, as a restart does. */
  restart(): Promise<void>;
  /** Start one more copy of the program over the same database. */
  another(): Promise<App>;
  close(): Promise<void>;
}

/** Start the program over a database, in a mode (`demo` with its story, or `development` with nothing in it). */
export async function startAround(options: {
  database: string;
  mode?: 'demo' | 'development';
  log?: Log;
  /** What the house's clock says when it starts; without it, the real time. */
  now?: string;
  /** The pace to a conversation; without it, each platform's own. */
  paceMs?: number;
  /** More settings. */
  environment?: Record<string, string>;
}): Promise<Around> {
  if (options.now) await setClock(options.database, options.now);
  const { outside, environment, connect, close } = await openOutside(options.database);
  const settings = readSettings({ ...environment, MODE: options.mode ?? 'development', ...options.environment });
  const start = async () => {
    const app = await startApp(settings, options.log ?? noLog);
    const { paceMs } = options;
    if (paceMs !== undefined) for (const platform of app.house.platforms) Object.assign(platform, { paceMs });
    return app;
  };
  const around: Around = Object.assign(outside, {
    app: await start(),
    async restart() {
      await around.app.stop();
      around.app = await start();
      connect(around.app.address);
    },
    another: start,
    async close() {
      await around.app.stop();
      await close();
    },
  });
  connect(around.app.address);
  return around;
}

/** Move the clock that the demonstration and development keep in the database. */
export async function setClock(database: string, now: string): Promise<void> {
  const offset = Date.parse(now) - Date.now();
  const clock = 'demonstration-clock-offset-ms';
  await ask(
    { ...inject('server'), database },
    'insert into "Setting" (key, value) values ($1, $2::jsonb) on conflict (key) do update set value = excluded.value',
    [clock, String(offset)],
  );
}
