import { boxBlur } from '../../raster/box-blur.js';
import type { Mask, RasterImage } from '../../raster/raster-image.js';
import { isSkinColour } from '../../raster/skin-colour.js';
import type { HeadView } from '../../registration/head/head-view.js';

/** Two photographs of a head on one grid, the second with the first's light; its scalp is −1 where it shows nothing. */
export interface LitPair {
  readonly first: Pick<HeadView, 'width' | 'height' | 'scalp' | 'hair'>;
  readonly second: Pick<HeadView, 'scalp' | 'hair'>;
  /** Red, green, blue in turn, 0…255, in the same light. */
  readonly colours: readonly [RasterImage, RasterImage];
  readonly region: Mask;
  /** Where the pictures differ by no more than grain, 1; 0 elsewhere. */
  readonly still: Uint8Array;
}

/** What bare skin and hair look like at every pixel: red, green, blue in turn. */
export interface Tones {
  readonly skin: Float32Array;
  readonly hair: Float32Array;
}

/** Tones are averaged over this share of the scalp's radius. */
const reach = 0.25;
/** A place without any such colour near it gets the head's mean. */
const holdToMean = 0.02;
const fewestPlaces = 60;
const both = [0, 1] as const;
/** Skin of any tone has at least so much less blue than red; what has not is white hair that the network took for bare scalp, or a photograph without colours. */
const leastRedness = 0.2;

/** Where the skin beside the scalp is darker than the hair, this share of it, the better lit, tells what bared scalp looks like: neck and ears lie in the head's own shadow. */
const wellLit = 0.5;

/** A place of one of the two pictures. */
interface Sighting {
  readonly at: number;
  readonly picture: 0 | 1;
}

/**
 * The colours of bare scalp and of hair, from places of the pair where the network for heads is sure.
 *
 * Skin is looked for where both photographs show it bare; where there is too little of that, on the forehead, neck and ears (the
 * well lit part of them where all of it is darker than the hair); last of all where one of the two is bare. Where much surely was bared, the bared skin must look more like it than the hair did. Hair counts that did not change and, where there is too little of that, what only one
 * shows; where all of it changed, the less skin-like of the two.
 * @returns Null where the photographs show too little of either.
 */
export function findTones(pair: LitPair): Tones | null {
  const { first, second, region, still, colours } = pair, { width, height } = first, area = region.data.reduce((sum, value) => sum + (value !== 0 ? 1 : 0), 0), radius = Math.sqrt(area / Math.PI);
  const near = boxBlur({ width, height, data: Float32Array.from(region.data) }, Math.max(2, radius / 5)).data;
  const bareAtBoth: Sighting[] = [], beside: number[] = [], bareAtOne: Sighting[] = [], hairAtBoth: Sighting[] = [], hairAtOne: Sighting[] = [], hairMoved: number[] = [], bared: Sighting[] = [];
  const see = (list: Sighting[], at: number, pictures: readonly (0 | 1)[]): void => { for (const picture of pictures) list.push({ at, picture }); };
  for (let at = 0; at < region.data.length; at++) {
    const scalp = [first.scalp.data[at], second.scalp.data[at]] as const, share = [first.hair.data[at], second.hair.data[at]] as const;
    if (scalp[1] < 0) continue;
    const isBare = (k: 0 | 1): boolean => scalp[k] > 0.5 && share[k] < 0.2, isHair = (k: 0 | 1): boolean => scalp[k] > 0.6 && share[k] > 0.8;
    if (region.data[at] === 0) {
      if (still[at] !== 0 && near[at] > 0.02 && Math.max(...scalp) < 0.3 && isSkinAt(colours[0], at) && isSkinAt(colours[1], at)) beside.push(at);
    } else if (still[at] !== 0) {
      if (isBare(0) && isBare(1)) see(bareAtBoth, at, both);
      else if (isHair(0) && isHair(1)) see(hairAtBoth, at, both);
    } else {
      see(bareAtOne, at, both.filter(isBare));
      if (isHair(0) && isHair(1)) hairMoved.push(at);
      see(hairAtOne, at, both.filter((k) => isHair(k) && share[k] > share[1 - k] + 0.2));
      see(bared, at, both.filter((k) => isBare(k) && isHair((1 - k) as 0 | 1)));
    }
  }
  const fewest = Math.max(fewestPlaces, 0.01 * area), hairThere = bared.map(({ at, picture }): Sighting => ({ at, picture: picture === 0 ? 1 : 0 }));
  const seen = [hairAtBoth, [...hairAtBoth, ...hairAtOne]].find(({ length }) => length >= fewest), all = atBoth(beside), inShade = seen !== undefined && lightOf(all, pair) < lightOf(seen, pair);
  const skin = [bareAtBoth, inShade ? atBoth(litBest(beside, pair)) : all, bareAtOne].find((places) => places.length >= fewest && isAsRedAsSkin(places, pair) && (bared.length < fewest || isMoreLike(places, bared, hairThere, pair)));
  if (skin === undefined) return null;
  const hair = seen ?? farFromSkin(hairMoved, skin, pair);
  return hair.length < fewest ? null : { skin: spread(skin, pair, reach * radius), hair: spread(hair, pair, reach * radius) };
}

function atBoth(places: readonly number[]): Sighting[] {
  return places.flatMap((at) => both.map((picture) => ({ at, picture })));
}

/** The better lit of these places. */
function litBest(places: readonly number[], { colours }: LitPair): number[] {
  const light = (at: number): number => [0, 1, 2].reduce((sum, c) => sum + colours[0].data[3 * at + c] + colours[1].data[3 * at + c], 0), levels = Float64Array.from(places, light).sort();
  const least = levels[Math.floor((1 - wellLit) * levels.length)] ?? 0;
  return places.filter((at) => light(at) >= least);
}

function lightOf(places: readonly Sighting[], { colours }: LitPair): number {
  return meanColour(places, colours).reduce((sum, value) => sum + value, 0);
}

/** Whether what was surely bared looks more like these places than the hair that surely was there: skin in deep shade is darker than grey or fair hair, and would turn a loss into a gain. */
function isMoreLike(places: readonly Sighting[], bared: readonly Sighting[], hair: readonly Sighting[], { colours }: LitPair): boolean {
  const [own, skin, shaft] = [places, bared, hair].map((list) => meanColour(list, colours)) as [number[], number[], number[]], distance = (colour: readonly number[]): number => own.reduce((sum, value, c) => sum + (colour[c] - value) ** 2, 0);
  return distance(skin) < distance(shaft);
}

function isAsRedAsSkin(places: readonly Sighting[], { colours }: LitPair): boolean {
  const [red, , blue] = meanColour(places, colours);
  return red - blue >= leastRedness * red;
}

function meanColour(places: readonly Sighting[], colours: LitPair['colours']): number[] {
  return [0, 1, 2].map((c) => places.reduce((sum, { at, picture }) => sum + colours[picture].data[3 * at + c], 0) / places.length);
}

/** Hair that changed everywhere: of each place the picture that is less like skin, which shows more of it. */
function farFromSkin(places: readonly number[], skin: readonly Sighting[], { colours }: LitPair): Sighting[] {
  const mean = meanColour(skin, colours);
  const distance = (at: number, picture: 0 | 1): number => mean.reduce((sum, value, c) => sum + (colours[picture].data[3 * at + c] - value) ** 2, 0);
  return places.map((at) => ({ at, picture: distance(at, 0) >= distance(at, 1) ? 0 : 1 }));
}

/** Colours of single places carried over the whole grid: the mean nearby, the mean of all where none is near. */
function spread(sightings: readonly Sighting[], { first: { width, height }, colours }: LitPair, sigma: number): Float32Array {
  const weight = new Float32Array(width * height), out = new Float32Array(3 * width * height);
  for (const { at } of sightings) weight[at] += 1;
  const near = boxBlur({ width, height, data: weight }, Math.max(2, sigma)).data;
  for (let c = 0; c < 3; c++) {
    const sum = new Float32Array(width * height);
    let mean = 0;
    for (const { at, picture } of sightings) {
      const value = colours[picture].data[3 * at + c];
      sum[at] += value;
      mean += value / sightings.length;
    }
    boxBlur({ width, height, data: sum }, Math.max(2, sigma)).data.forEach((value, at) => { out[3 * at + c] = (value + holdToMean * mean) / (near[at] + holdToMean); });
  }
  return out;
}

function isSkinAt({ data }: RasterImage, at: number): boolean {
  return isSkinColour(data[3 * at], data[3 * at + 1], data[3 * at + 2]);
}
