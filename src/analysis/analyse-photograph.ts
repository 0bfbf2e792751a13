import { AnalysisError } from '../errors.js';
import { findJoin } from '../image-io/joined-pictures.js';
import { readPhotograph } from '../image-io/read-photograph.js';
import type { RegionRequest } from '../measurement/head/lay-region.js';
import type { GlobalMaps } from '../raster/global-maps.js';
import type { FloatMap, RasterImage } from '../raster/raster-image.js';
import type { SmallCopy } from '../raster/small-copy.js';
import { openGlobalSegmenter, type GlobalSegmenter } from '../segmentation/global-segmenter.js';
import type { Segmenter } from '../segmentation/segmenter.js';
import { analyseTimepoint, openShippedSegmenter, type TimepointAnalysis, type TimepointOptions } from './analyse-timepoint.js';
import { analyseHead, type HeadEvidence } from './head/analyse-head.js';
import { cropToField } from './crop-to-field.js';
import { cropToFrame } from './crop-to-frame.js';
import { contradictsCloseup, isCloseupAtAGlance, mayShowHead, recogniseKind, type RecognisedKind } from './kind/recognise-kind.js';

export const photographKinds = ['auto', 'closeup', 'global'] as const;
export type PhotographKind = (typeof photographKinds)[number];

/** A frame that takes this share of a picture would look like the wall behind a head. */
const framedShare = 0.05;

export interface PhotographOptions extends TimepointOptions {
  /** Default `auto`: told from what the photograph shows. */
  readonly kind?: PhotographKind;
  /** Region of a photograph of a head; default all of the scalp that it shows. */
  readonly region?: RegionRequest;
  /** Default: the network for heads that ships with the package, opened once a process. */
  readonly headSegmenter?: GlobalSegmenter;
}

/** A photograph of either kind with what was measured on it; the last two only for photographs of heads. */
export interface PhotographAnalysis extends TimepointAnalysis {
  readonly head?: HeadEvidence;
  readonly scalpMap?: FloatMap;
}

/** Somebody who says that a photograph shows a head is believed unless it hardly can: one head in 150 looks like a close-up at first sight. */
const hardlyHead = 0.2;
/** Skin without hair to go by is taken for no head below this: of 309 heads four stand before a wall that looks like a scope's surround, all above 0.96 inside it; bare skin in a scope reaches 0.001. */
const surelyNoHead = 0.05;

let shippedHeadSegmenter: Promise<GlobalSegmenter> | null = null;

/** What the network for heads can be asked about a photograph; each is asked once at most. */
interface FirstLooks {
  readonly isCloseup: () => Promise<boolean>;
  readonly findHead: () => Promise<GlobalMaps>;
}

function takeFirstLooks(shown: RasterImage | SmallCopy, openHeads: () => Promise<GlobalSegmenter>): FirstLooks {
  let closeup: Promise<boolean> | null = null, head: Promise<GlobalMaps> | null = null;
  return {
    isCloseup: () => (closeup ??= isCloseupAtAGlance(shown, async () => (await openHeads()).glance(shown))),
    findHead: () => (head ??= openHeads().then((heads) => heads.segment(shown))),
  };
}

/** The network for heads that ships with the package; opened at the first call. */
export function openShippedHeadSegmenter(): Promise<GlobalSegmenter> {
  shippedHeadSegmenter ??= openGlobalSegmenter();
  return shippedHeadSegmenter;
}

/**
 * Measures one photograph, a close-up or a head. A close-up gives the same result whether its kind was told or recognised.
 * @param source  A file's path, or its bytes.
 * @throws AnalysisError `photo.notHair` for a photograph of anything else, and all that `analyseTimepoint` and `analyseHead` refuse;
 *         TypeError without a calibration (null says that nobody knows the scale), RangeError for a kind that there is not.
 */
export async function analysePhotograph(source: string | Uint8Array, options: PhotographOptions): Promise<PhotographAnalysis> {
  if (options?.calibration === undefined) throw new TypeError('Expected options with a calibration: how the scale is known, or null where nobody knows it.');
  const { kind = 'auto', region, headSegmenter, ...closeup } = options;
  if (!photographKinds.includes(kind)) throw new RangeError(`Expected a kind out of ${photographKinds.join(', ')}, got ${JSON.stringify(kind)}.`);
  const openHeads = async (): Promise<GlobalSegmenter> => headSegmenter ?? openShippedHeadSegmenter(), scaleGiven = options.calibration !== null;
  let early: FirstLooks | null = null;
  const photograph = await readPhotograph(source, {
    ...(options.name === undefined ? {} : { name: options.name }),
    // Decoding has threads of its own; what is certain to be asked is asked meanwhile.
    onSmallCopy: (copy) => {
      early = takeFirstLooks(copy, openHeads);
      const look = kind === 'auto' && scaleGiven ? early.isCloseup : kind !== 'closeup' && mayShowHead(copy) ? early.findHead : null;
      // Whoever waits for it below hears of a failure.
      look?.().catch(() => undefined);
    },
  });
  const join = findJoin(photograph.image);
  if (join !== null) throw new AnalysisError('photo.several', `The file shows two or more photographs ${join.direction === 'columns' ? 'side by side' : 'one above the other'}: one begins at ${join.direction === 'columns' ? 'column' : 'row'} ${join.at}.`);
  const shown = cropToFrame(photograph.image, framedShare), looks = early !== null && shown === photograph.image ? early : takeFirstLooks(shown, openHeads);
  if (kind === 'closeup') {
    if (await contradictsCloseup(shown, looks.findHead) && (await recogniseInField(photograph.image, openHeads, options.segmenter ?? await openShippedSegmenter(), true)) === null) throw new AnalysisError('photo.kindContradicted', 'This photograph is to be measured as a close-up, and it shows a whole head.', { hint: 'Measure it with --kind global, or choose a close-up of the scalp.' });
    return analyseTimepoint(photograph, refuseRegion(closeup, region));
  }
  if (kind === 'auto' && scaleGiven && await looks.isCloseup()) {
    return analyseTimepoint(photograph, refuseRegion(closeup, region));
  }
  const segmenter = options.segmenter ?? await openShippedSegmenter(), whole = await recogniseKind(shown, looks.findHead, segmenter, kind === 'auto' && scaleGiven);
  const inField = whole.kind === 'closeup' ? null : await recogniseInField(photograph.image, openHeads, segmenter, kind === 'auto' && scaleGiven), { kind: recognised, headProbability } = inField ?? whole;
  if (kind === 'global' && recognised === 'closeup' && headProbability < hardlyHead) throw new AnalysisError('photo.kindContradicted', 'This photograph is to be measured as a head, and it shows a close-up of the scalp.');
  if (kind === 'auto' && recognised === 'neither') throw new AnalysisError('photo.notHair', 'This photograph shows neither a close-up of scalp hair nor a head with its scalp.');
  if (kind === 'auto' && recognised === 'closeup') return analyseTimepoint(photograph, refuseRegion(closeup, region));
  if (options.area !== undefined && options.area.shape !== 'frame') throw new AnalysisError('area.invalid', 'This photograph shows a head; target areas belong to close-ups.', { hint: 'Give the region of a head with --region.' });
  const heads = await openHeads();
  return analyseHead(photograph, await (shown === photograph.image ? looks.findHead() : heads.segment(photograph.image)), heads, {
    ...(region === undefined ? {} : { region }), scaleGiven,
    ...(options.terminalThresholdUm === undefined ? {} : { terminalThresholdUm: options.terminalThresholdUm }),
  });
}

/**
 * What a photograph shows inside the round field of a scope: a close-up with black around it looks like a bald crown in dark hair.
 * @returns Null where there is no such field, or a head may be seen in it, too: heads stand before plain walls, whose borders are arcs now and then.
 */
async function recogniseInField(image: RasterImage, openHeads: () => Promise<GlobalSegmenter>, segmenter: Segmenter, scaleGiven: boolean): Promise<RecognisedKind | null> {
  const inside = cropToField(image), recognised = inside === null ? null : await recogniseKind(inside, async () => (await openHeads()).segment(inside), segmenter, scaleGiven);
  return recognised !== null && recognised.headProbability < (recognised.kind === 'closeup' ? hardlyHead : surelyNoHead) ? recognised : null;
}

function refuseRegion(options: TimepointOptions, region: RegionRequest | undefined): TimepointOptions {
  if (region !== undefined && region.shape !== 'scalp') throw new AnalysisError('region.invalid', 'This photograph is a close-up; regions belong to photographs of heads.', { hint: 'Give the target area of a close-up with --area.' });
  return options;
}
