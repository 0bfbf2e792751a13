import { emptyMeasurements } from '../../src/domain/measurements.js';
import { timepointResultSchema, type TimepointResult } from '../../src/domain/result.js';

/** A valid result of a photograph of 1000 × 1000 pixels with these hairs, for comparing with truth. */
export function timepointOf(
  hairs: readonly { root: [row: number, column: number]; counted?: boolean; diameterUm?: number }[],
  micrometresPerPixel: number | null = 2,
): TimepointResult {
  return timepointResultSchema.parse({
    schemaVersion: 1,
    kind: 'closeup',
    photo: { name: 'a.jpg', sha256: '0'.repeat(64), width: 1000, height: 1000, capturedAt: null },
    method: {
      version: '1',
      model: { name: 'none', sha256: '0'.repeat(64), runtime: 'onnxruntime-node' },
      options: { terminalThresholdUm: 40, countingRule: 'by root', hairProbabilityThreshold: 0.5 },
    },
    calibration: micrometresPerPixel === null ? null : { micrometresPerPixel, method: 'given', relativeUncertainty: 0.01 },
    quality: { usable: true, checks: [] },
    targetArea: {
      shape: 'frame', areaCm2: micrometresPerPixel === null ? null : 0.04, validShare: 1, exclusions: [],
      outline: [[0, 0], [0, 1000], [1000, 1000], [1000, 0]].map(([row, column]) => ({ row, column })),
    },
    measurements: { ...emptyMeasurements, hairCount: hairs.filter((hair) => hair.counted ?? true).length },
    intervals: {},
    hairs: hairs.map(({ root: [row, column], counted = true, diameterUm }, at) => ({
      id: at + 1,
      root: { row, column },
      tip: { row: row + 50, column },
      path: [{ row, column }, { row: row + 50, column }],
      rootVisible: true,
      lengthMm: 0.1,
      diameterUm: diameterUm ?? null,
      diameterIntervalUm: null,
      kind: null,
      unit: counted ? at + 1 : null,
      confidence: 0.9,
      counted,
      notCountedBecause: counted ? null : 'rootOutside',
    })),
    issues: [],
  });
}
