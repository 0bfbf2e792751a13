import { describe, expect, it } from 'vitest';
import { layTargetArea } from '../../src/analysis/target-area.js';
import type { Calibration } from '../../src/domain/calibration.js';
import type { RowSpans } from '../../src/raster/row-spans.js';

const calibration: Calibration = { micrometresPerPixel: 5, method: 'given', relativeUncertainty: 0.01 };

/** A photograph of 6 × 4.5 mm of which only the first rows are no writing. */
function fitRows(rows: number): RowSpans {
  return { width: 1200, height: 900, rows: Array.from({ length: 900 }, (_, row) => (row < rows ? [0, 1200] : [])) };
}

const writing = [{ reason: 'burnedInText' as const, share: 0.99, rows: [0, 900] as [number, number], columns: [0, 1200] as [number, number] }];

describe('a target area of which hardly anything is skin', () => {
  it('is said to be covered by writing and lines, as the dots of a screen look, where these leave too little', () => {
    expect(() => layTargetArea({ shape: 'frame' }, fitRows(10), writing, calibration)).toThrow(expect.objectContaining({ code: 'photo.unusable', message: expect.stringMatching(/0\.30 mm².*writing, lines/u), hint: expect.stringContaining('screen') }));
  });

  it('is too small where only little was asked for', () => {
    expect(() => layTargetArea({ shape: 'rectangle', row: 10.2, column: 10.2, width: 0.5, height: 0.5 }, fitRows(900), [], null)).toThrow(expect.objectContaining({ code: 'area.invalid' }));
    expect(() => layTargetArea({ shape: 'circle', row: 450, column: 600, radius: 50 }, fitRows(900), [], calibration)).toThrow(expect.objectContaining({ code: 'area.invalid' }));
  });
});
