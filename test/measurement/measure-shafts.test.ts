import { beforeAll, describe, expect, it } from 'vitest';
import { analyseTimepoint } from '../../src/analysis/analyse-timepoint.js';
import { isTakenForHair } from '../../src/domain/hair.js';
import type { TimepointResult } from '../../src/domain/result.js';
import { encodePng } from '../../src/image-io/encode-image.js';
import { confidenceThreshold, traceThreshold } from '../../src/measurement/shaft-confidence.js';
import { photographPhantom } from '../../src/phantom/index.js';

describe('an exit', () => {
  it('lies where the rendered shaft leaves the skin, neither deeper nor further up, so that lengths are true', async () => {
    const along: number[] = [], lengths: number[] = [];
    for (const seed of [83, 84, 85]) {
      const { image, hairs } = photographPhantom({ seed, densityPerCm2: 120, widthMm: 4, heightMm: 3, hairColour: 'black', skinTone: 2 });
      const { result } = await analyseTimepoint(await encodePng(image), { calibration: { method: 'given', micrometresPerPixel: 5 } });
      for (const { counted, root, tip, lengthMm } of result.hairs) {
        const truth = hairs.find((hair) => Math.hypot(hair.root[0] - root.column, hair.root[1] - root.row) < 16 && Math.hypot(hair.tip[0] - tip.column, hair.tip[1] - tip.row) < 16);
        if (!counted || truth === undefined) continue;
        const [dx, dy] = [truth.tip[0] - truth.root[0], truth.tip[1] - truth.root[1]];
        along.push(((root.column - truth.root[0]) * dx + (root.row - truth.root[1]) * dy) / Math.hypot(dx, dy) * 5);
        lengths.push((lengthMm! - truth.lengthMm) * 1000);
      }
    }
    const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;
    expect(along.length).toBeGreaterThan(20);
    expect(Math.abs(median(along))).toBeLessThan(10);
    expect(Math.abs(median(lengths))).toBeLessThan(10);
  });
});

describe('faint traces beside the hairs', () => {
  let result: TimepointResult;
  beforeAll(async () => {
    const { image } = photographPhantom({ seed: 83, densityPerCm2: 250, widthMm: 4, heightMm: 3 });
    ({ result } = await analyseTimepoint(await encodePng(image), { calibration: { method: 'given', micrometresPerPixel: 5 } }));
  });

  it('are kept for comparing photographs and never counted', () => {
    const traces = result.hairs.filter((hair) => !isTakenForHair(hair));
    expect(traces.length).toBeGreaterThan(0);
    for (const { confidence, counted, unit } of traces) {
      expect([counted, unit]).toEqual([false, null]);
      expect(confidence).toBeGreaterThanOrEqual(traceThreshold - 1e-4);
      expect(confidence).toBeLessThan(confidenceThreshold);
    }
    expect(result.measurements.hairCount).toBe(result.hairs.filter((hair) => hair.counted).length);
  });

  it('have numbers after those of all hairs, and every number is given once', () => {
    expect(result.hairs.map(({ id }) => id)).toEqual(result.hairs.map((_, i) => i + 1));
    const firstTrace = result.hairs.findIndex((hair) => !isTakenForHair(hair));
    expect(result.hairs.slice(firstTrace).every((hair) => !isTakenForHair(hair))).toBe(true);
  });
});
