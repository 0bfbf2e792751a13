import type { Calibration } from '../domain/calibration.js';
import { emptyMeasurements } from '../domain/empty-measurements.js';
import type { Hair } from '../domain/hair.js';
import type { Measurements } from '../domain/measurements.js';
import { resolutionGates } from '../domain/resolution-gates.js';
import { countFaintTraces, isTakenForHair } from '../domain/taken-for-hair.js';
import type { Issue } from '../domain/result.js';
import { detectionErrorOf, diameterErrorOf, faintErrorOf, guessedScaleError, lowContrast, poorlyExplained, unexplainedErrorOf, usualContrast } from '../domain/detection-error.js';
import { studentTQuantile } from '../statistics/quantiles.js';
import { expectTerminal } from './expect-terminal.js';
import type { ScaleDoubt } from './judge-widths.js';

export interface SummaryInput {
  readonly hairs: readonly Hair[];
  readonly calibration: Calibration | null;
  /** Measured area; null without a scale. */
  readonly areaCm2: number | null;
  /** Part of it in which hairs were counted; see `countingShare`. */
  readonly countingAreaCm2: number | null;
  /** Whether it is an area that somebody drew, perhaps around a tuft, and not all that the photograph shows. */
  readonly isDrawnArea: boolean;
  readonly coverage: number | null;
  readonly shaftLengthMm: number | null;
  /** Share of the shafts' length that the found hairs explain, 0…1; low for long uncut hair. */
  readonly explainedShare: number;
  /** How many exits of the area a person took out; their length is still part of `shaftLengthMm`; see `countTakenOut`. */
  readonly takenOut: number;
  /** How much darker the counted hairs are than the skin; see `measureShaftContrast`. */
  readonly contrast: number | null;
  /** Whether more of the hair than on good photographs lies in strands wider than a follicular unit; see the check `wetness`. */
  readonly inStrands: boolean;
  /** What the widths of the shafts say against the scale; see `judgeWidths`. */
  readonly scaleDoubt: ScaleDoubt | null;
  /** Diameter above which a hair is terminal, µm. */
  readonly terminalThresholdUm: number;
}

export interface Summary {
  readonly measurements: Measurements;
  readonly intervals: Record<string, [number, number]>;
  readonly issues: Issue[];
}

/**
 * Below this share of explained shaft length, or above this mean length of shaft a hair, exits are hidden under other hair
 * and a count would be a guess. So it is where more faint traces than this stand beside each counted hair, and hair is as bright as the skin: of two such
 * rendered scalps a fifth was counted, where traces were twice as many as hairs or fewer two thirds and more.
 */
const countable = { explainedShare: 0.5, doubtfulShare: 0.7, unexplainedCoverage: 0.02, meanShaftLengthMm: 2, coverageOfNone: 0.1, faintPerCounted: 3 } as const;

/** Detector's own count error that single confidences do not carry, as a variance a counted hair: with 0.12 the interval held 92 % of 72 marked counts. */
export const extraCountVariancePerHair = 0.2;

/** Mean shaft diameters outside these are a wrong scale; close-ups of clipped scalp hair lie between 55 and 100 µm with their blur. */
const plausibleMeanDiameterUm = { smallest: 20, largest: 108 } as const;
/** Hairs per cm² that no scalp has. */
const largestPlausibleDensityPerCm2 = 450;
/**
 * Hairs per cm² that hair with so thin a median does not reach on any scalp: a scale that is too fine makes hair thin as well as dense. No donor close-up comes near at its true scale.
 * More than `impossible`, surely more than `atLeast`, is refused; more than `doubtful` is said.
 */
const thinHair = { medianDiameterUm: 48, doubtfulPerCm2: 350, impossiblePerCm2: 600, atLeastPerCm2: 250 } as const;
/** Variance of the number of hairs in a small field by the mean: they stand in units of one to four (1 would be each by itself), and tufts are what people draw areas around. Convention. */
const clumping = 3;

/** Counts, densities, diameters and units of one target area, with 95 % intervals and a reason for each figure left out. */
export function summariseHairs(input: SummaryInput): Summary {
  const { calibration, areaCm2, countingAreaCm2 } = input, issues: Issue[] = [], intervals: Record<string, [number, number]> = {};
  const leaveOut = (code: string, fields: readonly (keyof Measurements)[], message: string): void => {
    for (const field of fields) issues.push({ code, field: `measurements.${field}`, message });
  };
  const counted = input.hairs.filter((hair) => hair.counted);
  const measurements: Measurements = { ...emptyMeasurements, coverage: rounded(input.coverage, 5) };
  if (areaCm2 !== null && input.shaftLengthMm !== null) measurements.shaftLengthMmPerCm2 = rounded(input.shaftLengthMm / areaCm2, 2);

  const scaled: (keyof Measurements)[] = ['densityPerCm2', 'terminalDensityPerCm2', 'cumulativeThicknessMmPerCm2', 'follicularUnitDensityPerCm2', 'shaftLengthMmPerCm2'];
  const byDiameter: (keyof Measurements)[] = ['terminalCount', 'vellusCount', 'indeterminateCount', 'terminalDensityPerCm2', 'terminalShare', 'meanDiameterUm', 'medianDiameterUm', 'cumulativeThicknessMmPerCm2'];
  const byCount: (keyof Measurements)[] = ['hairCount', 'densityPerCm2', 'follicularUnitCount', 'follicularUnitDensityPerCm2', 'hairsPerUnit', ...byDiameter];

  const refuseScale = (why: string): Summary => ({
    measurements: { ...emptyMeasurements, coverage: measurements.coverage }, intervals: {},
    issues: [...new Set([...byCount, 'shaftLengthMmPerCm2'])].map((name) => ({ code: 'scale.impossible', field: `measurements.${name}`, message: why })),
  });
  // Before the other reasons: at such a scale hair looks too long, too wet or too faint to be counted.
  if (input.scaleDoubt?.isImpossible === true) return refuseScale(input.scaleDoubt.message);
  if (input.scaleDoubt !== null) issues.push({ code: 'scale.doubtful', field: 'calibration', message: input.scaleDoubt.message });
  const refusal = whyNotCounted(input, counted.length);
  if (refusal !== null) {
    leaveOut(refusal.code, [...new Set(byCount)], refusal.message);
    if (calibration === null) leaveOut('calibration.missing', ['shaftLengthMmPerCm2'], noScale);
    else issues.push({ code: 'hair.shaftLengthLow', field: 'measurements.shaftLengthMmPerCm2', message: refusal.code === 'hair.tooFaint' ? 'Shafts that are not seen have no length here: it is a lower bound.' : 'Long shafts hide each other, so their length is a lower bound: 29–42 % low on rendered long hair.' });
    return { measurements, intervals, issues };
  }
  if (calibration !== null && calibration.micrometresPerPixel > resolutionGates.countingUmPerPixel) {
    leaveOut('resolution.tooCoarse', [...new Set(byCount)], `At ${calibration.micrometresPerPixel.toFixed(1)} µm per pixel thin hairs cannot be seen; counting needs ${resolutionGates.countingUmPerPixel} µm per pixel or finer.`);
    return { measurements, intervals, issues };
  }

  const ownDeviation = Math.sqrt(input.hairs.filter((hair) => isTakenForHair(hair) && hair.notCountedBecause !== 'outsideTargetArea').reduce((sum, hair) => sum + hair.confidence * (1 - hair.confidence), 0) + extraCountVariancePerHair * counted.length + 0.25);
  // A photograph of unknown scale was looked at a little too coarse or too fine, and its count changes by about as much.
  const faint = countFaintTraces(input.hairs);
  const systematic = Math.hypot(detectionErrorOf(input.contrast), faintErrorOf(input.contrast, counted.length + input.takenOut, faint), unexplainedErrorOf(input.explainedShare), calibration === null ? guessedScaleError : 0);
  // Of hair that is mostly missed there may be many times as much, and never less than none: upwards the error is one of the logarithm.
  const missedRatio = Math.expm1(1.96 * systematic) / 1.96;
  const countDeviation: Deviation = { down: Math.hypot(ownDeviation, systematic * counted.length), up: Math.hypot(ownDeviation, missedRatio * counted.length) };
  const diameters = counted.flatMap((hair) => (hair.diameterUm === null ? [] : [hair.diameterUm])).sort((a, b) => a - b);
  const medianDiameterUm = diameters.length === 0 ? null : rounded((diameters[(diameters.length - 1) >> 1]! + diameters[diameters.length >> 1]!) / 2, 2);
  const impossible = calibration === null || countingAreaCm2 === null ? null : whyNoSuchScale(counted.length, countDeviation, { areaCm2: countingAreaCm2, isDrawnArea: input.isDrawnArea }, calibration, medianDiameterUm);
  if (impossible !== null) return refuseScale(impossible);
  measurements.hairCount = counted.length;
  if (counted.length > 0 && input.contrast !== null && input.contrast < lowContrast) {
    issues.push({ code: 'hair.lowContrast', field: 'measurements.hairCount', message: `The hair is ${input.contrast < 0 ? 'lighter than' : 'nearly as bright as'} the skin: such hair is missed far more often than dark hair, so counts and densities may be too low by a third${faint > counted.length ? ', here by far more: more faint traces are seen than hairs were counted' : ''}. Dye the hair or use cross-polarised light for the next photographs.` });
  } else if (counted.length > 0 && faint > counted.length + input.takenOut) {
    issues.push({ code: 'hair.lowContrast', field: 'measurements.hairCount', message: `Only ${counted.length} counted, and more traces (${faint}) are seen that hardly stand out from the skin: most of them may be hairs, so counts and densities may be far too low. Dye the hair or use cross-polarised light for the next photographs.` });
  }
  if (counted.length > 0 && input.explainedShare < poorlyExplained) {
    issues.push({ code: 'hair.partlyUnexplained', field: 'measurements.hairCount', message: `${Math.round(100 * (1 - input.explainedShare))} % of what looks like hair belongs to no counted hair, so counts and densities are probably too low; where pen lines, fibres, scratches or flakes lie on the skin, some of them may be counted as hair. Clean the skin, clip the hair to about 1 mm and part what lies on each other for the next photographs.` });
  }
  if (counted.length === 0) {
    issues.push(describeNone(input.hairs.filter(isTakenForHair).length));
  }
  // Where next to none was found, up to three may have been there (rule of three), more where only part of the hair is found.
  const leastUpper = input.contrast !== null && input.contrast >= lowContrast ? 3 / 0.9 : Math.max(3 / 0.5, faint);
  intervals['hairCount'] = [Math.max(0, Math.round(counted.length - 1.96 * countDeviation.down)), Math.round(Math.max(leastUpper, counted.length + 1.96 * countDeviation.up))];
  if (calibration === null || countingAreaCm2 === null) {
    leaveOut('calibration.missing', [...new Set([...scaled, ...byDiameter, 'follicularUnitCount', 'hairsPerUnit'] as (keyof Measurements)[])], noScale);
    return { measurements, intervals, issues };
  }

  // As many as none counted may be lie within the interval; more than that are hairs, and no density of 0.
  const cutShort = counted.length === 0 ? input.hairs.filter(({ notCountedBecause }) => notCountedBecause === 'cutShort').length : 0;
  if (cutShort > leastUpper) {
    leaveOut('hair.noneCounted', [...new Set(byCount)].filter((name) => name !== 'hairCount'), `${cutShort} hairs leave the skin in the target area, and the photograph cuts off too much of each shaft for any to be counted: that is not no hair. Photograph a larger field.`);
    return { measurements, intervals, issues };
  }
  const perCm2 = (count: number): number => rounded(count / countingAreaCm2, 2)!;
  measurements.densityPerCm2 = perCm2(counted.length);
  intervals['densityPerCm2'] = densityInterval(counted.length, countDeviation, countingAreaCm2, calibration, leastUpper);
  if (measurements.densityPerCm2 > largestPlausibleDensityPerCm2) {
    issues.push({ code: 'scale.doubtful', field: 'calibration', message: `${Math.round(measurements.densityPerCm2)} hairs were found per cm², and more than ${largestPlausibleDensityPerCm2} hardly ever stand on a scalp: the scale may be too fine, check it.` });
  }
  const units = new Set(counted.map((hair) => hair.unit)).size;
  measurements.follicularUnitCount = units;
  measurements.follicularUnitDensityPerCm2 = perCm2(units);
  // Units are missed and invented as their hairs are.
  if (units > 0) intervals['follicularUnitDensityPerCm2'] = densityInterval(units, scaleDeviation(countDeviation, units / counted.length), countingAreaCm2, calibration);
  if (units > 0) measurements.hairsPerUnit = rounded(counted.length / units, 3);
  else leaveOut('hair.none', ['hairsPerUnit'], 'No hair was counted, so there is no mean number of hairs a follicular unit.');

  if (calibration.micrometresPerPixel > resolutionGates.diameterUmPerPixel) {
    leaveOut('resolution.diameter', byDiameter, `At ${calibration.micrometresPerPixel.toFixed(1)} µm per pixel thick and thin hairs cannot be told apart; diameters need ${resolutionGates.diameterUmPerPixel} µm per pixel or finer.`);
    return { measurements, intervals, issues };
  }
  const ofKind = (kind: Hair['kind']): number => counted.filter((hair) => hair.kind === kind).length;
  measurements.terminalCount = ofKind('terminal');
  measurements.vellusCount = ofKind('vellus');
  measurements.indeterminateCount = ofKind('indeterminate');
  const terminal = expectTerminal(counted, input.terminalThresholdUm);
  if (counted.length === 0) {
    measurements.terminalDensityPerCm2 = 0;
    intervals['terminalDensityPerCm2'] = intervals['densityPerCm2']!;
    leaveOut('hair.none', ['terminalShare'], 'No hair was counted, so there is no share of terminal hairs.');
  } else if (terminal === null) {
    leaveOut('hair.noDiameter', ['terminalDensityPerCm2', 'terminalShare'], noDiameter);
  } else {
    measurements.terminalDensityPerCm2 = perCm2(terminal.count);
    measurements.terminalShare = rounded(terminal.count / counted.length, 4);
    const share = terminal.count / counted.length;
    intervals['terminalDensityPerCm2'] = densityInterval(terminal.count, scaleDeviation(countDeviation, Math.sqrt(share), terminal.deviation), countingAreaCm2, calibration, leastUpper);
    intervals['terminalShare'] = [rounded(Math.max(0, share - (1.96 * terminal.deviation) / counted.length), 4), rounded(Math.min(1, share + (1.96 * terminal.deviation) / counted.length), 4)];
  }
  if (diameters.length === 0) {
    leaveOut('hair.noDiameter', ['meanDiameterUm', 'medianDiameterUm', 'cumulativeThicknessMmPerCm2'], noDiameter);
    return { measurements, intervals, issues };
  }
  const mean = diameters.reduce((sum, value) => sum + value, 0) / diameters.length;
  if (input.scaleDoubt === null && (mean > plausibleMeanDiameterUm.largest || mean < plausibleMeanDiameterUm.smallest)) {
    issues.push({ code: 'scale.doubtful', field: 'calibration', message: `The shafts are ${Math.round(mean)} µm wide on average, which scalp hair is not: check the scale.` });
  }
  measurements.meanDiameterUm = rounded(mean, 2);
  measurements.medianDiameterUm = medianDiameterUm;
  if (medianDiameterUm! < thinHair.medianDiameterUm && measurements.densityPerCm2 > thinHair.doubtfulPerCm2 && measurements.densityPerCm2 <= largestPlausibleDensityPerCm2) {
    issues.push({ code: 'scale.doubtful', field: 'calibration', message: `${describeThin(measurements.densityPerCm2, medianDiameterUm!)} Hair so thin (under ${thinHair.medianDiameterUm} µm) hardly ever stands so densely (more than ${thinHair.doubtfulPerCm2}): the scale may be too fine, check it.` });
  }
  // Hairs without a diameter of their own enter the sum with the mean of the others.
  measurements.cumulativeThicknessMmPerCm2 = rounded((mean * counted.length) / 1000 / countingAreaCm2, 3);
  if (diameters.length > 2) {
    const ofMean = Math.sqrt(diameters.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (diameters.length - 1) / diameters.length);
    // Of few hairs the spread is unsure, too (Student's t), and where an edge is seen is an error of all hairs alike.
    const deviation = Math.hypot((ofMean * studentTQuantile(0.975, diameters.length - 1)) / 1.96, diameterErrorOf(input.contrast));
    const half = 1.96 * Math.hypot(deviation, mean * calibration.relativeUncertainty);
    const thickness = measurements.cumulativeThicknessMmPerCm2, share = (side: number): number => 1.96 * Math.hypot(side / counted.length, deviation / mean, calibration.relativeUncertainty);
    intervals['cumulativeThicknessMmPerCm2'] = [rounded(Math.max(0, thickness * (1 - share(countDeviation.down))), 3), rounded(thickness * (1 + share(countDeviation.up)), 3)];
    intervals['meanDiameterUm'] = [rounded(Math.max(0, mean - half), 2)!, rounded(mean + half, 2)!];
  }
  return { measurements, intervals, issues };
}

/** Nothing seen is something else than hairs that are seen and do not count. */
function describeNone(seen: number): Issue {
  if (seen === 0) return { code: 'hair.noneFound', field: 'measurements.hairCount', message: 'No hair was found. Hair as bright as the skin cannot be ruled out: look at the photograph.' };
  const those = seen === 1 ? 'One hair is seen, and it does not count: its exit lies' : `${seen} hairs are seen, and none of them counts: their exits lie`;
  return { code: 'hair.noneCounted', field: 'measurements.hairCount', message: `${those} outside the target area, or the photograph cuts off too much of the shaft. Photograph a larger field.` };
}

const noScale = 'The scale of the photograph is not known, so there is no length and no area. Give micrometres per pixel or the width of the field.';

const noDiameter = 'No counted hair lies free enough for its diameter to be measured.';

/** Why the hairs of a photograph are not counted; null when they are. */
function whyNotCounted(input: SummaryInput, counted: number): { code: string; message: string } | null {
  const faint = countFaintTraces(input.hairs);
  if (counted > 0 && input.contrast !== null && input.contrast < lowContrast && faint > countable.faintPerCounted * counted) {
    return { code: 'hair.tooFaint', message: `The hair hardly stands out from the skin: beside ${counted} that can be counted ${faint} faint traces are seen, so most of it is missed. Dye the hair or use cross-polarised light for the next photographs.` };
  }
  if (counted === 0 && input.inStrands) {
    return { code: 'hair.inStrands', message: 'There is hair, but none of it can be told from the rest: it lies in strands wider than hairs are. It is wet or greasy, or the scale is too coarse. Check the scale, wash and dry the hair, clip it to about 1 mm, and photograph again.' };
  }
  // Where few exits happen to lie in the field, shafts that enter from beside it make the length; where all are traced it is held against as many exits as chance allows there.
  const exits = counted + input.takenOut, mostExits = input.explainedShare < poorlyExplained ? exits : (Math.sqrt(exits) + 1.96 / 2) ** 2;
  const mean = input.shaftLengthMm === null || counted === 0 ? null : input.shaftLengthMm / mostExits;
  // Of few hairs a share says little: there the rest must also cover some skin.
  const unexplained = input.explainedShare < countable.explainedShare
    || (input.explainedShare < countable.doubtfulShare && (1 - input.explainedShare) * (input.coverage ?? 0) > countable.unexplainedCoverage)
    // No hair where much looks like hair is no bald skin.
    || (counted === 0 && (input.coverage ?? 0) > countable.coverageOfNone);
  if (!unexplained && (mean === null || mean < countable.meanShaftLengthMm)) return null;
  if (input.coverage === null || input.coverage < 0.01) return null;
  if (input.calibration === null) {
    return { code: 'hair.unclear', message: 'Much of what looks like hair belongs to no shaft whose exit can be seen. The hair may be long, something else may lie on the skin (pen lines, dots, fibres, bubbles, flakes), the photograph may be no close-up, or the scale at which it was looked at wrong: give micrometres per pixel or the width of the field.' };
  }
  return { code: 'hair.tooLong', message: `Much of what looks like hair belongs to no shaft whose exit from the skin can be seen: the hair is too long, ${input.contrast !== null && input.contrast < usualContrast ? 'it hardly stands out from the skin, ' : ''}something else lies on the skin (pen lines, dots, fibres, bubbles, flakes), or the given scale is wrong. For a count, clean the skin, clip the hair to about 1 mm, photograph the area again, and check the scale.` };
}

/** One standard deviation to either side. */
interface Deviation { readonly down: number; readonly up: number }

/** That of a part of the hairs, with an error of its own besides. */
function scaleDeviation({ down, up }: Deviation, share: number, own = 0): Deviation {
  return { down: Math.hypot(down * share, own), up: Math.hypot(up * share, own) };
}

/**
 * Why nothing is given at this scale: even the least density that the scalp around it may have is one that no scalp has. Null where some scalp may have it:
 * on the one or two square millimetres that somebody draws around a tuft stand twice or three times as many hairs to the cm² as around them.
 */
function whyNoSuchScale(count: number, { down, up }: Deviation, { areaCm2, isDrawnArea }: { areaCm2: number; isDrawnArea: boolean }, calibration: Calibration, medianDiameterUm: number | null): string | null {
  const density = count / areaCm2, byPlace = Math.sqrt(clumping * largestPlausibleDensityPerCm2 * areaCm2);
  const [least] = densityInterval(count, { down: Math.hypot(down, byPlace), up }, areaCm2, calibration);
  const again = 'and every count and length with it. Check the micrometres per pixel, or the width of the field, and measure again.';
  if (least > largestPlausibleDensityPerCm2) {
    return `At this scale ${Math.round(density)} hairs would stand on each cm², ${Math.round(least)} at the least, and no scalp has so many: the scale is wrong, ${again}`;
  }
  // A whole photograph is of no chosen place: allowing for tufts there would let pass most of the small fields that a scale much too fine makes of all.
  const leastHere = isDrawnArea ? least : densityInterval(count, { down, up }, areaCm2, calibration)[0];
  return medianDiameterUm !== null && medianDiameterUm < thinHair.medianDiameterUm && leastHere > thinHair.atLeastPerCm2 && density > thinHair.impossiblePerCm2
    ? `${describeThin(density, medianDiameterUm)} Hair so thin (under ${thinHair.medianDiameterUm} µm) never stands so densely (more than ${thinHair.impossiblePerCm2}): the scale is too fine, ${again}`
    : null;
}

function describeThin(densityPerCm2: number, medianDiameterUm: number): string {
  return `At this scale ${Math.round(densityPerCm2)} hairs would stand on each cm², half of them thinner than ${Math.round(medianDiameterUm)} µm.`;
}

function densityInterval(count: number, { down, up }: Deviation, areaCm2: number, calibration: Calibration, leastUpper = 0): [number, number] {
  const density = count / areaCm2, half = (side: number): number => 1.96 * Math.hypot(side / areaCm2, density * 2 * calibration.relativeUncertainty);
  return [rounded(Math.max(0, density - half(down)), 1)!, rounded(Math.max(leastUpper / areaCm2, density + half(up)), 1)!];
}

function rounded(value: number, digits: number): number;
function rounded(value: number | null, digits: number): number | null;
function rounded(value: number | null, digits: number): number | null {
  return value === null ? null : Number(value.toFixed(digits));
}
