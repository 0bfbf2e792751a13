import { cutTipMm } from '../domain/cut-tip.js';
import { hidesRectangle } from '../domain/excluded-parts.js';
import type { Hair, Position } from '../domain/hair.js';
import { isTakenForHair } from '../domain/taken-for-hair.js';
import { depthBehind, layConvex } from '../raster/clip-convex.js';
import type { Exclusion, FollowUpResult, Issue, KeptHairs, TimepointResult } from '../domain/result.js';
import { estimateByT } from '../statistics/estimate.js';
import { estimateProportion } from '../statistics/proportions.js';
import { round } from '../statistics/round.js';
import { sides } from './comparison-refusals.js';
import { findScaleDisagreement } from './scales-disagree.js';
import { weighScales, type Scales } from './weigh-scales.js';

/** Fewer kept hairs that carry the figure say nothing about the others. Convention. */
const fewestHairs = 5, fewestForAnagen = 10;
/** A clipped hair in anagen grows this much a day, mm; photographs for it are taken so many days after the clipping. */
export const anagenGrowthMmPerDay = 0.2;
const anagenDays = { first: 1, last: 4 } as const;

/**
 * What became of the hairs that both photographs show: how much longer and thicker they are, and, where the photographs were taken one
 * to four days apart after clipping, the share that grew (anagen).
 *
 * Means with 95 % intervals by Student's t over hairs, the uncertainty of the scales added. Exchanged visits give the negatives.
 * All are null with the reason where a scale cannot be true, or the two contradict each other.
 *
 * @param days       Whole days from the first photograph to the second, null when not known.
 * @param sizeRatio  How much larger the common skin is in the follow-up, by the scales given, as the registration says.
 */
export function measureKeptHairs(
  hairs: NonNullable<FollowUpResult['hairs']>, baseline: TimepointResult, followUp: TimepointResult, days: number | null, sizeRatio: number,
): KeptHairs {
  const wrongScale = findWrongScale(baseline, followUp, sizeRatio);
  if (wrongScale !== null) {
    return { lengthChangeMm: null, diameterChangeUm: null, anagen: null, issues: ['lengthChangeMm', 'diameterChangeUm', 'anagen'].map((name) => ({ ...wrongScale, field: `keptHairs.${name}` })) };
  }
  const scales = weighScales(baseline, followUp, sizeRatio), [before, after] = [bringTo(baseline, Math.exp(scales.apart / 2)), bringTo(followUp, Math.exp(-scales.apart / 2))];
  const pairs = hairs.kept.map((kept) => [before.get(kept.baseline)!, after.get(kept.followUp)!] as const)
    .filter(([was, is]) => isTakenForHair(was) && isTakenForHair(is));
  const issues: Issue[] = [];
  const mean = (name: 'lengthMm' | 'diameterUm', digits: number, fits: (was: Hair, is: Hair) => boolean): KeptHairs['lengthChangeMm'] => {
    const values = pairs.flatMap(([was, is]) => (was[name] === null || is[name] === null || !fits(was, is) ? [] : [{ was: was[name], is: is[name] }]));
    const estimate = values.length < fewestHairs ? null : estimateMean(values, scales, digits);
    if (estimate === null) issues.push({ code: 'keptHairs.tooFew', field: `keptHairs.${name === 'lengthMm' ? 'lengthChangeMm' : 'diameterChangeUm'}`, message: `Only ${values.length} kept hairs have this figure in both photographs; at least ${fewestHairs} are needed.` });
    return estimate;
  };
  const lengthChangeMm = mean('lengthMm', 4, (was, is) => showsWhole(was, baseline) && showsWhole(is, followUp)), diameterChangeUm = mean('diameterUm', 2, () => true);
  return { lengthChangeMm, diameterChangeUm, anagen: measureAnagen(pairs.filter(([was]) => showsWhole(was, baseline)), followUp, days, issues), issues };
}

/** Hairs laid over one another by a scale that is wrong are the same hairs, and no length of them is. Null where both scales may be true. */
function findWrongScale(baseline: TimepointResult, followUp: TimepointResult, sizeRatio: number): Pick<Issue, 'code' | 'message'> | null {
  const [before, after] = [baseline, followUp].map(({ issues }) => issues.find(({ code }) => code === 'scale.impossible')), why = before ?? after, refused = 'Lengths, diameters and growth cannot be given';
  if (why !== undefined) return { code: why.code, message: `${refused}: ${before === undefined || after === undefined ? 'the scale' : 'the scales'} of ${sides(before !== undefined, after !== undefined)} cannot be true. ${why.message}` };
  const [disagreement] = findScaleDisagreement(baseline, followUp, sizeRatio, false);
  return disagreement === undefined ? null : { code: disagreement.code, message: `${refused}. ${disagreement.message}` };
}

/** The hairs of a photograph by their ids, their lengths and diameters at so many times its scale. */
function bringTo({ hairs }: TimepointResult, times: number): Map<number, Hair> {
  const scaled = (value: number | null): number | null => (value === null ? null : value * times);
  return new Map(hairs.map((hair) => [hair.id, { ...hair, lengthMm: scaled(hair.lengthMm), diameterUm: scaled(hair.diameterUm) }]));
}

/**
 * Of hairs that the baseline shows whole, those for whose growth the follow-up has room: hairs that grow leave the photograph more often than others, so asking for whole hairs
 * there would drop them. One that is cut off grew at least what is seen of it.
 */
function measureAnagen(pairs: readonly (readonly [Hair, Hair])[], followUp: TimepointResult, days: number | null, issues: Issue[]): KeptHairs['anagen'] {
  const refuse = (message: string): null => {
    issues.push({ code: 'keptHairs.noAnagen', field: 'keptHairs.anagen', message: `The share of growing hairs cannot be given: ${message}` });
    return null;
  };
  if (days === null) return refuse('the days of the photographs are not known.');
  if (days < anagenDays.first || days > anagenDays.last) {
    return refuse(`it needs a second photograph ${anagenDays.first} to ${anagenDays.last} days after the clipping and the first; these are ${days} days apart.`);
  }
  const least = anagenGrowthMmPerDay * days, seen = pairs.flatMap(([{ lengthMm: was }, { root, tip, lengthMm: is, rootVisible }]) => {
    if (was === null || is === null || !rootVisible || !isShown(root, followUp)) return [];
    const reach = (was + least) / is, grownTip = { row: root.row + reach * (tip.row - root.row), column: root.column + reach * (tip.column - root.column) };
    return isShown(grownTip, followUp) ? [is - was >= least] : [];
  });
  if (seen.length < fewestForAnagen) return refuse(`only ${seen.length} hairs were found in both photographs, whole in the first and with room to grow in the second; at least ${fewestForAnagen} are needed.`);
  const { count, n, share, interval95 } = estimateProportion(seen.filter((grew) => grew).length, seen.length);
  return { share, interval95: [interval95[0], interval95[1]], grownHairs: count, hairs: n, days };
}

function estimateMean(values: readonly { was: number; is: number }[], { apartDeviation, togetherDeviation }: Scales, digits: number): KeptHairs['lengthChangeMm'] {
  // In order of size, so that exchanged visits give exactly the negative.
  const changes = values.map(({ was, is }) => is - was).sort((a, b) => Math.abs(a) - Math.abs(b) || a - b), n = changes.length;
  const mean = changes.reduce((sum, value) => sum + value, 0) / n, level = values.reduce((sum, { was, is }) => sum + was + is, 0) / (2 * n);
  const spread = Math.sqrt(changes.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const { interval95: [low, high] } = estimateByT(mean, Math.hypot(spread / Math.sqrt(n), level * apartDeviation, mean * togetherDeviation), n - 1);
  return { mean: round(mean, digits), interval95: [round(low, digits), round(high, digits)], hairs: n };
}

/** Whether both ends of a hair lie clear of everything that may have cut them off. */
function showsWhole({ root, tip, rootVisible }: Hair, photograph: TimepointResult): boolean {
  return rootVisible && isShown(root, photograph) && isShown(tip, photograph);
}

/** Whether a place lies clear of where the skin ends that a photograph shows: at its edge, that of a scope's field, a strip or a label. */
function isShown(place: Position, { photo, calibration, targetArea }: TimepointResult): boolean {
  const edge = calibration === null ? 0 : (1000 * cutTipMm) / calibration.micrometresPerPixel, { row, column } = place;
  return Math.min(row + 0.5, column + 0.5, photo.height - 0.5 - row, photo.width - 0.5 - column) >= edge
    && targetArea.exclusions.every((exclusion) => layConvex(exclusion.inside ?? []).every((side) => depthBehind(side, place) >= edge)
      && (!hidesRectangle(exclusion, photo) || distanceFrom(exclusion, place) >= edge));
}

/** Distance of a place from the rectangle of a part that was left out, pixels; 0 inside. */
function distanceFrom({ rows: [top, bottom], columns: [left, right] }: Exclusion, { row, column }: Position): number {
  return Math.hypot(Math.max(top - 0.5 - row, row + 0.5 - bottom, 0), Math.max(left - 0.5 - column, column + 0.5 - right, 0));
}
