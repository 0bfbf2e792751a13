import type { ProgressResult, TimepointResult } from '../domain/result.js';
import { AnalysisError, type ErrorCode } from '../errors.js';
import { findCorrected } from '../study/corrections.js';
import { findMeasurement, fingerprint, keepMeasurement } from '../study/measurements.js';
import { findPhotograph, neutralName } from '../study/photographs.js';
import type { StudyStore } from '../study/study-store.js';
import type { ComparisonRequest } from './comparison-request.js';
import { splitMethodParts } from './method-parts.js';
import type { MeasureRequest, Stage, Tasks } from './tasks.js';
import type { Worker } from './worker-process.js';

/** Where a comparison stands: which photograph of how many, and what is being done with it. */
export interface ComparisonProgress {
  readonly photograph: number;
  readonly of: number;
  readonly stage: Stage | 'comparing';
}

/** Measures what is not measured yet, one photograph after the other, then compares. */
export async function runComparison(
  store: StudyStore, worker: Worker, { baseline, followUps, options = {}, holder = '' }: ComparisonRequest, tell: (progress: ComparisonProgress) => void,
): Promise<ProgressResult> {
  const photographs = [baseline, ...followUps];
  const { preset } = options, request = (entry: typeof baseline): MeasureRequest => measureRequestOf(entry, options);
  const timepoints: TimepointResult[] = [], refused: RefusedPhotograph[] = [];
  for (const [at, entry] of photographs.entries()) {
    const announce = (stage: Stage): void => tell({ photograph: at + 1, of: photographs.length, stage });
    try {
      timepoints.push(await measureOnce(store, worker, entry, request(entry), holder, announce));
    } catch (error) {
      if (!(error instanceof AnalysisError) || !/^(photo|calibration)\./.test(error.code)) throw error;
      const one = { place: at + 1, refusal: error };
      // Without a baseline there is nothing to compare. Others are told together; what is measured meanwhile is there the next time.
      if (at === 0 || mayPass.includes(error.code)) throw new RefusedPhotographs([one], photographs.length);
      refused.push(one);
    }
  }
  if (refused.length > 0) throw new RefusedPhotographs(refused, photographs.length);
  tell({ photograph: photographs.length, of: photographs.length, stage: 'comparing' });
  const dates = photographs.map((entry, at) => entry.date ?? timepoints[at].photo.capturedAt);
  const comparing = { timepoints, options: { dates, ...(preset === undefined ? {} : { preset }) } };
  // A close-up among the follow-ups of a head is refused by itself, and needs no picture for that.
  const [first, ...later] = timepoints.map(({ kind }) => kind === 'global');
  if (!first || !later.includes(true)) return worker.run('compare', comparing);
  return worker.run('compareHeads', { ...comparing, photographs: await Promise.all(photographs.map(async (entry) => ({ file: await store.originals.locate(entry.photograph), request: request(entry) }))) });
}

/** A photograph is not refused for good for these: it may be there, or be measured, the next time. */
export const mayPass: readonly ErrorCode[] = ['photo.missing', 'photo.unreadable', 'photo.heic', 'photo.stopped', 'photo.crashed', 'photo.timedOut', 'photo.noMemory'];

/** `place`: in the comparison; the baseline is 1. `refusal`: what is said of the photograph alone. */
interface RefusedPhotograph { readonly place: number; readonly refusal: AnalysisError }

/** What photographs of a comparison are refused for, in the words of the progress. */
export class RefusedPhotographs extends AnalysisError {
  /** @param refused  One at least. */
  constructor(readonly refused: readonly RefusedPhotograph[], of: number) {
    const [{ refusal }] = refused as [RefusedPhotograph];
    super(refusal.code, refused.map((one) => `Photograph ${one.place} of ${of}: ${one.refusal.message}`).join(' '), { hint: refusal.hint, cause: refusal });
  }
}

/** What a measurement in a comparison depends on. */
export function fingerprintOf(entry: ComparisonRequest['baseline'], options: NonNullable<ComparisonRequest['options']>, method: { methodVersion: string; modelSha256: string }): string {
  return fingerprint({ photograph: entry.photograph, request: measureRequestOf(entry, options), ...method });
}

/** How a photograph of a comparison is measured. */
export function measureRequestOf({ calibration, region }: ComparisonRequest['baseline'], { terminalThresholdUm, kind }: NonNullable<ComparisonRequest['options']>): MeasureRequest {
  return { calibration, ...(terminalThresholdUm === undefined ? {} : { terminalThresholdUm }), ...(kind === undefined || kind === 'closeup' ? {} : { kind }), ...(region === undefined ? {} : { region }) };
}

/** A measurement is kept under a name that says nothing (earlier programs: that of the first upload), as it may outlive whom its file was named after; it is shown under the name that is known to who asks. */
export function withName(result: TimepointResult, name: string): TimepointResult {
  return { ...result, photo: { ...result.photo, name } };
}

async function measureOnce(
  store: StudyStore, worker: Worker, entry: ComparisonRequest['baseline'], request: MeasureRequest, holder: string, announce: (stage: Stage) => void,
): Promise<TimepointResult> {
  const { photograph, name, version = 1 } = entry, row = await findPhotograph(store, photograph);
  if (row === null) throw new AnalysisError('photo.missing', 'This photograph was not uploaded, or was erased.', { hint: 'Upload it again.' });
  const method = await worker.run('identify', null), print = fingerprint({ photograph, request, ...method });
  const named = (result: TimepointResult): TimepointResult => withName(result, name ?? row.name);
  if (version > 1) {
    const corrected = await findCorrected(store, { fingerprint: print, holder }, version);
    if (corrected === null) throw new AnalysisError('request.conflict', `There is no version ${version} of this measurement.`, { hint: 'It may have been corrected under an earlier method; measure the photograph anew and correct that.' });
    return named(corrected);
  }
  const known = await findMeasurement(store, print);
  if (known !== null) return named(known);
  const measured = await worker.run('measure', { file: await store.originals.locate(photograph), name: neutralName(row), request }, announce);
  if (measured.photo.sha256 !== photograph) throw new AnalysisError('storage.damaged', 'The stored original of this photograph is not the file that was uploaded.');
  if (!isBy(method, measured)) throw new AnalysisError('photo.stopped', 'The program was replaced by another version while it measured this photograph.', { hint: 'Try again when the new version has been started.' });
  await keepMeasurement(store, 'program', print, measured);
  // As it was kept: another worker may have been quicker, and a result is the same to the last byte whether it was measured just now or long ago.
  const kept = await findMeasurement(store, print);
  if (kept === null) throw new AnalysisError('photo.missing', 'This photograph was erased while it was measured.');
  return named(kept);
}

/** Whether a result came from the method that was asked for its name: a process that has ended meanwhile is followed by one of the program that is there then. */
function isBy({ methodVersion, modelSha256 }: Tasks['identify']['output'], { kind, method: { version, model } }: TimepointResult): boolean {
  const { closeupSha256, headMethodVersion, globalSha256 } = splitMethodParts(modelSha256);
  return kind === 'global' ? version === headMethodVersion && model.sha256 === globalSha256 : version === methodVersion && model.sha256 === closeupSha256;
}
