import { fitCurve } from './fit-curve.js';

/** Evenly spaced dark or light lines across a strip. */
export interface Comb {
  /** Places of the lines along the strip, in order, and which tooth of the comb each is (0, 1, 2 … with gaps). */
  readonly places: readonly number[];
  readonly teeth: readonly number[];
  readonly spacing: number;
  /** Lines that are dark on light are −1, light on dark 1. */
  readonly sign: 1 | -1;
  /** −log10 of the chance that peaks strewn at random over the strip would stand so evenly. */
  readonly evidence: number;
}

interface Peak {
  readonly place: number;
  readonly height: number;
}

const spacingRange = { smallest: 6, largest: 14.5 } as const;
const fewestTeeth = 5;
const mostPeaks = 90;
const fewestEvidence = 1.5;
/** Pixels; strips are read every ten. */
const nearMiddle = 12;

/**
 * Finds combs in one strip: rows of at least five peaks with even spacing, one in four of which may be missing.
 *
 *     _|_|_|___|_|_|_   →   one comb of six teeth, 0 1 2 4 5 6
 *
 * @param profile  Brightness along the strip, NaN where there is none.
 * @param middle   Only combs with two neighbouring teeth near this place are looked for.
 * @returns Those that chance would hardly make, best first, without those inside a better one.
 */
export function findCombs(profile: Float32Array, middle: number): Comb[] {
  const combs: Comb[] = [];
  for (const sign of [-1, 1] as const) {
    const peaks = findPeaks(profile, sign);
    const used = new Set<string>();
    for (let i = 0; i < peaks.length; i++) for (let j = i + 1; j < peaks.length && j <= i + 3; j++) {
      const spacing = peaks[j].place - peaks[i].place;
      if (Math.abs((peaks[i].place + peaks[j].place) / 2 - middle) > nearMiddle) continue;
      if (spacing < spacingRange.smallest || spacing > spacingRange.largest || used.has(`${i} ${j}`)) continue;
      const comb = growComb(peaks, i, j, sign, used);
      if (comb !== null) combs.push(comb);
    }
  }
  combs.sort((a, b) => b.evidence - a.evidence);
  return combs.slice(0, 2);
}

/** Ridges three to five places wide at most, with their places to a fraction. */
function findPeaks(profile: Float32Array, sign: 1 | -1): Peak[] {
  const response = new Float32Array(profile.length), peaks: Peak[] = [];
  for (let i = 3; i < profile.length - 3; i++) {
    const here = (profile[i - 1] + 2 * profile[i] + profile[i + 1]) / 4;
    const rise = sign > 0 ? here - Math.max(profile[i - 3], profile[i + 3]) : Math.min(profile[i - 3], profile[i + 3]) - here;
    response[i] = rise > 0 ? rise : 0;
  }
  for (let i = 1; i < response.length - 1; i++) {
    const here = response[i];
    if (here < 2 || here < response[i - 1] || here <= response[i + 1]) continue;
    const bend = response[i - 1] - 2 * here + response[i + 1];
    peaks.push({ place: i + (bend < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (response[i - 1] - response[i + 1])) / bend)) : 0), height: here });
  }
  if (peaks.length <= mostPeaks) return peaks;
  const limit = peaks.map(({ height }) => height).sort((a, b) => b - a)[mostPeaks - 1];
  return peaks.filter(({ height }) => height >= limit);
}

function growComb(peaks: readonly Peak[], i: number, j: number, sign: 1 | -1, used: Set<string>): Comb | null {
  const members = [{ index: i, tooth: 0 }, { index: j, tooth: 1 }];
  const typical = Math.min(peaks[i].height, peaks[j].height);
  const walk = (direction: 1 | -1): void => {
    let misses = 0, tooth = direction > 0 ? 1 : 0;
    while (misses <= 1) {
      const last = direction > 0 ? members[members.length - 1] : members[0], near = direction > 0 ? members[Math.max(0, members.length - 5)] : members[Math.min(4, members.length - 1)];
      const step = (peaks[last.index].place - peaks[near.index].place) / (last.tooth - near.tooth);
      tooth += direction;
      const expected = peaks[last.index].place + step * (tooth - last.tooth), room = Math.max(0.8, 0.1 * step);
      let best = -1;
      for (let k = last.index + direction; k >= 0 && k < peaks.length && (peaks[k].place - expected) * direction <= room; k += direction) {
        if (Math.abs(peaks[k].place - expected) <= room && peaks[k].height >= 0.35 * typical && (best < 0 || peaks[k].height > peaks[best].height)) best = k;
      }
      if (best < 0) misses++;
      else {
        misses = 0;
        if (Math.abs(best - last.index) <= 3) used.add(direction > 0 ? `${last.index} ${best}` : `${best} ${last.index}`);
        if (direction > 0) members.push({ index: best, tooth });
        else members.unshift({ index: best, tooth });
      }
    }
  };
  walk(1);
  walk(-1);
  const slots = members[members.length - 1].tooth - members[0].tooth + 1;
  if (members.length < fewestTeeth || members.length < 0.75 * slots) return null;
  const teeth = members.map(({ tooth }) => tooth - members[0].tooth), places = members.map(({ index }) => peaks[index].place);
  const curve = fitCurve(teeth, places), first = places[0], last = places[places.length - 1], spacing = (last - first) / (slots - 1);
  if (curve === null || curve.residual > 0.08 * spacing) return null;
  const crowd = peaks.filter(({ place, height }) => height >= 0.35 * typical && place > first - spacing && place < last + spacing).length / (last - first + 2 * spacing);
  const chance = Math.min(0.95, 2 * Math.max(0.35, 2.5 * curve.residual) * crowd), hits = members.length - 3;
  const evidence = -(logChoose(slots - 3, hits) + hits * Math.log10(chance));
  return evidence < fewestEvidence ? null : { places, teeth, spacing, sign, evidence };
}

export function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log10((n - k + i) / i);
  return sum;
}
