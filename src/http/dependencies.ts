import type { JobRunner } from '../jobs/job-runner.js';
import type { Worker } from '../jobs/worker-process.js';
import type { StudyStore } from '../study/study-store.js';

/** What the application works with; tests give their own. */
export interface Dependencies {
  readonly store: StudyStore;
  readonly jobs: JobRunner;
  /** Reads uploads and writes reports, apart from the worker that measures, so that neither waits for the other. */
  readonly reader: Worker;
  /** The method and the model that comparisons are made with. */
  readonly method: { readonly methodVersion: string; readonly modelSha256: string };
  /** The site's devices and their scales, JSON; it need not exist. */
  readonly devicePresetsFile: string;
  /** The built pages; null serves the interface for programs only. */
  readonly webFolder: string | null;
  readonly version: string;
}

/** Until there are accounts, whoever sits at this machine. */
export const localActor = 'local user';
