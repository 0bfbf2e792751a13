import type { Hair } from '../domain/hair.js';
import { isTakenForHair } from '../domain/taken-for-hair.js';
import { depthBehind, layConvex } from '../raster/clip-convex.js';
import type { FollowUpResult, Issue, KeptHairs, TimepointResult } from '../domain/result.js';
import { estimateByT } from '../statistics/estimate.js';
import { estimateProportion } from '../statistics/proportions.js';
import { round } from '../statistics/round.js';
import { sides } from './comparison-refusals.js';

/** Fewer kept hairs that carry the figure say nothing about the others. Convention. */
const fewestHairs = 5, fewestForAnagen = 10;
/** A clipped hair in anagen grows this much a day, mm; photographs for it are taken so many days after the clipping. */
export const anagenGrowthMmPerDay = 0.2;
const anagenDays = { first: 1, last: 4 } as const;
/** A tip so near the edge of the photograph, or of what a scope shows, may have been cut off by it, mm. */
const edgeMm = 0.05;

/**
 * What became of the hairs that both photographs show: how much longer and thicker they are, and, where the photographs were taken one
 * to four days apart after clipping, the share that grew (anagen).
 *
 * Means with 95 % intervals by Student's t over hairs, the uncertainty of both scales added. Exchanged visits give the negatives.
 *
 * @param days  Whole days from the first photograph to the second, null when not known.
 */
export function measureKeptHairs(
  hairs: NonNullable<FollowUpResult['hairs']>, baseline: TimepointResult, followUp: TimepointResult, days: number | null,
): KeptHairs {
  const wrongScale = findWrongScale(baseline, followUp);
  if (wrongScale !== null) {
    return { lengthChangeMm: null, diameterChangeUm: null, anagen: null, issues: ['lengthChangeMm', 'diameterChangeUm', 'anagen'].map((name) => ({ code: 'scale.impossible', field: `keptHairs.${name}`, message: wrongScale })) };
  }
  const [before, after] = [baseline, followUp].map((result) => new Map(result.hairs.map((hair) => [hair.id, hair])));
  const pairs = hairs.kept.map((kept) => [before!.get(kept.baseline)!, after!.get(kept.followUp)!] as const)
    .filter(([was, is]) => isTakenForHair(was) && isTakenForHair(is));
  const issues: Issue[] = [], u = Math.sqrt((baseline.calibration?.relativeUncertainty ?? 0) ** 2 + (followUp.calibration?.relativeUncertainty ?? 0) ** 2);
  const mean = (name: 'lengthMm' | 'diameterUm', digits: number, fits: (was: Hair, is: Hair) => boolean): KeptHairs['lengthChangeMm'] => {
    const values = pairs.flatMap(([was, is]) => (was[name] === null || is[name] === null || !fits(was, is) ? [] : [{ was: was[name], is: is[name] }]));
    const estimate = values.length < fewestHairs ? null : estimateMean(values, u, digits);
    if (estimate === null) issues.push({ code: 'keptHairs.tooFew', field: `keptHairs.${name === 'lengthMm' ? 'lengthChangeMm' : 'diameterChangeUm'}`, message: `Only ${values.length} kept hairs have this figure in both photographs; at least ${fewestHairs} are needed.` });
    return estimate;
  };
  const isWhole = (was: Hair, is: Hair): boolean => showsTip(was, baseline) && showsTip(is, followUp);
  const lengthChangeMm = mean('lengthMm', 4, isWhole), diameterChangeUm = mean('diameterUm', 2, () => true);
  return { lengthChangeMm, diameterChangeUm, anagen: measureAnagen(pairs.filter(([was, is]) => isWhole(was, is)), days, issues), issues };
}

/** Hairs laid over one another by a scale that cannot be true are the same hairs, and no length of them is. Null where both scales may be. */
function findWrongScale(baseline: TimepointResult, followUp: TimepointResult): string | null {
  const [before, after] = [baseline, followUp].map(({ issues }) => issues.find(({ code }) => code === 'scale.impossible')), why = before ?? after;
  return why === undefined ? null : `Lengths, diameters and growth cannot be given: ${before === undefined || after === undefined ? 'the scale' : 'the scales'} of ${sides(before !== undefined, after !== undefined)} cannot be true. ${why.message}`;
}

function measureAnagen(pairs: readonly (readonly [Hair, Hair])[], days: number | null, issues: Issue[]): KeptHairs['anagen'] {
  const refuse = (message: string): null => {
    issues.push({ code: 'keptHairs.noAnagen', field: 'keptHairs.anagen', message: `The share of growing hairs cannot be given: ${message}` });
    return null;
  };
  if (days === null) return refuse('the days of the photographs are not known.');
  if (days < anagenDays.first || days > anagenDays.last) {
    return refuse(`it needs a second photograph ${anagenDays.first} to ${anagenDays.last} days after the clipping and the first; these are ${days} days apart.`);
  }
  const lengths = pairs.flatMap(([was, is]) => (was.lengthMm === null || is.lengthMm === null ? [] : [is.lengthMm - was.lengthMm]));
  if (lengths.length < fewestForAnagen) return refuse(`only ${lengths.length} whole hairs were found in both photographs; at least ${fewestForAnagen} are needed.`);
  const { count, n, share, interval95 } = estimateProportion(lengths.filter((growth) => growth >= anagenGrowthMmPerDay * days).length, lengths.length);
  return { share, interval95: [interval95[0], interval95[1]], grownHairs: count, hairs: n, days };
}

function estimateMean(values: readonly { was: number; is: number }[], scaleUncertainty: number, digits: number): KeptHairs['lengthChangeMm'] {
  // In order of size, so that exchanged visits give exactly the negative.
  const changes = values.map(({ was, is }) => is - was).sort((a, b) => Math.abs(a) - Math.abs(b) || a - b), n = changes.length;
  const mean = changes.reduce((sum, value) => sum + value, 0) / n, level = values.reduce((sum, { was, is }) => sum + was + is, 0) / (2 * n);
  const spread = Math.sqrt(changes.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const { interval95: [low, high] } = estimateByT(mean, Math.sqrt(spread ** 2 / n + (level * scaleUncertainty) ** 2), n - 1);
  return { mean: round(mean, digits), interval95: [round(low, digits), round(high, digits)], hairs: n };
}

function showsTip({ tip }: Hair, { photo, calibration, targetArea }: TimepointResult): boolean {
  const edge = calibration === null ? 0 : (1000 * edgeMm) / calibration.micrometresPerPixel;
  return tip.row >= edge && tip.column >= edge && tip.row < photo.height - edge && tip.column < photo.width - edge
    && targetArea.exclusions.every(({ inside = [] }) => layConvex(inside).every((side) => depthBehind(side, tip) >= edge));
}
