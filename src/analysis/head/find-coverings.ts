import { boxBlur } from '../../raster/box-blur.js';
import type { Mask, RasterImage } from '../../raster/raster-image.js';
import { isSkinColour } from '../../raster/skin-colour.js';
import type { HeadView } from '../../registration/head/head-view.js';
import { clampShare } from './clamp-share.js';
import { differPictures } from './differ-pictures.js';
import { followStrands } from './follow-strands.js';
import { hairOf } from './hair-of.js';
import { findStraightBorder } from './straight-border.js';

/** Colours are judged after this blur, pixels, on every third pixel. */
const blur = 1.5, step = 3;
/** Hair and skin are looked for within this share of the scalp's radius around it; of each there must be this share of the scalp. */
const reach = 0.2, fewestShare = 0.003;
/** Mixtures of hair and skin are tried in these shares, each in light that is so many times as bright; hair casts deep shadows on itself. */
const skinShares = [0, 0.2, 0.4, 0.6, 0.8, 1] as const, lights = [-1.25, -1, -0.75, -0.5, -0.25, 0, 0.25, 0.5].map(Math.exp);
/** Added to levels before their logarithm is taken, so that the colours of black are no grain. */
const floor = 10;
/** No head's colours fit better than this (natural logarithm); so many times as badly as its own do fits nothing of it: not at all, wholly. */
const leastMisfit = 0.05, foreignNone = 1.5, foreignSure = 2.5;
/** How badly a head's own colours fit: of the places that did not change, and of all, as far as no covering should reach. */
const unchangedPlaces = 0.9, ownPlaces = 0.4;
/** A place that is surely scalp at one visit (from the first chance on, wholly from the second) and surely none at the other. */
const scalpNone = 0.6, scalpSure = 0.8, elseNone = 0.4, elseSure = 0.2;
/** A border that was drawn differently is a thin line: after this blur, pixels, less than such a share of it is left. */
const borderBlur = 6, borderNone = 0.35, borderSure = 0.65;
/** A straight border this long, in radii of the scalp, is one of a thing: not at all, wholly. Painted losses reached 0.59, bandages 0.91 to 1.3. */
const straightNone = 0.65, straightSure = 0.85;
/** From this share of the scalp on, strands that are found again prove where the heads lie. */
const surelyFound = 0.1;

/** Scalp that was under hair so far may be paler or darker than neck and forehead: skin of other people, as cameras show it. */
const otherSkin: readonly Colour[] = [[236, 204, 184], [200, 154, 124], [130, 88, 64]];

/** What lies on the head at one visit only, as shares of the scalp, 0…1. */
export interface Coverings {
  /** It has colours that neither hair nor skin of this head has at the other visit, in any mixture and light. */
  readonly foreignShare: number;
  /** The network takes it for no part of the scalp, and it has the colours of skin: a hand, or skin that was bared and is taken for forehead; or what differs ends in a long straight line. */
  readonly doubtfulShare: number;
  /** Share of the scalp that differs, where elsewhere strands are found again one by one, so that both surely lie on one another; 0 where none are. */
  readonly replacedShare: number;
}

const both = [0, 1] as const;

/**
 * Looks for caps, cloths, plasters, combs and hands that lie on the head at one of two visits: what they hide is no hair lost, and what they look like none gained.
 *
 * Known limits: a thing of the very colours of this head's hair or skin without long straight edges is not seen, nor one that covers more than about half of the scalp, nor powder in the hair's colour.
 * @param inLikeLight  The second picture in the first one's frame and light.
 */
export function findCoverings(first: HeadView, second: HeadView, inLikeLight: RasterImage): Coverings {
  const { width, height } = first, views = [first, second] as const, region: Mask = { ...first.region, data: first.region.data.map((value, at) => (value !== 0 || second.region.data[at] !== 0 ? 1 : 0)) };
  const { shown, near, quiet, unlit } = differPictures(first, second, inLikeLight, region), inside = region.data.reduce((sum, value) => sum + value, 0), radius = Math.sqrt(inside / Math.PI);
  // Light on a part of the head changes what is there, too; it covers nothing.
  const differs = near.map((value, at) => region.data[at] * shown[at] * clampShare(Math.min(value, unlit[at]) / quiet - 1));
  const gone = differs.map((value, at) => value * leftTheScalp(first.scalp.data[at], second.scalp.data[at])), gonePlenty = boxBlur({ width, height, data: gone }, borderBlur).data;
  const thick = gone.map((value, at) => value * clampShare((gonePlenty[at] - borderNone) / (borderSure - borderNone)));
  const close = boxBlur({ width, height, data: Float32Array.from(region.data) }, Math.max(2, reach * radius)).data, soft = [first.picture, inLikeLight].map(softColours) as [Colours, Colours];
  const foreign = both.map((k) => findForeign(k, { views, soft, region, shown, close, still: (at) => near[at] < quiet, inside })) as [Float32Array | null, Float32Array | null];
  let foreignSum = 0, doubtfulSum = 0;
  for (let row = 0; row < height; row += step) {
    for (let at = row * width; at < (row + 1) * width; at += step) {
      if (differs[at] === 0) continue;
      const [one, two] = [foreign[0]?.[at] ?? 0, foreign[1]?.[at] ?? 0], less = Math.min(one, two), strange = Math.max(one, two) - (less === 0 ? 0 : less * alike(soft, at)), hairy = clampShare(2 * Math.max(hairOf(first, at), hairOf(second, at)));
      foreignSum += differs[at] * strange * hairy;
      doubtfulSum += thick[at] * (1 - strange);
    }
  }
  const changed: Mask = { width, height, data: Uint8Array.from(near, (value, at) => (shown[at] !== 0 && Math.min(value, unlit[at]) > 2 * quiet ? 1 : 0)) }, differing = differs.reduce((sum, value) => sum + value, 0) / Math.max(1, inside);
  const straight = clampShare((findStraightBorder(changed, region, shown) / radius - straightNone) / (straightSure - straightNone)), scale = (step * step) / Math.max(1, inside), foreignShare = foreignSum * scale;
  const [strands] = followStrands({ first, second, colours: [first.picture, inLikeLight], region, still: Uint8Array.from(near, (value) => (value < quiet ? 1 : 0)) }), found = strands.trust.reduce((sum, value, at) => sum + region.data[at] * value, 0) / Math.max(1, inside);
  return {
    foreignShare, doubtfulShare: Math.max(doubtfulSum * scale, straight * Math.max(0, differing - foreignShare)),
    replacedShare: clampShare(found / surelyFound) * differing,
  };
}

/** Whether a place has one colour in both pictures: what shines on a scalp is foreign to it at both visits, and covers nothing. */
function alike([one, two]: Scene['soft'], at: number): number {
  const distance = misfitOf([one[0][at], one[1][at], one[2][at]], [0, 1, 2].map((c) => Math.log(two[c][at] + floor)));
  return 1 - clampShare((distance / leastMisfit - foreignNone) / (foreignSure - foreignNone));
}

function leftTheScalp(one: number, two: number): number {
  return clampShare((Math.max(one, two) - scalpNone) / (scalpSure - scalpNone)) * clampShare((elseNone - Math.min(one, two)) / (elseNone - elseSure));
}

type Colours = readonly [Float32Array, Float32Array, Float32Array];

function softColours({ width, height, data }: RasterImage): Colours {
  return [0, 1, 2].map((c) => boxBlur({ width, height, data: Float32Array.from({ length: width * height }, (_, at) => data[3 * at + c]) }, blur).data) as unknown as Colours;
}

interface Scene {
  readonly views: readonly [HeadView, HeadView];
  readonly soft: readonly [Colours, Colours];
  readonly region: Mask;
  readonly shown: Float32Array;
  /** Above 0 on and around the scalp. */
  readonly close: Float32Array;
  readonly still: (at: number) => boolean;
  readonly inside: number;
}

/** Of one picture: how surely each place has colours of neither hair nor skin as the other picture, and unchanged places of this one, show them; null where they show too little. */
function findForeign(k: 0 | 1, { views, soft, region, shown, close, still, inside }: Scene): Float32Array | null {
  const { width, height } = region, skin: Colour[] = [], beside: Colour[] = [], hair: Colour[] = [];
  for (let at = 0; at < region.data.length; at += step) {
    if (shown[at] === 0 || close[at] < 0.02) continue;
    for (const v of still(at) ? both : [1 - k]) {
      const chance = views[v].scalp.data[at], share = hairOf(views[v], at), colour: Colour = [soft[v][0][at], soft[v][1][at], soft[v][2][at]];
      if (region.data[at] === 0) { if (chance < 0.3 && isSkinColour(...colour)) beside.push(colour); }
      else if (chance > 0.6 && share < 0.15) skin.push(colour);
      else if (chance > 0.8 && share > 0.85) hair.push(colour);
    }
  }
  const fewest = Math.max(20, fewestShare * inside), tones = skin.length >= fewest ? shadesOf(skin) : beside.length >= fewest ? [...shadesOf(beside), ...otherSkin] : otherSkin;
  if (hair.length < fewest) return null;
  const mixtures = mix(tones, shadesOf(hair)), misfit = new Float32Array(region.data.length), unchanged: number[] = [], all: number[] = [];
  for (let row = 0; row < height; row += step) {
    for (let at = row * width; at < (row + 1) * width; at += step) {
      if (region.data[at] === 0 || shown[at] === 0) continue;
      misfit[at] = misfitOf([soft[k][0][at], soft[k][1][at], soft[k][2][at]], mixtures);
      all.push(misfit[at]);
      if (still(at)) unchanged.push(misfit[at]);
    }
  }
  const own = Math.max(leastMisfit, quantile(unchanged, unchangedPlaces), quantile(all, ownPlaces));
  return misfit.map((value) => clampShare((value / own - foreignNone) / (foreignSure - foreignNone)));
}

type Colour = readonly [number, number, number];

/** Medians of the darkest, the middle and the brightest third. */
function shadesOf(colours: readonly Colour[]): Colour[] {
  const sorted = [...colours].sort((a, b) => a[0] + a[1] + a[2] - b[0] - b[1] - b[2]), third = Math.floor(sorted.length / 3);
  return [0, 1, 2].map((k) => sorted.slice(k * third, (k + 1) * third)).map((part) => [0, 1, 2].map((c) => quantile(part.map((colour) => colour[c]), 0.5)) as unknown as Colour);
}

/** Logarithms of every mixture in every light, red, green, blue in turn. */
function mix(skin: readonly Colour[], hair: readonly Colour[]): Float64Array {
  return Float64Array.from(skin.flatMap((bare) => hair.flatMap((full) => skinShares.flatMap((share) => lights.flatMap((light) => bare.map((value, c) => Math.log(light * (share * value + (1 - share) * full[c]) + floor)))))));
}

/** Root mean square distance of a colour to the nearest mixture, natural logarithm. */
function misfitOf(colour: Colour, mixtures: ArrayLike<number>): number {
  const [red, green, blue] = colour.map((value) => Math.log(value + floor));
  let least = Infinity;
  for (let i = 0; i < mixtures.length; i += 3) {
    const distance = (red - mixtures[i]) ** 2 + (green - mixtures[i + 1]) ** 2 + (blue - mixtures[i + 2]) ** 2;
    if (distance < least) least = distance;
  }
  return Math.sqrt(least / 3);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
