import type { ProgressOptions } from '../analysis/analyse-progress.js';
import type { CalibrationRequest } from '../analysis/calibrate.js';
import type { Clinic } from '../report/view/describe-letterhead.js';
import type { CheckedManifest } from './manifest/check-manifest.js';
import type { PhotoKind } from './manifest/manifest-row.js';
import type { FailedRows } from './output/row-outcome.js';
import type { WrittenRows } from './output/write-results.js';
import type { Answer, Task } from './work.js';
import type { WorkerPool } from './worker-pool.js';

export interface BatchRequest {
  readonly manifestPath: string;
  /** What `checkManifest` found. */
  readonly manifest: CheckedManifest;
  /** Folder for the results; it must be there. */
  readonly out: string;
  /** Folder of the cache; it must be there. Several batches may share one. */
  readonly cache: string;
  /** Photographs measured side by side, each in a process of its own; at least 1. No number depends on it. */
  readonly concurrency: number;
  /** Go on with the run that was left unfinished in `out`. */
  readonly resume: boolean;
  /** A photograph that takes longer is given up after three tries. */
  readonly photoSeconds: number;
  /** Who does the tasks; by default processes on this machine. */
  readonly openPool?: () => WorkerPool<Task, Answer>;
  readonly terminalThresholdUm: number;
  /** For rows that do not say. */
  readonly kind: PhotoKind;
  readonly calibration: CalibrationRequest | null;
  readonly comparison: Omit<ProgressOptions, 'dates'>;
  /** Whose name stands above the report. */
  readonly clinic?: Clinic;
  /** Stops the run: nothing new is begun, what is measured stays in the cache. */
  readonly signal: AbortSignal;
  readonly watch: BatchWatch;
}

/** Told how a run goes. */
export interface BatchWatch {
  /** A stage begins, with so many steps. */
  begin(stage: 'measure' | 'compare' | 'write', steps: number): void;
  /** One step is done; `fresh` when it was computed just now. */
  step(step: { readonly failed: boolean; readonly fresh: boolean }): void;
}

export interface BatchSummary extends WrittenRows, FailedRows {
  readonly rows: number;
  readonly measured: number;
  readonly fresh: number;
  readonly damagedEntries: number;
  readonly resumed: boolean;
}
