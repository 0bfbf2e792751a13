import { defineConfig } from 'vitest/config';

/** Files whose tests start programs, fill folders and stores, or put something else in the place of a module: each gets a process of its own. */
const alone = ['test/*.test.ts', 'test/{batch,browser,cli,dicom,faults,http,jobs,segmentation,study}/**/*.test.ts', 'test/image-io/read-bytes.test.ts'];

/** Two workers: the network behind many tests already uses several threads of its own. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 240_000,
    setupFiles: ['test/support/compare-arrays.ts'],
    // Pages on a busy machine take their time.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      // All others only calculate: they share a process, so that a module is loaded once and the engine has compiled it when the next file comes.
      { extends: true, test: { name: 'together', include: ['test/**/*.test.ts'], exclude: alone, isolate: false } },
    ],
  },
});
