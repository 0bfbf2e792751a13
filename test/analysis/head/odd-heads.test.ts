import { describe, expect, it } from 'vitest';
import { compareHeads } from '../../../src/analysis/head/compare-heads.js';
import { doubtShine } from '../../../src/analysis/head/doubt-shine.js';
import type { LitPair } from '../../../src/analysis/head/find-tones.js';
import { timepointResultSchema } from '../../../src/domain/result.js';
import { createRandom } from '../../../src/phantom/random.js';
import { analysePainted } from '../../support/head-analysis.js';
import { paintScalp, viewPaintedScalp, type PaintedScalp } from '../../support/paint-scalp.js';

const scene = paintScalp({ seed: 3 }), { width, height } = scene.image, random = createRandom(9);
const isCap = (at: number): boolean => ((at % width) - 100) ** 2 + (Math.floor(at / width) - 92) ** 2 < 62 ** 2;

/** A knitted cap that the network takes for hair. */
function wearCap(colour: readonly [number, number, number]): PaintedScalp {
  const data = Uint8Array.from(scene.image.data), hair = scene.hair.data.map((value, at) => (isCap(at) && scene.scalp.data[at] > 0 ? 0.97 : value));
  for (let at = 0; at < width * height; at++) if (isCap(at)) for (let c = 0, knit = random.normal(1, 0.08); c < 3; c++) data[3 * at + c] = Math.max(0, Math.min(255, Math.round(colour[c] * knit)));
  return { ...scene, image: { width, height, data }, hair: { width, height, data: hair } };
}

/** The same photograph in another light. */
function tint({ image, ...rest }: PaintedScalp, factors: readonly [number, number, number]): PaintedScalp {
  return { ...rest, image: { ...image, data: Uint8Array.from(image.data, (value, k) => Math.min(255, Math.round(value * factors[k % 3]))) } };
}

const codes = (painted: PaintedScalp): string[] => analysePainted(painted).result.issues.map(({ code }) => code).filter((code) => code !== 'global.noScale');

describe('a single photograph of a head', () => {
  it.each([['blue', [34, 62, 128]], ['green', [44, 104, 60]], ['red', [190, 24, 34]]] as const)('with a %s cap says that no hair grows in that colour, and allows for a bald head under it', (_, colour) => {
    const { result } = analysePainted(wearCap(colour)), issue = result.issues.find(({ code }) => code === 'global.perhapsCovered')!;
    expect(timepointResultSchema.parse(result)).toEqual(result);
    expect(result.measurements.coverage).toBeGreaterThan(0.9);
    expect(result.intervals['coverage']![0]).toBeLessThan(0.4);
    expect(issue.field).toBe('intervals.coverage');
    expect(issue.message).toMatch(/a cap or a cloth, or dyed hair.*Photograph the bare head/);
  });

  it('of any hair in any usual light is not said to wear a cap', () => {
    for (const hair of [[1, 1, 1], [2.2, 2.4, 2.6], [2.6, 2.1, 1.5], [2.4, 1.6, 1.1]] as const) for (const light of [[1, 1, 1], [0.9, 1, 1.1], [1.1, 1, 0.9]] as const) {
      const painted = { ...scene, image: { ...scene.image, data: Uint8Array.from(scene.image.data, (value, k) => (scene.hair.data[Math.floor(k / 3)] > 0 ? Math.min(255, Math.round(value * hair[k % 3])) : value)) } };
      expect(codes(tint(painted, light))).toEqual([]);
    }
  });

  it('is asked about where a second head is in the picture, and not where something small looks like scalp', () => {
    const beside = (size: number): PaintedScalp => {
      const wide = 2 * width, place = (map: Float32Array): Float32Array => Float32Array.from({ length: wide * height }, (_, at) => (at % wide < width ? map[Math.floor(at / wide) * width + (at % wide)] : 0));
      const data = new Uint8Array(3 * wide * height).fill(124), scalp = place(scene.scalp.data), hair = place(scene.hair.data);
      for (let y = 0; y < height; y++) {
        data.set(scene.image.data.subarray(3 * y * width, 3 * (y + 1) * width), 3 * y * wide);
        for (let x = 0; x < width; x++) if (Math.hypot(x - 100, y - 100) < size) { scalp[y * wide + width + x] = 1; data.set([212, 164, 140], 3 * (y * wide + width + x)); }
      }
      return { image: { width: wide, height, data }, scalp: { width: wide, height, data: scalp }, hair: { width: wide, height, data: hair } };
    };
    expect(codes(beside(60))).toEqual(['global.severalHeads']);
    expect(codes(beside(12))).toEqual([]);
    expect(analysePainted(beside(60)).result.measurements.coverage).toBeCloseTo(analysePainted(scene).result.measurements.coverage!, 1);
  });
});

describe('two photographs of a head', () => {
  it('under the same cap at both visits are not surely unchanged', () => {
    const visit = analysePainted(wearCap([34, 62, 128])), { change, warnings } = compareHeads(visit, visit);
    expect(change!.interval95[1]).toBeGreaterThan(50);
    expect(warnings.map(({ code }) => code)).toContain('comparison.headPerhapsCovered');
  });
});

describe('hair that is brighter than skin', () => {
  const view = viewPaintedScalp(scene), shines = (at: number): boolean => Math.floor(at / width) < 100, skin = [112, 74, 50], bright = [158, 146, 140], dark = [66, 48, 34];

  /** How far colours are trusted in the upper and in the lower half of the hair, and the same with both pictures exchanged. */
  function trusted(colourOf: (at: number) => readonly number[]): number[] {
    const everywhere = (of: (at: number) => readonly number[]): Float32Array => Float32Array.from(Array.from({ length: width * height }, (_, at) => [...of(at)]).flat());
    const hair = everywhere(colourOf), picture = { width, height, data: Uint8Array.from(hair) }, other = { width, height, data: picture.data.map((value) => value - 4) };
    const pair = { first: view, second: view, region: view.region, still: new Uint8Array(width * height).fill(1) }, tones = { skin: everywhere(() => skin), hair };
    const trust = [[picture, other], [other, picture]].map((colours) => doubtShine({ ...pair, colours: colours as unknown as LitPair['colours'] }, tones));
    expect(trust[0]).toEqual(trust[1]);
    return [60 * width + 50, 140 * width + 50].map((at) => trust[0][at]);
  }

  it('is not trusted where other hair of the head is darker than skin: dark hair that shines, by which skin that was bared would be taken for hair that grew', () => {
    expect(trusted((at) => (shines(at) ? bright : dark))).toEqual([0, 1]);
  });

  it('is white hair where all of it is, and dark hair is trusted everywhere', () => {
    expect(trusted(() => bright)).toEqual([1, 1]);
    expect(trusted(() => dark)).toEqual([1, 1]);
  });
});
