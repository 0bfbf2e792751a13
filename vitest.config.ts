import { defineConfig } from 'vitest/config';

/** Two workers: the network behind many tests already uses several threads of its own. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 240_000,
    // Pages on a busy machine take their time.
    expect: { poll: { timeout: 30_000 } },
  },
});
