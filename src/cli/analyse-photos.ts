import { basename } from 'node:path';
import { schemaVersion } from '../domain/result.js';
import type { ErrorCode } from '../errors.js';
import type { FailedPhoto, TimepointResult } from '../index.js';
import { showTypedText } from '../report/view/typed-text.js';
import { printError, toAnalysisError } from './output.js';
import { startProgress } from './progress.js';

/** What became of one photograph. */
export type PhotoOutcome<Analysis> =
  | { path: string; analysis: Analysis }
  | { path: string; failed: FailedPhoto; code: ErrorCode };

/** What is known of each photograph at least. */
interface Measured { readonly result: TimepointResult }

/**
 * Analyses photographs one after the other; one that fails does not stop the others.
 * How each went is said on stderr, refusals after the last.
 *
 * @param analyse  Measures the photograph of a place.
 * @param take     Called with each outcome in order and awaited, so that a long run holds one photograph at a time.
 * @returns The codes of those that failed.
 */
export async function analysePhotos<Analysis extends Measured>(
  paths: readonly string[],
  analyse: (at: number) => Promise<Analysis>,
  take: (outcome: PhotoOutcome<Analysis>, at: number) => Promise<void> | void,
): Promise<ErrorCode[]> {
  const progress = await startProgress(paths.length);
  const failures: { name: string; code: ErrorCode; message: string; hint: string }[] = [];
  try {
    for (const [at, path] of paths.entries()) {
      const name = basename(path) || 'photograph without a name';
      let outcome: PhotoOutcome<Analysis>;
      try {
        const analysis = await analyse(at);
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

function summarise({ result }: Measured): string {
  if (!result.quality.usable) return 'not fit to be measured, photo.unusable';
  const { coverage } = result.measurements;
  if (result.kind === 'global') return coverage === null ? 'a head, not measured' : `a head, ${(100 * coverage).toFixed(0)} % covered`;
  const { hairCount } = result.measurements;
  return hairCount === null ? 'measured, without a count' : `${hairCount} hair${hairCount === 1 ? '' : 's'}`;
}
