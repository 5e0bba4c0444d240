/**
 * The environment, with what a file `.env` in the working folder adds to it: a variable that is set already wins. Node's own
 * option for it says aloud that there is no such file, which a newcomer need not read.
 */
export function readEnvironment(): NodeJS.ProcessEnv {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return process.env;
}
