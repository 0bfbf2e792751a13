import { describe, expect, it } from 'vitest';
import type { Hair } from '../../src/domain/hair.js';
import { measureShaftContrast } from '../../src/measurement/shaft-contrast.js';

/** Skin of one brightness with an upright shaft 12 pixels wide in the middle. */
function drawShaft(skin: number, shaft: number): { width: number; height: number; data: Uint8Array } {
  const width = 120, height = 100, data = new Uint8Array(3 * width * height).fill(skin);
  for (let row = 20; row < 80; row++) for (let column = 54; column < 66; column++) data.fill(shaft, 3 * (row * width + column), 3 * (row * width + column) + 3);
  return { width, height, data };
}
const path = Array.from({ length: 7 }, (_, k) => ({ row: 20 + 10 * k, column: 60 }));
const hair: Hair = {
  id: 1, root: path[0]!, tip: path[6]!, path, rootVisible: true, lengthMm: 0.3, diameterUm: 60, diameterIntervalUm: [55, 65],
  kind: 'terminal', unit: 1, confidence: 1, counted: true, notCountedBecause: null,
};

describe('the contrast of hair against the skin beside it', () => {
  it('is the share of light that the hair takes away', () => {
    expect(measureShaftContrast(drawShaft(200, 50), [hair], 5)).toBeCloseTo(0.75, 2);
    expect(measureShaftContrast(drawShaft(100, 90), [hair], 5)).toBeCloseTo(0.1, 2);
  });

  it('is below nothing where hair is lighter than the skin', () => {
    expect(measureShaftContrast(drawShaft(100, 200), [hair], 5)).toBeCloseTo(-1, 2);
  });

  it('is not given where there is no hair to look at', () => {
    expect(measureShaftContrast(drawShaft(100, 200), [], 5)).toBeNull();
  });
});
