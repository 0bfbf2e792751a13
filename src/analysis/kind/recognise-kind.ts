import type { GlobalMaps } from '../../raster/global-maps.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { resampleSmall } from '../../raster/small-copy.js';
import type { Segmenter } from '../../segmentation/segmenter.js';
import { findWorkingScale } from '../find-working-scale.js';
import { headWeights } from './head-weights.js';
import { describePicture, type PictureTraits } from './picture-traits.js';
import { describeScalp } from './scalp-traits.js';

export interface RecognisedKind {
  readonly kind: 'closeup' | 'global' | 'neither';
  /** Probability, 0…1, that it shows a head, by how it looks and what the network for heads makes of it. */
  readonly headProbability: number;
}

/** Pictures are described at this size. */
const traitSide = 256;
/** From here on the answer is taken without looking for single shafts. */
const surelyHead = 0.8;
/** With a scale given only a head beyond doubt is not taken for the close-up that the scale speaks of. */
const headInSpiteOfScale = 0.97;
/** Below this at first glance a photograph is no head beyond doubt: of 61 that are, none was below 0.96 (bench of the samples, docs/performance.md). */
const headAtAGlance = 0.5;
/** Shafts seen less clearly than this are none: 49 close-ups of four kinds reached 0.57 and more. */
const leastClarity = 0.56;

/**
 * Close-ups of scalp, whatever device took them, keep inside these bounds: even light, no large plain or white parts, the
 * colours of skin or none. Seen on the samples, with room to both sides.
 */
const closeupBounds: Partial<Record<keyof PictureTraits, readonly [number, number]>> = {
  contrast: [12, 62], colourfulness: [0, 62], flat: [0.03, 0.6], white: [0, 0.2], fineDetail: [1.2, 3.6], coarseDetail: [2.3, 4.4],
  unevenness: [0, 30], oneWay: [0.02, 0.9], colours: [0.008, 0.16],
};

/**
 * Tells close-ups of scalp from heads and from everything else.
 * @param maps        Of the network for heads, of the whole picture.
 * @param segmenter   The network for shafts, asked only in doubt or where there is no head.
 * @param scaleGiven  A photograph whose scale is known is a close-up unless it clearly shows a head.
 */
export async function recogniseKind(image: RasterImage, maps: GlobalMaps, segmenter: Segmenter, scaleGiven: boolean): Promise<RecognisedKind> {
  const traits = traitsOf(image), headProbability = probabilityOfHead(traits, maps);
  if (scaleGiven) return { kind: headProbability >= headInSpiteOfScale ? 'global' : 'closeup', headProbability };
  if (headProbability >= surelyHead) return { kind: 'global', headProbability };
  const within = Object.entries(closeupBounds).every(([name, [least, most]]) => traits[name as keyof PictureTraits] >= least && traits[name as keyof PictureTraits] <= most);
  if (within && (await findWorkingScale(image, segmenter)).clarity >= leastClarity) return { kind: 'closeup', headProbability };
  return { kind: headProbability > 0.5 ? 'global' : 'neither', headProbability };
}

/**
 * Whether a photograph whose scale is given may be taken for a close-up without asking the network for heads further.
 * @param maps  What that network makes of it at a glance.
 */
export function isCloseupAtAGlance(image: RasterImage, maps: GlobalMaps): boolean {
  return probabilityOfHead(traitsOf(image), maps) < headAtAGlance;
}

function traitsOf(image: RasterImage): PictureTraits {
  return describePicture(resampleSmall(image, traitSide / Math.max(image.width, image.height)));
}

/** Logistic model of the traits and their squares; `head-weights.ts` holds what was fitted. */
export function probabilityOfHead(picture: PictureTraits, maps: GlobalMaps): number {
  const values: Record<string, number> = { ...picture };
  for (const [name, value] of Object.entries(describeScalp(maps))) values[`${name}OfScalp`] = value;
  let sum: number = headWeights.constant;
  for (const [name, { mean, spread, weight, square }] of Object.entries(headWeights.traits)) {
    const z = Math.max(-4, Math.min(4, (values[name] - mean) / spread));
    sum += weight * z + square * z * z;
  }
  return 1 / (1 + Math.exp(-sum));
}
