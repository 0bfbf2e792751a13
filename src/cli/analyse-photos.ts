import { basename } from 'node:path';
import { schemaVersion } from '../domain/result.js';
import type { ErrorCode } from '../errors.js';
import type { FailedPhoto, PhotographAnalysis, PhotographOptions } from '../index.js';
import { showTypedText } from '../report/view/typed-text.js';
import { printError, toAnalysisError } from './output.js';
import { startProgress } from './progress.js';

/** What became of one photograph. */
export type PhotoOutcome =
  | { path: string; analysis: PhotographAnalysis }
  | { path: string; failed: FailedPhoto; code: ErrorCode };

/**
 * Analyses photographs one after the other; one that fails does not stop the others.
 * How each went is said on stderr, refusals after the last.
 *
 * @param options  By the place of the photograph; without a kind each is told from what it shows.
 * @param take     Called with each outcome in order and awaited, so that a long run holds one photograph at a time.
 * @returns The codes of those that failed.
 * @throws AnalysisError when the network itself cannot be used, before the first photograph is read.
 */
export async function analysePhotos(
  paths: readonly string[],
  options: (at: number) => PhotographOptions,
  take: (outcome: PhotoOutcome, at: number) => Promise<void> | void,
): Promise<ErrorCode[]> {
  const { analysePhotograph } = await import('../analysis/analyse-photograph.js');
  const { openShippedSegmenter } = await import('../analysis/analyse-timepoint.js');
  const segmenter = await openShippedSegmenter();
  const progress = await startProgress(paths.length);
  const failures: { name: string; code: ErrorCode; message: string; hint: string }[] = [];
  try {
    for (const [at, path] of paths.entries()) {
      const name = basename(path);
      let outcome: PhotoOutcome;
      try {
        const analysis = await analysePhotograph(path, { segmenter, ...options(at) });
        outcome = { path, analysis };
        progress.advance(`${showTypedText(name)}: ${summarise(analysis)}`);
      } catch (caught) {
        const { code, message, hint } = toAnalysisError(caught);
        outcome = { path, code, failed: { schemaVersion, photo: { name }, error: { code, message, hint } } };
        failures.push({ name, code, message, hint });
        progress.advance(`${showTypedText(name)}: not measured, ${code}`);
      }
      await take(outcome, at);
    }
  } finally {
    progress.finish();
    for (const failure of failures) printError(failure, failure.name);
  }
  return failures.map((failure) => failure.code);
}

function summarise({ result }: PhotographAnalysis): string {
  if (!result.quality.usable) return 'not fit to be measured, photo.unusable';
  const { coverage } = result.measurements;
  if (result.kind === 'global') return coverage === null ? 'a head, not measured' : `a head, ${(100 * coverage).toFixed(0)} % covered`;
  const { hairCount } = result.measurements;
  return hairCount === null ? 'measured, without a count' : `${hairCount} hair${hairCount === 1 ? '' : 's'}`;
}
