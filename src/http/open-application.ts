import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Express } from 'express';
import { createLaterChecks, type LaterChecks } from '../jobs/check-later.js';
import { followJobs } from '../jobs/follow-jobs.js';
import { createJobRunner } from '../jobs/job-runner.js';
import { createWorker, type WorkerOptions } from '../jobs/worker-process.js';
import { openSharedStore } from '../study/shared-store.js';
import { openStudyStore, type StudyStore } from '../study/study-store.js';
import { AnalysisError } from '../errors.js';
import { hasAdministrator } from '../study/accounts.js';
import { removeUnfinished } from '../study/unsettled.js';
import { createApp } from './create-app.js';
import type { Dependencies } from './dependencies.js';
import { createRefusedSignIns } from './refused-sign-ins.js';
import { createSessions, keepSessionsIn } from './sessions.js';
import { type Site, thisMachine } from './site.js';

/** A photograph that takes longer to be read hangs its decoder, and others wait for it; decoding alone may take 90 s. */
const readingLimitMs = 120_000;

/** Photographs read side by side: one that takes long holds nobody up, and two at their largest still fit into memory. */
const readingProcesses = 2;

export interface ApplicationOptions {
  readonly dataFolder: string;
  /** What several machines share; without it everything is in the data folder and this machine alone works on it. */
  readonly shared?: { readonly databaseUrl: string; readonly objectStoreUrl: string } | undefined;
  /** Folder of the built pages; left out where it does not exist. */
  readonly webFolder: string;
  readonly version: string;
  readonly worker?: WorkerOptions;
  /** How it is reached; by default from this machine, by one person. */
  readonly site?: Site;
}

/** The application with everything behind it, not listening yet. */
export interface Application {
  readonly app: Express;
  readonly store: StudyStore;
  /** What its routes work with. */
  readonly dependencies: Dependencies;
  /** Ends the workers and lets go of the data folder; what was running is begun anew at the next start. */
  close(): Promise<void>;
}

/**
 * Opens the data folder, checks the model, and goes on with jobs that were left over.
 * @throws AnalysisError `storage.*`, `model.*`, `runtime.missing`; `usage.invalid` when it is shared and there is no administrator.
 */
export async function openApplication({ dataFolder, shared, webFolder, version, worker = {}, site = thisMachine }: ApplicationOptions): Promise<Application> {
  const store = await (shared === undefined ? openStudyStore(dataFolder) : openSharedStore({ ...shared, workFolder: dataFolder }));
  if (site.isShared && !await hasAdministrator(store)) {
    await store.close();
    throw new AnalysisError('usage.invalid', 'There is no account of an administrator who could let others in.', {
      // With --data the account would be added to a folder of this machine.
      hint: `Add one with \`trichoscore account add NAME --role administrator\` and ${shared === undefined ? 'the same --data' : 'the same database and object store, without --data'}, then start again.`,
    });
  }
  const [reader, writer, measurer, editor] = [createWorker({ timeLimitMs: readingLimitMs, processes: readingProcesses, ...worker }), createWorker(worker), createWorker(worker), createWorker(worker)];
  const jobs = store.isShared ? followJobs(store) : createJobRunner(store, measurer);
  const refusedSignIns = createRefusedSignIns(store);
  let laterChecks: LaterChecks | null = null;
  const close = async (): Promise<void> => {
    laterChecks?.stop();
    await jobs.stop();
    await Promise.all([reader, writer, measurer, editor].map((each) => each.close()));
    // A picture that was being made is made again when it is asked for.
    await removeUnfinished(store.folders).catch(() => undefined);
    await refusedSignIns.writeOn();
    await store.close();
  };
  try {
    const method = await measurer.run('identify', null);
    await jobs.start();
    laterChecks = createLaterChecks(store, reader, method.methodVersion);
    const dependencies = { store, site, sessions: store.isShared ? keepSessionsIn(store) : createSessions(), refusedSignIns, jobs, reader, laterChecks, writer, editor, method, devicePresetsFile: join(dataFolder, 'devices.json'), webFolder: existsSync(webFolder) ? webFolder : null, version };
    return { app: createApp(dependencies), dependencies, store, close };
  } catch (error) {
    await close();
    throw error;
  }
}
