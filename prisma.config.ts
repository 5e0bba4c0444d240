import { defineConfig } from 'prisma/config';

// Prisma's own schema engine is a binary from a host that closed networks do not reach. `prisma generate` asks for its path
// and never runs it; migrations are made by the WebAssembly engine (`npm run migration`) and applied by `src/store/migrate.ts`.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } });
