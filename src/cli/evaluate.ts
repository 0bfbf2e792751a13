import { Option, type Command } from 'commander';
import { AnalysisError, type ErrorCode } from '../errors.js';
import type { FailedPhoto, MaskComparison, PhotoComparison, PhotographAnalysis, PhotographOptions } from '../index.js';
import type { MaskPair, Truth } from '../evaluation/find-truth.js';
import { exitCodeOfRows } from './exit-codes.js';
import { printData, printMessage, printText } from './output.js';
import { readTruthMask } from './read-truth-map.js';
import type { Evaluation } from './text/evaluation-text.js';

/** `trichoscore evaluate DIR`: measurements against truth. */
export function addEvaluateCommand(program: Command): void {
  program.command('evaluate')
    .summary('compare measurements with counts or masks made by hand')
    .description('Compares measurements with truth: photos.csv and hairs.csv beside a folder photos; pictures NAME.png with NAME.mask.png, of shafts or of whole heads; or heads with heads.csv.')
    .argument('<dir>', 'folder with the truth')
    .addOption(new Option('--kind <kind>', 'what pictures with masks show; told from the masks when left out').choices(['auto', 'closeup', 'global']).default('auto'))
    .option('--only-subjects <file>', 'with heads.csv: a list of subjects, one a line; the others are left out')
    .option('--json', 'print the figures, and every photograph and hair behind them, as JSON')
    .action(async (folder: string, options: EvaluateOptions) => {
      const { findTruth } = await import('../evaluation/find-truth.js');
      const truth = await findTruth(folder);
      const { evaluation, codes } = await evaluateTruth(folder, truth, options);
      if (options.json) {
        await printData(`${JSON.stringify(evaluation)}\n`);
      } else {
        const { writeEvaluation } = await import('./text/evaluation-text.js');
        await printText(writeEvaluation(evaluation));
      }
      process.exitCode = exitCodeOfRows(codes, evaluation.photos.length + evaluation.failed.length);
    });
}

interface EvaluateOptions { kind: 'auto' | 'closeup' | 'global'; onlySubjects?: string; json?: boolean }

async function evaluateTruth(folder: string, truth: Truth, { kind, onlySubjects }: EvaluateOptions): Promise<{ evaluation: Evaluation; codes: ErrorCode[] }> {
  // A list of people that is not heard would give figures with those in them whom the network was trained on.
  if (onlySubjects !== undefined && truth.form !== 'heads') throw new AnalysisError('usage.invalid', '--only-subjects is for heads with heads.csv, and this folder has none.', { hint: 'Leave the option out, or put the photographs of these subjects alone into a folder.' });
  if (kind !== 'auto' && truth.form !== 'masks') throw new AnalysisError('usage.invalid', `--kind is for pictures with masks; the tables of this folder say that it holds ${truth.form === 'heads' ? 'heads' : 'close-ups'}.`, { hint: 'Leave the option out.' });
  if (truth.form === 'hairs') return evaluateHairs(folder);
  const { evaluateHeads, evaluatePortraits } = await import('./evaluate-heads.js');
  if (truth.form === 'heads') return evaluateHeads(folder, onlySubjects);
  return (kind === 'auto' ? await tellKind(truth.pairs) : kind) === 'global' ? evaluatePortraits(truth.pairs) : evaluateMasks(truth.pairs);
}

async function tellKind(pairs: readonly MaskPair[]): Promise<'closeup' | 'global'> {
  const { tellMaskKind } = await import('../evaluation/mask-kind.js');
  const masks = [];
  for (const { maskPath } of pairs.slice(0, 15)) masks.push(await readTruthMask(maskPath));
  return tellMaskKind(masks);
}

async function evaluateHairs(folder: string): Promise<{ evaluation: Evaluation; codes: ErrorCode[] }> {
  const { readHairTruth } = await import('../evaluation/read-hair-truth.js');
  const { compareHairs } = await import('../evaluation/compare-hairs.js');
  const { countUnknownClasses, describeUnknownClasses } = await import('../evaluation/unknown-classes.js');
  const { summariseHairs } = await import('../evaluation/summarise-hairs.js');
  const { analysePhotos } = await import('./analyse-photos.js');
  const analyse = await openAnalysis();
  const truth = await readHairTruth(folder), unknownClasses = countUnknownClasses(truth), remark = describeUnknownClasses(unknownClasses);
  if (remark !== null) printMessage(remark);
  const photos: PhotoComparison[] = [];
  const failed: FailedPhoto[] = [];
  const codes = await analysePhotos(
    truth.map((photo) => photo.path),
    (at) => {
      const { micrometresPerPixel } = truth[at];
      return analyse(truth[at].path, { kind: 'closeup', calibration: micrometresPerPixel === null ? null : { method: 'given', micrometresPerPixel } });
    },
    (outcome, at) => {
      if ('failed' in outcome) failed.push(outcome.failed);
      else photos.push(compareHairs(truth[at], outcome.analysis.result));
    });
  return { evaluation: { form: 'hairs', summary: summariseHairs(photos), ...(remark === null ? {} : { unknownClasses: Object.fromEntries(unknownClasses) }), photos, failed }, codes };
}

/** Truth is a site's own: its photographs are measured in this process. @throws AnalysisError when the network cannot be used, before the first of them is read. */
async function openAnalysis(): Promise<(path: string, options: PhotographOptions) => Promise<PhotographAnalysis>> {
  const [{ analysePhotograph }, { openShippedSegmenter }] = await Promise.all([import('../analysis/analyse-photograph.js'), import('../analysis/analyse-timepoint.js')]);
  const segmenter = await openShippedSegmenter();
  return (path, options) => analysePhotograph(path, { segmenter, ...options });
}

/** Pictures with masks have no scale. */
async function evaluateMasks(pairs: readonly MaskPair[]): Promise<{ evaluation: Evaluation; codes: ErrorCode[] }> {
  const { compareMasks, summariseMasks } = await import('../evaluation/compare-masks.js');
  const { analysePhotos } = await import('./analyse-photos.js');
  const analyse = await openAnalysis();
  const photos: MaskComparison[] = [];
  const failed: FailedPhoto[] = [];
  const codes = await analysePhotos(pairs.map((pair) => pair.photoPath), (at) => analyse(pairs[at].photoPath, { kind: 'closeup', calibration: null }), async (outcome, at) => {
    if ('failed' in outcome) {
      failed.push(outcome.failed);
      return;
    }
    const { hairMap, result } = outcome.analysis;
    photos.push(compareMasks(pairs[at].name, hairMap, result.method.options.hairProbabilityThreshold, await readTruthMask(pairs[at].maskPath)));
  });
  return { evaluation: { form: 'masks', summary: summariseMasks(photos), photos, failed }, codes };
}
