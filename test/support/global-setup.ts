// One PostgreSQL server for the whole run. Its own database has every migration and is the template of each test file's.

import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { type ServerConnection, startEmbedded } from '../../src/store/embedded.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openTemporaryFolder } from './folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    server: ServerConnection;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await openTemporaryFolder();
  const server = await startEmbedded({ dataDir: folder });
  await migrate(server.connection());
  project.provide('server', server.connection());

  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
