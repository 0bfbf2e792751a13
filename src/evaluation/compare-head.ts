import { AnalysisError } from '../errors.js';
import type { GlobalMaps } from '../raster/global-maps.js';
import type { FloatMap } from '../raster/raster-image.js';
import { resampleMap } from '../raster/resample-map.js';

/** Above this value scalp is scalp and a pixel is more hair than not. */
const half = 0.5;
/** Where less of the region than this was drawn as more hair than not, the overlap of hair says little; of a head that is thin everywhere it would be 0 whatever was found. */
export const leastHairForDice = 0.1;

/** What was found on one photograph of a head, against the truth. */
export interface HeadComparison {
  photo: string;
  /** Coverage of the region found by the network; null where it found none. */
  coverage: number | null;
  trueCoverage: number;
  /** Coverage inside the true region. */
  coverageInTrueRegion: number;
  /** Intersection over union of the region, 0…1. */
  regionOverlap: number;
  /** Dice of hair (share above a half) inside the true region; null where less than `leastHairForDice` of it was drawn so. */
  hairDice: number | null;
  grade: number | null;
  attributes: Readonly<Record<string, string>>;
}

/**
 * Compares maps with a region and hair shares drawn on the upright photograph at its full size.
 * @param coverage  As measured in the region the network found.
 * @param shareOf   Share of hair from the one that the network reads.
 * @param truth     Region and hair share, 0…1, of one size.
 * @throws AnalysisError `truth.invalid` when the pictures of the truth differ in size, or show no region.
 */
export function compareHead(
  head: { name: string; grade: number | null; attributes: Readonly<Record<string, string>> }, maps: GlobalMaps, { coverage, shareOf }: { coverage: number | null; shareOf: (read: number) => number },
  truth: { region: FloatMap; hair: FloatMap; photo: { width: number; height: number } },
): HeadComparison {
  const { region, hair, photo } = truth, { width, height } = photo;
  if ([region, hair].some((map) => map.width !== width || map.height !== height)) {
    throw new AnalysisError('truth.invalid', `The pictures of ${head.name} differ in size.`, { hint: 'Draw region and hair on the upright picture, at its full size.' });
  }
  const found = enlargeMaps(maps, photo);
  let area = 0, trueHair = 0, hairInside = 0, both = 0, either = 0, hairBoth = 0, hairFound = 0, hairTrue = 0;
  for (let at = 0; at < region.data.length; at++) {
    const isTrue = region.data[at]! > half, isFound = found.scalp.data[at]! >= half;
    if (isTrue || isFound) either++;
    if (!isTrue) continue;
    area++;
    if (isFound) both++;
    trueHair += hair.data[at]!;
    hairInside += shareOf(found.hair.data[at]!);
    const trulyHair = hair.data[at]! > half, foundHair = found.hair.data[at]! > half;
    if (trulyHair) hairTrue++;
    if (foundHair) hairFound++;
    if (trulyHair && foundHair) hairBoth++;
  }
  if (area === 0) throw new AnalysisError('truth.invalid', `The region of ${head.name} is empty.`);
  const trueCoverage = trueHair / area;
  return {
    photo: head.name, coverage, trueCoverage, coverageInTrueRegion: hairInside / area, regionOverlap: both / either,
    hairDice: hairTrue < leastHairForDice * area ? null : (2 * hairBoth) / (hairTrue + hairFound),
    grade: head.grade, attributes: head.attributes,
  };
}

/** Intersection over union of a hair mask drawn at the photograph's full size and scalp that hair covers; 1 when both are empty. */
export function overlapOfHair(maps: GlobalMaps, mask: FloatMap): number {
  const product: GlobalMaps = { ...maps, hair: maps.hair.map((share, at) => share * maps.scalp[at]!) };
  const found = enlargeMaps(product, mask).hair;
  let both = 0, either = 0;
  for (let at = 0; at < mask.data.length; at++) {
    const isTrue = mask.data[at]! > half, isFound = found.data[at]! > half;
    if (isTrue && isFound) both++;
    if (isTrue || isFound) either++;
  }
  return either === 0 ? 1 : both / either;
}

function enlargeMaps({ width, height, cellsPerPixel, scalp, hair }: GlobalMaps, size: { width: number; height: number }): { scalp: FloatMap; hair: FloatMap } {
  const scale = { x: 1 / cellsPerPixel, y: 1 / cellsPerPixel };
  return { scalp: resampleMap({ width, height, data: scalp }, size, scale), hair: resampleMap({ width, height, data: hair }, size, scale) };
}
