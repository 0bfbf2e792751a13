import { describe, expect, it } from 'vitest';
import { cropImage } from '../../src/raster/crop-image.js';

const image = { width: 4, height: 3, data: Uint8Array.from({ length: 36 }, (_, i) => i) };

describe('a window cut out of a photograph', () => {
  it('holds just its rows and columns', () => {
    const crop = cropImage(image, { row: 1, column: 2, width: 2, height: 2 });
    expect([...crop.data]).toEqual([18, 19, 20, 21, 22, 23, 30, 31, 32, 33, 34, 35]);
  });

  it('is refused when it reaches over the edge or between pixels', () => {
    for (const window of [{ row: 2, column: 0, width: 4, height: 2 }, { row: 0, column: -1, width: 2, height: 2 }, { row: 0, column: 0, width: 0, height: 1 }, { row: 0.5, column: 0, width: 1, height: 1 }]) {
      expect(() => cropImage(image, window)).toThrow(RangeError);
    }
  });
});
