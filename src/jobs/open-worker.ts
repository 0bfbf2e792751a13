import { join } from 'node:path';
import { AnalysisError } from '../errors.js';
import { openSharedStore } from '../study/shared-store.js';
import type { StudyStore } from '../study/study-store.js';
import { createJobRunner, type JobNews } from './job-runner.js';
import { createWorker, type WorkerOptions } from './worker-process.js';

export interface OpenWorkerOptions {
  readonly databaseUrl: string;
  readonly objectStoreUrl: string;
  /** Several workers of a machine share it, each in a folder of its own within. */
  readonly dataFolder: string;
  readonly worker?: WorkerOptions;
  readonly report?: (news: JobNews) => void;
}

/** Workers of one machine at most. */
const mostWorkers = 64;

/**
 * Works on the queue that servers put comparisons into, until it is closed.
 * @returns `transitFolder` is for copies of photographs that are not kept; the next start empties it.
 * @throws AnalysisError `storage.*`, `model.*`, `runtime.missing`.
 */
export async function openWorker({ dataFolder, worker = {}, report, ...shared }: OpenWorkerOptions): Promise<{ readonly transitFolder: string; close(): Promise<void> }> {
  const store = await openInFreeFolder((workFolder) => openSharedStore({ ...shared, workFolder }), dataFolder);
  const measurer = createWorker(worker), jobs = createJobRunner(store, measurer, report);
  const close = async (): Promise<void> => {
    await jobs.stop();
    await measurer.close();
    await store.close();
  };
  try {
    await measurer.run('identify', null);
    await jobs.start();
    return { transitFolder: store.folders.quarantine, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The first folder that no other worker of this machine uses; after an unexpected end its copies are found again that way. */
async function openInFreeFolder(open: (folder: string) => Promise<StudyStore>, dataFolder: string): Promise<StudyStore> {
  for (let number = 1; ; number += 1) {
    try {
      return await open(join(dataFolder, `worker-${number}`));
    } catch (error) {
      if (!(error instanceof AnalysisError && error.code === 'storage.inUse') || number >= mostWorkers) throw error;
    }
  }
}
