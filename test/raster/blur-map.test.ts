import { describe, expect, it } from 'vitest';
import { blurMap, blurWhereAsked } from '../../src/raster/blur-map.js';
import { createRandom } from '../../src/phantom/random.js';

const random = createRandom(11), width = 37, height = 23;
const photograph = { width, height, data: Float32Array.from({ length: width * height }, () => random.uniform(0, 255)) };

describe('a blurred photograph', () => {
  it.each([0.5, 1, 1.2, 2.2, 9])('is the same to the last bit where single places of it are asked for, blurred by %s pixels', (sigma) => {
    const everywhere = blurMap(photograph, sigma).data, blurAt = blurWhereAsked(photograph, sigma), asked = new Float32Array(everywhere.length);
    asked.forEach((_, i) => blurAt(i, asked, i));
    expect([...asked]).toEqual([...everywhere]);
  });

  it('keeps its brightness, and is the weighted mean of what lies around each place', () => {
    const { data } = blurMap(photograph, 1.2), reach = 4, row = 11, column = 18, clamp = (value: number, last: number): number => Math.max(0, Math.min(last, value));
    let sum = 0, weights = 0;
    for (let down = -reach; down <= reach; down++) {
      for (let across = -reach; across <= reach; across++) {
        const weight = Math.exp(-(down * down + across * across) / (2 * 1.2 * 1.2));
        sum += weight * photograph.data[clamp(row + down, height - 1) * width + clamp(column + across, width - 1)]!;
        weights += weight;
      }
    }
    expect(data[row * width + column]).toBeCloseTo(sum / weights, 3);
    expect([...blurMap({ width: 9, height: 5, data: new Float32Array(45).fill(77) }, 3).data].every((value) => Math.abs(value - 77) < 1e-4)).toBe(true);
  });
});
