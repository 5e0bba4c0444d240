import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // `npm run test:faults` is `--mode whole`.
    env: { FAULTS: mode === 'whole' ? 'whole' : 'quick' },
  },
}));
