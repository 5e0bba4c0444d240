import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Make a temporary folder that every user may enter: as root, PostgreSQL runs as another user. */
export async function openTemporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'convenor-test-'));
  await chmod(folder, 0o755);
  return folder;
}
