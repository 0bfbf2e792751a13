import type { Change, FollowUpResult, Issue, TimepointResult } from '../../domain/result.js';
import { bandStartsOf, bandStartsPercent, coverageBandStarts, smallestStepsPerCm2 } from './band-starts.js';
import { digitsOfChange, mirroredPercent } from './change-digits.js';
import type { NumberFormats } from './number-formats.js';
import { endpointWords } from './terms.js';
import { showTypedText } from './typed-text.js';

/** The change of the endpoint as shown: texts for reading, ratios for drawing. */
export interface ChangeView {
  readonly endpoint: string;
  readonly unit: string;
  readonly before: string;
  readonly after: string;
  readonly percent: string;
  readonly interval: string;
  /** Both ends of the interval as printed. */
  readonly intervalEnds: readonly [string, string];
  /** Whether the interval leaves out 0: larger than what chance explains. */
  readonly detectable: boolean;
  /** The smallest detectable decrease and increase; mirrored as ratios, so not equal in percent. */
  readonly smallestDecrease: string;
  readonly smallestIncrease: string;
  readonly sentence: string;
  /** What the comparison rests on: alignment, matched hairs, another endpoint than the usual one. */
  readonly notes: readonly string[];
  readonly drawing: ChangeDrawing;
}

/**
 * The change as drawn: places on an axis on which a gain and the loss that undoes it are equally far from 0, the logarithm
 * of after ÷ before, or for coverage the difference in points.
 */
export interface ChangeDrawing {
  readonly value: number;
  readonly interval: readonly [number, number];
  readonly smallestDetectable: number;
  /** Where the bands +1, +2, +3 begin. */
  readonly bandStarts: readonly number[];
  /** The axis is never drawn beyond this. */
  readonly farthest: number;
  /** Places that get a label if there is room, besides 0 and the band starts. */
  readonly ticks: readonly number[];
  /** What stands at a place of the axis. */
  readonly label: (place: number) => string;
  readonly unit: string;
}

/** Whether a warning says how the comparison was made, which every such comparison shares, and not what is wrong with it. */
export function isComparisonNote(warning: Issue): boolean {
  return warning.code === 'comparison.notRegistered';
}

function registrationNotes({ registration, hairs, warnings }: FollowUpResult, formats: NumberFormats): string[] {
  if (registration.method === 'none') {
    const own = warnings.filter(isComparisonNote).map((warning) => showTypedText(warning.message));
    return own.length > 0 ? own : ['The two photographs were compared without being laid over one another; the interval is wider for it.'];
  }
  const facts: string[] = [];
  if (registration.overlapShare !== null) facts.push(`they share ${formats.percent(registration.overlapShare * 100)} of the area`);
  if (registration.residualUm !== null) facts.push(`exit points agree to ${formats.number(registration.residualUm)}\u00a0µm`);
  const notes = [`The two photographs were laid over one another by the pattern of the hairs${facts.length > 0 ? `; ${facts.join(', ')}` : ''}.`];
  if (hairs !== null) {
    const [kept, gained, lost] = [hairs.kept, hairs.gained, hairs.lost].map((list) => formats.number(list.length));
    notes.push(`Hair by hair: ${kept} found again, ${gained} new, ${lost} gone.`);
  }
  return notes;
}

/** What changed between the baseline and this follow-up; null where the two cannot be compared. */
export function describeChange(baseline: TimepointResult, followUp: FollowUpResult, formats: NumberFormats): ChangeView | null {
  const { change, globalAssessment, measurement } = followUp;
  if (change === null) return null;
  if (change.endpoint === 'coverage') return describeCoverageChange(followUp, change, formats);
  const { name, unit } = endpointWords[change.endpoint];
  const preset = globalAssessment?.preset ?? 'standard';
  const digits = digitsOfChange(change, preset, formats.signedPercent);
  const [before, after] = [formats.number(change.before), formats.number(change.after)];
  const percent = formats.signedPercent(change.percent, digits);
  const interval = formats.signedPercentRange(change.interval95, digits);
  const notes: string[] = [];
  const endpointExplained = followUp.warnings.some((warning) => warning.field === 'change.endpoint');
  if (change.endpoint === 'densityPerCm2' && !endpointExplained) {
    notes.push('The comparison rests on all hairs, thick and thin together, because thickness is not given for both photographs.');
  }
  if (change.endpoint === 'hairCount' && !endpointExplained) {
    notes.push('The comparison rests on the number of hairs counted, because there is no scale. It holds only if both photographs show the same skin at the same magnification.');
  }
  const measuredBefore = baseline.measurements[change.endpoint];
  const measuredAfter = measurement.measurements[change.endpoint];
  if (followUp.registration.method !== 'none' && ((measuredBefore !== null && formats.number(measuredBefore) !== before) || (measuredAfter !== null && formats.number(measuredAfter) !== after))) {
    notes.push('These values are of the skin that both photographs show; the table of measurements gives each photograph whole.');
  }
  const bandStarts = bandStartsOf(change, preset);
  if (bandStarts.some((start, index) => start > 1 + bandStartsPercent[preset][index]! / 100)) {
    const [first, second, third] = bandStarts.map((start) => formats.signedPercent((start - 1) * 100, digits));
    notes.push(`With so few hairs the steps of the scale begin at ${first}, ${second} and ${third}, because they also need a difference of ${smallestStepsPerCm2.join(', ')} hairs per\u00a0cm².`);
  }
  return {
    endpoint: name, unit, before, after, percent, interval,
    intervalEnds: [formats.signedPercent(change.interval95[0], digits), formats.signedPercent(change.interval95[1], digits)],
    detectable: change.interval95[0] > 0 || change.interval95[1] < 0,
    smallestDecrease: formats.signedPercent(mirroredPercent(change.smallestDetectableChangePercent), digits),
    smallestIncrease: formats.signedPercent(change.smallestDetectableChangePercent, digits),
    sentence: change.endpoint === 'hairCount'
      ? `${name}: ${before} before, ${after} after, a change of ${percent} (${formats.percent(95)} interval ${interval}).`
      : `${name}: ${before}\u00a0${unit} before, ${after}\u00a0${unit} after, a change of ${percent} (${formats.percent(95)} interval ${interval}).`,
    notes: [...notes, ...registrationNotes(followUp, formats)],
    drawing: {
      value: Math.log1p(change.percent / 100), interval: [Math.log(Math.max(1e-9, 1 + change.interval95[0] / 100)), Math.log1p(change.interval95[1] / 100)],
      smallestDetectable: Math.log1p(change.smallestDetectableChangePercent / 100),
      bandStarts: bandStarts.map(Math.log), farthest: Math.log(4), ticks: [Math.log(2), Math.log(3)],
      label: (place) => formats.signed(Math.expm1(place) * 100), unit: '%',
    },
  };
}

/** The change of the part of a head that hair covers: a difference in points. */
function describeCoverageChange(followUp: FollowUpResult, change: Change, formats: NumberFormats): ChangeView {
  const { name, unit } = endpointWords.coverage, { registration } = followUp;
  const [before, after] = [formats.percent(100 * change.before, 1), formats.percent(100 * change.after, 1)];
  const digits = digitsOfChange(change, followUp.globalAssessment?.preset ?? 'standard', formats.signed);
  const points = (value: number): string => `${formats.signed(value, digits)} points`, smallest = change.smallestDetectableChangePercent;
  const interval = `${formats.signed(change.interval95[0], digits)} to ${points(change.interval95[1])}`;
  return {
    endpoint: name, unit, before, after, percent: points(change.percent), interval,
    intervalEnds: [points(change.interval95[0]), points(change.interval95[1])],
    detectable: change.interval95[0] > 0 || change.interval95[1] < 0,
    smallestDecrease: points(-smallest), smallestIncrease: points(smallest),
    sentence: `${name}: ${before} before, ${after} after, a change of ${points(change.percent)} (${formats.percent(95)} interval ${interval}).`,
    notes: [
      'A point is one hundredth of the region. Both values are of the places that both photographs show, seen in one frame and light; the table of measurements gives what each photograph shows by itself.',
      'The score is provisional: where its steps begin for coverage rests on few published figures.',
      ...(registration.head === undefined ? [] : [`The follow-up was laid over the baseline by the head: turned by ${formats.number(Math.abs(registration.head.rotationDegrees))}°, ${formats.percent((registration.overlapShare ?? 0) * 100)} of the region shown by both, outlines agree by ${formats.percent(100 * registration.head.outlineAgreement)}.`]),
    ],
    drawing: {
      value: change.percent, interval: change.interval95, smallestDetectable: smallest, bandStarts: coverageBandStarts,
      farthest: 60, ticks: [30, 40, 50], label: (place) => formats.signed(place, Number.isInteger(place) ? 0 : 1), unit: 'points',
    },
  };
}
