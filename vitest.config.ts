import { defineConfig } from 'vitest/config';

/** Files whose tests put something else in the place of a module, or read or stop what their own process holds: each gets a process of its own. */
const alone = ['test/*.test.ts', 'test/{batch,faults,segmentation}/**/*.test.ts', 'test/cli/output-folder.test.ts', 'test/image-io/read-bytes.test.ts'];
/** Files whose tests hold an application, a store, a browser or the built command line: they load half of the program, and share processes that have it already. */
const serving = ['test/{browser,cli,dicom,http,jobs,study}/**/*.test.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 180_000,
    hookTimeout: 240_000,
    setupFiles: ['test/support/compare-arrays.ts'],
    // Pages on a busy machine take their time.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      // Half of their time they wait, for a process that starts, a page or a store: four keep two processors busy.
      { extends: true, test: { name: 'alone', include: alone, maxWorkers: 4, sequence: { groupOrder: 0 } } },
      { extends: true, test: { name: 'serving', include: serving, exclude: alone, isolate: false, maxWorkers: 4, sequence: { groupOrder: 0 } } },
      // All others only calculate: they share two processes, so that a module is loaded once and the engine has compiled it when the next file comes.
      { extends: true, test: { name: 'together', include: ['test/**/*.test.ts'], exclude: [...alone, ...serving], isolate: false, maxWorkers: 2, sequence: { groupOrder: 1 } } },
    ],
  },
});
