import type { FollowUpResult, Issue, TimepointResult } from '../../domain/result.js';
import { type NumberFormats, percentDigits } from './number-formats.js';
import { bandStartsOf, bandStartsPercent, smallestStepsPerCm2 } from './band-starts.js';
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
  /** After ÷ before, its interval, the smallest detectable ratio above 1, and where the bands +1, +2, +3 begin. */
  readonly ratio: number;
  readonly ratioInterval: readonly [number, number];
  readonly smallestDetectableRatio: number;
  readonly bandStarts: readonly number[];
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
  const { name, unit } = endpointWords[change.endpoint];
  const digits = percentDigits(change.interval95);
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
  const preset = globalAssessment?.preset ?? 'standard';
  const bandStarts = bandStartsOf(change, preset);
  if (bandStarts.some((start, index) => start > 1 + bandStartsPercent[preset][index]! / 100)) {
    const [first, second, third] = bandStarts.map((start) => formats.signedPercent((start - 1) * 100));
    notes.push(`With so few hairs the steps of the scale begin at ${first}, ${second} and ${third}, because they also need a difference of ${smallestStepsPerCm2.join(', ')} hairs per\u00a0cm².`);
  }
  return {
    endpoint: name, unit, before, after, percent, interval,
    intervalEnds: [formats.signedPercent(change.interval95[0], digits), formats.signedPercent(change.interval95[1], digits)],
    detectable: change.interval95[0] > 0 || change.interval95[1] < 0,
    smallestDecrease: formats.signedPercent((1 / (1 + change.smallestDetectableChangePercent / 100) - 1) * 100, digits),
    smallestIncrease: formats.signedPercent(change.smallestDetectableChangePercent, digits),
    sentence: change.endpoint === 'hairCount'
      ? `${name}: ${before} before, ${after} after, a change of ${percent} (${formats.percent(95)} interval ${interval}).`
      : `${name}: ${before}\u00a0${unit} before, ${after}\u00a0${unit} after, a change of ${percent} (${formats.percent(95)} interval ${interval}).`,
    notes: [...notes, ...registrationNotes(followUp, formats)],
    ratio: 1 + change.percent / 100,
    ratioInterval: [1 + change.interval95[0] / 100, 1 + change.interval95[1] / 100],
    smallestDetectableRatio: 1 + change.smallestDetectableChangePercent / 100,
    bandStarts,
  };
}
