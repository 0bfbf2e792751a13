import { normalDensity } from '../statistics/normal-distribution.js';
import type { ChanceModel } from './chance-model.js';
import type { FieldPair } from './field-pair.js';
import { fitThrough, listControls } from './grow-matches.js';
import type { Matching } from './grow-matches.js';
import type { RootField } from './root-field.js';
import type { FittedWarp, Stiffness } from './smooth-warp.js';

/** Shares of hairs found again, and of the follow-up's units that are new, which the evidence is averaged over. */
const keptShares = [0.45, 0.65, 0.85, 0.96];
const newShares = [0.05, 0.2, 0.45];
/** What became of one hair of a unit mostly became of the others. */
const alike = 0.85;
/** Roots nearer to a border than this say nothing by being absent. */
const borderMm = 0.08;

/**
 * Natural logarithm of how much likelier the two fields are for the same skin in this alignment than for unrelated skin.
 *
 * It is one term of a sum over all poses, matchings and shares, each with its prior weight, so that unrelated skin reaches
 * a value of ln(1/α) with probability α at most, however many alignments were tried (Markov's inequality for a likelihood
 * ratio). What is assumed is the chance model. See docs/registration.md.
 */
export function weighEvidence(pair: FieldPair, matching: Matching, stiffness: Stiffness): number {
  const { first, second, chance, logPosePrior } = pair;
  const warp = fitThrough(first, second, matching.partner, stiffness);
  const rotation = Math.atan2(warp.imaginary, warp.real), logScale = Math.log(Math.hypot(warp.real, warp.imaginary));
  const cx = first.field.centre.x - warp.anchor.x, cy = first.field.centre.y - warp.anchor.y;
  const prior = logPosePrior({
    rotation, logScale,
    shiftX: warp.landing.x + warp.real * cx - warp.imaginary * cy - second.field.centre.x,
    shiftY: warp.landing.y + warp.imaginary * cx + warp.real * cy - second.field.centre.y,
  });
  return warp.logLikelihood + warp.logVolume + prior + weighFurtherPlaces(first, second, matching.partner, warp, stiffness) - chanceOfPlaces(second, chance, matching.partner)
    + weighTurnover(first, second, matching) + weighLooks(first, second, matching.partner);
}

/** The matched places that the warp was not fitted through, each as the warp predicts it. */
function weighFurtherPlaces(first: RootField, second: RootField, partner: Int32Array, warp: FittedWarp, stiffness: Stiffness): number {
  const controls = new Set(listControls(first, partner));
  let sum = 0;
  partner.forEach((j, i) => {
    if (j < 0 || controls.has(i)) return;
    const place = warp.predict(first.x[i], first.y[i]), variance = place.variance + stiffness.rootErrorMm ** 2;
    const d2 = (second.x[j] - place.x) ** 2 + (second.y[j] - place.y) ** 2;
    sum -= Math.log(2 * Math.PI * variance) + d2 / (2 * variance);
  });
  return sum;
}

/** What the matched places are worth by chance: the first hair of a unit in the open, the others beside it. */
function chanceOfPlaces(second: RootField, chance: ChanceModel, partner: Int32Array): number {
  const unitsSeen = new Set<number>();
  let sum = 0;
  partner.forEach((j) => {
    if (j < 0) return;
    const key = second.unit[j];
    sum += unitsSeen.has(key) ? chance.logFurther : second.atEdge[j] === 1 ? chance.logAtEdge : chance.logFirst;
    unitsSeen.add(key);
  });
  return sum;
}

/** Hairs that should be there and are not, and hairs that are there and should not be; averaged over how many may come and go. */
function weighTurnover(first: RootField, second: RootField, { partner, expected }: Matching): number {
  const tally = { kept: 0, gone: 0 };
  let within = 0;
  const unitState = new Map<number, boolean>();
  for (let i = 0; i < partner.length; i++) {
    const found = partner[i] >= 0;
    if (!found && second.field.depth(expected.x[i], expected.y[i]) < borderMm) continue;
    const before = unitState.get(first.unit[i]);
    if (before === undefined) {
      unitState.set(first.unit[i], found);
      if (found) tally.kept++;
      else tally.gone++;
    } else within += Math.log(before === found ? alike : 1 - alike);
  }
  const { open, fresh } = countUnits(first, second, partner, expected);
  const terms: number[] = [];
  for (const kept of keptShares) {
    for (const added of newShares) {
      terms.push(tally.kept * Math.log(kept) + tally.gone * Math.log(1 - kept) + fresh * Math.log(added) + (1 - added) * open);
    }
  }
  return within + logMean(terms);
}

/** Units of the second field that the first field should show too: how many chance would bring, and how many have no match. */
function countUnits(first: RootField, second: RootField, partner: Int32Array, expected: Matching['expected']): { open: number; fresh: number } {
  const matchedUnits = new Set<number>();
  partner.forEach((j) => { if (j >= 0) matchedUnits.add(second.unit[j]); });
  const backwards = invertSimilarity(first, expected);
  const seen = new Set<number>();
  let fresh = 0, common = 0;
  for (let j = 0; j < second.x.length; j++) {
    if (seen.has(second.unit[j])) continue;
    seen.add(second.unit[j]);
    const isMatched = matchedUnits.has(second.unit[j]);
    const place = backwards(second.x[j], second.y[j]);
    if (!isMatched && first.field.depth(place.x, place.y) < borderMm) continue;
    common++;
    if (!isMatched) fresh++;
  }
  return { open: common, fresh };
}

/** Carries a place of the second field back by the nearest expected root: exact enough to ask whether it is in view. */
function invertSimilarity(first: RootField, expected: Matching['expected']): (x: number, y: number) => { x: number; y: number } {
  const n = first.x.length;
  let mx = 0, my = 0, ex = 0, ey = 0;
  for (let i = 0; i < n; i++) { mx += first.x[i] / n; my += first.y[i] / n; ex += expected.x[i] / n; ey += expected.y[i] / n; }
  let re = 0, im = 0, norm = 0;
  for (let i = 0; i < n; i++) {
    const ax = first.x[i] - mx, ay = first.y[i] - my, bx = expected.x[i] - ex, by = expected.y[i] - ey;
    re += ax * bx + ay * by;
    im += ax * by - ay * bx;
    norm += bx * bx + by * by;
  }
  re /= norm;
  im /= norm;
  return (x, y) => ({ x: mx + re * (x - ex) + im * (y - ey), y: my - im * (x - ex) + re * (y - ey) });
}

/**
 * Lean and thickness of matched shafts, each against its photograph's mean. Half the weight is kept for hairs that combing or
 * treatment changed, and a tenth for readings that say nothing.
 */
function weighLooks(first: RootField, second: RootField, partner: Int32Array): number {
  return weighTrait(first.leaning, second.leaning, partner, 0.1) + weighTrait(first.thickness, second.thickness, partner, 0.15);
}

function weighTrait(a: Float64Array, b: Float64Array, partner: Int32Array, error: number): number {
  const sizes = b.filter((value) => !Number.isNaN(value)).map(Math.abs).sort();
  if (sizes.length === 0) return 0;
  // From the median, because a few false detections point anywhere and would make every agreement look rare.
  const spread = Math.max(error, 1.4826 * sizes[sizes.length >> 1]);
  let sum = 0;
  partner.forEach((j, i) => {
    if (j < 0 || Number.isNaN(a[i]) || Number.isNaN(b[j])) return;
    const byChance = 0.9 * normalDensity(b[j], spread) + 0.1 * even, same = 0.9 * normalDensity(b[j] - a[i], error) + 0.1 * even;
    sum += Math.log(0.5 + (0.5 * same) / byChance);
  });
  return sum;
}

/** Density of a trait that could be anything between −π and π. */
const even = 1 / (2 * Math.PI);

function logMean(logs: number[]): number {
  const largest = Math.max(...logs);
  return largest + Math.log(logs.reduce((sum, value) => sum + Math.exp(value - largest), 0) / logs.length);
}
