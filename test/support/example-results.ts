import type { GlobalAssessmentScore, ScoreProbabilities } from '../../src/domain/global-assessment.js';
import type { Hair, HairKind, Position } from '../../src/domain/hair.js';
import { emptyMeasurements, type Measurements } from '../../src/domain/measurements.js';
import {
  type Change, type FollowUpResult, type Issue, type ProgressResult, progressResultSchema, type QualityCheck, schemaVersion, type TimepointResult,
} from '../../src/domain/result.js';

/** Example results for tests of what is shown; the numbers hang together as those of real photographs would. */

const widthPx = 2880;
const heightPx = 2160;
const micrometresPerPixel = 3.55;
const areaCm2 = (widthPx * heightPx * micrometresPerPixel ** 2) / 1e8;
const terminalThresholdUm = 40;

/** Evenly spread numbers 0…1 from a seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

interface Shaft { root: Position; angle: number; lengthPx: number; bend: number; diameterUm: number; unit: number }

function growScalp(random: () => number, units: number): Shaft[] {
  const columns = Math.ceil(Math.sqrt(units * (widthPx / heightPx)));
  const rows = Math.ceil(units / columns);
  return Array.from({ length: units }, (_, index) => {
    const column = ((index % columns) + 0.5 + 0.36 * normal(random)) * (widthPx / columns);
    const row = (Math.floor(index / columns) + 0.5 + 0.36 * normal(random)) * (heightPx / rows);
    const draw = random();
    const hairs = draw < 0.34 ? 1 : draw < 0.82 ? 2 : draw < 0.97 ? 3 : 4;
    return Array.from({ length: hairs }, (_, hair): Shaft => ({
      root: { row: row + hair * 26 - 13 + 5 * normal(random), column: column + hair * 12 + 5 * normal(random) },
      angle: 0.9 + 0.22 * normal(random) + (hair - (hairs - 1) / 2) * 0.22,
      lengthPx: 190 + 60 * random(), bend: 0.1 * normal(random),
      diameterUm: Math.max(18, random() < 0.16 ? 30 + 7 * normal(random) : 70 + 13 * normal(random)), unit: index + 1,
    }));
  }).flat();
}

function pathOf(shaft: Shaft): Position[] {
  return [0, 0.25, 0.5, 0.75, 1].map((share) => ({
    row: Math.round((shaft.root.row + Math.sin(shaft.angle + shaft.bend * share) * shaft.lengthPx * share) * 10) / 10 + 0,
    column: Math.round((shaft.root.column + Math.cos(shaft.angle + shaft.bend * share) * shaft.lengthPx * share) * 10) / 10 + 0,
  }));
}

function kindOf(diameterUm: number): HairKind {
  if (Math.abs(diameterUm - terminalThresholdUm) < 3) return 'indeterminate';
  return diameterUm > terminalThresholdUm ? 'terminal' : 'vellus';
}

function hairOf(shaft: Shaft, id: number, random: () => number): Hair {
  const path = pathOf(shaft);
  const { row, column } = path[0]!;
  const inside = row >= 0 && row < heightPx - 120 && column >= 0 && column < widthPx;
  const fragment = inside && random() < 0.02;
  const measured = random() > 0.08;
  const counted = inside && !fragment;
  return {
    id, root: path[0]!, tip: path[4]!, path, rootVisible: inside,
    lengthMm: Math.round(shaft.lengthPx * micrometresPerPixel) / 1000,
    diameterUm: measured ? Math.round(shaft.diameterUm * 10) / 10 : null,
    diameterIntervalUm: measured ? [Math.round(shaft.diameterUm - 3), Math.round(shaft.diameterUm + 3)] : null,
    kind: measured ? kindOf(shaft.diameterUm) : 'indeterminate',
    unit: counted ? shaft.unit : null, confidence: Math.round((0.8 + 0.2 * random()) * 100) / 100,
    counted, notCountedBecause: counted ? null : fragment ? 'fragment' : inside ? 'rootHidden' : row >= heightPx - 120 ? 'outsideTargetArea' : 'rootOutside',
  };
}

const method: TimepointResult['method'] = {
  version: '0.1.0',
  model: { name: 'closeup-1', sha256: '5b3f0c7e9a4d18b2c6e07f3a91d24c58e6f7b0a3d9c1e4825f60a7b8c9d0e1f2', runtime: 'onnxruntime-node' },
  options: {
    terminalThresholdUm, countingRule: 'A hair counts when its exit point lies in the target area; hidden exit points: top and left edges in, bottom and right out.',
    hairProbabilityThreshold: 0.5, tileOverlapPx: 64,
  },
};

const goodChecks: QualityCheck[] = [
  { check: 'sharpness', value: 0.71, limit: 0.3, failsWhen: 'below', passed: true, message: 'edges keep 71% of full sharpness' },
  { check: 'exposure', value: 0.004, limit: 0.05, failsWhen: 'above', passed: true, message: '0.4% of the pixels are burned out or black' },
  { check: 'evenLight', value: 0.18, limit: 0.5, failsWhen: 'above', passed: true, message: 'brightness differs by 18% across the photograph' },
  { check: 'resolution', value: micrometresPerPixel, limit: 5, failsWhen: 'above', passed: true, message: 'a pixel covers 3.55 µm' },
];

export interface ExampleTimepoint { name: string; capturedAt: string | null; glare?: boolean }

function measure(hairs: readonly Hair[]): { measurements: Measurements; intervals: TimepointResult['intervals'] } {
  const counted = hairs.filter((hair) => hair.counted);
  const of = (kind: HairKind): number => counted.filter((hair) => hair.kind === kind).length;
  const diameters = counted.flatMap((hair) => (hair.diameterUm === null ? [] : [hair.diameterUm])).sort((a, b) => a - b);
  const mean = diameters.reduce((sum, diameter) => sum + diameter, 0) / diameters.length;
  const validCm2 = areaCm2 * 0.944;
  const units = new Set(counted.map((hair) => hair.unit)).size;
  const [terminal, vellus] = [of('terminal'), of('vellus')];
  const around = (value: number, share: number): [number, number] => [value * (1 - share), value * (1 + share)];
  const measurements: Measurements = {
    hairCount: counted.length, terminalCount: terminal, vellusCount: vellus, indeterminateCount: of('indeterminate'),
    densityPerCm2: counted.length / validCm2, terminalDensityPerCm2: terminal / validCm2, terminalShare: terminal / (terminal + vellus),
    meanDiameterUm: mean, medianDiameterUm: diameters[Math.floor(diameters.length / 2)]!,
    cumulativeThicknessMmPerCm2: (mean * counted.length) / validCm2 / 1000,
    follicularUnitCount: units, follicularUnitDensityPerCm2: units / validCm2, hairsPerUnit: counted.length / units,
    coverage: (counted.length * 215 * (mean / micrometresPerPixel)) / (widthPx * heightPx), shaftLengthMmPerCm2: null,
  };
  return {
    measurements,
    intervals: {
      densityPerCm2: around(measurements.densityPerCm2!, 0.085), terminalDensityPerCm2: around(measurements.terminalDensityPerCm2!, 0.095),
      terminalShare: [measurements.terminalShare! - 0.045, Math.min(1, measurements.terminalShare! + 0.045)],
      meanDiameterUm: around(mean, 0.035), coverage: around(measurements.coverage!, 0.12),
    },
  };
}

/** The result of one calibrated close-up with these hairs. */
export function exampleTimepoint(hairs: Hair[], { name, capturedAt, glare = false }: ExampleTimepoint): TimepointResult {
  const { measurements, intervals } = measure(hairs);
  const digits = createRandom(name.length * 7919 + hairs.length);
  return {
    schemaVersion, kind: 'closeup',
    photo: { name, sha256: Array.from({ length: 64 }, () => Math.floor(digits() * 16).toString(16)).join(''), width: widthPx, height: heightPx, capturedAt },
    method,
    calibration: { micrometresPerPixel, method: 'ruler', relativeUncertainty: 0.008 },
    quality: {
      usable: true,
      checks: [...goodChecks, glare
        ? { check: 'glare', value: 0.031, limit: 0.02, failsWhen: 'above', passed: false, message: '3.1% of the photograph is covered by reflections; use the polarising filter or press the lens flat onto the skin next time' }
        : { check: 'glare', value: 0.006, limit: 0.02, failsWhen: 'above', passed: true, message: '0.6% of the photograph is covered by reflections' }],
    },
    targetArea: {
      shape: 'frame', areaCm2: areaCm2 * 0.944, validShare: 0.944,
      exclusions: [{ reason: 'footerStrip', share: 0.056, rows: [heightPx - 120, heightPx], columns: [0, widthPx] }],
      outline: [{ row: 0, column: 0 }, { row: 0, column: widthPx - 1 }, { row: heightPx - 121, column: widthPx - 1 }, { row: heightPx - 121, column: 0 }],
    },
    measurements, intervals, hairs,
    issues: [{ code: 'length.notApplicable', field: 'measurements.shaftLengthMmPerCm2', message: 'Shaft length is given only where uncut hair hides the exit points and single hairs cannot be counted.' }],
  };
}

/** Area under the normal curve left of z (Abramowitz and Stegun 26.2.17). */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? 1 - tail : tail;
}

const words = ['greatly decreased', 'moderately decreased', 'slightly decreased', 'no change', 'slightly increased', 'moderately increased', 'greatly increased'];

/** Change and score of two values, in the form that scoring gives them. */
export function exampleScore(endpoint: Change['endpoint'], before: number, after: number, standardError: number): Pick<FollowUpResult, 'change' | 'globalAssessment'> {
  const logRatio = Math.log(after / before);
  const middle = Math.sqrt(before * after);
  const cuts = [1.1, 1.25, 1.5].map((ratio, index) => Math.max(Math.log(ratio), endpoint === 'hairCount' ? 0 : 2 * Math.asinh([10, 20, 40][index]! / (2 * middle))));
  const edges = [-Infinity, ...[...cuts].reverse().map((cut) => -cut), ...cuts, Infinity];
  const shares = edges.slice(1).map((edge, index) => normalShare((edge - logRatio) / standardError) - normalShare((edges[index]! - logRatio) / standardError));
  const nominal = (Math.sign(logRatio) * cuts.filter((cut) => Math.abs(logRatio) >= cut).length + 0) as GlobalAssessmentScore;
  const detectable = Math.abs(logRatio) > 1.96 * standardError;
  const supported = detectable ? nominal : 0;
  const probabilities = Object.fromEntries(shares.map((share, index) => [String(index - 3), share])) as ScoreProbabilities;
  const toPercent = (theta: number): number => (Math.exp(theta) - 1) * 100;
  return {
    change: {
      endpoint, before, after, logRatio, percent: toPercent(logRatio), standardError,
      interval95: [toPercent(logRatio - 1.96 * standardError), toPercent(logRatio + 1.96 * standardError)],
      smallestDetectableChangePercent: toPercent(1.96 * standardError),
    },
    globalAssessment: {
      supported, nominal, words: detectable ? words[supported + 3]! : 'no detectable change',
      probabilities, probabilityImproved: shares[4]! + shares[5]! + shares[6]!, preset: 'standard',
    },
  };
}

/** A scalp seen again: most hairs moved with the camera, some gone, some new. Share is the wanted growth in number. */
function seeAgain(scalp: readonly Shaft[], growth: number, random: () => number): { shafts: Shaft[]; fate: ('kept' | 'gained')[]; from: number[] } {
  const lossShare = growth < 0 ? -growth + 0.02 : 0.02;
  const gains = Math.round(scalp.length * (growth > 0 ? growth + 0.02 : 0.02));
  const move = (shaft: Shaft, jitter: number): Shaft => ({
    ...shaft, root: { row: shaft.root.row + 34 + jitter * normal(random), column: shaft.root.column - 22 + jitter * normal(random) },
    angle: shaft.angle + 0.05 * normal(random), diameterUm: shaft.diameterUm + 1.5 * normal(random) + (growth > 0 ? 2 : 0),
  });
  const kept = scalp.map((shaft, index) => ({ shaft, index })).filter(() => random() >= lossShare);
  const gained = Array.from({ length: gains }, () => {
    const parent = scalp[Math.floor(random() * scalp.length)]!;
    return move({ ...parent, angle: parent.angle + 0.3 * normal(random), diameterUm: Math.max(18, 55 + 15 * normal(random)) }, 24);
  });
  return {
    shafts: [...kept.map(({ shaft }) => move(shaft, 2)), ...gained],
    fate: [...kept.map(() => 'kept' as const), ...gained.map(() => 'gained' as const)],
    from: [...kept.map(({ index }) => index + 1), ...gained.map(() => 0)],
  };
}

export interface ExampleVisit extends ExampleTimepoint { growth: number; standardError: number; registered?: boolean }

/** A baseline and any number of follow-ups of the same skin, registered and matched hair by hair. */
export function exampleProgress(seed: number, baseline: ExampleTimepoint, visits: readonly ExampleVisit[]): ProgressResult {
  const random = createRandom(seed);
  const scalp = growScalp(random, 62);
  const before = exampleTimepoint(scalp.map((shaft, index) => hairOf(shaft, index + 1, random)), baseline);
  const followUps = visits.map((visit): FollowUpResult => {
    const seen = seeAgain(scalp, visit.growth, random);
    const hairs = seen.shafts.map((shaft, index) => hairOf(shaft, index + 1, random));
    const measurement = exampleTimepoint(hairs, visit);
    const kept = hairs.flatMap((hair, index) => (seen.fate[index] === 'kept' && hair.counted && before.hairs[seen.from[index]! - 1]!.counted ? [{ baseline: seen.from[index]!, followUp: hair.id, probability: 0.96 }] : []));
    const stillThere = new Set(kept.map((pair) => pair.baseline));
    const registered = visit.registered ?? true;
    return {
      measurement,
      registration: registered ? { method: 'constellation', overlapShare: 0.94, residualUm: 18.4, matchedHairs: kept.length } : { method: 'none', overlapShare: null, residualUm: null, matchedHairs: null },
      hairs: registered ? {
        kept,
        lost: before.hairs.filter((hair) => hair.counted && !stillThere.has(hair.id)).map((hair) => ({ id: hair.id, probability: 0.9 })),
        gained: hairs.filter((hair, index) => hair.counted && seen.fate[index] === 'gained').map((hair) => ({ id: hair.id, probability: 0.9 })),
      } : null,
      ...exampleScore('terminalDensityPerCm2', before.measurements.terminalDensityPerCm2!, measurement.measurements.terminalDensityPerCm2!, visit.standardError),
      warnings: [],
    };
  });
  return progressResultSchema.parse({ schemaVersion, baseline: before, followUps });
}

const noScale = 'No scale was given and none was found in the photograph, so nothing per square centimetre and nothing in micrometres can be given.';

/** The same photograph without a scale: counts stay, everything with a length in it goes. */
export function withoutScale(result: TimepointResult): TimepointResult {
  const { hairCount, follicularUnitCount, hairsPerUnit, coverage } = result.measurements;
  const gone = ['densityPerCm2', 'terminalDensityPerCm2', 'terminalShare', 'meanDiameterUm', 'medianDiameterUm', 'cumulativeThicknessMmPerCm2', 'terminalCount', 'vellusCount', 'indeterminateCount'];
  return {
    ...result, calibration: null,
    targetArea: { ...result.targetArea, areaCm2: null },
    measurements: { ...emptyMeasurements, hairCount, follicularUnitCount, hairsPerUnit, coverage },
    intervals: {},
    hairs: result.hairs.map((hair) => ({ ...hair, lengthMm: null, diameterUm: null, diameterIntervalUm: null, kind: null })),
    issues: [...result.issues, { code: 'calibration.missing', field: 'calibration', message: noScale }, ...gone.map((field) => ({ code: 'calibration.missing', field: `measurements.${field}`, message: noScale }))],
  };
}

function replaceComparison(progress: ProgressResult, warnings: Issue[], change: (result: TimepointResult) => TimepointResult): ProgressResult {
  return progressResultSchema.parse({
    ...progress,
    baseline: change(progress.baseline),
    followUps: progress.followUps.map((followUp) => ({
      ...followUp, measurement: change(followUp.measurement), hairs: null, change: null, globalAssessment: null, warnings,
      registration: { method: 'none', overlapShare: null, residualUm: null, matchedHairs: null },
    })),
  });
}

const baseline: ExampleTimepoint = { name: 'vertex-baseline.jpg', capturedAt: '2026-01-12T10:24:00' };

/** Clearly more terminal hair after 24 weeks. */
export function exampleIncrease(): ProgressResult {
  return exampleProgress(11, baseline, [{ name: 'vertex-week-24.jpg', capturedAt: '2026-06-29T09:50:00', growth: 0.2, standardError: 0.052 }]);
}

/** A difference within what repeated photographs scatter. */
export function exampleNoChange(): ProgressResult {
  const progress = exampleProgress(12, baseline, [{ name: 'vertex-week-8.jpg', capturedAt: '2026-03-09T11:02:00', growth: 0.02, standardError: 0.05, registered: false, glare: true }]);
  return progressResultSchema.parse({
    ...progress,
    followUps: progress.followUps.map((followUp) => ({ ...followUp, warnings: [{ code: 'visits.early', field: 'change', message: 'The photographs are 8 weeks apart. Visible results take 3 to 6 months, so this is an early look.' }] })),
  });
}

/** Clearly less. */
export function exampleDecrease(): ProgressResult {
  return exampleProgress(13, baseline, [{ name: 'vertex-week-52.jpg', capturedAt: '2027-01-11T10:00:00', growth: -0.27, standardError: 0.052 }]);
}

/** Neither photograph has a scale: counts are there, densities and a score are not. */
export function exampleUncalibrated(): ProgressResult {
  return replaceComparison(exampleIncrease(), [{ code: 'calibration.missing', field: 'change', message: 'Without a scale it is not known whether both photographs show the same amount of skin, so a difference in number means nothing.' }], withoutScale);
}

/** Two photographs of different devices that nothing lays over one another. */
export function exampleNotComparable(): ProgressResult {
  return replaceComparison(exampleIncrease(), [
    { code: 'comparison.magnification', field: 'change', message: 'The two photographs were taken at magnifications that differ by 38%; magnification alone moves counts by more than treatments do.' },
    { code: 'registration.failed', field: 'registration', message: 'No part of the skin could be recognised in both photographs.' },
  ], (result) => result);
}

/** A baseline and two follow-ups. */
export function exampleThreeVisits(): ProgressResult {
  return exampleProgress(14, baseline, [
    { name: 'vertex-week-12.jpg', capturedAt: '2026-04-07T10:05:00', growth: 0.05, standardError: 0.052, glare: true },
    { name: 'vertex-week-24.jpg', capturedAt: '2026-06-29T09:50:00', growth: 0.44, standardError: 0.052 },
  ]);
}

/** A small field of some dozen hairs, not laid over one another: counted well, and yet little can be said of a change. */
export function exampleFewHairs(): ProgressResult {
  const progress = exampleIncrease();
  return progressResultSchema.parse({
    ...progress,
    followUps: progress.followUps.map((followUp) => ({
      ...followUp, hairs: null, registration: { method: 'none', overlapShare: null, residualUm: null, matchedHairs: null },
      ...exampleScore('terminalDensityPerCm2', 61, 92, 0.42),
      warnings: [
        { code: 'comparison.notRegistered', field: 'followUps.registration', message: 'The photographs were not matched hair by hair, so the interval also covers the chance of which skin lies in each field.' },
        { code: 'comparison.fewHairs', field: 'change.interval95', message: 'Only 6 and 9 hairs are compared; with fewer than 10 the interval is rough.' },
      ],
    })),
  });
}
