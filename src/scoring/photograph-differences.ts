import type { Issue, TimepointResult } from '../domain/result.js';
import { detectionErrorIn, unexplainedErrorIn } from './detection-doubt.js';
import { namePhotographs } from './name-photographs.js';

/** Beyond these the photographs were taken so differently that the difference alone can change what is found. Conventions. */
export const differenceLimits = {
  /** Ratio of the median lengths of counted hairs: longer hair hides exits, shorter hair shows more of them. */
  hairLengthRatio: 1.5,
  /** Difference of the blur of edges, µm: the duller photograph loses its thin hairs. */
  edgeBlurUm: 8,
  /** Ratio of the brightness of the skin. */
  brightnessRatio: 1.35,
  /** Distance of the skin's colours, natural logarithm of the ratios of channels: 0.2 is a channel 22 % stronger. */
  colour: 0.2,
  /** Difference of the contrasts of hair and skin, where it changes how often hair is missed. */
  hairContrast: 0.1,
  /** Difference of the shares of what looks like hair that belong to hairs found, where it changes how often hair is missed. */
  explainedShare: 0.08,
  /** Difference of the shares of white glare. */
  glareShare: 0.08,
  /** Difference of the shares of hair that sticks together. */
  clumpedShare: 0.2,
} as const;

/** Fewer measured lengths than this at either visit say nothing about the length of the hair. */
const fewestLengths = 8;

/**
 * How differently two photographs were taken: hair length, sharpness, exposure, colour of the light, glare, wetness, device.
 * Each warning carries both values and the limit; exchanged photographs give the same warnings, word for word where their names tell them apart.
 * A value that one of the photographs lacks gives no warning.
 *
 * @param one  The baseline.
 */
export function findPhotographDifferences(one: TimepointResult, other: TimepointResult): Issue[] {
  const issues: Issue[] = [], names = namePhotographs(one, other);
  const [first, second] = [one, other].map(({ quality }) => quality.appearance);
  const warn = (code: string, message: string): void => { issues.push({ code, field: 'followUps.measurement.quality', message }); };

  const lengths = sideBySide(medianLengthMm(one), medianLengthMm(other), names, (value) => `${value.toFixed(2)} mm`);
  if (lengths !== null && lengths.larger > differenceLimits.hairLengthRatio * lengths.smaller) {
    warn('comparison.hairLengthsDiffer', `The hair has different lengths: ${lengths.words} (one up to ${differenceLimits.hairLengthRatio} times the other is taken as the same). Clip to the same length at every visit.`);
  }
  const blur = sideBySide(first?.edgeBlurUm, second?.edgeBlurUm, names, (value) => `${value} µm`);
  if (blur !== null && blur.larger - blur.smaller > differenceLimits.edgeBlurUm) {
    warn('comparison.sharpnessDiffers', `The photographs are not equally sharp: edges are blurred over ${blur.words} (difference at most ${differenceLimits.edgeBlurUm} µm). Thin hairs are lost in the duller one.`);
  }
  const light = sideBySide(brightnessOf(first?.skinColour), brightnessOf(second?.skinColour), names, (value) => `${Math.round(value)} of 255`);
  if (light !== null && light.larger > differenceLimits.brightnessRatio * light.smaller) {
    warn('comparison.exposuresDiffer', `The skin is not equally bright: ${light.words} (ratio at most ${differenceLimits.brightnessRatio}). Use the same light and exposure at every visit.`);
  }
  const colour = colourDistance(first?.skinColour, second?.skinColour);
  if (colour !== null && colour > differenceLimits.colour) {
    warn('comparison.coloursDiffer', `The colours of the skin are ${colour.toFixed(2)} apart (at most ${differenceLimits.colour}): the light or the white balance was not the same.`);
  }
  const contrast = sideBySide(first?.hairContrast, second?.hairContrast, names, (value) => value.toFixed(2));
  if (contrast !== null && contrast.larger - contrast.smaller > differenceLimits.hairContrast && detectionErrorIn(one) !== detectionErrorIn(other)) {
    warn('comparison.contrastDiffers', `The hair does not stand out from the skin alike: its contrast is ${contrast.words} (0.6 is black hair on fair skin, 0 is as bright as the skin). Hair of less contrast is missed more often; the interval allows for it.`);
  }
  const loose = sideBySide(unexplainedShareOf(first?.explainedShare), unexplainedShareOf(second?.explainedShare), names, percent);
  if (loose !== null && loose.larger - loose.smaller > differenceLimits.explainedShare && unexplainedErrorIn(one) !== unexplainedErrorIn(other)) {
    warn('comparison.explainedDiffers', `Not equally much of what looks like hair belongs to no hair that was found: ${loose.words} (difference at most ${percent(differenceLimits.explainedShare)}). Some of it is hair that was missed; where the photographs are not matched hair by hair the interval allows for it. Clip and part the hair alike at every visit.`);
  }
  const glare = sideBySide(first?.glareShare, second?.glareShare, names, percent);
  if (glare !== null && glare.larger - glare.smaller > differenceLimits.glareShare) {
    warn('comparison.glareDiffers', `Glare covers ${glare.words} (difference at most ${percent(differenceLimits.glareShare)}). Hair under glare is not seen.`);
  }
  const clumped = sideBySide(first?.clumpedShare, second?.clumpedShare, names, percent);
  if (clumped !== null && clumped.larger - clumped.smaller > differenceLimits.clumpedShare) {
    warn('comparison.wetnessDiffers', `Hair sticks together in one of the photographs: ${clumped.words} of it (difference at most ${percent(differenceLimits.clumpedShare)}). Dry and comb it at every visit.`);
  }
  const sizes = [one, other].map(({ photo: { width, height } }) => `${Math.max(width, height)} × ${Math.min(width, height)}`).sort();
  if (sizes[0] !== sizes[1]) {
    issues.push({ code: 'comparison.pictureSizesDiffer', field: 'followUps.measurement.photo', message: `The photographs have different sizes, ${sizes[0]} and ${sizes[1]} pixels: they come from different devices or settings, or one was cut. Another device alone can change what is counted.` });
  }
  return issues;
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** Both values with the names of their photographs, the smaller first, so that the order of the visits changes nothing. */
function sideBySide(first: number | null | undefined, second: number | null | undefined, [one, other]: readonly [string, string], say: (value: number) => string): { smaller: number; larger: number; words: string } | null {
  if (first === null || first === undefined || second === null || second === undefined) return null;
  const [low, high] = first <= second ? [{ value: first, of: one }, { value: second, of: other }] : [{ value: second, of: other }, { value: first, of: one }];
  return { smaller: low.value, larger: high.value, words: `${say(low.value)} in ${low.of}, ${say(high.value)} in ${high.of}` };
}

function unexplainedShareOf(explainedShare: number | undefined): number | null {
  return explainedShare === undefined ? null : 1 - explainedShare;
}

function medianLengthMm({ hairs }: TimepointResult): number | null {
  const lengths = hairs.flatMap(({ counted, lengthMm }) => (counted && lengthMm !== null ? [lengthMm] : [])).sort((a, b) => a - b);
  return lengths.length < fewestLengths ? null : (lengths[(lengths.length - 1) >> 1]! + lengths[lengths.length >> 1]!) / 2;
}

function brightnessOf(colour: readonly number[] | null | undefined): number | null {
  return colour === null || colour === undefined ? null : 0.299 * colour[0]! + 0.587 * colour[1]! + 0.114 * colour[2]!;
}

function colourDistance(first: readonly number[] | null | undefined, second: readonly number[] | null | undefined): number | null {
  if (first === null || first === undefined || second === null || second === undefined) return null;
  const ratio = (colour: readonly number[], channel: number): number => Math.log((colour[channel]! + 1) / (colour[1]! + 1));
  return Math.hypot(ratio(first, 0) - ratio(second, 0), ratio(first, 2) - ratio(second, 2));
}
