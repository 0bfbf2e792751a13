import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/phantom/random.js';
import { fitWarp } from '../../src/registration/smooth-warp.js';
import type { Stiffness } from '../../src/registration/smooth-warp.js';

const stiff: Stiffness = { shear: 0.004, stretchMm: 0.01, lengthMm: 2.5, rootErrorMm: 0.02 };
const yielding: Stiffness = { shear: 0.025, stretchMm: 0.2, lengthMm: 2.5, rootErrorMm: 0.02 };

function scatter(seed: number, count: number, map: (x: number, y: number) => [number, number], errorMm = 0) {
  const random = createRandom(seed), from = { x: new Float64Array(count), y: new Float64Array(count) }, to = { x: new Float64Array(count), y: new Float64Array(count) };
  for (let i = 0; i < count; i++) {
    from.x[i] = random.uniform(0, 10);
    from.y[i] = random.uniform(0, 10);
    const [x, y] = map(from.x[i], from.y[i]);
    to.x[i] = x + random.normal(0, errorMm);
    to.y[i] = y + random.normal(0, errorMm);
  }
  return { from, to };
}

const turned = (x: number, y: number): [number, number] => [2 + 1.05 * (x * Math.cos(2) - y * Math.sin(2)), -1 + 1.05 * (x * Math.sin(2) + y * Math.cos(2))];
const stretched = (x: number, y: number): [number, number] => [x + 0.15 * Math.sin(0.7 * y), y + 0.15 * Math.cos(0.7 * x)];

describe('the warp between two visits', () => {
  it('is exactly the turn, scale and shift when the skin did nothing else', () => {
    const { from, to } = scatter(1, 30, turned);
    const warp = fitWarp(from, to, stiff), place = warp.predict(3, 4), [x, y] = turned(3, 4);
    expect(Math.hypot(warp.real, warp.imaginary)).toBeCloseTo(1.05, 9);
    expect(Math.atan2(warp.imaginary, warp.real)).toBeCloseTo(2, 9);
    expect(place.x).toBeCloseTo(x, 9);
    expect(place.y).toBeCloseTo(y, 9);
    expect(warp.apply(3, 4)).toEqual({ x: place.x, y: place.y });
  });

  it('follows skin that was stretched unevenly, better than a still skin would', () => {
    const { from, to } = scatter(2, 120, stretched, 0.02);
    const error = (stiffness: Stiffness): number => {
      const warp = fitWarp(from, to, stiffness);
      let sum = 0;
      for (let x = 1; x < 10; x++) for (let y = 1; y < 10; y++) {
        const place = warp.apply(x, y), [tx, ty] = stretched(x, y);
        sum += Math.hypot(place.x - tx, place.y - ty) / 81;
      }
      return sum;
    };
    expect(error(yielding)).toBeLessThan(0.02);
    expect(error(stiff)).toBeGreaterThan(2.5 * error(yielding));
  });

  it('is likelier stretched where skin was stretched, and likelier still where it was not', () => {
    const bent = scatter(3, 60, stretched, 0.02), straight = scatter(3, 60, turned, 0.02);
    const evidence = ({ from, to }: typeof bent, stiffness: Stiffness): number => {
      const warp = fitWarp(from, to, stiffness);
      return warp.logLikelihood + warp.logVolume;
    };
    expect(evidence(bent, yielding)).toBeGreaterThan(evidence(bent, stiff) + 50);
    expect(evidence(straight, stiff)).toBeGreaterThan(evidence(straight, yielding) + 5);
  });

  it('says how well a place is known: well among the matches, badly far from them', () => {
    const { from, to } = scatter(4, 40, turned, 0.02);
    const warp = fitWarp(from, to, yielding);
    expect(Math.sqrt(warp.predict(5, 5).variance)).toBeLessThan(0.025);
    expect(Math.sqrt(warp.predict(25, 25).variance)).toBeGreaterThan(0.2);
  });

  it('has errors as large as it says', () => {
    const scores: number[] = [];
    for (let seed = 10; seed < 210; seed++) {
      const { from, to } = scatter(seed, 12, turned, 0.02);
      const warp = fitWarp(from, to, { shear: 1e-6, stretchMm: 1e-6, lengthMm: 2.5, rootErrorMm: 0.02 });
      const place = warp.predict(8, 2), [x] = turned(8, 2);
      scores.push((place.x - x) ** 2 / place.variance);
    }
    const meanScore = scores.reduce((sum, value) => sum + value, 0) / scores.length;
    expect(meanScore).toBeGreaterThan(0.75);
    expect(meanScore).toBeLessThan(1.3);
  });
});
