import type { Interval } from './agreement.js';
import { mean, standardDeviation } from './describe.js';
import { invertPositive } from './matrix.js';
import { climbLikelihood, evaluateLikelihood, expectInformation, type OrderedFit, type OrderedRow } from './ordered-likelihood.js';
import { permuteSums } from './permuted-sums.js';
import { isRefused, type Refusal } from './refusal.js';
import { normalTwoSided } from './student-t.js';

/** One subject with an ordered outcome. */
export interface OrderedOutcome {
  arm: string;
  baseline: number;
  value: number;
}

export interface OddsRatio {
  arm: string;
  reference: string;
  /** Odds of a higher value, in the arm over in the reference, at every cut of the scale alike; null where the arm, alone or with the baseline, (nearly) tells all values apart. */
  oddsRatio: number | null;
  interval95: Interval | null;
  logOddsRatio: number | null;
  standardError: number | null;
  /** The score statistic, standard normal where the arm changes nothing in a large trial. */
  z: number;
  /** By the score test, which needs no finite odds ratio. */
  pValue: number;
  /** Whether the p-value is exact, by permutation, or from the normal curve. */
  exact: boolean;
}

export interface ProportionalOdds {
  /** One for each arm but the first. */
  oddsRatios: (OddsRatio | (Refusal & { arm: string }))[];
  /** Logarithm of the odds ratio per unit of baseline; null where an arm has no finite odds ratio. */
  baselineSlope: number | null;
  logLikelihood: number | null;
  n: number;
}

/** Subjects as the likelihood takes them: an indicator for each arm but the first, then the baseline in standard deviations. */
interface Model {
  rows: OrderedRow[];
  cuts: number;
  /** Whether the last covariate is the baseline; where all are alike there is none. */
  adjusted: boolean;
}

/** Beyond this logarithm of an odds ratio, or this standard error of it, values are taken as separated, which no finite odds ratio describes. */
const separatedBeyond = 10;

const baselineSeparates: Refusal = { refused: 'The baselines alone (nearly) tell who has which value, so what an arm adds to that cannot be told.' };
const undetermined: Refusal = { refused: 'The values of these subjects do not determine the odds.' };

/**
 * Proportional-odds model (McCullagh 1980): logit P(value ≤ j) = αⱼ − arm − slope · baseline, by maximum likelihood;
 * Wald intervals, score tests: in small trials Wald's test finds differences that are none a little too often (docs/trial.md).
 * Values that nobody has are left out of the scale. An arm that is separated from the reference has a test only, and the others are compared without it.
 *
 * @param arms  The arms to compare, the reference first.
 */
export function fitProportionalOdds(outcomes: readonly OrderedOutcome[], arms: readonly string[]): ProportionalOdds | Refusal {
  const used = outcomes.filter(({ arm }) => arms.includes(arm));
  const empty = arms.find((arm) => !used.some((row) => row.arm === arm));
  if (arms.length < 2) return { refused: 'There is only one arm, so there is nothing to compare it with.' };
  if (empty !== undefined) return { refused: `No subject of the arm ${empty} has a value.` };
  const values = [...new Set(used.map(({ value }) => value))].sort((a, b) => a - b);
  if (values.length < 2) return { refused: 'All subjects have the same value.' };
  if (used.length < values.length + arms.length + 2) return { refused: `${used.length} subjects are too few for this model.` };
  const baselines = used.map(({ baseline }) => baseline);
  const [centre, scale] = [mean(baselines), standardDeviation(baselines) ?? 0];
  const adjusted = scale > 1e-9 * Math.abs(centre), cuts = values.length - 1;
  const rows = used.map(({ arm, baseline, value }) => ({
    category: values.indexOf(value),
    covariates: [...arms.slice(1).map((other) => (other === arm ? 1 : 0)), ...(adjusted ? [(baseline - centre) / scale] : [])],
  }));
  const model = { rows, cuts, adjusted }, fit = climbLikelihood(rows, cuts);
  const near = arms.filter((_, at) => at === 0 || Math.abs(fit.parameters[cuts + at - 1]) <= separatedBeyond), finite = near.length === arms.length;
  if (finite && isBaselineSeparating(model, fit)) return baselineSeparates;
  const others = finite || near.length < 2 ? null : fitProportionalOdds(used, near);
  const oddsRatios = arms.slice(1).map((arm, at) => {
    if (!near.includes(arm)) return describeOdds(model, arm, arms[0], at, null);
    if (others === null) return describeOdds(model, arm, arms[0], at, fit);
    return isRefused(others) ? { arm, refused: others.refused } : others.oddsRatios.find((other) => other.arm === arm)!;
  });
  const [first] = oddsRatios;
  if (isRefused(first) && oddsRatios.every((odds) => isRefused(odds) && odds.refused === first.refused)) return { refused: first.refused };
  return { oddsRatios, baselineSlope: !finite ? null : adjusted ? fit.parameters[cuts + arms.length - 1] / scale : 0, logLikelihood: finite ? fit.logLikelihood : null, n: used.length };
}

/** The test of an arm, and its odds ratio where the fit has one. */
function describeOdds(model: Model, arm: string, reference: string, at: number, fit: OrderedFit | null): ProportionalOdds['oddsRatios'][number] {
  const score = scoreOf(model, at);
  if (isRefused(score)) return { arm, ...score };
  const { z, slopes } = score, counted = permuteSums(slopes.arm, slopes.reference), test = { z, pValue: counted ?? normalTwoSided(z), exact: counted !== null };
  if (fit === null) return { arm, reference, oddsRatio: null, interval95: null, logOddsRatio: null, standardError: null, ...test };
  const place = model.cuts + at, standardError = fit.covariance === null ? Infinity : Math.sqrt(fit.covariance[place][place]);
  if (standardError > separatedBeyond) return { arm, ...undetermined };
  const logOddsRatio = fit.parameters[place], reach = 1.959963984540054 * standardError;
  return { arm, reference, logOddsRatio, standardError, oddsRatio: Math.exp(logOddsRatio), interval95: [Math.exp(logOddsRatio - reach), Math.exp(logOddsRatio + reach)], ...test };
}

/** Where it is, what is known of an arm vanishes, and any difference looks like chance. */
function isBaselineSeparating({ adjusted }: Model, { parameters, covariance }: OrderedFit): boolean {
  return adjusted && (Math.abs(parameters.at(-1)!) > separatedBeyond || Math.sqrt(covariance?.at(-1)!.at(-1) ?? 0) > separatedBeyond);
}

/**
 * The score statistic of one arm's effect, normal where there is none (Rao 1948): the slope of the likelihood in that direction where the effect is held at 0 and
 * everything else fits best, over its standard error. That comes from the information that is expected, and allows for what was fitted: (n − 1 − other covariates) / n,
 * as the variance of a rank sum does. Information as observed, and no allowance, found differences that were none in 10 % of trials of 5 subjects an arm
 * (docs/trial.md). Without a baseline and with two arms it is the rank test of Wilcoxon. Refused where the rest cannot be fitted, or the baseline separates the values.
 *
 * What each subject adds to that slope does not depend on the arm, so where a draw decided who is in it and who in the reference, every other draw was as likely:
 * counted over all of them the p-value is exact. Of one subject who increased against eight who did not the normal curve says 0.005, and chance gives it in one of nine.
 */
function scoreOf(model: Model, at: number): { z: number; slopes: Record<'arm' | 'reference', number[]> } | Refusal {
  const { rows, cuts } = model, place = cuts + at;
  const held = climbLikelihood(rows.map(({ category, covariates }) => ({ category, covariates: covariates.toSpliced(at, 1) })), cuts);
  if (isBaselineSeparating(model, held)) return baselineSeparates;
  // Another arm may be separated: its slope has run away, and all else has reached its place.
  if (held.covariance === null && !held.parameters.slice(cuts).some((slope) => Math.abs(slope) > separatedBeyond)) return undetermined;
  const parameters = held.parameters.toSpliced(place, 0, 0);
  const { gradient } = evaluateLikelihood(rows, cuts, parameters), inverted = invertPositive(expectInformation(rows, cuts, parameters));
  const allowance = (rows.length - rows[0].covariates.length) / rows.length;
  if (inverted === null) return undetermined;
  const slopes: Record<'arm' | 'reference', number[]> = { arm: [], reference: [] }, arms = rows[0].covariates.length - Number(model.adjusted);
  for (const row of rows) {
    if (row.covariates.slice(0, arms).some((isIn, other) => other !== at && isIn === 1)) continue;
    const asInArm = { ...row, covariates: row.covariates.with(at, 1) };
    slopes[row.covariates[at] === 1 ? 'arm' : 'reference'].push(evaluateLikelihood([asInArm], cuts, parameters).gradient[place]);
  }
  return { z: gradient[place] * Math.sqrt(inverted.inverse[place][place] * allowance), slopes };
}
