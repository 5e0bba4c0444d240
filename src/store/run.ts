import { spawn } from 'node:child_process';

/** The user that PostgreSQL runs as, when that is not the user of the bot. */
export interface Account {
  uid: number;
  gid: number;
}

export interface Outcome {
  code: number | null;
  output: string;
}

/**
 * Run one of PostgreSQL's programs to its end and return what it said. Throws when the program cannot be started at all.
 * With `keepOutput: false` nothing is read: a server started by the program would otherwise hold the pipe open.
 */
export function run(
  program: string,
  args: string[],
  options: { account?: Account | undefined; cwd?: string; keepOutput?: boolean } = {},
): Promise<Outcome> {
  // The bot's own folder may be closed to the account.
  const { account, cwd = process.platform === 'win32' ? process.cwd() : '/', keepOutput = true } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: environment(),
      stdio: ['ignore', keepOutput ? 'pipe' : 'ignore', keepOutput ? 'pipe' : 'ignore'],
      windowsHide: true,
      ...account,
    });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', reject);
    child.on(keepOutput ? 'close' : 'exit', (code: number | null) => resolve({ code, output: output.trim() }));
  });
}

// The server outlives the bot, so it does not inherit the bot's secrets; macOS needs LC_ALL to start a server at all.
function environment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'SystemRoot', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR'];
  const kept = names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
