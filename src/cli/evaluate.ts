import { basename } from 'node:path';
import type { Command } from 'commander';
import { AnalysisError, type ErrorCode } from '../errors.js';
import type { FailedPhoto, Mask, MaskComparison, PhotoComparison } from '../index.js';
import type { MaskPair } from '../evaluation/find-truth.js';
import { exitCodeOfRows } from './exit-codes.js';
import { printData, printText, toAnalysisError } from './output.js';
import type { Evaluation } from './text/evaluation-text.js';

/** `trichoscore evaluate DIR`: measurements against truth. */
export function addEvaluateCommand(program: Command): void {
  program.command('evaluate')
    .summary('compare measurements with counts or masks made by hand')
    .description('Compares measurements with truth: photos.csv and hairs.csv beside a folder photos, or pictures NAME.png with NAME.mask.png.')
    .argument('<dir>', 'folder with the truth')
    .option('--json', 'print the figures, and every photograph and hair behind them, as JSON')
    .action(async (folder: string, options: { json?: boolean }) => {
      const { findTruth } = await import('../evaluation/find-truth.js');
      const truth = await findTruth(folder);
      const { evaluation, codes } = truth.form === 'hairs' ? await evaluateHairs(folder) : await evaluateMasks(truth.pairs);
      if (options.json) {
        await printData(`${JSON.stringify(evaluation)}\n`);
      } else {
        const { writeEvaluation } = await import('./text/evaluation-text.js');
        await printText(writeEvaluation(evaluation));
      }
      process.exitCode = exitCodeOfRows(codes, evaluation.photos.length + evaluation.failed.length);
    });
}

async function evaluateHairs(folder: string): Promise<{ evaluation: Evaluation; codes: ErrorCode[] }> {
  const { readHairTruth } = await import('../evaluation/read-hair-truth.js');
  const { compareHairs } = await import('../evaluation/compare-hairs.js');
  const { summariseHairs } = await import('../evaluation/summarise-hairs.js');
  const { analysePhotos } = await import('./analyse-photos.js');
  const truth = await readHairTruth(folder);
  const photos: PhotoComparison[] = [];
  const failed: FailedPhoto[] = [];
  const codes = await analysePhotos(
    truth.map((photo) => photo.path),
    (at) => {
      const { micrometresPerPixel } = truth[at];
      return { calibration: micrometresPerPixel === null ? null : { method: 'given', micrometresPerPixel } };
    },
    (outcome, at) => {
      if ('failed' in outcome) failed.push(outcome.failed);
      else photos.push(compareHairs(truth[at], outcome.analysis.result));
    });
  return { evaluation: { form: 'hairs', summary: summariseHairs(photos), photos, failed }, codes };
}

/** Pictures with masks have no scale. */
async function evaluateMasks(pairs: readonly MaskPair[]): Promise<{ evaluation: Evaluation; codes: ErrorCode[] }> {
  const { compareMasks, summariseMasks } = await import('../evaluation/compare-masks.js');
  const { analysePhotos } = await import('./analyse-photos.js');
  const photos: MaskComparison[] = [];
  const failed: FailedPhoto[] = [];
  const codes = await analysePhotos(pairs.map((pair) => pair.photoPath), () => ({ calibration: null }), async (outcome, at) => {
    if ('failed' in outcome) {
      failed.push(outcome.failed);
      return;
    }
    const { hairMap, result } = outcome.analysis;
    photos.push(compareMasks(pairs[at].name, hairMap, result.method.options.hairProbabilityThreshold, await readMask(pairs[at].maskPath)));
  });
  return { evaluation: { form: 'masks', summary: summariseMasks(photos), photos, failed }, codes };
}

/** A mask made by hand: hair is whatever is lighter than middle grey. */
async function readMask(path: string): Promise<Mask> {
  const { readPhotograph } = await import('../image-io/read-photograph.js');
  try {
    const { image: { width, height, data } } = await readPhotograph(path);
    const mask = new Uint8Array(width * height);
    for (let at = 0; at < mask.length; at++) mask[at] = data[3 * at] > 127 ? 1 : 0;
    return { width, height, data: mask };
  } catch (cause) {
    const { code, message } = toAnalysisError(cause);
    throw new AnalysisError('truth.invalid', `The mask ${basename(path)} cannot be used (${code}): ${message}`, { cause });
  }
}
