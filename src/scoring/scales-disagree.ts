import type { Issue, TimepointResult } from '../domain/result.js';

/** Skin under a glass is stretched differently at two visits; and a scale may be off by so many of its standard deviations. Conventions. */
const stretchedSkin = 0.03, deviations = 3;

/**
 * Whether two photographs that were laid over one another show the common skin at sizes that their scales do not explain. The change of matched hairs does not suffer;
 * the densities and diameters of one of the visits are wrong.
 *
 * @param sizeRatio      How much larger the skin is in the follow-up, by the scales given; null where they were not laid over one another.
 * @param isChangeGiven  Whether the matched hairs have a change; where it was refused, nothing is said of one that holds.
 */
export function findScaleDisagreement(baseline: TimepointResult, followUp: TimepointResult, sizeRatio: number | null, isChangeGiven: boolean): Issue[] {
  if (sizeRatio === null || baseline.calibration === null || followUp.calibration === null) return [];
  const off = Math.abs(Math.log(sizeRatio)), limit = stretchedSkin + deviations * Math.hypot(baseline.calibration.relativeUncertainty, followUp.calibration.relativeUncertainty);
  if (off <= limit) return [];
  const percent = (log: number): string => (100 * Math.expm1(log)).toFixed(0);
  return [{
    code: 'comparison.scalesDisagree', field: 'followUps.measurement.calibration',
    message: `By the scales given, the skin that both photographs show is ${percent(off)} % larger in one of them (up to ${percent(limit)} % is taken for stretched skin and the uncertainty of the scales). ${isChangeGiven ? 'The change of the matched hairs holds, but one' : 'One'} scale is wrong, `
      + `and with it the densities of that visit by ${percent(2 * off)} % and its diameters by ${percent(off)} %.`,
  }];
}
