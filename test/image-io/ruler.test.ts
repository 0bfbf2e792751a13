import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/analysis/calibrate.js';
import { encodeJpeg } from '../../src/image-io/encode-image.js';
import { readPhotograph } from '../../src/image-io/read-photograph.js';
import { searchRuler } from '../../src/image-io/ruler.js';
import { paintRuler, type RulerParameters } from '../../src/phantom/index.js';
import { drawPath } from '../../src/raster/draw-strokes.js';
import type { RasterImage } from '../../src/raster/raster-image.js';
import { seeded, skinPicture } from './skin-picture.js';

/** 20 µm per pixel: 50 pixels a millimetre, 12.8 mm wide. */
const scale = 50;
const plain: RulerParameters = {
  tickEveryMm: 1, pattern: 'fives', angle: 0, row: 300, column: 320, body: [244, 242, 236], ink: [24, 24, 28], bodyOpacity: 1,
  tickWidthMm: 0.16, tickLengthMm: 2.2, bodyWidthMm: 9, digits: true, edgeLine: false, tilt: [0, 0], cameraDistanceMm: 40, blurPx: 1, glareSpots: 0, hairsOver: 0, hairWidthMm: 0.08, seed: 5,
};

function withRuler(changes: Partial<RulerParameters>, image = skinPicture({ hairs: 30 })): RasterImage {
  paintRuler(image, { ...plain, ...changes }, scale);
  return image;
}

const spacingIn = (image: RasterImage): number | string => {
  const search = searchRuler(image);
  return search.ruler === null ? search.reason : search.ruler.spacingPx;
};

function expectWithin(image: RasterImage, spacingPx: number, share: number): void {
  const spacing = spacingIn(image);
  expect(spacing).toBeTypeOf('number');
  expect(Math.abs((spacing as number) / spacingPx - 1)).toBeLessThan(share);
}

describe('a ruler laid on the skin', () => {
  it.each([0, 37, 133, 268])('gives the distance of its ticks to half a percent when it lies at %i degrees', (degrees) => {
    const angle = (degrees * Math.PI) / 180;
    expectWithin(withRuler({ angle, column: 320 + 60 * Math.sin(-angle), row: 240 + 60 * Math.cos(angle) }), scale, 0.005);
  });

  it.each([
    ['steel', { body: [176, 178, 180], ink: [48, 48, 52] }], ['yellow plastic', { body: [228, 196, 70], ink: [30, 26, 24] }],
    ['clear plastic with black ticks', { body: [235, 238, 240], bodyOpacity: 0.1 }], ['clear plastic with white ticks', { bodyOpacity: 0.04, ink: [240, 240, 242] }],
    ['black with white ticks', { body: [30, 30, 34], ink: [230, 230, 226] }], ['white with red ticks', { ink: [190, 40, 40] }],
  ] as [string, Partial<RulerParameters>][])('is read when it is %s', (_, material) => {
    expectWithin(withRuler(material), scale, 0.01);
  });

  it('is read with half-millimetre ticks, without numbers, and with a line along its edge', () => {
    expectWithin(withRuler({ tickEveryMm: 0.5, tickWidthMm: 0.1, tickLengthMm: 1, pattern: 'halves' }), scale / 2, 0.005);
    expectWithin(withRuler({ digits: false, edgeLine: true, pattern: 'equal' }), scale, 0.005);
  });

  it('is read from ticks half as long as their distance, as stickers and rulers for microscopes have them', () => {
    expectWithin(withRuler({ tickEveryMm: 1, tickWidthMm: 0.1, tickLengthMm: 0.55, pattern: 'equal', digits: false }), scale, 0.005);
  });

  it('is read through blur, glare, loose hairs and compression', async () => {
    const image = withRuler({ blurPx: 2.5, glareSpots: 2, hairsOver: 6, angle: 0.3 });
    const { image: compressed } = await readPhotograph(await encodeJpeg(image, 55), { name: 'a.jpg' });
    expectWithin(compressed, scale, 0.01);
  });

  it('gives the scale of the middle of the photograph to 2 % when it is tilted by 8 degrees, and says that it is less certain', () => {
    const flat = searchRuler(withRuler({})), tilted = searchRuler(withRuler({ tilt: [0.14, 0] }));
    if (flat.ruler === null || tilted.ruler === null) throw new Error('Expected both rulers to be read.');
    expect(Math.abs(tilted.ruler.spacingPx / scale - 1)).toBeLessThan(0.02);
    expect(tilted.ruler.standardErrorPx).toBeGreaterThan(3 * flat.ruler.standardErrorPx);
  });

  it('is read from five ticks when they are beyond doubt, less certain because five do not show its tilt', () => {
    const image = withRuler({ fromMm: -2.75, toMm: 2.6, pattern: 'equal', digits: false });
    expect(searchRuler(image).ruler?.tickCount).toBe(5);
    expectWithin(image, scale, 0.01);
    expect(calibrate({ method: 'ruler', millimetres: 1 }, image)!.relativeUncertainty).toBeGreaterThanOrEqual(0.015);
  });

  it('marks its ticks where they stand, one a millimetre', () => {
    const { ruler } = searchRuler(withRuler({}));
    expect(ruler!.tickCount).toBeGreaterThanOrEqual(11);
    for (let i = 1; i < ruler!.ticks.length; i++) {
      const apart = (ruler!.ticks[i].column - ruler!.ticks[i - 1].column) / scale;
      expect(Math.abs(apart - Math.round(apart))).toBeLessThan(0.1);
      expect(ruler!.ticks[i].row).toBeGreaterThan(300);
      expect(ruler!.ticks[i].row).toBeLessThan(300 + 2.2 * scale);
    }
  });
});

describe('the scale from a ruler', () => {
  it('is the distance of its ticks over what they stand for, uncertain by at least one percent', () => {
    const calibration = calibrate({ method: 'ruler', millimetres: 1 }, withRuler({}))!;
    expect(calibration.method).toBe('ruler');
    expect(calibration.micrometresPerPixel).toBeCloseTo(20, 0);
    expect(calibration.relativeUncertainty).toBeGreaterThanOrEqual(0.01);
    expect(calibration.relativeUncertainty).toBeLessThan(0.02);
  });

  it('is refused when half-millimetre ticks are called millimetres, and millimetres half ones', () => {
    const halves = withRuler({ tickEveryMm: 0.5, tickWidthMm: 0.1, tickLengthMm: 1, pattern: 'halves' });
    expect(() => calibrate({ method: 'ruler', millimetres: 1 }, halves)).toThrow(expect.objectContaining({ code: 'calibration.ambiguous', hint: expect.stringContaining('--ruler-mm 0.5') }));
    expect(calibrate({ method: 'ruler', millimetres: 0.5 }, halves)!.micrometresPerPixel).toBeCloseTo(20, 0);
    expect(() => calibrate({ method: 'ruler', millimetres: 0.5 }, withRuler({}))).toThrow(expect.objectContaining({ code: 'calibration.ambiguous', hint: expect.stringContaining('--ruler-mm 1') }));
  });

  it('is refused when the ticks of an inch are called millimetres', () => {
    const inches = withRuler({ tickEveryMm: 25.4 / 32, pattern: 'inches', tickLengthMm: 1.6 });
    expect(() => calibrate({ method: 'ruler', millimetres: 1 }, inches)).toThrow(expect.objectContaining({ code: 'calibration.ambiguous' }));
    expect(calibrate({ method: 'ruler', millimetres: 25.4 / 32 }, inches)!.micrometresPerPixel).toBeCloseTo(20, 0);
  });
});

describe('a ruler that cannot be read', () => {
  it('is refused when only four ticks are seen', () => {
    const image = withRuler({ fromMm: -1.7, toMm: 2 });
    expect(['fewTicks', 'nothing']).toContain(spacingIn(image));
    expect(() => calibrate({ method: 'ruler', millimetres: 1 }, image)).toThrow(expect.objectContaining({ code: 'calibration.notFound' }));
  });

  it('is refused when it is tilted so strongly that no one scale holds', () => {
    const image = withRuler({ tilt: [0.6, 0], cameraDistanceMm: 25 });
    expect(() => calibrate({ method: 'ruler', millimetres: 1 }, image)).toThrow(expect.objectContaining({ code: expect.stringMatching(/^calibration\.(ambiguous|notFound)$/) }));
  });

  it('is refused when there are two with different ticks', () => {
    const image = withRuler({ bodyWidthMm: 3.5, row: 20, digits: false });
    paintRuler(image, { ...plain, row: 320, tickEveryMm: 0.7, pattern: 'equal', digits: false }, scale);
    expect(spacingIn(image)).toBe('severalRulers');
  });

  it('is refused when fainter ticks of the same length stand half way between', () => {
    const image = withRuler({ pattern: 'equal', digits: false });
    const { ruler } = searchRuler(image);
    for (const { column } of ruler!.ticks) drawPath(image, [{ row: 304, column: column + scale / 2 }, { row: 300 + 2 * scale, column: column + scale / 2 }], { width: 6, colour: [24, 24, 28], opacity: 0.45 });
    // A picture is looked at once: what was painted since is seen in another one.
    const spacing = spacingIn({ ...image });
    // Either they are ticks as well, or it is open; never a millimetre.
    if (typeof spacing === 'number') expect(Math.abs(spacing / (scale / 2) - 1)).toBeLessThan(0.01);
    else expect(spacing).toBe('marksBetween');
  });
});

describe('a photograph without a ruler', () => {
  it.each([1, 2])('gives none, whatever hair it shows (%i)', (seed) => {
    expect(spacingIn(skinPicture({ seed, hairs: 80 }))).toBe('nothing');
  });

  it.each([1, 2, 3])('gives none when its hair is combed parallel and even (%i)', (seed) => {
    const image = skinPicture({ seed, hairs: 0 }), random = seeded(seed + 40);
    for (let hair = 0; hair < 24; hair++) {
      const column = 20 + hair * 25 + (random() - 0.5) * 6, row = 60 + random() * 150, length = 120 + random() * 160, lean = (random() - 0.5) * 20;
      drawPath(image, [{ row, column }, { row: row + length, column: column + lean }], { width: 4, colour: [40, 30, 26] });
    }
    expect(spacingIn(image)).toMatch(/nothing|fewTicks/);
    expect(() => calibrate({ method: 'ruler', millimetres: 1 }, image)).toThrow(expect.objectContaining({ code: 'calibration.notFound' }));
  });
});
