import type { ProgressResult, TimepointResult } from '../domain/result.js';
import { AnalysisError } from '../errors.js';
import { findMeasurement, fingerprint, keepMeasurement } from '../study/measurements.js';
import { findPhotograph } from '../study/photographs.js';
import type { StudyStore } from '../study/study-store.js';
import type { ComparisonRequest } from './comparison-request.js';
import type { Stage } from './tasks.js';
import type { Worker } from './worker-process.js';

/** Where a comparison stands: which photograph of how many, and what is being done with it. */
export interface ComparisonProgress {
  readonly photograph: number;
  readonly of: number;
  readonly stage: Stage | 'comparing';
}

/** Measures what is not measured yet, one photograph after the other, then compares. */
export async function runComparison(
  store: StudyStore, worker: Worker, { baseline, followUps, options = {} }: ComparisonRequest, tell: (progress: ComparisonProgress) => void,
): Promise<ProgressResult> {
  const photographs = [baseline, ...followUps];
  const { terminalThresholdUm, preset } = options;
  const timepoints: TimepointResult[] = [];
  for (const [at, entry] of photographs.entries()) {
    const announce = (stage: Stage): void => tell({ photograph: at + 1, of: photographs.length, stage });
    timepoints.push(await measureOnce(store, worker, entry, terminalThresholdUm, announce));
  }
  tell({ photograph: photographs.length, of: photographs.length, stage: 'comparing' });
  const dates = photographs.map((entry, at) => entry.date ?? timepoints[at].photo.capturedAt);
  return worker.run('compare', { timepoints, options: { dates, ...(preset === undefined ? {} : { preset }) } });
}

async function measureOnce(
  store: StudyStore, worker: Worker, { photograph, name, calibration }: ComparisonRequest['baseline'], terminalThresholdUm: number | undefined, announce: (stage: Stage) => void,
): Promise<TimepointResult> {
  const row = await findPhotograph(store, photograph);
  if (row === null) throw new AnalysisError('photo.missing', 'This photograph was not uploaded, or was erased.', { hint: 'Upload it again.' });
  const request = { calibration, ...(terminalThresholdUm === undefined ? {} : { terminalThresholdUm }) };
  const print = fingerprint({ photograph, request, ...await worker.run('identify', null) });
  let result = await findMeasurement(store, print);
  if (result === null) {
    result = await worker.run('measure', { file: await store.originals.locate(photograph), name: row.name, request }, announce);
    if (result.photo.sha256 !== photograph) throw new AnalysisError('storage.damaged', 'The stored original of this photograph is not the file that was uploaded.');
    await keepMeasurement(store, 'program', print, result);
  }
  return { ...result, photo: { ...result.photo, name: name ?? row.name } };
}
