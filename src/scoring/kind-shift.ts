import { diameterErrorOf } from '../domain/detection-error.js';
import type { Hair } from '../domain/hair.js';
import type { FollowUpResult, Issue, TimepointResult } from '../domain/result.js';
import { chanceAbove } from '../statistics/chance-above.js';
import { sumInOrder } from '../statistics/sum-in-order.js';
import { weighScales, type Scales } from './weigh-scales.js';

/** How kept hairs crossed the limit between vellus and terminal, as far as their diameters show more than errors of measuring do. */
export interface KindShift {
  /** ln(terminal among the kept hairs at the follow-up / at the baseline), drawn towards 0 by its uncertainty; finite. */
  readonly logRatio: number;
  /** Variance that it adds to the change's, above 0. */
  readonly variance: number;
  /** The same ratio as the diameters say it, errors of measuring included. */
  readonly measuredLogRatio: number;
}

/** What fewer hairs with a diameter in both photographs say of the others is not taken for a change; the interval holds it. Convention. */
const fewestHairs = 10;
/** A shaft does not become this many times as thick or thin between two visits; its width was then measured wrongly, mostly for another shaft beside it. */
const largestThickening = 1.7;
/** A shift is spoken of from this one on. Convention. */
const spokenOf = Math.log(1.05);

/**
 * Measures how many more, or fewer, of the kept hairs are terminal at the follow-up. Treatment thickens hair more than it adds any, and hair that is lost grows thinner first.
 *
 * Each hair counts with the probability that its diameter lies above the limit, in both photographs. Two things make such a ratio without any change: the
 * errors of single diameters, and those that all diameters of a photograph share (focus, light: `diameterErrorOf`; and the scale). What these explain is not taken
 * for a change: the ratio is drawn towards 0 by the part of its square that is their variance (positive part of James and Stein's estimate, 1961). The
 * whole variance is added to the change's, also where nothing seems to have shifted: two errors may have cancelled.
 *
 * Bias: a little towards no change, because a diameter near the limit counts in part on either side.
 *
 * @param sizeRatio  How many times as large the common skin appears at the follow-up's scale as at the baseline's.
 * @returns Null where fewer than two kept hairs have diameters in both photographs. Exchanged visits give exactly the negative.
 */
export function measureKindShift(hairs: NonNullable<FollowUpResult['hairs']>, baseline: TimepointResult, followUp: TimepointResult, sizeRatio: number): KindShift | null {
  const scales = weighScales(baseline, followUp, sizeRatio), pairs = listMeasured(hairs, baseline, followUp, scales), n = pairs.length;
  if (n < 2) return null;
  const limitUm = baseline.method.options.terminalThresholdUm, chance = ({ um, interval }: Width, shiftUm: number): number => chanceAbove(limitUm - shiftUm, um, interval);
  const before = pairs.map(([was]) => was), after = pairs.map(([, is]) => is);
  // Half a hair on either side of the limit, so that all or none of them being terminal is no certainty.
  const terminal = (widths: readonly Width[], shiftUm = 0): number => (sumInOrder(widths.map((width) => chance(width, shiftUm))) + 0.5) * (n / (n + 1));
  const was = terminal(before), is = terminal(after), measuredLogRatio = Math.log(is) - Math.log(was);
  const ofHairs = (n / (n - 1)) * sumInOrder(pairs.map(([one, other]) => (chance(other, 0) / is - chance(one, 0) / was) ** 2));
  const commonErrorUm = commonErrorOf(baseline, followUp, sumInOrder(pairs.map(([one, other]) => one.um + other.um)) / (2 * n), scales);
  const slope = (widths: readonly Width[]): number => (Math.log(terminal(widths, commonErrorUm)) - Math.log(terminal(widths, -commonErrorUm))) / 2;
  // Each photograph brings its half of the variance of their common error.
  const error = ofHairs + (slope(before) ** 2 + slope(after) ** 2) / 2, share = measuredLogRatio === 0 || n < fewestHairs ? 0 : Math.max(0, 1 - error / measuredLogRatio ** 2);
  return { logRatio: share === 0 ? 0 : share * measuredLogRatio, variance: n < fewestHairs ? error + measuredLogRatio ** 2 : error, measuredLogRatio };
}

/** Says that the kept hairs became thicker or thinner where that moves the number of terminal ones. */
export function describeKindShift({ logRatio, measuredLogRatio }: KindShift): Issue | null {
  if (Math.abs(measuredLogRatio) < spokenOf) return null;
  const percent = 100 * Math.expm1(measuredLogRatio), part = logRatio / measuredLogRatio;
  return {
    code: 'comparison.kindsMoved', field: 'change',
    message: `The hairs of both visits became ${percent > 0 ? 'thicker' : 'thinner'}: by their own diameters ${Math.abs(percent).toFixed(0)} % ${percent > 0 ? 'more' : 'fewer'} of them are terminal. Another focus, light or scale alone can do ${
      part === 0 ? 'as much, so the change does not take it in and its interval holds it' : `a part of that; the change takes in ${(100 * part).toFixed(0)} % of it and its interval holds the rest`}.`,
  };
}

interface Width { readonly um: number; readonly interval: readonly [number, number] | null }

/** The kept hairs that both photographs count and measured alone, at one scale. */
function listMeasured(hairs: NonNullable<FollowUpResult['hairs']>, baseline: TimepointResult, followUp: TimepointResult, { apart }: Scales): (readonly [Width, Width])[] {
  const [before, after] = [baseline, followUp].map((result) => new Map(result.hairs.map((hair) => [hair.id, hair])));
  const widthOf = ({ counted, diameterUm, diameterIntervalUm }: Hair, times: number): Width | null =>
    (counted && diameterUm !== null ? { um: diameterUm * times, interval: diameterIntervalUm === null ? null : [diameterIntervalUm[0] * times, diameterIntervalUm[1] * times] } : null);
  return hairs.kept.flatMap((kept) => {
    const was = widthOf(before!.get(kept.baseline)!, Math.exp(apart / 2)), is = widthOf(after!.get(kept.followUp)!, Math.exp(-apart / 2));
    return was === null || is === null || Math.max(was.um, is.um) > largestThickening * Math.min(was.um, is.um) ? [] : [[was, is] as const];
  });
}

/** Error that all diameters of one photograph share against those of the other, µm, one standard deviation. */
function commonErrorOf(baseline: TimepointResult, followUp: TimepointResult, meanUm: number, { apartDeviation }: Scales): number {
  const [before, after] = [baseline, followUp].map(({ quality }) => diameterErrorOf(quality.appearance?.hairContrast ?? Infinity));
  return Math.hypot(Math.max(before!, after!), meanUm * apartDeviation);
}
