import type { Timepoint } from '../analysis/analyse-progress.js';
import type { HeadEvidence } from '../analysis/head/analyse-head.js';
import type { TimepointResult } from '../domain/result.js';
import { AnalysisError, type ErrorCode } from '../errors.js';
import { tooManyOpen } from '../files/too-many-open.js';
import { readEntry, writeEntry } from './cache.js';
import { lookUp } from './look-up.js';
import type { noticeReplaced } from './notice-replaced.js';
import { isPassing } from './passing-refusals.js';
import type { Answer, Refusal, StoredComparison, StoredMeasurement, Task } from './work.js';

/** Longest side of the small picture in a report, pixels. */
const thumbnailSide = 128;

/** Failures that stop the whole run: every other photograph would meet them, too. */
const stopping: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['output.unwritable', 'model.missing', 'model.mismatch', 'runtime.missing']);

/**
 * Does one task, in a worker process. Whatever goes wrong is an answer.
 * @param notice  Asked before a result is kept; what it finds stops the run.
 */
export async function doTask(task: Task, notice: typeof noticeReplaced): Promise<Answer> {
  try {
    return task.task === 'measure' ? await measure(task, notice) : await compare(task, notice);
  } catch (caught) {
    const lack = tooManyOpen(caught);
    // As the next photograph would meet it, too.
    return lack !== null ? { outcome: 'stop', refusal: refusalOf(lack) } : asAnswer(refusalOf(caught), false);
  }
}

async function measure(task: Task & { task: 'measure' }, notice: typeof noticeReplaced): Promise<Answer> {
  const { bytes, key, answer, damaged } = await lookUp(task), { cache, calibration, terminalThresholdUm, kind } = task;
  if (answer !== null) return answer;
  const found = await measureBytes(bytes, { calibration, terminalThresholdUm, kind }).catch((caught: unknown) => {
    if (tooManyOpen(caught) !== null) throw caught;
    return { refusal: refusalOf(caught) };
  });
  const replaced = await notice(task.fingerprint), refusal = 'refusal' in found ? found.refusal : null;
  if (replaced !== null) return { outcome: 'stop', refusal: refusalOf(replaced) };
  if (refusal === null || (!isPassing(refusal.code) && !stopping.has(refusal.code))) await writeEntry(cache, key, found);
  return refusal === null ? { outcome: 'done', key, fresh: true, damaged } : asAnswer(refusal, damaged);
}

async function measureBytes(bytes: Uint8Array, { calibration, terminalThresholdUm, kind }: Pick<Task & { task: 'measure' }, 'calibration' | 'terminalThresholdUm' | 'kind'>): Promise<StoredMeasurement> {
  const { analysePhotograph, coverFace, encodeThumbnail } = await loadMethod();
  const { result, photograph } = await analysePhotograph(bytes, { calibration, terminalThresholdUm, kind, name: '' });
  // Neither the page nor the cache shows a face.
  const shown = result.kind === 'closeup' ? photograph.image : coverFace(photograph.image, result.targetArea.outline).image;
  const thumbnail = await encodeThumbnail(shown, { longestSide: thumbnailSide, quality: 70 });
  return { result, thumbnail: Buffer.from(thumbnail).toString('base64') };
}

async function compare({ cache, key, fingerprint, baselineKey, followUpKey, options, dates, paths }: Task & { task: 'compare' }, notice: typeof noticeReplaced): Promise<Answer> {
  const { analysePhotographProgress } = await loadMethod();
  const results: TimepointResult[] = [];
  for (const each of [baselineKey, followUpKey]) {
    const { value } = await readEntry<StoredMeasurement>(cache, each);
    if (value === null || 'refusal' in value) throw new AnalysisError('batch.changed', 'A measurement that was just stored is no longer in the cache.');
    results.push(value.result);
  }
  const areHeads = results.every(({ kind }) => kind === 'global'), timepoints: Timepoint[] = [];
  for (const [at, result] of results.entries()) timepoints.push(areHeads ? { result, head: await lookAgain(paths[at], result) } : { result });
  const { measurement: _hasItsEntry, hairs, ...comparison } = (await analysePhotographProgress(timepoints, { ...options, dates })).followUps[0];
  const stored: StoredComparison = { ...comparison, hairs: hairs === null ? null : { kept: hairs.kept.length, lost: hairs.lost.length, gained: hairs.gained.length } };
  const replaced = await notice(fingerprint);
  if (replaced !== null) return { outcome: 'stop', refusal: refusalOf(replaced) };
  await writeEntry(cache, key, stored);
  return { outcome: 'done', key, fresh: true, damaged: false };
}

/** All of what makes numbers, when the first is needed: what is loaded later could be another version's. */
async function loadMethod() {
  const [{ analysePhotograph }, { analysePhotographProgress }, { coverFace }, { encodeThumbnail }] = await Promise.all([
    import('../analysis/analyse-photograph.js'), import('../analysis/analyse-progress.js'), import('../image-io/cover-face.js'), import('../image-io/encode-image.js'),
  ]);
  return { analysePhotograph, analysePhotographProgress, coverFace, encodeThumbnail };
}

/** What laying one head over another takes is too large to keep, so it is made again from the photograph. */
async function lookAgain(path: string, result: TimepointResult): Promise<HeadEvidence> {
  const { analysePhotograph } = await loadMethod();
  const { head, result: { photo } } = await analysePhotograph(path, { kind: 'global', calibration: null, name: '' });
  if (head === undefined || photo.sha256 !== result.photo.sha256) throw new AnalysisError('batch.changed', 'The photograph was changed while the batch was running.');
  return head;
}

function asAnswer(refusal: Refusal, damaged: boolean): Answer {
  return stopping.has(refusal.code) ? { outcome: 'stop', refusal } : { outcome: 'failed', refusal, fresh: true, damaged };
}

/** What we did not foresee becomes `internal`, without its text, which could name folders. */
function refusalOf(caught: unknown): Refusal {
  if (process.env['TRICHOSCORE_DEBUG'] === '1') console.error(caught);
  const { code, message, hint } = caught instanceof AnalysisError ? caught
    : new AnalysisError('internal', `Something went wrong that the program does not know (${caught instanceof Error ? caught.name : typeof caught}).`);
  return { code, message, hint };
}
