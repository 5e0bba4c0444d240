/**
 * Run a script's work and exit with what it returns, or with 2 when nothing could be done: then one sentence says what to do.
 * With LOG_LEVEL=debug a fault also shows where it broke.
 */
export async function runProgram(main: () => Promise<number>): Promise<void> {
  process.exitCode = await main().catch((error: Error) => {
    console.error(error.message);
    if (process.env['LOG_LEVEL'] === 'debug') console.error(error.stack);
    return 2;
  });
}
