import { judgeCheck, type CheckRule } from '../../domain/judge-check.js';
import type { QualityCheck } from '../../domain/result.js';
import { measureBrightness } from '../../raster/brightness.js';
import { measureEdgeBlur } from '../../raster/edge-blur.js';
import { placeScalp, type HeadView } from '../../registration/head/head-view.js';
import type { HeadAlignment } from '../../registration/head/align-heads.js';
import { isProven } from '../../registration/head/trust-alignment.js';
import type { PairSamples } from './sample-pair.js';

interface PairRule extends CheckRule {
  /** Beyond this the difference itself would look like a change of hair, and the pair is refused. */
  readonly refuseAt: number;
}

/** What two photographs of a head may differ in. Limits are conventions set on photographs changed on purpose; docs/global.md. */
const rules = {
  pose: { check: 'pose', limit: 0.1, refuseAt: 0.22, failsWhen: 'above', advice: 'Hold the head as at the baseline, with the camera at the same place.' },
  distance: { check: 'distance', limit: 2.5, refuseAt: 8, failsWhen: 'above', advice: 'Photograph from the same distance with the same camera.' },
  parting: { check: 'parting', limit: 5, refuseAt: 14, failsWhen: 'above', advice: 'Comb and part the hair as at the baseline.' },
  wetness: { check: 'wetness', limit: 0.8, refuseAt: 3, failsWhen: 'above', advice: 'Photograph dry hair, washed as long ago as at the baseline, of the same colour.' },
  hairLength: { check: 'hairLength', limit: 0.8, refuseAt: 3, failsWhen: 'above', advice: 'Have the hair cut and combed as at the baseline.' },
  lightDirection: { check: 'lightDirection', limit: 1.2, refuseAt: 4, failsWhen: 'above', advice: 'Keep lamps and windows where they were.' },
  exposure: { check: 'exposure', limit: 1, refuseAt: 3.5, failsWhen: 'above', advice: 'Use the same exposure and the same light.' },
  colour: { check: 'colour', limit: 0.35, refuseAt: 2, failsWhen: 'above', advice: 'Use the same white balance and the same lamps.' },
  flashGlare: { check: 'flashGlare', limit: 0.06, refuseAt: 0.3, failsWhen: 'above', advice: 'Use no direct flash; soften the light or polarise it.' },
  blur: { check: 'blur', limit: 2.2, refuseAt: 6, failsWhen: 'above', advice: 'Focus on the hair and hold the camera still.' },
} as const satisfies Record<string, PairRule>;

export interface PairVerdict {
  readonly checks: QualityCheck[];
  /** Sentences of the differences that forbid a comparison. */
  readonly refusals: string[];
}

/** Places with at least this much hair are hair, with at most the other are bare. */
const hairy = 0.75, bare = 0.3;
/** Fewer places than this say nothing. */
const fewest = 60;

/** Compares what two photographs show apart from the amount of hair: each difference with its limit and what to do. */
export function judgePair(first: HeadView, second: HeadView, alignment: HeadAlignment, samples: PairSamples): PairVerdict {
  const { agreement, stretch, map } = alignment;
  const { hair, colour } = samples, light = compareLight(samples);
  const scale = Math.sqrt(Math.abs(map.a * map.d - map.b * map.c)) * (first.scale / second.scale), times = Math.max(scale, 1 / scale);
  const proven = isProven(alignment), held = proven ? stretch - 1 : Math.max(1 - agreement.outline, stretch - 1), moved = rearranged(samples), glare = Math.abs(glareShare(hair[0], colour[0]) - glareShare(hair[1], colour[1]));
  const blur = compareBlur(first, second), coarse = compareStrands(first, second);
  const number = (value: number): string => String(Number(value.toPrecision(2)));
  const percent = (value: number): string => `${number(100 * value)} %`;
  const judged: { rule: PairRule; value: number | null; finding: string }[] = [
    { rule: rules.pose, value: held, finding: `${proven ? 'The head is foreshortened' : 'The outlines of the scalp differ'} by ${percent(held)} when laid over one another (at most ${percent(rules.pose.limit)}).` },
    { rule: rules.distance, value: times, finding: `One head is ${number(times)} times as many pixels wide as the other (at most ${rules.distance.limit}).` },
    { rule: rules.parting, value: moved, finding: `Hair that is here at one visit and there at the other makes ${number(moved)} points of the region (at most ${rules.parting.limit}).` },
    { rule: rules.wetness, value: light.hairAgainstSkin, finding: light.hairAgainstSkin === null ? 'There is too little bare skin to compare the tone of the hair with.' : `Against the skin, the hair's brightness differs by ${number(light.hairAgainstSkin)} stops (at most ${rules.wetness.limit}): wet, oily or dyed.` },
    { rule: rules.hairLength, value: coarse, finding: coarse === null ? 'There is too little hair to compare its length and style.' : `The strands' fineness differs by a factor of ${number(Math.exp(coarse))} (at most ${number(Math.exp(rules.hairLength.limit))}).` },
    { rule: rules.lightDirection, value: light.slope, finding: light.slope === null ? 'Too little looks alike to compare the light.' : `From one side of the head to the other, the light differs by ${number(light.slope)} stops (at most ${rules.lightDirection.limit}).` },
    { rule: rules.exposure, value: light.level, finding: light.level === null ? 'Too little looks alike to compare the exposure.' : `The exposure differs by ${number(light.level)} stops (at most ${rules.exposure.limit}).` },
    { rule: rules.colour, value: light.tint, finding: light.tint === null ? 'Too little looks alike to compare the colours.' : `The colour of the light differs by ${number(light.tint)} stops (at most ${rules.colour.limit}).` },
    { rule: rules.flashGlare, value: glare, finding: `White glare on bare scalp differs by ${percent(glare)} of the region (at most ${percent(rules.flashGlare.limit)}).` },
    { rule: rules.blur, value: blur, finding: blur === null ? 'No clear edges were found to compare the sharpness by.' : `One photograph is ${number(blur)} times as blurred as the other (at most ${rules.blur.limit}).` },
  ];
  const checks = judged.map(({ rule: { check, limit, failsWhen, advice }, value, finding }) => judgeCheck({ check, limit, failsWhen, advice }, value, finding));
  return { checks, refusals: judged.flatMap(({ rule, value }, i) => (value !== null && value > rule.refuseAt ? [checks[i].message] : [])) };
}

interface LightDifference {
  /** All in stops (powers of two), 0 or more; null when too few places can be compared. */
  readonly level: number | null;
  readonly slope: number | null;
  readonly tint: number | null;
  readonly hairAgainstSkin: number | null;
}

/** Light by the places whose hair did not change: its level, how it falls off across the head, its colour. */
function compareLight({ x, y, hair, colour, weight }: PairSamples): LightDifference {
  const level: number[] = [], red: number[] = [], blue: number[] = [], onHair: number[] = [], onSkin: number[] = [], places: [number, number, number][] = [];
  const stops = (i: number, c: number): number => Math.log2((colour[1][3 * i + c] + 6) / (colour[0][3 * i + c] + 6));
  for (let i = 0; i < weight.length; i++) {
    if (weight[i] < 0.6 || Math.abs(hair[0][i] - hair[1][i]) > 0.25) continue;
    const change = (stops(i, 0) + stops(i, 1) + stops(i, 2)) / 3;
    level.push(change);
    red.push(stops(i, 0) - stops(i, 1));
    blue.push(stops(i, 2) - stops(i, 1));
    places.push([x[i], y[i], change]);
    if (Math.min(hair[0][i], hair[1][i]) >= hairy) onHair.push(change);
    if (Math.max(hair[0][i], hair[1][i]) <= bare) onSkin.push(change);
  }
  if (level.length < fewest) return { level: null, slope: null, tint: null, hairAgainstSkin: null };
  return {
    level: Math.abs(median(level)), slope: fallOff(places), tint: Math.hypot(median(red), median(blue)),
    hairAgainstSkin: Math.min(onHair.length, onSkin.length) < fewest ? null : Math.abs(median(onHair) - median(onSkin)),
  };
}

/** Difference from one side to the other of the plane through the values, over the head's width. */
function fallOff(places: readonly (readonly [number, number, number])[]): number {
  const n = places.length, mean = [0, 1, 2].map((k) => places.reduce((sum, place) => sum + place[k], 0) / n);
  let xx = 0, xy = 0, yy = 0, xv = 0, yv = 0;
  for (const [x, y, value] of places) {
    const [u, v, w] = [x - mean[0], y - mean[1], Math.max(-3, Math.min(3, value - mean[2]))];
    xx += u * u;
    xy += u * v;
    yy += v * v;
    xv += u * w;
    yv += v * w;
  }
  const determinant = xx * yy - xy * xy;
  if (determinant < 1e-6 * xx * yy + 1e-9) return 0;
  // A plate of even thickness reaches two standard deviations to either side.
  return Math.hypot((xv * yy - yv * xy) / determinant, (yv * xx - xv * xy) / determinant) * 4 * Math.sqrt((xx + yy) / (2 * n));
}

/** Points of coverage that were gained in one place and lost in another: hair that was moved, not grown. */
function rearranged({ weight, change }: PairSamples): number {
  let all = 0, gained = 0, lost = 0;
  for (let i = 0; i < weight.length; i++) {
    all += weight[i];
    if (change[i] > 0.1) gained += weight[i] * change[i];
    else if (change[i] < -0.1) lost -= weight[i] * change[i];
  }
  return all === 0 ? 0 : (200 * Math.min(gained, lost)) / all;
}

function glareShare(hair: Float32Array, colour: Float32Array): number {
  let white = 0;
  for (let i = 0; i < hair.length; i++) if (hair[i] < 0.5 && Math.min(colour[3 * i], colour[3 * i + 1], colour[3 * i + 2]) >= 225) white++;
  return white / Math.max(1, hair.length);
}

/** How many times wider the edges of one are, in shares of the head; blur finer than the network sees counts for none. */
function compareBlur(first: HeadView, second: HeadView): number | null {
  const widths = [first, second].map((view) => {
    const { sigma } = measureEdgeBlur(view.brightness, view.region), place = placeScalp(view);
    return sigma === null || place === null ? null : Math.max(sigma, 0.8) / place.radius;
  });
  return widths[0] === null || widths[1] === null ? null : Math.max(widths[0] / widths[1], widths[1] / widths[0]);
}

/** Logarithm of the ratio of fineness of the hair: slopes between neighbours against slopes across a strand's width. */
function compareStrands(first: HeadView, second: HeadView): number | null {
  const fineness = [first, second].map((view) => {
    const { width, height, data } = measureBrightness(view.picture), place = placeScalp(view);
    if (place === null) return null;
    const near = Math.max(1, Math.round(place.radius / 45)), far = 4 * near;
    let fine = 0, coarse = 0, count = 0;
    for (let row = far; row < height - far; row++) {
      for (let at = row * width + far; at < (row + 1) * width - far; at++) {
        if (view.region.data[at] === 0 || view.hair.data[at] < 0.8) continue;
        fine += (data[at] - data[at + near]) ** 2 + (data[at] - data[at + near * width]) ** 2;
        coarse += (data[at] - data[at + far]) ** 2 + (data[at] - data[at + far * width]) ** 2;
        count++;
      }
    }
    return count < 400 ? null : Math.log((fine + count) / (coarse + count)) / 2;
  });
  return fineness[0] === null || fineness[1] === null ? null : Math.abs(fineness[0] - fineness[1]);
}

function median(values: number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1];
}
