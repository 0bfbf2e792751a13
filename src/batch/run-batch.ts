import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { schemaVersion } from '../domain/schema-version.js';
import type { BatchRequest, BatchSummary } from './batch-request.js';
import { BatchWork } from './batch-work.js';
import { cacheKey } from './cache.js';
import { readFingerprint } from './fingerprint.js';
import { lockFolder } from './lock-folder.js';
import { writeResults } from './output/write-results.js';
import { beginRun, endRun, makeOwnFolder } from './run-state.js';
import { makePrivateFolder } from './staged-file.js';

/**
 * Measures every photograph of a manifest, compares each later visit with its baseline, and writes the results: tables, page, run.json.
 *
 * Photographs are measured in worker processes; every result goes to the cache at once, and only its key is kept here, so that memory does not
 * grow with the number of rows, and a run that was stopped or killed loses nothing but what was in hand. Results are written last, in the order
 * of the manifest, all of them or none.
 *
 * @throws AnalysisError `batch.busy`, `batch.changed`, `batch.stopped`, `output.unwritable`, `model.*`, `runtime.missing`.
 */
export async function runBatch(request: BatchRequest): Promise<BatchSummary> {
  const work = join(request.out, '.batch');
  await makePrivateFolder(work);
  const lock = await lockFolder(work);
  let own: string | null = null;
  try {
    own = await makeOwnFolder(work);
    const method = await readFingerprint(), { terminalThresholdUm, kind, calibration, comparison, photoSeconds } = request;
    const options = { terminalThresholdUm, kind, calibration, ...comparison, photoSeconds };
    const begun = await beginRun(work, own, { manifestPath: request.manifestPath, manifestSha256: request.manifest.sha256, settings: cacheKey([method, options]), resume: request.resume });
    const batch = new BatchWork(request, begun.manifestPath, cacheKey([method]));
    const summary = { ...await batch.measureAndCompare(), resumed: begun.resumed };
    const { rows, measured, failures, failedComparisons } = summary;
    request.watch.begin('write', rows);
    const written = await writeResults({
      out: request.out, staging: join(own, 'new'), beforeMoving: lock.refuseIfLost, outcomes: batch.outcomes(), failures, failedComparisons, ...(request.clinic === undefined ? {} : { clinic: request.clinic }),
      facts: { manifestName: basename(request.manifestPath), rows, measured, failed: failures.length, methodVersion: method.methodVersion, terminalThresholdUm },
      run: {
        schemaVersion, runId: begun.state.runId, startedAt: begun.state.startedAt, finishedAt: new Date().toISOString(),
        manifest: { name: basename(request.manifestPath), sha256: begun.state.manifestSha256, rows, subjects: request.manifest.subjects, series: request.manifest.series, arms: request.manifest.arms, visits: request.manifest.visits },
        method, options,
      },
    });
    await endRun(work);
    return { ...summary, ...written };
  } catch (error) {
    // What goes wrong in a folder that is gone, or somebody else's, goes wrong for that reason.
    await lock.refuseIfLost();
    throw error;
  } finally {
    if (own !== null) await rm(own, { recursive: true, force: true }).catch(() => undefined);
    await lock.release();
  }
}
