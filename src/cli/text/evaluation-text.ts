import type { Interval } from '../../statistics/agreement.js';
import type { PhotoComparison } from '../../evaluation/compare-hairs.js';
import type { MaskComparison, MaskSummary } from '../../evaluation/compare-masks.js';
import type { HeadComparison } from '../../evaluation/compare-head.js';
import type { HairSummary } from '../../evaluation/summarise-hairs.js';
import type { HeadSummary } from '../../evaluation/summarise-heads.js';
import type { FailedPhoto } from '../../domain/result.js';
import { layOutTable } from './table.js';

/** What `evaluate --json` prints. */
export type Evaluation =
  | { form: 'hairs'; summary: HairSummary; /** Hairs of classes that are not known, which count as hairs. */ unknownClasses?: Record<string, number>; photos: PhotoComparison[]; failed: FailedPhoto[] }
  | { form: 'masks'; summary: MaskSummary; photos: MaskComparison[]; failed: FailedPhoto[] }
  | { form: 'heads'; summary: HeadSummary; photos: HeadComparison[]; failed: FailedPhoto[] }
  | { form: 'portraits'; summary: { photos: number; meanOverlap: number | null }; photos: { photo: string; overlap: number }[]; failed: FailedPhoto[] };

/** The figures of an evaluation, for a person at a terminal. */
export function writeEvaluation(evaluation: Evaluation): string {
  const { failed } = evaluation;
  return [
    ...layOutTable(rowsOf(evaluation), ['left', 'right', 'left']),
    ...(evaluation.form === 'heads' ? ['', ...layOutTable(headGroupRows(evaluation.summary), ['left', 'left', 'right', 'right', 'right', 'right', 'right'])] : []),
    ...(failed.length === 0 ? [] : ['', `${failed.length} photograph${failed.length === 1 ? '' : 's'} could not be measured and ${failed.length === 1 ? 'is' : 'are'} in no figure.`]),
    '',
  ].join('\n');
}

function rowsOf(evaluation: Evaluation): string[][] {
  switch (evaluation.form) {
    case 'hairs': return hairRows(evaluation.summary);
    case 'masks': return maskRows(evaluation.summary);
    case 'heads': return headRows(evaluation.summary);
    case 'portraits': return [['photographs', String(evaluation.summary.photos), ''], ['overlap of hair (IoU), mean', write(evaluation.summary.meanOverlap, 3), '']];
  }
}

function headRows({ photos, withoutCoverage, coverage, meanRegionOverlap, meanHairDice, groups }: HeadSummary): string[][] {
  const byView = Object.entries(groups['view'] ?? {});
  return [
    ['photographs', String(photos), withoutCoverage === 0 ? '' : `no scalp found on ${withoutCoverage}`],
    ['mean absolute coverage error', write(coverage.meanAbsoluteError, 3), `bias ${write(coverage.bias, 3)}; ${write(coverage.meanAbsoluteErrorInTrueRegion, 3)} inside the true region`],
    ['region: IoU, mean', write(meanRegionOverlap, 3), ''],
    ['hair in it: Dice, mean', write(meanHairDice, 3), ''],
    ...byView.map(([view, figures]) => [`coverage and grade, ${view}`, write(figures.gradeCorrelation, 2), 'Spearman']),
  ];
}

function headGroupRows({ groups }: HeadSummary): string[][] {
  return [
    ['', '', 'photos', 'coverage error', 'bias', 'region IoU', 'hair Dice'],
    ...Object.entries(groups).flatMap(([attribute, values]) => Object.entries(values).map(([value, figures]) => [
      attribute.replace('_', ' '), value, String(figures.photos), write(figures.coverage.meanAbsoluteError, 3), write(figures.coverage.bias, 3),
      write(figures.meanRegionOverlap, 3), write(figures.meanHairDice, 3),
    ])),
  ];
}

function hairRows(summary: HairSummary): string[][] {
  const { roots, limitsOfAgreement: limits, icc, terminalDiameter } = summary;
  return [
    ['photographs with a count', String(summary.photos), summary.withoutCount === 0 ? '' : `${summary.withoutCount} more gave no count`],
    ['hairs', String(summary.measuredHairs), `measured, ${summary.truthHairs} in truth`],
    ...(summary.density === null ? [] : [['mean absolute density error', `${write(summary.density.meanAbsolutePercentError, 1)}%`, `bias ${write(summary.density.biasPercent, 1)}%`] as [string, string, string]]),
    ...(summary.terminalDensity === null ? [] : [['mean absolute error of terminal density', `${write(summary.terminalDensity.meanAbsolutePercentError, 1)}%`, `bias ${write(summary.terminalDensity.biasPercent, 1)}%`] as [string, string, string]]),
    ['mean absolute count error', write(summary.meanAbsoluteCountError), `hairs a photograph${summary.meanAbsolutePercentError === null ? '' : `, ${write(summary.meanAbsolutePercentError, 1)}%`}`],
    ['bias', write(summary.bias), `hairs a photograph${limits === null ? '' : `, 95% interval ${range(limits.biasInterval95)}`}${summary.biasPercent === null ? '' : `; ${write(summary.biasPercent, 1)}% of all`}`],
    ['correlation r', write(summary.correlation), ''],
    ['ICC(2,1)', write(icc?.value ?? null), icc === null ? '' : `95% interval ${range(icc.interval95)}`],
    ['lower limit of agreement', write(limits?.lower ?? null), limits === null ? '' : `95% interval ${range(limits.lowerInterval95)}`],
    ['upper limit of agreement', write(limits?.upper ?? null), limits === null ? '' : `95% interval ${range(limits.upperInterval95)}`],
    [`roots within ${roots.radiusMm} mm: precision`, write(roots.precision, 3), `${roots.matched} of ${roots.found} found`],
    [`roots within ${roots.radiusMm} mm: recall`, write(roots.recall, 3), `${roots.matched} of ${roots.truth} true`],
    [`roots within ${roots.radiusMm} mm: F1`, write(roots.f1, 3), ''],
    ...(terminalDiameter === null ? [] : [
      ['terminal diameter: median error', write(terminalDiameter.medianAbsoluteErrorUm, 1), `µm, ${terminalDiameter.hairs} hairs at least 4 px wide`],
      ['terminal diameter: bias', write(terminalDiameter.biasUm, 1), 'µm'],
    ]),
  ];
}

function maskRows({ photos, dice, centreLine }: MaskSummary): string[][] {
  const within = `centre line within ${centreLine.tolerancePixels} px`;
  return [
    ['pictures', String(photos), ''],
    ['Dice, all pixels', write(dice.pooled, 3), ''],
    ['Dice, mean of pictures', write(dice.mean, 3), ''],
    [`${within}: precision`, write(centreLine.precision, 3), ''],
    [`${within}: recall`, write(centreLine.recall, 3), ''],
    [`${within}: F1`, write(centreLine.f1.pooled, 3), ''],
    [`${within}: F1, mean of pictures`, write(centreLine.f1.mean, 3), ''],
  ];
}

function write(value: number | null, digits = 2): string {
  return value === null ? 'not given' : value.toFixed(digits).replace('-', '−');
}

function range(interval: Interval | null): string {
  if (interval === null) return 'not given';
  const [low, high] = interval;
  return `${write(low)} to ${write(high)}`;
}
