import type { Mask, RasterImage } from '../../raster/raster-image.js';

/** Rounds of reweighting; places whose hair changed lose their weight in them. */
const rounds = 6;
/** Added to every level, so that black has a logarithm. */
const floor = 6;

/**
 * Gives the second picture the light of the first: for each colour a level and a fall-off across the picture, fitted to the
 * logarithm of their ratio so that places whose hair changed do not count (least absolute deviations by reweighting).
 * Both pictures show the same head in one frame.
 * @param region   Where to compare.
 * @param covered  Where the second picture shows something, 0 elsewhere.
 */
export function matchLight(second: RasterImage, first: RasterImage, region: Mask, covered: Uint8Array): RasterImage {
  const { width, height } = first, places: number[] = [];
  for (let at = 0; at < covered.length; at += 2) if (region.data[at] !== 0 && covered[at] !== 0) places.push(at);
  if (places.length < 200) return second;
  const data = Uint8Array.from(second.data), across = (at: number): number => (at % width) / width - 0.5, down = (at: number): number => Math.floor(at / width) / height - 0.5;
  for (let c = 0; c < 3; c++) {
    const ratio = places.map((at) => Math.log((second.data[3 * at + c] + floor) / (first.data[3 * at + c] + floor)));
    const [level, x, y] = fitPlane(places.map(across), places.map(down), ratio);
    for (let at = 0; at < covered.length; at++) {
      if (covered[at] === 0) continue;
      const gain = Math.exp(-(level + x * across(at) + y * down(at)));
      data[3 * at + c] = Math.max(0, Math.min(255, Math.round((second.data[3 * at + c] + floor) * gain - floor)));
    }
  }
  return { width, height, data };
}

/** Level and slopes of a plane with the least absolute deviations. */
function fitPlane(xs: readonly number[], ys: readonly number[], values: readonly number[]): [number, number, number] {
  let plane: [number, number, number] = [0, 0, 0];
  for (let round = 0; round < rounds; round++) {
    let n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0, sv = 0, sxv = 0, syv = 0;
    for (let i = 0; i < values.length; i++) {
      const [x, y, v] = [xs[i], ys[i], values[i]], weight = round === 0 ? 1 : 1 / Math.max(0.02, Math.abs(v - plane[0] - plane[1] * x - plane[2] * y));
      n += weight; sx += weight * x; sy += weight * y; sxx += weight * x * x; sxy += weight * x * y; syy += weight * y * y;
      sv += weight * v; sxv += weight * x * v; syv += weight * y * v;
    }
    const [xx, xy, yy, xv, yv] = [sxx - (sx * sx) / n, sxy - (sx * sy) / n, syy - (sy * sy) / n, sxv - (sx * sv) / n, syv - (sy * sv) / n], determinant = xx * yy - xy * xy;
    if (!(determinant > 1e-9)) return [sv / n, 0, 0];
    const [x, y] = [(xv * yy - yv * xy) / determinant, (yv * xx - xv * xy) / determinant];
    plane = [(sv - x * sx - y * sy) / n, x, y];
  }
  return plane;
}
