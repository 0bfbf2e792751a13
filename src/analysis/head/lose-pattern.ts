import { boxBlur } from '../../raster/box-blur.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { clampShare } from './clamp-share.js';
import { findPattern } from './find-pattern.js';
import type { LitPair } from './find-tones.js';

/** Pixels over which the pattern is measured, as strands are followed. */
const window = 4.5;
/** Levels of pattern that are grain, and that surely are none; a pattern of black, and none at all, stay finite. */
const grain = 1, surely = 2, least = 0.1;
/** Of a pattern this much must be gone, beyond what is gone where nothing changed, for no light to explain it: not at all, wholly. Shadows and lamps of the samples took 0.18 at most, thinned hair half of it. */
const goneNone = 0.25, goneSure = 0.5;
/** Over these pixels light may vary by so much (standard deviation, natural logarithm), wholly and not at all trusted: the edge of a shadow is a pattern itself. */
const edgeNone = 0.12, edgeSure = 0.06, edgeWindow = 6;
const fewestPlaces = 400;

/** Brightness around each pixel, and the standard deviation of the pattern there. */
interface MeasuredPattern {
  readonly level: Float32Array;
  readonly strength: Float32Array;
}

/**
 * How surely the fine light and dark of one picture is gone in the other by more than its level tells, 0…1. Light makes level and pattern brighter alike, however fine the hair;
 * hair that thinned evenly shows less pattern at a higher level.
 * @param factor  How many times as bright the second picture is around each pixel.
 * @returns Of the first picture's pattern, then of the second's.
 */
export function losePattern({ first: { width, height }, second, colours, region, still }: LitPair, factor: Float32Array): readonly [Float32Array, Float32Array] {
  const blur = (data: Float32Array, sigma: number): Float32Array => boxBlur({ width, height, data }, sigma).data, shown = second.scalp.data;
  const [one, two] = colours.map((picture) => measurePattern(picture, blur)) as [MeasuredPattern, MeasuredPattern], light = factor.map((value, at) => (shown[at] < 0 ? 0 : Math.log(value))), near = blur(light, edgeWindow), squares = blur(light.map((value) => value * value), edgeWindow);
  const even = near.map((value, at) => clampShare((edgeNone - Math.sqrt(Math.max(0, squares[at] - value * value))) / (edgeNone - edgeSure)));
  return ([[one, two], [two, one]] as const).map(([own, other]) => {
    const clear = own.strength.map((value) => clampShare((value - grain) / (surely - grain))), left = own.strength.map((value, at) => (other.strength[at] / (other.level[at] + least)) / ((value + least) / (own.level[at] + least)));
    // One picture may be softer than the other all over.
    const unchanged = left.filter((_, at) => still[at] !== 0 && region.data[at] !== 0 && clear[at] > 0.5).sort(), usual = unchanged.length < fewestPlaces ? null : Math.max(least, unchanged[unchanged.length >> 1]);
    return left.map((value, at) => (usual === null ? 0 : even[at] * clear[at] * clampShare((1 - value / usual - goneNone) / (goneSure - goneNone))));
  }) as [Float32Array, Float32Array];
}

function measurePattern(picture: RasterImage, blur: (data: Float32Array, sigma: number) => Float32Array): MeasuredPattern {
  const { level, fine } = findPattern(picture);
  // Running means leave next to nothing below 0 where a picture is flat.
  return { level, strength: blur(fine.map((value) => value ** 2), window).map((power) => Math.sqrt(Math.max(0, power))) };
}
