import { boxBlur } from '../../raster/box-blur.js';
import type { Mask, RasterImage } from '../../raster/raster-image.js';
import type { HeadView } from '../../registration/head/head-view.js';

/** Pixels over which a difference is judged, as mixtures of hair and skin are measured over. */
const window = 2.5;
/** Two pictures agree where they differ by less than this many times what the quietest fifth of the head and its surroundings does, or by so many levels. */
const timesGrain = 3, levelsOfGrain = 6;
/** A place in shadow or in a lamp's light may be so many times as dark or as bright as before. */
const furthestLight = 3;

/** How two pictures in one frame and light differ, pixel by pixel. */
export interface PictureDifference {
  /** 1 where both show something, else 0. */
  readonly shown: Float32Array;
  /** Squared difference of levels, summed over the colours. */
  readonly difference: Float32Array;
  /** Its mean around each pixel. */
  readonly near: Float32Array;
  /** The mean up to which the pictures agree. */
  readonly quiet: number;
  /** How many times as bright the second is around each pixel. */
  readonly factor: Float32Array;
  /** What is left of the mean difference when that is allowed for, as a shadow or a lamp; infinite where the factor is none of light. */
  readonly unlit: Float32Array;
}

/**
 * Where two pictures of one head differ, and where a shadow or a lamp's light explains it.
 * @param inLikeLight  The second picture in the first one's frame and light.
 * @param region       The scalp; the quietest places of it and around it tell what the grain of both does.
 */
export function differPictures(first: HeadView, second: HeadView, inLikeLight: RasterImage, region: Mask): PictureDifference {
  const { width, height } = first, colours = [first.picture, inLikeLight] as const, count = width * height, shown = second.scalp.data.map((value) => (value < 0 ? 0 : 1)), difference = new Float32Array(count);
  for (let at = 0; at < count; at++) if (shown[at] !== 0) for (let c = 0; c < 3; c++) difference[at] += (colours[1].data[3 * at + c] - colours[0].data[3 * at + c]) ** 2;
  const blur = (data: Float32Array): Float32Array => boxBlur({ width, height, data }, window).data, near = blur(difference), { factor, left } = allowForLight(colours, shown, blur);
  return { shown, difference, near, quiet: grainOf(near, region, shown), factor, unlit: left };
}

/** Squared difference of levels, summed over the colours, up to which two pictures agree. The surroundings count, too: hair may be thinned all over the scalp. */
function grainOf(near: Float32Array, { width, height, data: region }: Mask, shown: Float32Array): number {
  const radius = Math.sqrt(region.reduce((sum, value) => sum + (value !== 0 ? 1 : 0), 0) / Math.PI), around = boxBlur({ width, height, data: Float32Array.from(region) }, Math.max(2, radius / 2)).data;
  const values = near.filter((_, at) => around[at] > 0.02 && shown[at] !== 0).sort(), quiet = values[Math.floor(0.2 * values.length)] ?? 0;
  return Math.max(timesGrain ** 2 * quiet, 3 * levelsOfGrain ** 2);
}

/**
 * How many times as bright the second picture is around each pixel (`factor`), and what is left of their squared difference when that is allowed for: next to nothing
 * where a shadow or a lamp's light fell on the same skin or hair, as strands and colours stay what they were; much where hair became skin. Infinite where the factor is
 * none of light. Exchanged pictures have the inverse factor and the same left.
 */
function allowForLight([first, second]: readonly [RasterImage, RasterImage], shown: ArrayLike<number>, blur: (data: Float32Array) => Float32Array): { factor: Float32Array; left: Float32Array } {
  const product = (a: RasterImage, b: RasterImage): Float32Array => blur(Float32Array.from(shown, (value, at) => (value === 0 ? 0 : a.data[3 * at] * b.data[3 * at] + a.data[3 * at + 1] * b.data[3 * at + 1] + a.data[3 * at + 2] * b.data[3 * at + 2])));
  const one = product(first, first), two = product(second, second), both = product(first, second), factor = one.map((value, at) => Math.sqrt((two[at] + 1) / (value + 1)));
  const left = one.map((value, at) => {
    const power = Math.sqrt(value * two[at]);
    return factor[at] <= furthestLight && factor[at] >= 1 / furthestLight ? Math.max(0, (power - both[at]) * (power + both[at])) / (power + 1) : Number.POSITIVE_INFINITY;
  });
  return { factor, left };
}
