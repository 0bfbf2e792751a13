import { boxBlur } from '../../raster/box-blur.js';
import type { FloatMap, Mask, RasterImage } from '../../raster/raster-image.js';
import type { HeadView } from '../../registration/head/head-view.js';
import { clampShare } from './clamp-share.js';
import { differPictures } from './differ-pictures.js';
import { doubtShine } from './doubt-shine.js';
import { findTones, type LitPair, type Tones } from './find-tones.js';
import { followStrands } from './follow-strands.js';
import { hairOf } from './hair-of.js';
import { losePattern } from './lose-pattern.js';

/** Pixels over which a mixture of hair and skin is measured, as in `differPictures`, and over which it is judged whether it is one. */
const window = 2.5, wideWindow = 6;
/** From this share of the strands' pattern on, what is gone of it is hair, where they are seen so clearly. */
const surelyGone = 0.1, surelySeen = 0.35;
/** A difference must lie along the line from skin to hair by these shares to be one of hair: not at all, wholly. */
const alongNone = 0.2, alongSure = 0.5;
/** Skin and hair must differ by these many levels: not at all told apart, wholly. */
const contrastNone = 6, contrastSure = 18;
/** From this share on that the colours say was lost, the strands say how much. */
const tonesAgree = 0.1;
/**
 * Bared skin in the shade has the colours of thin dark hair, and thin hair has nearly those of skin. Where the network sees hair at one visit (from the first
 * share on, surely from the second) and bare skin at the other, and no strands can be followed, its answer counts more than that of the colours.
 */
const hairNone = 0.2, hairSure = 0.4, bareNone = 0.45, bareSure = 0.2, networkCounts = 0.8;
/**
 * Over the whole region the network's answer counts as much as that of the colours where both say the same of more and less, it says more by these shares (not at
 * all, wholly), and the colours alone say more than a shadow or a lamp on part of the head ever made of them.
 */
const moreNone = 0.02, moreSure = 0.06, aboveLightNone = 0.12, aboveLightSure = 0.17;
/** Keeps mixtures of nearly bare skin finite. */
const leastHair = 0.02;

/** What the colours of two photographs say of the change of hair. */
export interface ColourChange {
  /** Second less first at every pixel, −1…1; 0 outside what both show. */
  readonly change: FloatMap;
  /** Share of the region where the pictures differ and the colours do not tell how, 0…1. */
  readonly undecidedShare: number;
  /** How much more hair the colours would call lost or gained, 0…1, if no difference were put down to light or to grain: hair thinned evenly all over looks like hair in more light. */
  readonly overlookedShare: number;
  /** How much of the change, 0…1, the network's answer has added to that of the colours: as much may be wrong. */
  readonly addedShare: number;
}

/**
 * How much the share of hair differs at every pixel of two photographs of one head in one frame and light: second less first, −1…1.
 *
 * Where the pictures agree pixel by pixel, nothing changed, whatever a network makes of either; nor where they would if a shadow
 * or a lamp's light were taken off one of them. Where they differ along the line
 * from the colour of this head's skin to that of its hair, the share of hair lost is how far the fuller picture's own pixels
 * moved towards skin (least squares in a small window, so the strands' light and dark does no harm), and where single strands
 * are seen at both, how much of their pattern is left. Where the difference is
 * of another colour, or skin and hair look alike, the difference of the network's answers stands. Exchanged, exactly the negative.
 *
 * Known bias: hair is lost at most by the share that the network saw there or that the colours show plainly; losses come out
 * about a tenth too small, large ones of thin hair more. Edges of hard shadows, coloured shadows, make-up and dye along the same line of colours are taken for a change.
 */
export function compareColours(first: HeadView, second: HeadView, inLikeLight: RasterImage, region: Mask): ColourChange {
  const { width, height } = first, count = width * height, colours = [first.picture, inLikeLight] as const;
  const blur = (data: Float32Array, sigma: number): Float32Array => boxBlur({ width, height, data }, sigma).data;
  const { shown, difference, near, quiet, factor, unlit } = differPictures(first, second, inLikeLight, region), still = Uint8Array.from(near, (value) => (value < quiet ? 1 : 0));
  const pair: LitPair = { first, second, colours, region, still }, tones = findTones(pair);
  const net = Float32Array.from(difference, (_, at) => hairOf(second, at) - hairOf(first, at));
  const differs = near.map((value) => clampShare(value / quiet - 1)), differsUnlit = near.map((value, at) => clampShare(Math.min(value, unlit[at]) / quiet - 1));
  const answer = (trust: Float32Array, mixed: Float32Array, moved: Float32Array, clear: Float32Array, byTones: Float32Array): ColourChange => heedNetwork({
    change: { width, height, data: net.map((value, at) => (shown[at] === 0 ? 0 : moved[at] * (trust[at] * mixed[at] + (1 - trust[at]) * value))) },
    // Hair too fine to be seen singly looks the same in a lamp's light as evenly thinned.
    undecidedShare: meanInside(region, moved.map((value, at) => shown[at] * (value * (1 - trust[at]) + (differs[at] - value) * (1 - clear[at]) * Math.max(hairOf(first, at), hairOf(second, at))))),
    overlookedShare: Math.abs(meanInside(region, moved.map((value, at) => shown[at] * (1 - value) * trust[at] * byTones[at]))),
    addedShare: 0,
  }, net.map((value, at) => shown[at] * value), region);
  if (tones === null) return answer(new Float32Array(count), new Float32Array(count), differsUnlit, new Float32Array(count), new Float32Array(count));

  const { hair, along, contrast } = hairiness(pair, tones), [one, two] = hair, products = (a: Float32Array, b: Float32Array): Float32Array => blur(a.map((value, at) => value * b[at]), window);
  const byTone = [share(products(one.map((value, at) => value - two[at]), one), products(one, one)), share(products(two.map((value, at) => value - one[at]), two), products(two, two))] as const;
  const strands = followStrands(pair), [lost, gained] = byTone.map((map, k) => {
    const [fuller, thinner] = k === 0 ? [first, second] : [second, first];
    return map.map((value, at) => {
      const strandsCount = clampShare(value / tonesAgree) * strands[k].trust[at], likely = value + strandsCount * (strands[k].gone[at] - value);
      return shown[at] === 0 ? likely : likely + (1 - strandsCount) * networkCounts * Math.max(0, surelyBared(hairOf(fuller, at), hairOf(thinner, at)) - likely);
    });
  }) as [Float32Array, Float32Array];
  const level = hair.map((map) => blur(map, window)) as [Float32Array, Float32Array], alongNear = blur(along, wideWindow), differenceNear = blur(difference, wideWindow), noShine = doubtShine(pair, tones);
  const trust = along.map((_, at) => noShine[at] * clampShare((alongNear[at] / (differenceNear[at] + 1) - alongNone) / (alongSure - alongNone)) * clampShare((contrast[at] - contrastNone) / (contrastSure - contrastNone)));
  // Where single strands are seen, a part of which is gone beyond what went with the light, no light explains that; nor where hair too fine for that lost pattern while it became brighter.
  const fuller = byTone[0].map((value, at) => (value > byTone[1][at] ? 0 : 1)), clear = fuller.map((k, at) => clampShare(strands[k as 0 | 1].trust[at] / surelySeen));
  const faded = losePattern(pair, factor), moved = differs.map((value, at) => {
    const darker = Math.min(1, fuller[at] === 0 ? factor[at] : 1 / factor[at]), gone = 1 - (1 - strands[fuller[at] as 0 | 1].gone[at]) / darker;
    return differsUnlit[at] + (value - differsUnlit[at]) * Math.max(clear[at] * clampShare(gone / surelyGone), faded[fuller[at] as 0 | 1][at]);
  });
  const ofHair = (gain: Float32Array, loss: Float32Array): Float32Array => loss.map((value, at) => gain[at] * Math.max(hairOf(second, at), plainly(level[1][at])) - value * Math.max(hairOf(first, at), plainly(level[0][at])));
  return answer(trust, ofHair(gained, lost), moved, clear, ofHair(byTone[1], byTone[0]));
}

/** A large change of which the network sees still more: the mean of both answers. What the colours say of each place becomes larger by the same factor. @param net  Second less first. */
function heedNetwork(byColour: ColourChange, net: Float32Array, region: Mask): ColourChange {
  const { change } = byColour, said = meanInside(region, change.data), seen = meanInside(region, net), more = said * seen > 0 ? Math.abs(seen) - Math.abs(said) : 0;
  const weight = clampShare((more - moreNone) / (moreSure - moreNone)) * clampShare((Math.abs(said) - aboveLightNone) / (aboveLightSure - aboveLightNone)), addedShare = (weight * more) / 2;
  if (addedShare === 0) return byColour;
  const factor = 1 + addedShare / Math.abs(said);
  return { ...byColour, change: { ...change, data: change.data.map((value) => Math.max(-1, Math.min(1, factor * value))) }, addedShare };
}

function meanInside(region: Mask, values: Float32Array): number {
  let inside = 0, sum = 0;
  region.data.forEach((value, at) => {
    if (value === 0) return;
    inside++;
    sum += values[at];
  });
  return sum / Math.max(1, inside);
}

/** Place of both pictures' colours on the line from skin, 0, to hair, 1; how much of their squared difference lies along it; and its length, levels. */
function hairiness({ first: { width, height }, second, colours }: LitPair, { skin, hair }: Tones): { hair: [Float32Array, Float32Array]; along: Float32Array; contrast: Float32Array } {
  const count = width * height, one = new Float32Array(count), two = new Float32Array(count), along = new Float32Array(count), contrast = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    if (second.scalp.data[at] < 0) continue;
    let length = 0, a = 0, b = 0;
    for (let k = 3 * at; k < 3 * at + 3; k++) {
      const line = hair[k] - skin[k];
      length += line * line;
      a += line * (colours[0].data[k] - skin[k]);
      b += line * (colours[1].data[k] - skin[k]);
    }
    // Five levels more, so that a line of no length gives no large places.
    const place = (value: number): number => Math.max(0, Math.min(2, value / (length + 75)));
    one[at] = place(a);
    two[at] = place(b);
    along[at] = (b - a) ** 2 / Math.max(1, length);
    contrast[at] = Math.sqrt(length / 3);
  }
  return { hair: [one, two], along, contrast };
}

/** Share of the hair that the network takes for gone where it is sure of both answers, 0 where it is not. */
function surelyBared(fuller: number, thinner: number): number {
  return clampShare((fuller - hairNone) / (hairSure - hairNone)) * clampShare((bareNone - thinner) / (bareNone - bareSure)) * (1 - thinner / Math.max(fuller, hairNone));
}

function share(part: Float32Array, whole: Float32Array): Float32Array {
  return part.map((value, at) => clampShare(value / (whole[at] + leastHair)));
}

/** Colours like those of hair show hair that the network overlooked; shades between say nothing, they may be shadow. */
function plainly(level: number): number {
  return clampShare(2 * level - 0.8);
}
