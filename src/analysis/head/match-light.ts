import { boxBlur } from '../../raster/box-blur.js';
import type { Mask, RasterImage } from '../../raster/raster-image.js';

/** Added to every level, so that black has a logarithm. */
const floor = 6;
/** Scales of the misfit (natural logarithm) from which on a place counts for little: narrowed step by step, so that in the end only places that did not change are fitted. */
const scales = [0.6, 0.4, 0.25, 0.16, 0.1, 0.07, 0.05, 0.05, 0.05] as const;
/** How strongly fall-offs and another contrast are held at none, as a share of the weight of all places. */
const fallOffHold = 0.003, contrastHold = 0.03;
/** Contrast is left alone until places that changed have lost their weight: hair thinned all over the head looks like less contrast, too. */
const contrastFromScale = 0.16, strongestContrast = 0.25;
/** Levels are compared after this blur, pixels, so that a small misplacement matters little. */
const blur = 2;

/**
 * Gives the second picture the light of the first: for each colour a level, a fall-off across the picture and a contrast,
 * fitted to the logarithm of their ratio on the scalp and around it. Places whose hair changed do not count: a redescending
 * weight (Geman and McClure, 1987) is narrowed until the fit follows what most places share.
 * Both pictures show the same head in one frame.
 * @param region   The scalp; as much again around it is compared as well.
 * @param covered  Where the second picture shows something, 0 elsewhere.
 */
export function matchLight(second: RasterImage, first: RasterImage, region: Mask, covered: Uint8Array): RasterImage {
  const { width, height } = first, area = region.data.reduce((sum, value) => sum + (value !== 0 ? 1 : 0), 0), near = boxBlur({ width, height, data: Float32Array.from(region.data) }, Math.max(2, Math.sqrt(area / Math.PI) / 2)).data;
  const places: number[] = [];
  for (let at = 0; at < covered.length; at += 2) if (near[at] > 0.02 && covered[at] !== 0) places.push(at);
  if (places.length < 200) return second;
  const data = Uint8Array.from(second.data), acrossAll = Float64Array.from({ length: width }, (_, x) => x / width - 0.5), downAll = Float64Array.from({ length: height }, (_, y) => y / height - 0.5);
  const lit: LitPlaces = { across: new Float64Array(places.length), down: new Float64Array(places.length), bright: new Float64Array(places.length), ratio: new Float64Array(places.length) };
  places.forEach((at, i) => {
    lit.across[i] = acrossAll[at % width];
    lit.down[i] = downAll[Math.floor(at / width)];
  });
  for (let c = 0; c < 3; c++) {
    const [one, two] = [first, second].map((picture) => boxBlur({ width, height, data: levelsOf(picture, c) }, blur).data) as [Float32Array, Float32Array];
    let sum = 0;
    for (const at of places) sum += one[at];
    const middle = sum / places.length;
    places.forEach((at, i) => {
      lit.bright[i] = one[at] - middle;
      lit.ratio[i] = two[at] - one[at];
    });
    const [level, x, y, contrast] = fitLight(lit);
    for (let at = 0; at < covered.length; at++) {
      if (covered[at] === 0) continue;
      const own = Math.log(second.data[3 * at + c] + floor) - level - x * acrossAll[at % width] - y * downAll[Math.floor(at / width)];
      data[3 * at + c] = Math.max(0, Math.min(255, Math.round(Math.exp((own + contrast * middle) / (1 + contrast)) - floor)));
    }
  }
  return { width, height, data };
}

/** Logarithms of one colour's levels. */
function levelsOf({ width, height, data }: RasterImage, channel: number): Float32Array {
  const levels = new Float32Array(width * height);
  for (let at = 0; at < levels.length; at++) levels[at] = Math.log(data[3 * at + channel] + floor);
  return levels;
}

/** Places of both pictures: where each lies, how bright the first is there against its mean, and the logarithm of second ÷ first. */
interface LitPlaces {
  readonly across: Float64Array;
  readonly down: Float64Array;
  readonly bright: Float64Array;
  readonly ratio: Float64Array;
}

/** Level, fall-off across and down, contrast. */
function fitLight(places: LitPlaces): [number, number, number, number] {
  let fit = [0, 0, 0, 0];
  for (const scale of scales) {
    const sums = sumUp(places, fit, scale), all = sums[0][0];
    [0, fallOffHold, fallOffHold, scale > contrastFromScale ? 100 : contrastHold].forEach((hold, i) => { sums[i][i] += hold * all; });
    fit = solve(sums);
  }
  return [fit[0], fit[1], fit[2], Math.max(-strongestContrast, Math.min(strongestContrast, fit[3]))];
}

/** The equations of the weighted fit; all places are gone through for each scale, so no list is made for each of them. */
function sumUp({ across, down, bright, ratio }: LitPlaces, fit: readonly number[], scale: number): Float64Array[] {
  const sums = Array.from({ length: 4 }, () => new Float64Array(5)), terms = Float64Array.of(1, 0, 0, 0), [level, x, y, contrast] = fit;
  for (let at = 0; at < ratio.length; at++) {
    terms[1] = across[at];
    terms[2] = down[at];
    terms[3] = bright[at];
    const misfit = (ratio[at] - (level + terms[1] * x + terms[2] * y + terms[3] * contrast)) / scale, weight = 1 / (1 + misfit * misfit) ** 2;
    for (let i = 0; i < 4; i++) {
      const row = sums[i], share = weight * terms[i];
      for (let j = 0; j < 4; j++) row[j] += share * terms[j];
      row[4] += share * ratio[at];
    }
  }
  return sums;
}

/** Solves symmetric equations given as rows with their right side behind (Gauss; held terms keep them solvable). */
function solve(rows: Float64Array[]): number[] {
  const n = rows.length, solution = Array.from({ length: n }, () => 0);
  for (let i = 0; i < n; i++) {
    for (let k = i + 1; k < n; k++) {
      const share = rows[k][i] / rows[i][i];
      for (let j = i; j <= n; j++) rows[k][j] -= share * rows[i][j];
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    let rest = rows[i][n];
    for (let j = i + 1; j < n; j++) rest -= rows[i][j] * solution[j];
    solution[i] = rest / rows[i][i];
  }
  return solution;
}
