import type { RasterImage } from '../../raster/raster-image.js';
import type { CrossProfile } from './cross-profile.js';
import type { InkModel, LineColours } from './ink-model.js';

const pieces = 8;

/**
 * How far a line strays from one row: the distance between the centres of its eighths, pixels, without the
 * outermost on each side.
 * A drawn line lies on its row to a tenth of a pixel; a shaft or a circle that seems level does not.
 *
 * @returns Infinity where too little of the line can be seen to tell.
 */
export function measureBend(image: RasterImage, profile: CrossProfile, colours: LineColours, model: InkModel, from: number, to: number): number {
  const { data, width } = image, { ink, opacity } = model;
  const top = Math.floor(profile.row - profile.thickness / 2 - 1), bottom = Math.ceil(profile.row + profile.thickness / 2 + 1);
  const centres: number[] = [], full = [0, 0, 0];
  for (let piece = 0; piece < pieces; piece++) {
    const start = from + Math.floor(((to - from) * piece) / pieces), end = from + Math.floor(((to - from) * (piece + 1)) / pieces);
    const depth = new Float64Array(bottom - top + 1);
    let weight = 0;
    for (let column = start; column < end; column++) {
      let square = 0, lopsided = 0;
      for (let c = 0, at = column * 3; c < 3; c++, at++) {
        full[c] = ink[c] - opacity * colours.beside[at];
        square += full[c] ** 2;
        lopsided += (colours.above[at] - colours.below[at]) ** 2;
      }
      // The edge of a shaft along the line would pull the centre to its side.
      if (square < 150 || lopsided > 0.2 * square) continue;
      weight += square;
      for (let row = top; row <= bottom; row++) {
        const share = (row - top) / (bottom - top);
        for (let c = 0, at = column * 3; c < 3; c++, at++) {
          depth[row - top] += full[c] * (data[row * width * 3 + at] - colours.above[at] * (1 - share) - colours.below[at] * share);
        }
      }
    }
    if (weight === 0) continue;
    let sum = 0, moment = 0;
    for (let row = top; row <= bottom; row++) {
      const share = Math.max(0, depth[row - top] / weight);
      sum += share;
      moment += share * row;
    }
    if (sum > 0.3) centres.push(moment / sum);
  }
  if (centres.length < pieces / 2) return Infinity;
  centres.sort((a, b) => a - b);
  return centres[centres.length - 2] - centres[1];
}
