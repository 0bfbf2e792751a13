import type { Calibration } from '../domain/calibration.js';
import type { Correction } from '../domain/correction.js';
import { emptyMeasurements } from '../domain/empty-measurements.js';
import type { Hair } from '../domain/hair.js';
import type { Issue, TargetArea, TimepointResult } from '../domain/result.js';
import { schemaVersion } from '../domain/schema-version.js';
import { isTakenForHair } from '../domain/taken-for-hair.js';
import { terminalThresholdLimitsUm, usualTerminalThresholdUm } from '../domain/terminal-threshold.js';
import { AnalysisError } from '../errors.js';
import { assessCloseupQuality } from '../image-io/closeup-quality.js';
import type { Photograph } from '../image-io/photograph.js';
import { readPhotograph } from '../image-io/read-photograph.js';
import { findRulerIn, findValidArea, isMeasured } from '../image-io/valid-area.js';
import { countTakenOut } from '../measurement/count-taken-out.js';
import { hairMask, hairProbabilityThreshold, measureCoverage } from '../measurement/hair-coverage.js';
import { countingRule, measureShafts } from '../measurement/measure-shafts.js';
import type { ScaleDoubt } from '../measurement/judge-widths.js';
import { keepHairColoured } from '../measurement/keep-hair-coloured.js';
import { sharpenHairMap } from '../measurement/sharpen-hair-map.js';
import { shareExplained } from '../measurement/share-explained.js';
import { doubtShafts } from '../measurement/doubt-shafts.js';
import { findCountingAreaCm2, hiddenSharePer100PerCm2 } from '../measurement/counting-area.js';
import { describeScopeField } from '../measurement/scope-field.js';
import { traceShafts } from '../measurement/trace-shafts.js';
import { measureShaftContrast } from '../measurement/shaft-contrast.js';
import { summariseHairs } from '../measurement/summarise-hairs.js';
import type { FloatMap, RasterImage } from '../raster/raster-image.js';
import type { ShaftMaps } from '../raster/shaft-maps.js';
import { measureBrightness } from '../raster/brightness.js';
import type { PixelWindow } from '../raster/pixel-window.js';
import { resampleMap } from '../raster/resample-map.js';
import type { RowSpans } from '../raster/row-spans.js';
import { shrinkSpans } from '../raster/shrink-spans.js';
import { openNetworkSegmenter } from '../segmentation/network-segmenter.js';
import type { Segmenter } from '../segmentation/segmenter.js';
import { calibrate, type CalibrationRequest } from './calibrate.js';
import { doubtScale } from './doubt-scale.js';
import { findWorkingScale } from './find-working-scale.js';
import { lookInsideFrame } from './look-inside-frame.js';
import { methodVersion } from './method-version.js';
import { layTargetArea, middleOf, type AreaRequest } from './target-area.js';

export interface TimepointOptions {
  /** Null when nobody knows the scale: then only counts without a unit and coverage come out. */
  readonly calibration: CalibrationRequest | null;
  /** Diameter above which a hair is terminal, µm, 20…100; default 40 (TrichoScan's). Higher: fewer terminal hairs. */
  readonly terminalThresholdUm?: number;
  /** Part of the photograph to measure; default all of it. */
  readonly area?: AreaRequest;
  /** Default: the network that ships with the package, opened once a process. */
  readonly segmenter?: Segmenter;
  /** Name of a photograph given as bytes. */
  readonly name?: string;
}

/** A photograph with all that was measured on it. */
export interface TimepointAnalysis {
  readonly result: TimepointResult;
  readonly photograph: Photograph;
  /** Probability of hair, 0…1, of the photograph's size; computed anew at each reading. */
  readonly hairMap: FloatMap;
}

/** Pixels of the network's picture, about 14 cm² of skin; a coarser scale than a close-up has would enlarge without end. */
const largestPicture = 20_000_000;

let shippedSegmenter: Promise<Segmenter> | null = null;

/** The network that ships with the package; opened at the first call. */
export function openShippedSegmenter(): Promise<Segmenter> {
  shippedSegmenter ??= openNetworkSegmenter();
  return shippedSegmenter;
}

/** A photograph as the network saw it, before anything is counted; measuring it again with other limits or corrections costs little. */
export interface Observation {
  readonly photograph: Photograph;
  readonly calibration: Calibration | null;
  readonly quality: TimepointResult['quality'];
  /** The target area and where it is fit to be measured, of the photograph's size. */
  readonly area: TargetArea;
  readonly valid: RowSpans;
  /** Where the camera's picture ends and cuts shafts off: the photograph without the blank bands along its sides. */
  readonly frame: PixelWindow;
  /** Network pixels per original pixel. */
  readonly scale: number;
  /** The network's picture and what it saw in it. */
  readonly picture: RasterImage;
  readonly maps: ShaftMaps;
  /** Probability of hair, brought to the shafts' own edges; of the network's picture. */
  readonly shafts: FloatMap;
  readonly model: Segmenter['model'];
  readonly pixelsPerMillimetre: number;
  /** What the widths of the shafts say against the given scale; null where nothing. */
  readonly scaleDoubt: ScaleDoubt | null;
  readonly issues: readonly Issue[];
}

/**
 * Measures one close-up photograph: read, checked, brought to the network's scale, segmented, traced, measured.
 * @param source  A file's path, its bytes, or the photograph already read.
 * @throws AnalysisError for a photograph, scale or area that cannot be used; see `errorCodes`.
 */
export async function analyseTimepoint(source: string | Uint8Array | Photograph, options: TimepointOptions): Promise<TimepointAnalysis> {
  const terminalThresholdUm = options.terminalThresholdUm ?? usualTerminalThresholdUm, { smallest, largest } = terminalThresholdLimitsUm;
  if (!(terminalThresholdUm >= smallest && terminalThresholdUm <= largest)) {
    throw new AnalysisError('usage.invalid', `The diameter above which a hair is terminal must lie between ${smallest} and ${largest} µm, got ${terminalThresholdUm}.`);
  }
  const seen = await observeTimepoint(source, options), { photograph, shafts, scale } = seen;
  return {
    photograph,
    // Made when asked for: at 12 megapixels it costs as much as half the network.
    get hairMap() { return resampleMap(shafts, photograph.image, { x: 1 / scale, y: 1 / scale }); },
    result: measureObservation(seen, { terminalThresholdUm }),
  };
}

/** The first half of `analyseTimepoint`: reads the photograph, checks it, and lets the network look at it. */
export async function observeTimepoint(source: string | Uint8Array | Photograph, options: Pick<TimepointOptions, 'calibration' | 'area' | 'segmenter' | 'name'>): Promise<Observation> {
  // The network is opened while the photograph is decoded.
  const opening = heard(options.segmenter === undefined ? openShippedSegmenter() : Promise.resolve(options.segmenter));
  const photograph = isRead(source) ? source : await readPhotograph(source, options.name === undefined ? {} : { name: options.name });
  const { image, storedTurned } = photograph;
  const calibration = calibrate(options.calibration, image, storedTurned);
  const segmenter = await opening;
  const guess = calibration === null ? await findWorkingScale(image, segmenter) : null;
  const scale = guess?.scale ?? (segmenter.pixelsPerMillimetre * calibration!.micrometresPerPixel) / 1000;
  if (calibration !== null && image.width * image.height * scale * scale > largestPicture) {
    throw new AnalysisError('photo.tooLarge', 'At the given scale the photograph shows more skin than one close-up can.', { hint: 'Check the scale: micrometres per pixel of the photograph as it is stored.' });
  }
  // What follows goes on while the network looks, where it has a thread of its own.
  const { frame, picture, looking } = lookInsideFrame(segmenter, image, scale);
  const fit = findValidArea(image, calibration, middleOf(options.area ?? { shape: 'frame' }));
  const quality = assessCloseupQuality(image, calibration, fit.mask);
  const skin = fit.exclusions.length === 0 ? null : shrinkSpans(fit.mask, picture, scale);
  const { area, valid } = layTargetArea(options.area ?? { shape: 'frame' }, fit.mask, fit.exclusions, calibration);
  const brightness = measureBrightness(picture);
  const maps = await looking;
  const scaleDoubt = calibration === null ? null : await doubtScale(segmenter, { image, calibration, quality, valid, frame, scale, maps });
  return { photograph, calibration, quality, area, valid, frame, scale, picture, maps, shafts: sharpenHairMap(maps.hair, brightness, skin), model: segmenter.model, pixelsPerMillimetre: segmenter.pixelsPerMillimetre, scaleDoubt, issues: guess === null ? [] : [describeGuess(guess.found && quality.usable)] };
}

/**
 * The second half: traces, measures and counts the hairs of the target area.
 * @param correction  What a person changed on the hairs; those taken out as the program measured them.
 */
export function measureObservation(seen: Observation, { terminalThresholdUm, correction }: { terminalThresholdUm: number; correction?: { readonly removed: readonly Hair[]; readonly drawn: Correction['drawn'] } }): TimepointResult {
  const { photograph, calibration, quality, area, valid, frame, scale, picture, maps, shafts, pixelsPerMillimetre, scaleDoubt } = seen, { image } = photograph;
  const candidates = traceShafts(maps), field = describeScopeField(area.exclusions);
  const hairs = measureShafts({ candidates, hair: maps.hair, scale, image, valid, frame, field, calibration, terminalThresholdUm, ...(correction === undefined ? {} : { correction }) });
  const countingAreaCm2 = calibration === null || area.areaCm2 === null ? null
    : findCountingAreaCm2(area.areaCm2, hairs, valid, frame, 1000 / calibration.micrometresPerPixel, field);
  const mask = hairMask(shafts), shown = shrinkSpans(valid, picture, scale), { coverage, shaftLengthPx, centreLine } = measureCoverage(mask, shown);
  const hairColoured = keepHairColoured({ centreLine, mask, valid: shown, picture, hairs, scale });
  // What a person took out still looks like hair to the network, and is explained: by the person.
  const takenOut = correction?.removed ?? [], explainedShare = shareExplained(hairColoured, [...hairs.filter(isTakenForHair), ...takenOut], scale);
  const contrast = measureShaftContrast(image, hairs.filter((hair) => hair.counted), calibration?.micrometresPerPixel ?? null, frame);
  const summary = summariseHairs({
    hairs, calibration, areaCm2: area.areaCm2, countingAreaCm2, isDrawnArea: area.shape !== 'frame', coverage,
    shaftLengthMm: calibration === null ? null : shaftLengthPx / pixelsPerMillimetre,
    explainedShare, takenOut: countTakenOut(takenOut, hairs, valid), terminalThresholdUm, contrast, scaleDoubt, inStrands: quality.checks.some(({ check, passed }) => check === 'wetness' && !passed),
  });

  const { measurements, intervals } = quality.usable ? summary : { measurements: emptyMeasurements, intervals: {} };
  return {
    schemaVersion, kind: 'closeup',
    photo: { name: photograph.name, sha256: photograph.sha256, width: photograph.width, height: photograph.height, capturedAt: photograph.capturedAt },
    method: { version: methodVersion, model: seen.model, options: { terminalThresholdUm, countingRule, hairProbabilityThreshold, hiddenSharePer100PerCm2 } },
    calibration, quality: withFindings(quality, contrast, explainedShare), targetArea: { ...area, countingAreaCm2 },
    measurements, intervals, hairs: measurements.hairCount === null ? hairs.map(refuseToCount) : hairs,
    issues: [...seen.issues, ...describeRuler(image, valid, calibration), ...(quality.usable ? [...summary.issues, ...(measurements.hairCount === null ? [] : doubtShafts(image, hairs, calibration, frame))] : unusableIssues(quality))],
  };
}

/** A promise that may fail before anybody waits for it. */
function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** What is known of the look of a photograph only once its hairs are found. */
function withFindings(quality: Observation['quality'], contrast: number | null, explainedShare: number): Observation['quality'] {
  return quality.appearance === undefined ? quality
    : { ...quality, appearance: { ...quality.appearance, hairContrast: contrast === null ? null : Number(contrast.toFixed(3)), explainedShare: Number(explainedShare.toFixed(3)) } };
}

/** Where no count is given, no hair may look counted. */
function refuseToCount(hair: Hair): Hair {
  return hair.counted ? { ...hair, counted: false, unit: null, notCountedBecause: 'countRefused' } : hair;
}

function isRead(source: string | Uint8Array | Photograph): source is Photograph {
  return typeof source === 'object' && 'sha256' in source;
}

/** Every figure of a photograph that failed a check is left out, for the reasons that the checks give. */
function unusableIssues({ checks }: TimepointResult['quality']): Issue[] {
  const reasons = checks.filter(({ severity }) => severity === 'refuse').map((check) => check.message).join(' ');
  return Object.keys(emptyMeasurements).map((name) => ({ code: 'photo.unusable', field: `measurements.${name}`, message: `The photograph is not fit to be measured. ${reasons}` }));
}

/** A ruler of clear plastic, or of the skin's colour, is not told from the skin around it. Ticks that were left out by themselves may be drawn into the picture, and hide nothing but skin under them. */
function describeRuler(image: RasterImage, valid: RowSpans, calibration: Calibration | null): Issue[] {
  const ruler = calibration === null ? null : findRulerIn(image, valid, calibration);
  return ruler === null || !ruler.ticks.some((tick) => isMeasured(valid, tick)) ? []
    : [{ code: 'area.rulerShown', field: 'targetArea.areaCm2', message: 'The ruler that gave the scale lies in the measured area and could not be told from the skin: counts and densities are too low by what it hides. Draw the target area beside it.' }];
}

/** What a black or noisy picture looks like at some scale is no hair to go by. */
function describeGuess(byHair: boolean): Issue {
  return byHair
    ? { code: 'scale.fromHair', field: 'calibration', message: 'The scale of the photograph is not known; it was looked at so that its shafts are as wide as shafts usually are. Counts are a guide, and no figure with a length or an area can be given.' }
    : { code: 'scale.unknown', field: 'calibration', message: 'The scale of the photograph is not known, and no hair was found that would tell it.' };
}
