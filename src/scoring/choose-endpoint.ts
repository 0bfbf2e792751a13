import { guessedScaleError } from '../domain/detection-error.js';
import type { Issue, RatioChange, TimepointResult } from '../domain/result.js';
import { sides } from './comparison-refusals.js';
import type { Densities } from './nominal-score.js';
import { standardErrorsFor95 } from './uncertainty.js';

/** What a comparison rests on: the values, the numbers of hairs behind them and the uncertainty of each scale. */
export interface ChosenEndpoint {
  endpoint: RatioChange['endpoint'];
  before: number;
  after: number;
  /** Hairs behind each value; of terminal hairs the expected number, no whole one. */
  countBefore: number;
  countAfter: number;
  /** Variance of θ from hairs of which nobody knows for sure whether they are terminal; 0 for other endpoints. */
  kindVariance: number;
  /** Variance of θ from photographs that were counted at a guessed scale; 0 where the scale of both is known. */
  guessVariance: number;
  /** Null for plain counts: the "at least" column cannot be asked for. */
  densities: Densities;
  scaleUncertaintyBefore: number;
  scaleUncertaintyAfter: number;
  warnings: Issue[];
}

/** Relative uncertainty (linear) of a field that is said to be of the same size at both visits. Convention: that of a given scale. */
const sameFieldUncertainty = 0.01;

/** Measured shares of two frames of one size may differ by this ratio before their counts stop being comparable. */
const largestShareRatio = 1.02;

/**
 * The endpoint that both photographs carry: terminal density; where diameters are missing on one of them the density of
 * all hairs, and then it says so; plain counts only where the caller knows that both fields are of one size.
 *
 * @param sameFieldSize Whether both photographs are known to show fields of the same size although no scale is given.
 */
export function chooseEndpoint(
  baseline: TimepointResult, followUp: TimepointResult, sameFieldSize: boolean,
): ChosenEndpoint | { refusal: Issue } {
  const [without, withoutAfter] = [baseline.calibration === null, followUp.calibration === null];
  if (without || withoutAfter) {
    return sameFieldSize ? chooseCounts(baseline, followUp) : refuse('comparison.scaleMissing',
      `${sides(without, withoutAfter)} ${without && withoutAfter ? 'have' : 'has'} no scale: counts in fields of unknown size are no densities. Give the scale of each photograph.`);
  }
  const [wrongScale, wrongScaleAfter] = [baseline, followUp].map(({ issues }) => issues.find(({ code }) => code === 'scale.impossible'));
  if (wrongScale !== undefined || wrongScaleAfter !== undefined) {
    return refuse('comparison.scaleImpossible', `${wrongScale === undefined || wrongScaleAfter === undefined ? 'the scale' : 'the scales'} of ${sides(wrongScale !== undefined, wrongScaleAfter !== undefined)} cannot be true. ${(wrongScale ?? wrongScaleAfter)!.message}`);
  }
  const [before, after] = [baseline.measurements, followUp.measurements];
  const uncertainties = {
    scaleUncertaintyBefore: baseline.calibration!.relativeUncertainty,
    scaleUncertaintyAfter: followUp.calibration!.relativeUncertainty,
  };
  const terminal = pair(before.terminalDensityPerCm2, after.terminalDensityPerCm2, expectedTerminal(baseline), expectedTerminal(followUp));
  if (terminal !== null) return { endpoint: 'terminalDensityPerCm2', ...terminal, ...uncertainties, kindVariance: kindVariance(baseline) + kindVariance(followUp), guessVariance: 0, warnings: [] };
  const total = pair(before.densityPerCm2, after.densityPerCm2, before.hairCount, after.hairCount);
  if (total === null) {
    return refuse('comparison.densityMissing',
      `${sides(isMissing(before.densityPerCm2, before.hairCount), isMissing(after.densityPerCm2, after.hairCount))} could not be counted per cm²; the issues listed with the measurements say why.`);
  }
  const gated = sides(isMissing(before.terminalDensityPerCm2, expectedTerminal(baseline)), isMissing(after.terminalDensityPerCm2, expectedTerminal(followUp)));
  const warning: Issue = {
    code: 'comparison.totalDensityUsed', field: 'change.endpoint',
    message: `The change is that of all hairs, not of terminal hairs, because diameters could not be measured on ${gated}.`,
  };
  return { endpoint: 'densityPerCm2', ...total, ...uncertainties, kindVariance: 0, guessVariance: 0, warnings: [warning] };
}

function chooseCounts(baseline: TimepointResult, followUp: TimepointResult): ChosenEndpoint | { refusal: Issue } {
  const [before, after] = [baseline.measurements.hairCount, followUp.measurements.hairCount];
  if (before === null || after === null) {
    return refuse('comparison.countMissing', `the hairs of ${sides(before === null, after === null)} could not be counted; the issues listed with the measurements say why.`);
  }
  const [share, shareAfter] = [baseline.targetArea.validShare, followUp.targetArea.validShare];
  if (!(Math.max(share, shareAfter) <= largestShareRatio * Math.min(share, shareAfter))) {
    return refuse('comparison.fieldsDiffer', `different parts of the two fields could be measured (${(100 * share).toFixed(0)} % and ${(100 * shareAfter).toFixed(0)} %), so their counts belong to different areas. Give the scale instead.`);
  }
  return {
    endpoint: 'hairCount', before, after, countBefore: before, countAfter: after, densities: null, kindVariance: 0, guessVariance: [baseline, followUp].filter(({ calibration }) => calibration === null).length * guessedScaleError ** 2,
    scaleUncertaintyBefore: sameFieldUncertainty, scaleUncertaintyAfter: sameFieldUncertainty,
    warnings: [{
      code: 'comparison.countsUsed', field: 'change.endpoint',
      message: 'No scale is known. The change is that of plain counts in fields said to be of the same size, and the smallest differences per cm² that a score asks for could not be checked.',
    }],
  };
}

/**
 * Terminal hairs that the terminal density stands for. `terminalCount` holds only those that are terminal for sure: of thin hairs it can be 0
 * where the density is not, and of dense hair it leaves out all that have no diameter of their own.
 */
function expectedTerminal({ measurements: { terminalDensityPerCm2 }, targetArea }: TimepointResult): number | null {
  const areaCm2 = targetArea.countingAreaCm2 ?? targetArea.areaCm2;
  return terminalDensityPerCm2 === null || areaCm2 === null ? null : terminalDensityPerCm2 * areaCm2;
}

/** Relative variance of the share of terminal hairs among the counted ones. */
function kindVariance({ measurements: { terminalShare }, intervals }: TimepointResult): number {
  const interval = intervals['terminalShare'];
  return interval === undefined || terminalShare === null || terminalShare === 0 ? 0 : ((interval[1] - interval[0]) / (2 * standardErrorsFor95 * terminalShare)) ** 2;
}

function pair(before: number | null, after: number | null, countBefore: number | null, countAfter: number | null) {
  if (before === null || after === null || countBefore === null || countAfter === null) return null;
  return { before, after, countBefore, countAfter, densities: { before, after } };
}

function isMissing(value: number | null, count: number | null): boolean {
  return value === null || count === null;
}

function refuse(code: string, because: string): { refusal: Issue } {
  return { refusal: { code, field: 'change', message: `The photographs cannot be compared because ${because}` } };
}
