import { boxBlur } from '../../raster/box-blur.js';
import { clampShare } from './clamp-share.js';
import { findPattern } from './find-pattern.js';
import type { LitPair } from './find-tones.js';

/** Pixels over which the pattern of strands is compared. */
const window = 4.5;
/** Levels of pattern that are grain, and that are surely strands. */
const grain = 4, surely = 12;
/** Where hair did not change, this much of the pattern must be found again for it to say anything: not at all, wholly. */
const foundNone = 0.5, foundSure = 0.85;
const fewestPlaces = 400;
/** A pattern this many times as strong (variance) as the one that was there hides what is left of it, as specks do; as strong a one does not. */
const mostAdded = 2;

/** How much of one picture's pattern of strands is gone in the other, and how far that can be trusted, both 0…1. */
export interface Strands {
  readonly gone: Float32Array;
  readonly trust: Float32Array;
}

/**
 * What is left of the pattern of single strands: the slope of one picture's fine light and dark on the other's (least squares).
 * Where a share of the hair was replaced by skin of whatever shade, that share of the slope is gone. It says nothing where hair
 * was combed between two visits: then the pattern is not found again where nothing changed either, and the trust is 0.
 * @returns Of the first picture's pattern, then of the second's.
 */
export function followStrands({ first: { width, height }, second, colours, region, still }: LitPair): readonly [Strands, Strands] {
  const blur = (data: Float32Array, sigma: number): Float32Array => boxBlur({ width, height, data }, sigma).data, shown = second.scalp.data;
  const [one, two] = colours.map((picture) => findPattern(picture).fine) as [Float32Array, Float32Array], product = (a: Float32Array, b: Float32Array): Float32Array => blur(a.map((value, at) => (shown[at] < 0 ? 0 : value * b[at])), window);
  const common = product(one, two), power = [product(one, one), product(two, two)] as const;
  return power.map((own, k): Strands => {
    // Running means leave next to nothing below 0 where a picture is flat.
    const clear = own.map((value) => clampShare((Math.sqrt(Math.max(0, value)) - grain) / (surely - grain))), slope = common.map((value, at) => value / (own[at] + grain));
    const unchanged = slope.filter((_, at) => still[at] !== 0 && region.data[at] !== 0 && clear[at] > 0.5).sort(), found = unchanged.length < fewestPlaces ? 0 : unchanged[unchanged.length >> 1];
    const sure = clampShare((found - foundNone) / (foundSure - foundNone));
    return { gone: slope.map((value) => clampShare(1 - value / Math.max(foundNone, found))), trust: clear.map((value, at) => value * sure * clampShare(mostAdded - power[1 - k][at] / (own[at] + grain))) };
  }) as [Strands, Strands];
}
