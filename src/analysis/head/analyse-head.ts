import { emptyMeasurements } from '../../domain/empty-measurements.js';
import type { Issue, TargetArea, TimepointResult } from '../../domain/result.js';
import { schemaVersion } from '../../domain/schema-version.js';
import { usualTerminalThresholdUm } from '../../domain/terminal-threshold.js';
import { AnalysisError } from '../../errors.js';
import { assessHeadQuality } from '../../image-io/head-quality.js';
import type { Photograph } from '../../image-io/photograph.js';
import { coverageIntervalOf } from '../../measurement/head/coverage-error.js';
import { layRegion, type RegionRequest } from '../../measurement/head/lay-region.js';
import { measureHeadCoverage } from '../../measurement/head/measure-coverage.js';
import type { GlobalMaps } from '../../raster/global-maps.js';
import type { FloatMap, Mask } from '../../raster/raster-image.js';
import { resampleMap } from '../../raster/resample-map.js';
import { traceOutline } from '../../raster/trace-outline.js';
import type { HeadView } from '../../registration/head/head-view.js';
import type { GlobalSegmenter } from '../../segmentation/global-segmenter.js';
import { findOddColours } from './find-odd-colours.js';
import { findOtherScalp } from './find-other-scalp.js';
import { findWornShare } from './find-worn.js';
import { viewHead } from './view-head.js';

/** Raised with every change that moves a coverage; each has its line in CHANGELOG.md. */
export const headMethodVersion = 'head 0.12.3';

/** What a comparison needs beyond the result. */
export interface HeadEvidence {
  readonly view: HeadView;
  readonly request: RegionRequest;
  /** The region of the measurement on the view's grid. */
  readonly region: Mask;
  /** Share of the head, or of a drawn region, that something worn hides, 0…1; 0 where that is too little to be sure of. */
  readonly wornShare: number;
  /** Chance, 0…1, that something is worn there, on the view's grid. */
  readonly worn: FloatMap;
}

/** A photograph of a head with what was measured on it. */
export interface HeadAnalysis {
  readonly result: TimepointResult;
  readonly photograph: Photograph;
  /** Share of hair as the network reads it, 0…1, of the photograph's size, 0 outside the scalp; computed anew at each reading. */
  readonly hairMap: FloatMap;
  /** Chance of scalp, 0…1, of the photograph's size; computed anew at each reading. */
  readonly scalpMap: FloatMap;
  readonly head: HeadEvidence;
}

export interface HeadOptions {
  /** Default: all of the scalp that the photograph shows. */
  readonly region?: RegionRequest;
  /** Whether a scale was given, which a photograph of a head has no use for. */
  readonly scaleGiven?: boolean;
  /** Echoed in the method, so that close-ups and heads of one run carry the same options. */
  readonly terminalThresholdUm?: number;
}

/** Scalps under this share of the photograph are too small to be what it was taken of. */
const smallestScalp = 0.02;

/** From this share of the region on, colours in which no hair grows are said and allowed for. Of 309 heads the largest share was 0.13, in bluer light 0.40 on one and 0.25 on another; of 160 painted caps that were taken for hair every third has more. */
const mostOdd = 0.35;
/** From this share of the head on something worn is said and allowed for. No one of 309 bare heads has more, of painted caps two in three. */
const leastWorn = 0.03;
/** A second scalp of this size, as a share of the one that is measured, is said. Of 309 heads the largest was 0.02. */
const otherHead = 0.1;

/**
 * Measures how much of the scalp hair covers on a photograph of a head.
 * @param maps  Of the whole photograph.
 * @throws AnalysisError `photo.noScalp`, or `region.*` for a region that does not fit.
 */
export function analyseHead(photograph: Photograph, maps: GlobalMaps, segmenter: Pick<GlobalSegmenter, 'model' | 'wornModelSha256'>, options: HeadOptions = {}): HeadAnalysis {
  const { image } = photograph, view = viewHead(image, maps);
  const area = view === null ? 0 : view.region.data.reduce((sum, value) => sum + (value !== 0 ? 1 : 0), 0) / view.region.data.length;
  if (view === null || area < smallestScalp) throw new AnalysisError('photo.noScalp', 'No scalp, or hardly any, was found on this photograph.');
  const request = options.region ?? { shape: 'scalp' }, region = layRegion(request, view);
  const quality = assessHeadQuality(view.picture, view.region, view.scale);
  const { coverage, borderSpread } = measureHeadCoverage(view.scalp, view.hair, region);
  const worn = wornOn(view, maps), wornShare = wornShareOf(worn, view, request, region), given = quality.usable && coverage !== null, odd = oddShareOf(view, region);
  const onPhotograph = (data: Float32Array): FloatMap => resampleMap({ width: maps.width, height: maps.height, data }, image, { x: 1 / maps.cellsPerPixel, y: 1 / maps.cellsPerPixel });
  return {
    photograph,
    get hairMap() { return onPhotograph(maps.hair.map((value, at) => value * maps.scalp[at])); },
    get scalpMap() { return onPhotograph(maps.scalp); },
    head: { view, request, region, wornShare, worn },
    result: {
      schemaVersion, kind: 'global',
      photo: { name: photograph.name, sha256: photograph.sha256, width: photograph.width, height: photograph.height, capturedAt: photograph.capturedAt },
      method: {
        version: headMethodVersion, model: segmenter.model,
        options: {
          terminalThresholdUm: options.terminalThresholdUm ?? usualTerminalThresholdUm, hairProbabilityThreshold: 0.5,
          countingRule: 'No hair is counted: coverage is hair ÷ (hair + visible scalp) inside the region.', region: describeRequest(request), wornModelSha256: segmenter.wornModelSha256,
        },
      },
      calibration: null, quality,
      targetArea: describeRegion(region, view, { name: nameOf(request), source: isDrawn(request) ? 'drawn' : 'proposed', visibleShare: 1 }),
      measurements: { ...emptyMeasurements, coverage: given ? rounded(coverage) : null },
      intervals: given ? { coverage: coverageIntervalWith({ odd, wornShare }, rounded(coverage), borderSpread) } : {},
      hairs: [],
      issues: [...(options.scaleGiven === true ? [scaleNotUsed] : []), ...describeCover({ odd, wornShare }), ...(findOtherScalp(view) > otherHead ? [severalHeads] : []), ...whyMissing(quality)],
    },
  };
}

const scaleNotUsed: Issue = {
  code: 'calibration.notUsed', field: 'calibration',
  message: 'The scale that was given is not used: a photograph of a head shows the scalp at many scales at once, and single hairs cannot be told apart on it.',
};

const severalHeads: Issue = {
  code: 'global.severalHeads', field: 'measurements.coverage',
  message: 'The photograph shows a second head, or the same one in a mirror. The one of which most scalp is seen was measured: look at the overlay, and photograph one head alone.',
};

function wornOn(view: HeadView, { width, height, cellsPerPixel, worn }: GlobalMaps): FloatMap {
  const scale = view.scale / cellsPerPixel;
  return resampleMap({ width, height, data: worn }, view, { x: scale, y: scale });
}

/** Share of the head that something worn hides, of a drawn region where there is one; 0 where that is little. */
export function wornShareOf(worn: FloatMap, view: HeadView, request: RegionRequest, region: Mask): number {
  const share = isDrawn(request) ? findWornShare({ ...worn, data: worn.data.map((chance, at) => (region.data[at] === 0 ? 0 : chance)) }, region) : findWornShare(worn, view.region);
  return share < leastWorn ? 0 : share;
}

/** Share of the region that is taken for hair and can be none; 0 where that is little. */
export function oddShareOf(view: HeadView, region: Mask): number {
  const share = findOddColours({ ...view, region });
  return share > mostOdd ? share : 0;
}

/**
 * The 95 % interval of a coverage, 0…1; under what is no hair there may be any hair, or none.
 * @param odd        Share of the region that is taken for hair and can be none, as `oddShareOf` gives it.
 * @param wornShare  Share of the head that something worn hides.
 */
export function coverageIntervalWith({ odd, wornShare }: { odd: number; wornShare: number }, coverage: number, borderSpread: number): [number, number] {
  const [low, high] = coverageIntervalOf(coverage, borderSpread);
  return [rounded(low - Math.max(odd, wornShare)), rounded(high + wornShare)];
}

/** Why an interval allows for what may lie on the hair. @see coverageIntervalWith */
export function describeCover({ odd, wornShare }: { odd: number; wornShare: number }): Issue[] {
  return wornShare > 0 ? describeWorn(wornShare) : describeCap(odd);
}

function describeCap(odd: number): Issue[] {
  return odd === 0 ? [] : [{
    code: 'global.perhapsCovered', field: 'intervals.coverage',
    message: `What was taken for hair on ${Math.round(100 * odd)} % of the scalp is of a colour in which no hair grows: a cap or a cloth, or dyed hair. The interval allows for it. Photograph the bare head.`,
  }];
}

function describeWorn(wornShare: number): Issue[] {
  return [{
    code: 'global.perhapsCovered', field: 'intervals.coverage',
    message: `Something seems to be worn on the head, or to lie on it, and to hide about ${Math.round(100 * wornShare)} % of it. The interval allows for any hair there, or none. Photograph the bare head, without cap, hat, hood, cloth, bandage or plaster.`,
  }];
}

function whyMissing({ usable, checks }: TimepointResult['quality']): Issue[] {
  const reasons = checks.filter((check) => !check.passed).map((check) => check.message).join(' ');
  return Object.keys(emptyMeasurements).flatMap((name) => {
    if (name !== 'coverage') return [{ code: 'global.noScale', field: `measurements.${name}`, message: 'This is a photograph of a whole head: single hairs cannot be told apart on it and it has no one scale, so nothing is counted and nothing has a unit of length or area.' }];
    return usable ? [] : [{ code: 'photo.unusable', field: 'measurements.coverage', message: `The photograph is not fit to be measured. ${reasons}` }];
  });
}

/** Four digits: what a photograph of a head can carry, and enough not to add an error of its own. */
export function rounded(share: number): number {
  return Number(Math.min(1, Math.max(0, share)).toFixed(4));
}

export function isDrawn({ shape }: RegionRequest): boolean {
  return shape === 'ellipse' || shape === 'polygon';
}

function nameOf(request: RegionRequest): NonNullable<TargetArea['region']>['name'] {
  return request.shape === 'ellipse' || request.shape === 'polygon' ? 'drawn' : request.shape;
}

function describeRequest(request: RegionRequest): string {
  return isDrawn(request) ? 'drawn on the baseline' : request.shape;
}

/** The region as the result carries it: its outline in pixels of the photograph. */
export function describeRegion(region: Mask, { scale }: Pick<HeadView, 'scale'>, about: NonNullable<TargetArea['region']>): TargetArea {
  const outline = traceOutline(region, 1.3).map(({ x, y }) => ({ row: Number((y / scale - 0.5).toFixed(1)), column: Number((x / scale - 0.5).toFixed(1)) }));
  return { shape: 'polygon', areaCm2: null, countingAreaCm2: null, validShare: 1, exclusions: [], outline, region: about };
}
