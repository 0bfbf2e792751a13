/**
 * Errors of a single coverage, one standard deviation, as a share: of nearly bare or fully covered scalps and of those half
 * covered. Such that the interval holds 62 of 63 held-out photographs (docs/global.md); the error is far from normal: half of them are within 0.04, and a shaved head may be read 0.27 too high.
 */
const errorAtEnds = 0.05, errorAtMiddle = 0.12;

/**
 * The 95 % interval of one coverage: what the network and the annotators it learned from disagree about, and where the
 * border of the scalp is drawn.
 * @param coverage     0…1.
 * @param borderSpread How far another border would move it, see `measureHeadCoverage`.
 * @returns Inside 0…1.
 */
export function coverageIntervalOf(coverage: number, borderSpread: number): [number, number] {
  const network = errorAtEnds + (errorAtMiddle - errorAtEnds) * 4 * coverage * (1 - coverage);
  const half = 1.96 * Math.hypot(network, borderSpread / 2), digits = (value: number): number => Number(value.toFixed(4));
  return [digits(Math.max(0, coverage - half)), digits(Math.min(1, coverage + half))];
}
