import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepInside, wholePicture, zoomAt } from '../../web/src/viewer/view-box.js';

const whole = wholePicture(2000, 1500);

describe('zooming into a photograph', () => {
  it('keeps the point under the pointer in its place while there is room', () => {
    const view = zoomAt(whole, whole, 4, { x: 1000, y: 700 });
    const again = zoomAt(view, whole, 1.5, { x: 900, y: 650 });
    expect((900 - again.x) / again.width).toBeCloseTo((900 - view.x) / view.width, 9);
    expect((650 - again.y) / again.height).toBeCloseTo((650 - view.y) / view.height, 9);
  });

  it('never leaves the photograph nor its shape, whatever is done', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.double({ min: 0.1, max: 10, noNaN: true }), fc.double({ min: -500, max: 2500, noNaN: true }), fc.double({ min: -500, max: 2500, noNaN: true })), { maxLength: 20 }), (moves) => {
      let view = whole;
      for (const [factor, x, y] of moves) view = keepInside(zoomAt(view, whole, factor, { x, y }), whole);
      expect(view.x).toBeGreaterThanOrEqual(whole.x - 1e-6);
      expect(view.y).toBeGreaterThanOrEqual(whole.y - 1e-6);
      expect(view.x + view.width).toBeLessThanOrEqual(whole.x + whole.width + 1e-6);
      expect(view.y + view.height).toBeLessThanOrEqual(whole.y + whole.height + 1e-6);
      expect(view.width / view.height).toBeCloseTo(4 / 3, 6);
    }));
  });
});
