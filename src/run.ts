// Settings, start, stop, signals.
import { existsSync } from 'node:fs';
import { startApp } from './app.ts';
import { readSettings, SettingError } from './config.ts';
import { readEnvironment } from './environment.ts';
import { openLog } from './log.ts';

try {
  const settings = readSettings(readEnvironment());
  // A newcomer's terminal shows one address; who runs it for others gets every line.
  const log = openLog(process.env['LOG_LEVEL'] ? settings.logLevel : settings.mode === 'demo' ? 'warn' : 'info');
  // A newcomer would wonder at a silent quarter of a minute.
  if (settings.mode !== 'production' && settings.databaseUrl === undefined && !existsSync(settings.dataDir))
    process.stdout.write(
      '\n  Convenor is starting. This first time it makes its database, which takes a little while.\n',
    );
  const app = await startApp(settings, log);
  let isStopping = false;
  const stop = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    // A platform that hangs must not keep the program: what is in hand comes back as uncertain.
    setTimeout(() => process.exit(1), 9000).unref();
    await app.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));

  // Only now: whoever reads it may end the program at once.
  if (settings.mode === 'production') log.info({ address: app.address }, 'started');
  else
    process.stdout.write(
      `\n  Convenor is running. Open ${app.address} in a browser.\n  Press Ctrl+C to stop; what happened is kept in ${settings.databaseUrl ? 'the database' : settings.dataDir}.\n\n`,
    );
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`\nConvenor cannot start. ${message}\n\n`);
  if (!(error instanceof SettingError) && process.env['LOG_LEVEL'] === 'debug')
    process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
}
