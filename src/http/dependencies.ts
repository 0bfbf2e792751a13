import type { LaterChecks } from '../jobs/check-later.js';
import type { JobRunner } from '../jobs/job-runner.js';
import type { Worker } from '../jobs/worker-process.js';
import type { StudyStore } from '../study/study-store.js';
import type { RefusedSignIns } from './refused-sign-ins.js';
import type { Sessions } from './sessions.js';
import type { Site } from './site.js';

/** What the application works with; tests give their own. */
export interface Dependencies {
  readonly store: StudyStore;
  /** How it is reached: whether people have to sign in, and by what names it goes. */
  readonly site: Site;
  readonly sessions: Sessions;
  readonly refusedSignIns: RefusedSignIns;
  readonly jobs: JobRunner;
  /** Reads uploads, apart from the worker that measures, so that neither waits for the other. */
  readonly reader: Worker;
  /** Has the reader check what was uploaded, after the upload was answered. */
  readonly laterChecks: LaterChecks;
  /** Measures photographs with corrections, so that nobody who corrects waits for a queue of comparisons. */
  readonly editor: Worker;
  /** Writes reports, for which nobody wants to wait behind a hundred uploads. */
  readonly writer: Worker;
  /** The method and the model that comparisons are made with. */
  readonly method: { readonly methodVersion: string; readonly modelSha256: string };
  /** The site's devices and their scales, JSON; it need not exist. */
  readonly devicePresetsFile: string;
  /** The built pages; null serves the interface for programs only. */
  readonly webFolder: string | null;
  readonly version: string;
}
