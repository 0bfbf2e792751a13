import type { GlobalMaps } from '../../raster/global-maps.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { resampleSmall, type SmallCopy } from '../../raster/small-copy.js';
import type { Segmenter } from '../../segmentation/segmenter.js';
import { findWorkingScale } from '../find-working-scale.js';
import { goesOnAround } from './goes-on-around.js';
import { headWeights, lookWeights } from './head-weights.js';
import { describePicture, traitSide, type PictureTraits } from './picture-traits.js';
import { describeScalp } from './scalp-traits.js';

export interface RecognisedKind {
  readonly kind: 'closeup' | 'global' | 'neither';
  /** Probability, 0…1, that it shows a head, by how it looks and what the network for heads makes of it, if that was asked. */
  readonly headProbability: number;
}

/** From here on the answer is taken without looking for single shafts, which a few heads seem to show; 106 close-ups reach 0.64 at most. */
const surelyHead = 0.75;
/** Where no shafts are seen, a head is believed from here on: painted other things stay below, but for a hand. */
const believedHead = 0.3;
/** Only a head beyond doubt is not taken for the close-up that it is said to be, or that a given scale speaks of. */
const headInSpiteOfScale = 0.97;
/** Below this at first glance a photograph is no head beyond doubt (with the weights before these, of 61 that are none was below 0.96). */
const headAtAGlance = 0.5;
/** Below this by its looks alone, a picture on which shafts are seen clearly is a close-up; the network for heads need not look. */
const surelyCloseup = 0.02;
/** From here on by its looks, a picture that is said to be a close-up is looked at for a head. */
const perhapsHead = 0.5;
/** Shafts seen less clearly than this are none: 49 close-ups of four kinds reached 0.57 and more. Where hardly one is beyond doubt it takes more. */
const leastClarity = 0.56, clearly = 0.7;
/** So many shafts with little doubt are hair: 3 of 147 pieces of faces, clothes and rooms showed as many, and 97 of 110 close-ups. */
const fewestSureShafts = 3;

/**
 * Close-ups of scalp, whatever device took them, keep inside these bounds: even light, no large plain or white parts, the
 * colours of skin or none. Seen on the samples, with room to both sides. Asked where hardly a shaft is beyond doubt: a bright, wet or dense close-up may leave them.
 */
const closeupBounds: Partial<Record<keyof PictureTraits, readonly [number, number]>> = {
  contrast: [12, 62], colourfulness: [0, 62], flat: [0, 0.6], white: [0, 0.2], fineDetail: [1.2, 3.6], coarseDetail: [2.3, 4.4],
  unevenness: [0, 30], oneWay: [0.02, 0.9], colours: [0.008, 0.16],
};

/**
 * Tells close-ups of scalp from heads and from everything else.
 * @param lookForHead  What the network for heads makes of the whole picture; asked only where looks leave it open.
 * @param segmenter    The network for shafts, asked only in doubt or where there is no head.
 * @param scaleGiven   A photograph whose scale is known is a close-up unless it clearly shows a head.
 */
export async function recogniseKind(image: RasterImage, lookForHead: () => Promise<GlobalMaps>, segmenter: Segmenter, scaleGiven: boolean): Promise<RecognisedKind> {
  const traits = describeAtTraitSize(image), looks = probabilityByLooks(traits);
  const showsShafts = async (): Promise<boolean> => {
    const { clarity, sureShafts } = await findWorkingScale(image, segmenter);
    return clarity >= leastClarity && (sureShafts >= fewestSureShafts || (clarity >= clearly && isWithinBounds(traits)));
  };
  if (looks < surelyCloseup && (scaleGiven || await showsShafts())) return { kind: 'closeup', headProbability: looks };
  const headProbability = believableHead(image, traits, await lookForHead());
  if (scaleGiven) return { kind: headProbability >= headInSpiteOfScale ? 'global' : 'closeup', headProbability };
  if (headProbability >= surelyHead) return { kind: 'global', headProbability };
  if (await showsShafts()) return { kind: 'closeup', headProbability };
  return { kind: headProbability > believedHead ? 'global' : 'neither', headProbability };
}

/** Whether the network for heads will be asked about a photograph whose scale is not given: always, unless its looks leave no doubt. */
export function mayShowHead(image: RasterImage | SmallCopy): boolean {
  return probabilityByLooks(describeAtTraitSize(image)) >= surelyCloseup;
}

/**
 * Whether a photograph whose scale is given may be taken for a close-up without asking the network for heads further.
 * @param glance  What that network makes of it at a glance; asked only where looks leave it open.
 */
export async function isCloseupAtAGlance(image: RasterImage | SmallCopy, glance: () => Promise<GlobalMaps>): Promise<boolean> {
  const traits = describeAtTraitSize(image);
  return probabilityByLooks(traits) < surelyCloseup || probabilityOfHead(traits, await glance()) < headAtAGlance;
}

/** Whether what is said to be a close-up shows a head beyond doubt. */
export async function contradictsCloseup(image: RasterImage, lookForHead: () => Promise<GlobalMaps>): Promise<boolean> {
  const traits = describeAtTraitSize(image);
  return probabilityByLooks(traits) >= perhapsHead && believableHead(image, traits, await lookForHead()) >= headInSpiteOfScale;
}

/**
 * Whether a photograph may be shown whole although nobody has said what it is: it looks like a close-up, and no head is seen.
 * Errs towards hiding.
 */
export async function showsNoFace(image: RasterImage, lookForHead: () => Promise<GlobalMaps>): Promise<boolean> {
  const traits = describeAtTraitSize(image);
  return probabilityByLooks(traits) < surelyCloseup || (isWithinBounds(traits) && probabilityOfHead(traits, await lookForHead()) < perhapsHead);
}

/**
 * Whether a photograph of which nobody has said what it shows may show a head, so that only its scalp is shown to whoever must not know the person.
 * Errs towards hiding: what is measured as a head is one here, and with a scale also what is measured as a close-up for its scale.
 */
export function mayShowFace(image: RasterImage, maps: GlobalMaps, scaleGiven: boolean): boolean {
  return believableHead(image, describeAtTraitSize(image), maps) > (scaleGiven ? perhapsHead : believedHead);
}

/** A ring drawn around a thin target area looks like the hair around a bald crown; only whoever says that it is a head is believed then. */
function believableHead(image: RasterImage, traits: PictureTraits, maps: GlobalMaps): number {
  const probability = probabilityOfHead(traits, maps);
  return probability > believedHead && goesOnAround(atTraitSize(image), maps) ? believedHead : probability;
}

function isWithinBounds(traits: PictureTraits): boolean {
  return Object.entries(closeupBounds).every(([name, [least, most]]) => traits[name as keyof PictureTraits] >= least && traits[name as keyof PictureTraits] <= most);
}

/** Asked up to three times of a photograph. */
const described = new WeakMap<RasterImage, PictureTraits>();

function describeAtTraitSize(image: RasterImage | SmallCopy): PictureTraits {
  const picture = atTraitSize(image), traits = described.get(picture) ?? describePicture(picture);
  described.set(picture, traits);
  return traits;
}

function atTraitSize(image: RasterImage | SmallCopy): RasterImage {
  return resampleSmall(image, traitSide / Math.max(image.width, image.height));
}

/** Logistic models of traits and their squares; `head-weights.ts` holds what was fitted. */
export function probabilityOfHead(picture: PictureTraits, maps: GlobalMaps): number {
  return probabilityOf(headWeights, { ...picture, ...Object.fromEntries(Object.entries(describeScalp(maps)).map(([name, value]) => [`${name}OfScalp`, value])) });
}

function probabilityByLooks(picture: PictureTraits): number {
  return probabilityOf(lookWeights, { ...picture });
}

interface TraitWeights {
  readonly constant: number;
  readonly traits: Readonly<Record<string, { readonly mean: number; readonly spread: number; readonly weight: number; readonly square: number }>>;
}

function probabilityOf({ constant, traits }: TraitWeights, values: Readonly<Record<string, number>>): number {
  let sum = constant;
  for (const [name, { mean, spread, weight, square }] of Object.entries(traits)) {
    const z = Math.max(-4, Math.min(4, (values[name] - mean) / spread));
    sum += weight * z + square * z * z;
  }
  return 1 / (1 + Math.exp(-sum));
}
