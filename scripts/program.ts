import { Refusal } from '../src/chat/refusal.ts';
import { SettingError } from '../src/config.ts';

/**
 * Run a script's work and exit with what it returns, or with 2 when nothing could be done. What a person can mend is one
 * sentence; anything else shows where it broke.
 */
export async function runProgram(main: () => Promise<number>): Promise<void> {
  process.exitCode = await main().catch((error: Error) => {
    const isPlain = error instanceof Refusal || error instanceof SettingError || 'code' in error;
    console.error(isPlain ? error.message : error);
    return 2;
  });
}
