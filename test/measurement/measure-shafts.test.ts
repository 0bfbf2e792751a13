import { beforeAll, describe, expect, it } from 'vitest';
import { analyseTimepoint } from '../../src/analysis/analyse-timepoint.js';
import { isTakenForHair } from '../../src/domain/hair.js';
import type { TimepointResult } from '../../src/domain/result.js';
import { encodePng } from '../../src/image-io/encode-image.js';
import { confidenceThreshold, traceThreshold } from '../../src/measurement/shaft-confidence.js';
import { photographPhantom } from '../../src/phantom/index.js';

describe('faint traces beside the hairs', () => {
  let result: TimepointResult;
  beforeAll(async () => {
    const { image } = photographPhantom({ seed: 83, densityPerCm2: 150, widthMm: 4, heightMm: 3 });
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
